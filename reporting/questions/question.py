"""A question: who asks it, what narrows it, what answers it; and the one page and the two files of every question."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.lists import AFTER, BEFORE, BodyFilters, Filters, readable_bodies, without
from governance.views import list_files
from governance.views.list_files import FILE

from . import files
from .answers import Answer
from .withheld import NOTHING, Withheld

FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


class QuestionFilters(BodyFilters):
    """Filters of which one is the body, among those whose matters one may read."""

    def __init__(self, request: HttpRequest, **kw: Any) -> None:
        super().__init__(request, readable_bodies(request.user), **kw)

    @property
    def body_asked(self) -> dict[str, int]:
        """The body, as the lists are asked for it."""
        slug = self.chosen.get("body")
        return {"body": self.bodies.ids[slug]} if slug else {}


@dataclass(frozen=True)
class Question:
    """One of the ten.

    `slug` is its address, `words` the question as one asks it, `short` what a file is called, `lead` one line on what
    the answer tells. `roles`: those on whose start page it stands; whoever can log in may ask it, and is answered out
    of what they may read. `names`: the filters in the order of the form.
    """

    number: int
    name: str
    slug: str
    words: Any
    short: Any
    lead: Any
    roles: frozenset[str]
    filters: type[Filters]
    names: str
    answer: Callable[[HttpRequest, Any], Answer]
    # Whether something of what it tells may be withheld: what stands in no matter cannot be secret.
    of_matters: bool = True

    @property
    def url_name(self) -> str:
        return f"questions:{self.name}"

    @cached_property
    def view(self) -> Callable[[HttpRequest], HttpResponse]:
        """The page, or the file that the address asks for."""

        @require_safe
        def ask(request: HttpRequest) -> HttpResponse:
            filters = self.filters(request)
            answer = self.answer(request, filters)
            if answer.is_later and request.htmx:
                return render(request, "reporting/questions/parts.html", {"answer": answer})
            hidden = self._withheld(request, answer)
            if request.GET.get(FILE) in FORMATS and answer.tables:
                return self._file(request, filters, answer, hidden)
            return render(
                request, "reporting/questions/question.html", self._context(request, filters, answer, hidden)
            )

        return ask

    def _withheld(self, request: HttpRequest, answer: Answer) -> Withheld:
        if answer.withheld is not None:
            return answer.withheld
        return Withheld.of(request.user) if self.of_matters else NOTHING

    def _context(
        self, request: HttpRequest, filters: Filters, answer: Answer, hidden: Withheld
    ) -> dict[str, Any]:
        return {
            "question": self,
            "filters": filters,
            "chips": filters.chips(),
            "list_url": reverse(self.url_name),
            "answer": answer,
            "withheld": hidden,
            "formats": [(name, _address_of_file(request, key)) for key, name in FORMATS.items()],
            "most_written": list_files.MOST,
            "most_printed": list_files.MOST_PRINTED,
            "crumbs": _crumbs(),
        }

    def _file(self, request: HttpRequest, filters: Filters, answer: Answer, hidden: Withheld) -> HttpResponse:
        chips = [words for words, _without in filters.chips()]
        said = [
            *map(str, answer.chosen),
            *(chips or ([] if answer.chosen else [_("No filter: all that you may read")])),
            list_files.taken(),
            _("Made by %(name)s") % {"name": request.user.name},
            *([hidden.words] if self.of_matters else []),
            *map(str, answer.notes),
        ]
        if request.GET[FILE] == "pdf":
            return files.as_pdf(str(self.words), str(self.short), said, answer.tables)
        made = files.as_excel(str(self.words), str(self.short), said, answer.tables)
        if made is None:
            messages.error(request, list_files.refusal())
            return redirect(without(request, FILE))
        return made


def _crumbs() -> list[tuple[Any, str]]:
    return [(gettext_lazy("Ten questions"), reverse("questions:list"))]


def _address_of_file(request: HttpRequest, key: str) -> str:
    kept = request.GET.copy()
    for name in (FILE, AFTER, BEFORE):
        kept.pop(name, None)
    kept[FILE] = key
    return f"?{kept.urlencode()}"

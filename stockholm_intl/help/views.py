"""The pages of the help: where to begin, the words of the field, and that one has been shown around."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from governance import access
from governance.models import Office, Person

from .tours import of_roles, tours
from .words import Word, in_order

LONGEST = 60


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The walks of one's own roles, then of the others; whom to ask; the keys."""
    mine = of_roles(request.user.roles)
    others = [tour for tour in tours().values() if tour not in mine]
    ask = access.holders(Office.Role.COORDINATOR).order_by("name").only("name", "email")
    return render(request, "help/help.html", {"mine": mine, "others": others, "ask": ask})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word, by letter; with `q` those that have it in either language."""
    query = request.GET.get("q", "")[:LONGEST].replace("\0", "").strip()
    found = [word for word in in_order(get_language() or "sv") if _has(word, query)]
    letters: dict[str, list[Word]] = {}
    for word in found:
        letters.setdefault(word.name[0].upper(), []).append(word)
    crumbs = [(gettext("Help"), reverse("help:help"))]
    return render(
        request,
        "help/words.html",
        {"query": query, "letters": letters, "count": len(found), "crumbs": crumbs},
    )


def _has(word: Word, query: str) -> bool:
    asked = query.casefold()
    return any(asked in text.casefold() for text in (word.sv, word.en, word.text_sv, word.text_en))


@require_POST
def shown_around(request: HttpRequest) -> HttpResponse:
    """The walk is over, or not wanted: the start page does not offer it any more. The help page always does."""
    Person.objects.filter(pk=request.user.pk).update(shown_around_on=timezone.localdate())
    return redirect("my_work")

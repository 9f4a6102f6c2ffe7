"""The pages that every kind of matter has alike: a few fields for one verb, editing, and recording a decision."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import access, casework, decisions, drafts, editing
from ..authority import Ruling
from ..decisions import Record
from ..errors import StaleVersion
from ..forms import add_errors
from ..models import AgendaItem, Decider, Decision, Matter, Person
from ..moves import require_status
from .recording import bare_record, body_to_record_for, require_some_recording, ruling_context

GET_POST = ["GET", "HEAD", "POST"]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def small_form(
    request: HttpRequest,
    context: dict[str, Any],
    form_class: Callable[..., forms.Form],
    act: Callable[..., Any],
    *,
    when: Collection[str] | None,
    title: str,
    button: str,
    done: str | Callable[[Any], str],
    lead: str = "",
    initial: dict[str, Any] | None = None,
    danger: bool = False,
    back: str = "",
    to_result: bool = False,
    template: str = "governance/small_form.html",
) -> HttpResponse:
    """A form of a few fields for one verb: show it, do it with what was entered, go back (or on to what came of it).

    It is shown only `when` the matter stands where the verb can be done, which is None for what is of no matter.
    `done` may make its words of what came of it. Raises WrongState.
    """
    if when is not None:
        require_status(context["matter"], *when)
    back = back or context["matter"].get_absolute_url()
    files = request.FILES if request.method == "POST" else None
    form = form_class(posted(request), files, initial=initial or {})
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                result = act(**form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done(result) if callable(done) else done)
            return redirect(result if to_result else back)
    context |= {
        "form": form,
        "title": title,
        "button": button,
        "page_lead": lead,
        "danger": danger,
        "back": back,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def small_form_of(
    find: Callable[[HttpRequest, str], dict[str, Any]], file: str
) -> Callable[..., HttpResponse]:
    """The `small_form` of a kind: for a verb of somebody who prepares the owner's matters, by the matter's number.

    `find` gives the context of its pages, with the file under this name. The verb takes what it is done to
    (`done_to`, else the file), `by` and what was entered.
    """

    def show(
        request: HttpRequest,
        number: str,
        form_class: Callable[..., forms.Form],
        act: Callable[..., Any],
        *,
        done_to: Any = None,
        **words: Any,
    ) -> HttpResponse:
        context = find(request, number)
        casework.require_edit(request.user, context["matter"])
        verb = partial(act, done_to or context[file], by=request.user)
        return small_form(request, context, form_class, verb, **words)

    return show


def edit_form(
    request: HttpRequest,
    context: dict[str, Any],
    file: Any,
    form_class: Callable[..., Any],
    save: Callable[..., Any],
    template: str,
    *,
    when: Collection[str],
    stands: Callable[[Any], dict[str, Any]] | None = None,
    draft: str = "",
    done: str = "",
) -> HttpResponse:
    """Change what is written of a matter's file and its card. Two who write at once see both texts.

    `save` takes the file, the version that was read, `by` and what was entered. The form's fields are attributes of
    the file or, where it has none of that name, of its matter; `stands` says what they begin with where they are
    something else. With `draft` it is kept while one writes. Shown only `when` the matter can be written; what is sent
    after that is `save`'s to judge, which says first who was faster.
    """
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    if request.method != "POST":
        require_status(matter, *when)
    stands = stands or partial(_as_it_stands, form_class=form_class)
    files = request.FILES if request.method == "POST" else None
    form = form_class(
        posted(request), files, initial={**stands(file), **_kept(request, draft)}, version=matter.version
    )
    if form.is_bound and form.is_valid():
        entered = {
            name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")
        }
        try:
            save(file, form.cleaned_data["version"], by=request.user, **entered)
        except StaleVersion as stale:
            current = type(file).objects.select_related("matter").get(pk=file.pk)
            theirs = form_class(initial=stands(current), version=current.matter.version)
            return editing.conflict(request, form, theirs, stale, matter.get_absolute_url())
        except ValidationError as error:
            add_errors(form, error)
        else:
            if draft:
                drafts.discard(request.user, draft, request.POST)
            messages.success(request, done or _("The changes are saved."))
            return redirect(matter.get_absolute_url())
    context |= {"form": form, "draft": draft, "back": matter.get_absolute_url()}
    return render(request, template, context, status=422 if form.is_bound else 200)


def edit_part(
    request: HttpRequest,
    context: dict[str, Any],
    part: Any,
    form_class: Callable[..., Any],
    save: Callable[..., Any],
    *,
    when: Collection[str],
    title: str,
    done: str,
    lead: str = "",
    back: str = "",
    to: Callable[[], str] | None = None,
    template: str = "governance/small_form.html",
) -> HttpResponse:
    """Change one of the parts of a matter's file, whose version is the matter's. Two who write at once see both texts.

    `save` takes the part, `by`, the version that was read and what was entered; whoever calls has asked whether the
    person may. The form's fields are attributes of the part. `when` is as in `edit_form`. `to`: where one
    goes when it is saved, else `back`, else the matter.
    """
    matter = context["matter"]
    if request.method != "POST":
        require_status(matter, *when)
    back = back or matter.get_absolute_url()
    form = form_class(posted(request), initial=_of_part(part, form_class), version=matter.version)
    if form.is_bound and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        try:
            save(part, by=request.user, **entered)
        except StaleVersion as stale:
            current = type(part)._default_manager.get(pk=part.pk)
            theirs = form_class(initial=_of_part(current, form_class), version=stale.current.version)
            return editing.conflict(request, form, theirs, stale, back)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(to() if to else back)
    context |= {"form": form, "title": title, "button": _("Save"), "page_lead": lead, "back": back}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _of_part(part: Any, form_class: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in form_class.base_fields if name not in ("version", "base")}


def _kept(request: HttpRequest, draft: str) -> dict[str, Any]:
    """What was typed earlier. It is about the matter as it stands now, whatever version it was begun on."""
    kept = drafts.load(request.user, draft) if draft else {}
    return {name: value for name, value in kept.items() if name not in ("version", "base")}


def _as_it_stands(file: Any, form_class: Any) -> dict[str, Any]:
    """What the form begins with: of the file what the file has, the rest of its card."""
    of_the_file = {field.name for field in type(file)._meta.get_fields()}
    names = [name for name in form_class.base_fields if name not in ("version", "base")]
    return {
        name: getattr(file if name in of_the_file else file.matter, name)
        for name in names
        if name in of_the_file or hasattr(file.matter, name)
    }


def decision_form(
    request: HttpRequest,
    context: dict[str, Any],
    form_class: Callable[..., Any],
    decide: Callable[[Record, Any], Decision],
    *,
    waiting: Collection[str],
    template: str = "governance/decide.html",
    **options: Any,
) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs.

    `decide` takes the record and the form it was entered in; the form is None when another body's secretary tries,
    and the answer is the ruling, whatever was typed. `options` go to the form.
    """
    matter = context["matter"]
    context |= ruling_context(matter, request.user)
    ruling, deciding = context["ruling"], context["deciding_body"]
    is_mine = decisions.may_record(request.user, ruling, matter.body)
    body = deciding if is_mine else body_to_record_for(request.user, deciding)
    draft = f"decide:{matter.number}"
    form = form_class(
        posted(request),
        body=body,
        matter=matter,
        only_delegated=is_mine and not access.may(request.user, access.RECORD, deciding),
        initial={**_as_ruled(ruling, matter), **drafts.load(request.user, draft)},
        **options,
    )
    if ruling and ruling.decides == Decider.MAYOR:
        # The strategy names the delegate: nobody else at the board has the power.
        form.fields["delegate"].queryset = Person.objects.filter(
            appointments__office__role=access.Role.MAYOR
        ).distinct()
    if form.is_bound:
        require_some_recording(request.user, body, deciding, ruling)
        is_valid = form.is_valid()
        if is_valid or not is_mine:
            decision = decide(*((form.record(body), form) if is_valid else (bare_record(body), None)))
            drafts.discard(request.user, draft, request.POST)
            messages.success(request, recorded(decision))
            return redirect(matter.get_absolute_url())
    context |= {
        "form": form,
        "draft": draft,
        "may_record": is_mine,
        "my_body": body,
        "waits": matter.status in waiting,
        "back": matter.get_absolute_url(),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def recorded(decision: Decision) -> str:
    """What follows on a decision, whatever kind of matter it is in; the rest stands on the matter's page."""
    said = [_("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()}]
    if told := casework.those_concerned(decision.matter):
        names = ", ".join(person.name for person in told)
        said.append(_("A notice has gone to %(names)s.") % {"names": names})
    if decision.form == Decision.Form.DELEGATED:
        body = decision.body.in_a_sentence
        said.append(_("It is listed until it has been notified to %(body)s.") % {"body": body})
    return " ".join(said)


def _as_ruled(ruling: Ruling, matter: Matter) -> dict[str, Any]:
    """How the form begins: what the Mayor decides is decided by delegation, with the source of the power, and mostly
    as it was proposed to the preparatory committee.
    """
    today = timezone.localdate()
    if not ruling or ruling.decides != Decider.MAYOR:
        return {"decided_on": today}
    return {
        "decided_on": today,
        "form": Decision.Form.DELEGATED,
        "delegate": access.holders(access.Role.MAYOR).first(),
        "power_source": capfirst(ruling.citation("sv")),
        "wording": _proposed(matter),
    }


def _proposed(matter: Matter) -> str:
    """What lay on the table when the committee last handled the matter."""
    items = AgendaItem.objects.filter(matter=matter, outcome__in=AgendaItem.HANDLED)
    return items.order_by("-meeting__held_on", "-pk").values_list("proposal", flat=True).first() or ""


def lay_before_body(
    request: HttpRequest, matter: Any, send: Callable[..., Any], done: str, says_who: bool = False
) -> HttpResponse:
    """Send the matter on and say `done`, with `%(body)s` for where it lies now; what is missing is told on its page.

    `send` takes `by` and gives the file. With `says_who` it is said which office has been told, and whether anybody
    holds it.
    """
    try:
        sent = send(by=request.user)
    except ValidationError as error:
        say_all(request, error)
    else:
        said = done % {"body": sent.matter.before.in_a_sentence}
        messages.success(request, f"{said} {_who_was_told(sent.matter)}" if says_who else said)
    return redirect(matter.get_absolute_url())


def _who_was_told(matter: Matter) -> str:
    """Who looks after what lies before the body, and has had a notice of it; also when nobody does."""
    told = access.who_may_know(matter, casework.those_before(matter.before)) if matter.before else []
    if not told:
        return _("It has no secretary in the register, so nobody has been notified.")
    names = ", ".join(sorted(person.name for person in told))
    return _("Its secretary, %(names)s, has been notified.") % {"names": names}


def say_all(request: HttpRequest, error: ValidationError) -> None:
    """Tell each thing that is missing as a message of its own."""
    for text in error.messages:
        messages.error(request, text)


def small_id(pk: int) -> int:
    """An id that PostgreSQL can hold; a greater one is nobody's."""
    if pk >= 2**63:
        raise Http404
    return pk

"""One referral: its letter, its document, who is asked, the matrix of what they think, and what comes next."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.forms import ProposalDecisionForm
from engagements.views.roads import Step, road
from governance import access, casework, decisions, drafts, strategy_drafts, working_days
from governance import differences as versions
from governance.authority import strategy_in_force
from governance.errors import WrongState
from governance.forms import add_errors
from governance.models import Body, Kind, Matter, Person, Section, StrategyDraft, the_body
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, posted
from governance.views.pages import file_context
from governance.views.recording import ruling_context
from governance.views.strategy_drafts import crumbs as draft_crumbs
from governance.views.strategy_drafts import of_drafter
from referrals import actions, paper, text
from referrals.actions import deciding
from referrals.actions.collecting import doubtful_to_propose, missing_to_propose, revised_sections
from referrals.actions.drafting import missing_to_send, nobody_at, not_told
from referrals.actions.reminding import next_reminder
from referrals.forms import (
    AddRecipientForm,
    DocumentForm,
    EditReferralForm,
    LayBeforeForm,
    Letter,
    ReasonForm,
    RecipientsForm,
    ReferralForm,
    chosen_by_category,
)
from referrals.lifecycle import MOVES, TAKES_ANSWERS, UNDERWAY, WAITING_FOR_A_DECISION, Status
from referrals.models import (
    REVISED,
    SENT,
    Category,
    Referral,
    ReferralAnswer,
    Remark,
    RemarkQuerySet,
    SectionAnswer,
    category_of,
)

from .doing import do

CARDS = Matter.objects.filter(kind=Kind.REFERRAL, referral__isnull=False).select_related(
    "referral__strategy", "strategy"
)
DRAFT = "referrals:new"
# A board meets once a month, and its office writes before that.
TIME_TO_ANSWER = timedelta(weeks=8)
# How far along the road each status is.
PLACE = {
    Status.DRAFT: 0,
    Status.OUT: 1,
    Status.COMPILING: 2,
    Status.BEFORE_BOARD: 3,
    Status.BEFORE_COUNCIL: 3,
    Status.ADOPTED: 4,
    Status.FED_BACK: 5,
}


def referral_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the referral, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "referral")


small_form = casework_views.small_form_of(referral_context, "referral")


def sees_the_work(person: Person, matter: Matter) -> bool:
    """Whether the person sees what the Office makes of the answers: others than its own once it is proposed."""
    return matter.status not in UNDERWAY or access.may(person, access.VIEW, matter.body)


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The referral on one page: where it stands, who is asked, what it says."""
    context = referral_context(request, number)
    referral, matter = context["referral"], context["matter"]
    answers = answers_of(referral, request.user)
    tell_who_is_told(referral, answers)
    revised = referral.edition(REVISED) if sees_the_work(request.user, matter) else []
    context |= ruling_context(matter, request.user) | {
        "today": timezone.localdate(),
        "steps": steps_of(referral),
        "sections": revised or referral.edition(SENT),
        "has_new_version": bool(revised),
        "groups": by_category(answers),
        "asked": len(answers),
        "answered": sum(answer.is_answered for answer in answers),
        "late": sum(answer.is_late and answer.is_awaited for answer in answers),
        "wishes": [answer for answer in answers if answer.waits_for_time and not answer.is_withheld],
        "recipients": list(referral.recipients.order_by("name_sv")) if matter.status == Status.DRAFT else [],
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "sees_the_work": sees_the_work(request.user, matter),
        "strategy_draft": strategy_drafts.of_matter(matter),
        "may_draft": strategy_drafts.may_draft(request.user),
        "awaited": awaited_of(answers),
    }
    if context["may_edit"] and matter.status in TAKES_ANSWERS and referral.sent_on:
        days = [
            next_reminder(referral.sent_on, each.answer_by, context["today"]) for each in context["awaited"]
        ]
        context["reminded_on"] = min(days, default=None)
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "referrals/referral.html", context)


def steps_of(referral: Referral) -> list[Step]:
    """The road from draft to what the bodies are told; empty when it led nowhere."""
    place = PLACE.get(Status(referral.matter.status))
    if place is None or (referral.sent_on is None and referral.matter.status != Status.DRAFT):
        return []
    stations = (
        (_("Drafted"), referral.matter.opened_on),
        (_("Out for answers"), referral.sent_on),
        (_("Compiled and answered"), referral.compiled_on),
        (pgettext("referral", "Decided by the City Council"), referral.adopted_on),
        (_("Bodies told"), referral.fed_back_on),
    )
    return road(stations, place)


def answers_of(referral: Referral, person: Person) -> list[ReferralAnswer]:
    """The answers with their bodies. One under secrecy is known to exist, and no more is told of it."""
    rows = referral.answers.select_related("matter__body", "matter__responsible").order_by(
        "matter__body__name_sv"
    )
    answers = list(rows)
    readable, let_in = person.bodies_with(access.VIEW), set(person.secret_matters)
    for answer in answers:
        matter = answer.matter
        answer.is_withheld = matter.is_secret and matter.pk not in let_in
        answer.may_open = not answer.is_withheld and matter.body_id in readable
        answer.shows_stance = answer.is_answered and not answer.is_withheld
        answer.category = category_of(matter.body)
    return answers


def awaited_of(answers: list[ReferralAnswer]) -> list[ReferralAnswer]:
    """Those that have not answered; of one under secrecy it is not told."""
    return [answer for answer in answers if answer.is_awaited and not answer.is_withheld]


def tell_who_is_told(referral: Referral, answers: list[ReferralAnswer]) -> None:
    """Mark the answers whose bodies know nothing of them yet, since there is nobody to tell."""
    nobody = {body.pk for body in not_told(referral)} if referral.matter.status in TAKES_ANSWERS else set()
    for answer in answers:
        answer.is_untold = answer.matter.body_id in nobody


def by_category(answers: list[ReferralAnswer]) -> list[tuple[str, list[ReferralAnswer]]]:
    """The answers under what their bodies are, as the letter groups them."""
    groups = [(category.label, [a for a in answers if a.category == category]) for category in Category]
    return [(label, found) for label, found in groups if found]


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person."""
    matter, may_edit, referral = context["matter"], context["may_edit"], context["referral"]
    waits = matter.status in WAITING_FOR_A_DECISION
    return {
        "may_edit": may_edit and MOVES.allows("edit", matter),
        "missing_to_send": missing_to_send(referral) if may_edit and matter.status == Status.DRAFT else [],
        "free_day": working_days.why_free(referral.answer_by)
        if may_edit and matter.status == Status.DRAFT
        else "",
        "nobody_at": nobody_at(context["recipients"]) if may_edit else [],
        "may_add": may_edit and matter.status in TAKES_ANSWERS,
        "may_remind": may_edit and matter.status in TAKES_ANSWERS and bool(context["awaited"]),
        "may_withdraw": may_edit and MOVES.allows("withdraw", matter),
        "may_compile": may_edit and MOVES.allows("compile", matter) and context["answered"] > 0,
        "may_revise": may_edit and MOVES.allows("revise", matter),
        "missing_to_propose": (
            missing_to_propose(referral) if may_edit and matter.status == Status.COMPILING else []
        ),
        "doubts": doubtful_to_propose(referral) if may_edit and matter.status == Status.COMPILING else [],
        "has_remarks": matter.status == Status.COMPILING and may_edit and referral.remarks.exists(),
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_feed_back": may_edit and MOVES.allows("feed_back", matter),
    }


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a referral. The form begins with the strategy in force, or what was typed before."""
    board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
    access.require(request.user, access.EDIT, board)
    kept = drafts.load(request.user, DRAFT)
    form = ReferralForm(posted(request), initial=kept or {"sections": _strategy_as_text(), **_letter()})
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                referral = actions.draft(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            drafts.discard(request.user, DRAFT, request.POST)
            messages.success(request, _("The referral is drafted. Choose who is to answer, then send it."))
            return redirect(referral.get_absolute_url())
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Referrals"), reverse("referrals:referrals"))],
    }
    return render(request, "referrals/referral_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_POST)
def refer_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Refer a draft of the strategy: the letter is written here, the document is the draft's."""
    written = of_drafter(request, pk)
    if written.state != StrategyDraft.State.OPEN:
        strategy_drafts.require_writable(written)
        raise WrongState(_("The draft is in a referral already."))
    form = Letter(posted(request), initial={"title": written.title_sv, **_letter()})
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                referral = actions.refer_draft(written, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The referral is drafted. Choose who is to answer, then send it."))
            return redirect(referral.get_absolute_url())
    context = {
        "form": form,
        "strategy_draft": written,
        "without_draft": strategy_drafts.referrals_without_draft(request.user),
        "unexplained": strategy_drafts.unexplained_in(written),
        "crumbs": draft_crumbs(written),
    }
    return render(request, "referrals/refer_draft.html", context, status=422 if form.is_bound else 200)


def _letter() -> dict[str, Any]:
    """What a letter begins with: time enough for a board to meet, until a working day."""
    return {"answer_by": working_days.after(timezone.localdate() + TIME_TO_ANSWER, 0)}


@require_POST
def texts_to_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Bring the document's text into the draft of the strategy it was sent from."""
    written = actions.texts_to_draft(_own(request, number), by=request.user)
    messages.success(
        request, _("The draft has the text of the document. Write the English where it differs.")
    )
    return redirect(written)


def _strategy_as_text() -> str:
    """The version in force, to be written further on."""
    sections = Section.objects.filter(strategy=strategy_in_force(timezone.localdate())).order_by("position")
    return text.write(text.Section(each.number, each.title_sv, each.text_sv) for each in sections)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change the letter. Two who write at once see both texts."""
    context = referral_context(request, number)
    return casework_views.edit_form(
        request,
        context,
        context["referral"],
        EditReferralForm,
        actions.edit,
        "referrals/referral_edit.html",
        when=MOVES.sources("edit"),
    )


@require_http_methods(GET_POST)
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Write the document until it is sent; after the answers, its new version."""
    context = referral_context(request, number)
    is_revision = context["matter"].status != Status.DRAFT
    context |= {"is_revision": is_revision, "by_section": []}
    if is_revision and context["may_edit"]:
        context["by_section"] = _by_section(remarks_of(context["referral"], request.user))
    return casework_views.edit_form(
        request,
        context,
        context["referral"],
        DocumentForm,
        actions.revise if is_revision else actions.write_document,
        "referrals/document_edit.html",
        when=(Status.DRAFT, Status.COMPILING),
        stands=lambda referral: {"sections": text.write(revised_sections(referral))},
    )


def remarks_of(referral: Referral, person: Person) -> RemarkQuerySet:
    """The remarks that the person may read, in the order of the document."""
    rows = Remark.objects.filter(referral=referral).unmarked_for(person).in_order()
    return rows.select_related("section_answer__section", "section_answer__answer__matter__body")


def _by_section(remarks: RemarkQuerySet) -> list[tuple[str, list[Remark]]]:
    """The remarks under what they are on."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        section = remark.section_answer.section
        found.setdefault(str(section) if section else _("The document as a whole"), []).append(remark)
    return list(found.items())


@require_http_methods(GET_POST)
def recipients(request: HttpRequest, number: str) -> HttpResponse:
    """Choose who is to answer, by category."""
    context = referral_context(request, number)
    return casework_views.edit_form(
        request,
        context,
        context["referral"],
        RecipientsForm,
        actions.choose_recipients,
        "referrals/recipients.html",
        when=MOVES.sources("edit"),
        stands=lambda referral: chosen_by_category(referral.recipients.all()),
    )


def _own(request: HttpRequest, number: str) -> Referral:
    """The referral, for who prepares the Executive Board's matters."""
    referral: Referral = referral_context(request, number)["referral"]
    casework.require_edit(request.user, referral.matter)
    return referral


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    return do(
        request,
        _own(request, number),
        actions.send,
        partial(_who_was_told, request),
    )


def _who_was_told(request: HttpRequest, referral: Referral) -> str:
    """How many have been notified, and where there was nobody to tell."""
    nobody = not_told(referral)
    n = referral.answers.count() - len(nobody)
    words = ngettext(
        "The referral is sent. %(n)d body has its own task and has been notified.",
        "The referral is sent. %(n)d bodies have their own tasks and have been notified.",
        n,
    )
    _warn_of_nobody(request, nobody)
    return words % {"n": n}


def _warn_of_nobody(request: HttpRequest, bodies: list[Body]) -> None:
    if bodies:
        words = _("Nobody has been told at: %(names)s. There is neither contact person nor secretary.")
        messages.warning(request, words % {"names": ", ".join(body.name for body in bodies)})


@require_POST
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """Remind those that have not answered, now."""
    return do(request, _own(request, number), actions.remind_now, partial(_who_was_reminded, request))


def _who_was_reminded(request: HttpRequest, result: tuple[list[Body], list[Body]]) -> str:
    told, nobody = result
    n = len(told)
    _warn_of_nobody(request, nobody)
    return ngettext("%(n)d body is reminded.", "%(n)d bodies are reminded.", n) % {"n": n}


@require_http_methods(GET_POST)
def add_recipient(request: HttpRequest, number: str) -> HttpResponse:
    """Ask one body more, when the referral is out already."""
    referral = referral_context(request, number)["referral"]
    return small_form(
        request,
        number,
        partial(AddRecipientForm, referral=referral),
        actions.add_recipient,
        when=TAKES_ANSWERS,
        title=_("Add a recipient"),
        button=_("Send the referral to the body"),
        lead=_(
            "The body gets a task of its own and is notified. The letter and the document are those that were sent."
        ),
        done=_("The referral is sent to the body."),
        initial={"answer_by": max(referral.answer_by, working_days.after(timezone.localdate(), 20))},
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        ReasonForm,
        actions.withdraw,
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the referral"),
        button=_("Withdraw"),
        lead=_("The matter closes, and so do the tasks of the bodies that have not answered. They are told."),
        done=_("The referral is withdrawn."),
        danger=True,
    )


@require_safe
def matrix(request: HttpRequest, number: str) -> HttpResponse:
    """Every body against every section: what it thinks, once it has submitted its answer."""
    context = referral_context(request, number)
    referral = context["referral"]
    answers, sections = answers_of(referral, request.user), referral.edition(SENT)
    shown = [answer.pk for answer in answers if answer.shows_stance]
    tell_who_is_told(referral, answers)
    rows = SectionAnswer.objects.filter(answer__in=shown)
    cells = {(row.answer_id, row.section_id): row for row in rows}
    remarks = {}
    if sees_the_work(request.user, context["matter"]):
        said = remarks_of(referral, request.user).order_by()
        remarks = dict(said.values_list("section_answer", "pk"))
    for row in cells.values():
        row.remark_pk = remarks.get(row.pk)
    for answer in answers:
        answer.cells = [
            (section, cells.get((answer.pk, section.pk if section else None)))
            for section in (None, *sections)
        ]
    context |= {"groups": by_category(answers), "sections": sections, "asked": len(answers)}
    return render(request, "referrals/matrix.html", context)


@require_safe
def differences(request: HttpRequest, number: str) -> HttpResponse:
    """The new version beside the one that was sent, section by section."""
    context = referral_context(request, number)
    require_the_work(request.user, context["matter"])
    before, after = (context["referral"].edition(edition) for edition in (SENT, REVISED))
    context |= {"differences": versions.differences(before, after) if after else []}
    return render(request, "referrals/differences.html", context)


def require_the_work(person: Person, matter: Matter) -> None:
    if not sees_the_work(person, matter):
        raise PermissionDenied(
            _(
                "What the City Executive Office makes of the answers is shown when it goes to the Executive Board."
            )
        )


@require_POST
def compile_answers(request: HttpRequest, number: str) -> HttpResponse:
    return do(request, _own(request, number), actions.compile_answers, _what_is_compiled)


def _what_is_compiled(referral: Referral) -> str:
    said = [_("The answers are compiled. The PDF will be among the documents in a moment.")]
    if referral.remarks.filter(handling="").exists():
        said.append(_("Now answer the remarks."))
    elif not referral.remarks.exists():
        said.append(_("Nobody has remarked on anything."))
    return " ".join(said)


@require_safe
def compilation(request: HttpRequest, number: str) -> HttpResponse:
    """The compilation as Word, as it stands now."""
    context = referral_context(request, number)
    require_the_work(request.user, context["matter"])
    if not context["referral"].was_sent:
        raise Http404
    made = paper.of_compilation(context["referral"])
    return as_word(made, f"{made.name}.docx")


def as_word(made: paper.Paper, name: str) -> HttpResponse:
    answer = HttpResponse(paper.as_word(made), content_type=paper.WORD)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_http_methods(GET_POST)
def lay_before_board(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the document before the City Executive Board; what is missing, and who is, is told first."""
    context = referral_context(request, number)
    casework.require_edit(request.user, context["matter"])
    context["warnings"] = _before_the_board(context["referral"], request.user)
    return casework_views.small_form(
        request,
        context,
        partial(LayBeforeForm, is_warned=bool(context["warnings"])),
        partial(actions.lay_before_board, context["referral"], by=request.user),
        when=MOVES.sources("lay_before_board"),
        title=_("Lay before the City Executive Board"),
        button=_("Send for decision"),
        lead=_("The Board puts the document before the City Council, which adopts it."),
        done=_("The document is with the City Executive Board. Its secretary has been notified."),
    )


def _before_the_board(referral: Referral, person: Person) -> list[tuple[str, list[str]]]:
    """What one is asked to confirm: under each heading what it is about."""
    found = []
    if awaited := awaited_of(answers_of(referral, person)):
        lines = [
            _("%(body)s, until %(day)s") % {"body": each.matter.body.name, "day": each.answer_by.isoformat()}
            for each in awaited
        ]
        found.append((_("These have not answered, and cannot when it lies before the Board"), lines))
    if doubts := doubtful_to_propose(referral):
        found.append((_("Look at this once more"), doubts))
    return found


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The right secretary enters the decision; anybody else reads why it is not theirs."""
    context = referral_context(request, number, "decisions")
    record_it = partial(deciding.decide, context["referral"], by=request.user)
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: record_it(record),
        waiting=WAITING_FOR_A_DECISION,
    )


@require_POST
def feed_back(request: HttpRequest, number: str) -> HttpResponse:
    return do(
        request,
        _own(request, number),
        actions.feed_back,
        _("Those who answered have been told what came of their remarks. The matter is closed."),
    )

"""Drafts of the strategy: the list, one draft with what it would change, its parts written one at a time, its file."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from .. import authority, comparing, history, policy_data, strategy_drafts
from ..authority.words import condition, conditions
from ..editing import EditForm
from ..errors import StaleVersion, WrongState
from ..language import active_language
from ..models import Act, Decider, Power, Principle, StrategyDraft
from ..policy_data import Saying
from ..policy_files import MODELS, Place, alternatives
from ..strategy_forms import (
    FileForm,
    FrameForm,
    NamesForm,
    NewSectionForm,
    PrincipleForm,
    RuleForm,
    SectionForm,
    SplitForm,
    WithdrawForm,
)
from . import rows
from .casework import GET_POST, small_form, small_id
from .strategies import comparison

State = StrategyDraft.State
# So many changes are told of a draft, the latest first.
TOLD = 60


def of_drafter(request: HttpRequest, pk: int) -> StrategyDraft:
    """The draft, for who drafts. Raises PermissionDenied, Http404."""
    strategy_drafts.require_drafter(request.user)
    return _found(pk)


def _found(pk: int) -> StrategyDraft:
    drafts = StrategyDraft.objects.select_related("based_on", "matter__body", "strategy", "opened_by")
    found = drafts.filter(pk=small_id(pk)).first()
    if found is None:
        raise Http404
    return found


def crumbs(draft: StrategyDraft | None = None) -> list[tuple[str, str]]:
    trail = [(_("Strategies"), reverse("strategies")), (_("Drafts"), reverse("strategy_drafts"))]
    return [*trail, (str(draft), draft.get_absolute_url())] if draft else trail


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Every draft, the latest first. They are few."""
    strategy_drafts.require_drafter(request.user)
    drafts = StrategyDraft.objects.select_related("based_on", "matter", "strategy").defer(
        "content", "content_sent"
    )
    context = {
        "drafts": drafts,
        "without_draft": strategy_drafts.referrals_without_draft(request.user),
        "crumbs": crumbs()[:1],
    }
    return render(request, "governance/strategy_drafts/list.html", context)


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the version in force."""
    strategy_drafts.require_drafter(request.user)
    now = authority.strategy_in_force(timezone.localdate())
    return small_form(
        request,
        {"crumbs": crumbs()},
        NamesForm,
        partial(strategy_drafts.begin, by=request.user),
        when=None,
        title=_("Draft a new version"),
        button=_("Begin the draft"),
        lead=_(
            "It begins as %(version)s. Nothing is changed for anybody until the City Council has adopted it."
        )
        % {"version": now.short_title},
        done=_("The draft is begun. It says what the version in force says, until you change it."),
        initial={
            name: strategy_drafts.proposed_title(getattr(now, name)) for name in ("title_sv", "title_en")
        },
        back=reverse("strategy_drafts"),
        to_result=True,
        template="governance/strategy_drafts/small_form.html",
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft on one page: what it changes, what is lacking, what comes next, and every part with the way to it."""
    draft = of_drafter(request, pk)
    base = policy_data.content_of(draft.based_on)
    changed = {place for place, _old, _new in policy_data.differing(base, draft.content)}
    marked = _marks(base, draft.content, changed)
    found = comparing.of_versions(
        request.user, comparing.of_strategy(draft.based_on), side(draft, draft.content)
    )
    context = {
        "draft": draft,
        "crumbs": crumbs(),
        "is_current": draft.based_on.is_in_force(timezone.localdate()),
        "figures": _figures(draft, found),
        "other_parts": _other_parts(marked),
        "says_nothing_new": not changed,
        "unexplained": strategy_drafts.unexplained(base, draft.content),
        "lacks": strategy_drafts.lacks(draft) if draft.is_writable else [],
        "in_swedish_only": [
            strategy_drafts.told(draft.content, place) for place in strategy_drafts.in_swedish_only(draft)
        ]
        if draft.is_writable
        else [],
        "sections": _sections(draft, marked),
        "principles": _principles(draft, marked),
        "acts": _acts(draft.content, marked),
        "may_write_sections": draft.state == State.OPEN,
    }
    return render(request, "governance/strategy_drafts/draft.html", context)


def _figures(draft: StrategyDraft, found: dict[str, Any]) -> list[tuple[str, int, str]]:
    """What the draft changes, counted, with the place in the comparison."""
    compared = reverse("compare_strategy_draft", args=[draft.pk])
    sections = sum(each.kind != "same" for each in found["sections"])
    handovers = sum(change.changes_hands for change in found["changes"])
    return [
        (_("Changed sections"), sections, f"{compared}#avsnitt"),
        (_("Changed principles"), len(found["principles"]), f"{compared}#principer"),
        (_("Kinds of case that change hands"), handovers, f"{compared}#vem-beslutar"),
        (_("Open matters that change hands"), found["shift_count"], f"{compared}#arenden"),
    ]


Marks = dict[tuple[str, str, int], str]


def _marks(before: dict[str, Any], after: dict[str, Any], changed: set[Saying]) -> Marks:
    """Which blocks are new or changed, as a section is (governance.differences)."""
    old = {place[:3] for place in policy_data.sayings(before)}
    new = {place[:3] for place in policy_data.sayings(after)}
    found: Marks = {}
    for place in changed:
        block = place[:3]
        found[block] = "added" if block not in old else "removed" if block not in new else "changed"
    return found


def _other_parts(marked: Marks) -> list[str]:
    """The parts that are written in a file alone, where they differ."""
    names = {
        part: MODELS[part]._meta.verbose_name_plural
        for part in ("goals", "directions", "grounds", "priorities")
    }
    return [str(capfirst(name)) for part, name in names.items() if any(place[0] == part for place in marked)]


def _sections(draft: StrategyDraft, marked: Marks) -> list[dict[str, Any]]:
    language, cited = active_language(), policy_data.cited(draft.content)
    return [
        {
            "place": place,
            "number": row["number"],
            "title": row[f"title_{language}"],
            "mark": marked.get(("sections", row["number"], 0), ""),
            "is_cited": row["number"] in cited,
        }
        for place, row in enumerate(draft.rows("sections"), start=1)
    ]


def _principles(draft: StrategyDraft, marked: Marks) -> list[dict[str, Any]]:
    language = active_language()
    return [
        {
            "key": row["key"],
            "name": row[f"name_{language}"],
            "section": row["section"],
            "if_it_fails": Principle.Failure(row.get("if_it_fails", "none")).label,
            "exception_by": row.get("exception_by", ""),
            "mark": marked.get(("principles", row["key"], 0), ""),
        }
        for row in draft.rows("principles")
    ]


def _acts(content: dict[str, Any], marked: Marks) -> list[tuple[str, str, list[str], str]]:
    """The table in short: of each act its code, its words, who decides, and whether any of its rows is changed."""
    changed = {place[1] for place in marked if place[0] == "rules"}
    return [
        (
            act.value,
            str(act.label),
            list(dict.fromkeys(row["decides"] for row in content["rules"][act.value])),
            "changed" if act.value in changed else "",
        )
        for act in Act
    ]


@require_safe
def act_rows(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The rows of one act, with the way to each."""
    draft = of_drafter(request, pk)
    rules = draft.content["rules"].get(act)
    if rules is None:
        raise Http404
    base = policy_data.content_of(draft.based_on)
    marked = _marks(
        base, draft.content, {place for place, _old, _new in policy_data.differing(base, draft.content)}
    )
    stale = {(row.act, row.position) for row in strategy_drafts.unexplained(base, draft.content)}
    context = {
        "draft": draft,
        "code": act,
        "words": str(Act(act).label),
        "rules": [
            {
                **row,
                "position": position,
                "cases": conditions(
                    alternatives(row), is_last=position == len(rules), is_only=len(rules) == 1
                ),
                "mark": marked.get(("rules", act, position), ""),
                "is_unexplained": (act, position) in stale,
            }
            for position, row in enumerate(rules, start=1)
        ],
        "crumbs": crumbs(draft),
    }
    return render(request, "governance/strategy_drafts/act.html", context)


def side(draft: StrategyDraft, content: dict[str, Any]) -> comparing.Version:
    """The draft as one side of a comparison."""
    return comparing.of_data(
        strategy_drafts.data_of(draft, content),
        key=pgettext("version of the strategy", "Draft"),
        short_title=_("the draft"),
    )


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft would change of its base, or of what was sent: for who drafts and who reads its referral."""
    draft, person = _found(pk), request.user
    if not strategy_drafts.may_compare(person, draft):
        raise PermissionDenied(
            _(
                "What a draft would change is read by the coordinator, and by those who read the referral of it."
            )
        )
    works = strategy_drafts.sees_the_work(person, draft)
    content = draft.content if works else draft.content_sent
    if content is None:
        raise PermissionDenied(_("The referral has not been sent yet."))
    against_sent = works and draft.content_sent is not None and request.GET.get("mot") == "remiss"
    before = comparing.of_strategy(draft.based_on)
    if against_sent:
        sent = comparing.of_data(
            strategy_drafts.data_of(draft, draft.content_sent),
            key=_("As sent"),
            short_title=_("what was sent"),
        )
        before = sent
    context = comparison(person, before, side(draft, content)) | {
        "draft": draft,
        "drafts": strategy_drafts.may_draft(person),
        "against_sent": against_sent,
        "may_choose": works and draft.content_sent is not None and draft.content_sent != draft.content,
        "is_as_sent": not works,
        "crumbs": crumbs(draft)
        if strategy_drafts.may_draft(person)
        else [(_("Strategies"), reverse("strategies")), (str(draft.matter), draft.matter.get_absolute_url())],
    }
    return render(request, "governance/strategy_drafts/compare.html", context)


# --- Writing one part ------------------------------------------------------------------------------


def _edit(
    request: HttpRequest,
    draft: StrategyDraft,
    make: Callable[..., Any],
    change: Callable[..., Any],
    stands: Callable[[StrategyDraft], dict[str, Any]],
    *,
    title: str,
    lead: str,
    fieldsets: Sequence[tuple[Any, Sequence[str]]],
    back: str = "",
) -> HttpResponse:
    if request.method != "POST":
        strategy_drafts.require_writable(draft)
    back = f"{draft.get_absolute_url()}{back}"
    context = {"title": title, "lead": lead, "crumbs": crumbs(draft), "back": back, "fieldsets": fieldsets}
    save = partial(change, by=request.user)
    return rows.edit_form(request, draft, make, save, context, stands=stands, url=lambda _row: back)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The name, and how often memberships are reviewed."""
    draft = of_drafter(request, pk)
    return _edit(
        request,
        draft,
        FrameForm,
        strategy_drafts.change_frame,
        lambda row: {"title_sv": row.title_sv, "title_en": row.title_en, **row.content["strategy"]},
        title=_("Name and reviews"),
        lead=str(draft),
        fieldsets=[
            (_("Name"), ("title_sv", "title_en")),
            (_("Reviews"), ("review_interval_months", "review_lead_months")),
        ],
    )


@require_http_methods(GET_POST)
def edit_section(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    draft = of_drafter(request, pk)
    section = strategy_drafts.found(draft.rows("sections"), place)
    is_open = draft.state == State.OPEN
    swedish = [(_("Swedish"), ("title_sv", "text_sv"))] if is_open else []
    lead = (
        ""
        if is_open
        else _("The Swedish text is changed in the document of the referral; the English one here.")
    )
    return _edit(
        request,
        draft,
        partial(SectionForm, english_only=not is_open),
        lambda row, version, **values: strategy_drafts.change_section(row, version, place, **values),
        lambda row: _of(strategy_drafts.found(row.rows("sections"), place), strategy_drafts.SECTION_FIELDS),
        title=_("Section %(number)s") % {"number": section["number"]},
        lead=lead or section[f"title_{active_language()}"],
        fieldsets=[*swedish, (_("English"), ("title_en", "text_en"))],
        back="#avsnitt",
    )


def _of(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row.get(name, "") for name in names}


@require_http_methods(GET_POST)
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    draft = of_drafter(request, pk)
    strategy_drafts.require_text_writable(draft)
    numbers = [row["number"] for row in draft.rows("sections")]
    return _edit(
        request,
        draft,
        partial(NewSectionForm, numbers=numbers),
        strategy_drafts.add_section,
        lambda _row: {},
        title=_("Add a section"),
        lead=_("The table of authority and the principles can cite it when it is here."),
        fieldsets=[
            (_("Place"), ("number", "after")),
            (_("Swedish"), ("title_sv", "text_sv")),
            (_("English"), ("title_en", "text_en")),
        ],
        back="#avsnitt",
    )


@require_http_methods(GET_POST)
def remove_section(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Asked for once more; one that is cited stays, and is told by what."""
    draft = of_drafter(request, pk)
    section = strategy_drafts.found(draft.rows("sections"), place)
    strategy_drafts.require_text_writable(draft)
    if why := strategy_drafts.why_section_stays(draft, section["number"]):
        raise WrongState(why)
    number = section["number"]
    return _small(
        request,
        draft,
        lambda version, **_base: strategy_drafts.remove_section(draft, version, number, by=request.user),
        title=_("Remove section %(number)s") % {"number": section["number"]},
        button=_("Remove"),
        lead=section[f"title_{active_language()}"],
        done=_("The section is removed."),
        back="#avsnitt",
        danger=True,
    )


@require_http_methods(GET_POST)
def edit_principle(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    draft = of_drafter(request, pk)
    principle = strategy_drafts.principle_of(draft.content, key)
    return _edit(
        request,
        draft,
        PrincipleForm,
        lambda row, version, **values: strategy_drafts.change_principle(row, version, key, **values),
        lambda row: {
            **_of(strategy_drafts.principle_of(row.content, key), strategy_drafts.PRINCIPLE_FIELDS),
            "if_it_fails": strategy_drafts.principle_of(row.content, key).get("if_it_fails", "none"),
        },
        title=_("Principle: %(name)s") % {"name": principle[f"name_{active_language()}"]},
        lead=_("What the principle is checked by stays as it is; its words and its weight are yours."),
        fieldsets=[
            (_("Swedish"), ("name_sv", "text_sv")),
            (_("English"), ("name_en", "text_en")),
            (_("Weight"), ("if_it_fails", "exception_by")),
        ],
        back="#principer",
    )


@require_http_methods(GET_POST)
def edit_rule(request: HttpRequest, pk: int, act: str, position: int) -> HttpResponse:
    """One row of the table. When it applies is shown in words; for other cases it is split."""
    draft = of_drafter(request, pk)
    row = strategy_drafts.rule_of(draft.content, act, position)
    title = f"title_{active_language()}"
    sections = [(each["number"], each[title]) for each in draft.rows("sections")]
    return _edit(
        request,
        draft,
        partial(RuleForm, sections=sections),
        partial(_change_rule, request, act, position),
        lambda at: _of(strategy_drafts.rule_of(at.content, act, position), strategy_drafts.RULE_FIELDS),
        title=str(Act(act).label),
        lead=_("The row applies: %(cases)s.") % {"cases": _cases(draft, act, row, position)},
        fieldsets=[
            (_("Who decides"), ("decides", "power", "section", "see_also")),
            (_("The way there"), ("prepared_by", "handled_in", "consult", "report_to")),
            (_("Why"), ("sv", "en")),
        ],
        back=f"tabell/{act}/",
    )


def _change_rule(
    request: HttpRequest, act: str, position: int, draft: StrategyDraft, version: int, **values: Any
) -> StrategyDraft:
    """Saved all the same: a reason may be written later. But it is what every matter of the kind will say."""
    changed = strategy_drafts.change_rule(draft, version, act, position, **values)
    for row in strategy_drafts.unexplained_in(changed):
        if (row.act, row.position) == (act, position):
            warning = _("The explanation will stand in every matter of the kind: write why it is so now.")
            messages.warning(request, f"{row.words} {warning}")
    return changed


def _cases(draft: StrategyDraft, act: str, row: dict[str, Any], position: int) -> str:
    count = len(draft.content["rules"][act])
    words = conditions(alternatives(row), is_last=position == count, is_only=count == 1)
    either = _("or")
    return f" {either} ".join(words)


@require_http_methods(GET_POST)
def split_rule(request: HttpRequest, pk: int, act: str, position: int) -> HttpResponse:
    """Part the cases of a row in two, so that each can be answered by itself."""
    draft = of_drafter(request, pk)
    row = strategy_drafts.rule_of(draft.content, act, position)
    options = strategy_drafts.conditions_to_split_by(draft.content, act, position)
    if not options:
        raise WrongState(_("The row answers one case alone: there is nothing to split it by."))
    return _edit(
        request,
        draft,
        partial(SplitForm, options=options),
        partial(_split, act, position),
        lambda _at: {},
        title=_("Split the row: %(act)s") % {"act": Act(act).label},
        lead=_("The row applies: %(cases)s. A row of its own is put before it; as yet both answer the same.")
        % {"cases": _cases(draft, act, row, position)},
        fieldsets=[(_("Condition"), ("condition", "bound") if _has_limit(options) else ("condition",))],
        back=f"tabell/{act}/",
    )


def _split(act: str, position: int, draft: StrategyDraft, version: int, **values: Any) -> StrategyDraft:
    """Rows that have moved meanwhile are not to be merged: what was meant is read anew."""
    try:
        return strategy_drafts.split_rule(draft, version, act, position, **values)
    except StaleVersion as stale:
        raise WrongState(
            _("Somebody else changed these rows while you were writing. Read them again.")
        ) from stale


def _has_limit(options: Sequence[tuple[str, Any]]) -> bool:
    return any(value in ("min", "below") for _name, value in options)


@require_http_methods(GET_POST)
def remove_rule(request: HttpRequest, pk: int, act: str, position: int) -> HttpResponse:
    """Join the row with those after it."""
    draft = of_drafter(request, pk)
    row = strategy_drafts.rule_of(draft.content, act, position)
    strategy_drafts.require_writable(draft)
    return _small(
        request,
        draft,
        lambda version, **_base: strategy_drafts.remove_rule(draft, version, act, position, by=request.user),
        title=_("Remove the row: %(act)s") % {"act": Act(act).label},
        button=_("Remove"),
        lead=_("The row applies: %(cases)s. Those cases are then answered by the rows after it, if they are.")
        % {"cases": _cases(draft, act, row, position)},
        done=_("The row is removed."),
        back=f"tabell/{act}/",
        danger=True,
    )


def _small(
    request: HttpRequest,
    draft: StrategyDraft,
    act: Callable[..., Any],
    *,
    back: str = "",
    form: Any = EditForm,
    **words: Any,
) -> HttpResponse:
    return small_form(
        request,
        {"crumbs": crumbs(draft)},
        form,
        act,
        when=None,
        back=f"{draft.get_absolute_url()}{back}",
        initial={"version": draft.version},
        template="governance/strategy_drafts/small_form.html",
        **words,
    )


# --- The draft as a whole ----------------------------------------------------------------------------


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a policy file: what the forms do not reach is written there."""
    draft = of_drafter(request, pk)
    data = strategy_drafts.data_of(draft)
    address = settings.BASE_URL + draft.get_absolute_url()
    text = f"# {draft.title_sv}\n# {address}\n\n{policy_data.as_toml(data)}"
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(
        True, f"{data['strategy']['key']}.toml"
    )
    return answer


@require_http_methods(GET_POST)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an edited file in the place of what the draft says. Everything that is wrong with it is told at once."""
    draft = of_drafter(request, pk)
    strategy_drafts.require_writable(draft)

    def replace(version: int, file: dict[str, Any], **_base: Any) -> StrategyDraft:
        return strategy_drafts.replace(draft, version, by=request.user, data=file)

    return _small(
        request,
        draft,
        replace,
        form=FileForm,
        title=_("Read in an edited file"),
        button=_("Read in"),
        lead=_(
            "Goals, directions, grounds, priorities, conditions and the settings of the principles are changed in the"
            " file. What the file says takes the place of all that the draft says."
        ),
        done=_("The file is read in and proved: every case has one answer."),
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    draft = of_drafter(request, pk)
    if draft.state != State.OPEN:
        strategy_drafts.require_writable(draft)
        raise WrongState(_("The draft is in a referral. Withdraw the referral first."))
    return _small(
        request,
        draft,
        lambda version, reason, **_base: strategy_drafts.withdraw(draft, by=request.user, reason=reason),
        form=WithdrawForm,
        title=_("Withdraw the draft"),
        button=_("Withdraw"),
        lead=_("The draft is closed and stays to be read. The version in force is not touched."),
        done=_("The draft is withdrawn."),
        danger=True,
    )


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed in the draft, when and by whom, saying by saying."""
    draft = of_drafter(request, pk)
    states = list(
        draft.history.select_related("history_user").order_by("-history_date", "-history_id")[: TOLD + 1]
    )
    entries = [
        history.Entry(
            at=state.history_date,
            who=state.history_user.name if state.history_user else _("The system"),
            title=_("The draft was begun") if before is None else _("The draft was changed"),
            is_first=before is None,
            changes=list(_between(before, state)) if before else [],
        )
        for state, before in zip(states, [*states[1:], None], strict=True)
    ]
    page = history.Page(entries=entries[:TOLD], next_url="", first_url="")
    context = {"row": draft, "page": page, "crumbs": crumbs(draft)}
    return render(request, "governance/row_history.html", context)


def _between(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """What differs between two states: its label and both values in words."""
    for name in ("title_sv", "title_en", "state", "withdrawn_because"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field = StrategyDraft._meta.get_field(name)
            values = [State(each).label if name == "state" else each for each in (old, new)]
            yield str(capfirst(field.verbose_name)), *map(str, values)
    for (kind, key, row, name), old, new in policy_data.differing(before.content, after.content):
        where = strategy_drafts.told(after.content, Place(kind, key, row))
        yield f"{where}: {_label(kind, name)}", _value(name, old), _value(name, new)


# What a row calls otherwise than its model does.
MODEL_NAMES = {"sv": "explanation_sv", "en": "explanation_en"}


def _label(kind: str, name: str) -> str:
    return str(MODELS[kind]._meta.get_field(MODEL_NAMES.get(name, name)).verbose_name)


def _value(name: str, value: Any) -> str:
    """A value of a saying in words."""
    if value is None:
        return ""
    if name == "when":
        either = _("or")
        return f" {either} ".join(condition(each) for each in alternatives({"when": value}))
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value)
    codes = {"power": Power, "if_it_fails": Principle.Failure}.get(name, Decider)
    if name in CODED and value in codes.values:
        return str(codes(value).label)
    return str(value)


CODED = {
    *("decides", "power", "handled_in", "prepared_by", "consult", "report_to", "if_it_fails", "exception_by"),
}

"""The verbs of a draft of the strategy: begun from the version in force, changed and proved at every save, referred.

Whoever coordinates the city's international work drafts. What a draft says is data (governance.policy_data).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from . import access, casework, policy_data
from .authority import strategy_in_force
from .authority.facts import ACT_FACTS, FACTS
from .errors import StaleVersion, WrongState
from .language import active_language
from .models import Decider, Kind, Matter, Person, Strategy, StrategyDraft
from .policy_data import Content
from .policy_files import Place, PolicyError, alternatives, problems

State = StrategyDraft.State
HALF_A_YEAR = 183
TRAILING_YEAR = re.compile(r"\s+\d{4}$")
SECTION_FIELDS = ("title_sv", "title_en", "text_sv", "text_en")
PRINCIPLE_FIELDS = ("name_sv", "name_en", "text_sv", "text_en", "if_it_fails", "exception_by")
RULE_FIELDS = (
    *("decides", "power", "section", "handled_in", "prepared_by", "consult", "report_to", "see_also"),
    *("sv", "en"),
)


def may_draft(person: Person) -> bool:
    """The coordinator at the City Executive Office, and nobody else."""
    return access.is_coordinator(person)


def require_drafter(person: Person) -> None:
    if not may_draft(person):
        raise PermissionDenied(
            _("Only the coordinator at the City Executive Office drafts versions of the strategy.")
        )


def may_compare(person: Person, draft: StrategyDraft) -> bool:
    """Whoever reads the referral may read what the draft would change."""
    return may_draft(person) or (draft.matter is not None and access.may_view(person, draft.matter))


def sees_the_work(person: Person, draft: StrategyDraft) -> bool:
    """Whether the person reads the draft as it stands; others read it as it was sent to them."""
    matter = draft.matter
    return may_draft(person) or (matter is not None and access.may(person, access.VIEW, matter.body))


def data_of(draft: StrategyDraft, content: Content | None = None) -> dict[str, Any]:
    """The draft as a whole policy. Its key says which draft, and which version of it; its day is yet to come."""
    return policy_data.named(
        content or draft.content,
        key=key_of(draft),
        since=timezone.localdate(),
        title_sv=draft.title_sv,
        title_en=draft.title_en,
        short_title_sv="utkastet",
        short_title_en="the draft",
        adopted_by_sv="Ännu inte antagen",
        adopted_by_en="Not adopted yet",
    )


def key_of(draft: StrategyDraft) -> str:
    return f"utkast-{draft.pk}-{draft.version}"


def lacks(draft: StrategyDraft) -> list[str]:
    """What is wrong with it, in words: nothing of late, unless the register has learnt a new act since."""
    return [problem.words for problem in problems(data_of(draft))]


def in_swedish_only(draft: StrategyDraft) -> list[Place]:
    """Where the Swedish words are others than in the version it is based on, and the English ones are not."""
    changed = {place for place, _old, _new in policy_data.differing(_base(draft), draft.content)}
    found = []
    for kind, key, row, name in sorted(changed):
        if name == "sv" or name.endswith("_sv"):
            english = (kind, key, row, f"{name[:-2]}en")
            if english not in changed:
                found.append(Place(kind, key, row))
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Unexplained:
    """A row that another decides in than before, with the explanation from before."""

    act: str
    position: int
    decides: str
    # The section that it cites, where it is worded as before; else empty.
    section: str

    @property
    def words(self) -> str:
        """Which row it is, who decides now, and what still says something else."""
        said = {
            "row": Place("rules", self.act, self.position).words,
            "body": Decider(self.decides).label,
            "section": self.section,
        }
        if self.section:
            return (
                _("%(row)s: decides now %(body)s; the explanation and section %(section)s are as before.")
                % said
            )
        return _("%(row)s: decides now %(body)s; the explanation is as before.") % said


def unexplained(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Unexplained]:
    """The rows that somebody else decides in and whose reason, in either language, is still the old one.

    Rows move when one is split: a row is known by its explanation, which is what must not be said of another decider.
    """
    texts = {row["number"]: row["text_sv"] for row in before["sections"]}
    now = {row["number"]: row["text_sv"] for row in after["sections"]}
    found = []
    for act, rows in after["rules"].items():
        for position, row in enumerate(rows, start=1):
            section = row.get("section", "")
            if any(_is_stale(row, name, before["rules"].get(act, [])) for name in ("sv", "en")):
                is_as_before = section and texts.get(section) == now.get(section)
                found.append(Unexplained(act, position, row["decides"], section if is_as_before else ""))
    return found


def _is_stale(row: Mapping[str, Any], name: str, before: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the row explains itself in the very words of rows that others decided in."""
    deciders = {each["decides"] for each in before if each[name] == row[name]}
    return bool(deciders) and row["decides"] not in deciders


def unexplained_in(draft: StrategyDraft) -> list[Unexplained]:
    """Of the draft as it stands."""
    return unexplained(_base(draft), draft.content)


def told(content: Mapping[str, Any], place: Place) -> str:
    """Where something stands, by the name it has there: nobody but the register knows a principle by its key."""
    for row in content.get(place.kind, []) if place.kind not in ("sections", "rules", "strategy") else []:
        if row["key"] == place.name and f"name_{active_language()}" in row:
            return Place(place.kind, f"“{row[f'name_{active_language()}']}”").words
    return place.words


def _base(draft: StrategyDraft) -> Content:
    return policy_data.content_of(draft.based_on)


@transaction.atomic
def begin(*, by: Person, title_sv: str, title_en: str) -> StrategyDraft:
    """Begin a draft that says what the version in force says."""
    require_drafter(by)
    now = strategy_in_force(timezone.localdate())
    draft = StrategyDraft(
        title_sv=title_sv,
        title_en=title_en,
        based_on=now,
        content=policy_data.content_of(now),
        opened_by=by,
    )
    casework.save(draft, by=by)
    return draft


Edit = Callable[[Content], None]
Part = Callable[[StrategyDraft], Any]


def _change(
    draft: StrategyDraft, version: int, edit: Edit, part: Part, *, by: Person, **names: str
) -> StrategyDraft:
    """Change the content and the names, prove it and save it. Raises StaleVersion, ValidationError, WrongState.

    Two may write on different parts of a draft at once: it is stale where the part has changed since.
    """
    draft = lock(draft, by=by)
    if draft.version != version and _has_changed(draft, version, part):
        raise StaleVersion(_("Somebody else changed this while you were writing."), draft)
    content = deepcopy(draft.content)
    edit(content)
    for name, value in names.items():
        setattr(draft, name, value)
    _require_proven(draft, content)
    draft.content = content
    return _save(draft, by)


def _has_changed(draft: StrategyDraft, version: int, part: Part) -> bool:
    """Whether the part was another in the version that the form was shown over; unknown is changed."""
    shown = draft.history.filter(version=version).order_by("history_id").last()
    if shown is None:
        return True
    try:
        return bool(part(shown) != part(draft))
    except Http404:
        return True


def _require_proven(draft: StrategyDraft, content: Content) -> None:
    found = problems(data_of(draft, content))
    if found:
        raise ValidationError([problem.words for problem in found])


def lock(draft: StrategyDraft, *, by: Person) -> StrategyDraft:
    """The draft as it stands, its row locked, while it can be written. Raises PermissionDenied, WrongState."""
    require_drafter(by)
    draft = StrategyDraft.objects.select_for_update(of=("self",)).select_related("based_on").get(pk=draft.pk)
    require_writable(draft)
    return draft


def require_writable(draft: StrategyDraft) -> None:
    if draft.state == State.LOCKED:
        raise WrongState(
            _(
                "The draft is with others in a referral, and stays as they were shown it until they have answered."
            )
        )
    if not draft.is_writable:
        raise WrongState(_("The draft is closed and no longer changed."))


def require_text_writable(draft: StrategyDraft) -> None:
    """In a referral the document belongs to the referral, and so do its sections."""
    require_writable(draft)
    if draft.state != State.OPEN:
        raise WrongState(
            _(
                "The draft is in a referral: sections are added and taken away in the document of the referral."
            )
        )


def _save(draft: StrategyDraft, by: Person | None) -> StrategyDraft:
    draft.version += 1
    casework.save(draft, by=by)
    return draft


def found(rows: Sequence[Any], place: int) -> Any:
    """The row at the place, counted from one. Raises Http404."""
    if not 1 <= place <= len(rows):
        raise Http404
    return rows[place - 1]


@transaction.atomic
def change_frame(draft: StrategyDraft, version: int, *, by: Person, **values: Any) -> StrategyDraft:
    """Another name, or other intervals between reviews."""

    def edit(content: Content) -> None:
        content["strategy"] = {name: values[name] for name in policy_data.KEPT}

    names = {name: values[name] for name in ("title_sv", "title_en")}
    return _change(
        draft,
        version,
        edit,
        lambda at: (at.title_sv, at.title_en, at.content["strategy"]),
        by=by,
        **names,
    )


@transaction.atomic
def change_section(
    draft: StrategyDraft, version: int, place: int, *, by: Person, **texts: str
) -> StrategyDraft:
    """Other words. In a referral only the English ones: the Swedish are the referral's own."""

    def edit(content: Content) -> None:
        section = found(content["sections"], place)
        if draft.state != State.OPEN and any(
            texts.get(n, section[n]) != section[n] for n in SECTION_FIELDS[::2]
        ):
            raise WrongState(_("The draft is in a referral: the Swedish text is changed in its document."))
        section.update({name: texts[name] for name in SECTION_FIELDS if name in texts})

    return _change(draft, version, edit, lambda at: found(at.content["sections"], place), by=by)


@transaction.atomic
def add_section(
    draft: StrategyDraft, version: int, *, by: Person, number: str, after: str = "", **texts: str
) -> StrategyDraft:
    """A new section, last or after another. Raises ValidationError, WrongState."""
    require_text_writable(lock(draft, by=by))

    def edit(content: Content) -> None:
        numbers = [row["number"] for row in content["sections"]]
        if number in numbers:
            raise ValidationError({"number": _("There is a section with that number.")})
        place = numbers.index(after) + 1 if after in numbers else len(numbers)
        content["sections"].insert(place, {"number": number, **texts})

    # Where somebody else wrote another section meanwhile, this one is no less new.
    return _change(draft, version, edit, lambda at: None, by=by)


def why_section_stays(draft: StrategyDraft, number: str) -> str:
    """What cites it, in words; empty when it may go."""
    citing = [told(draft.content, Place(*each)) for each in policy_data.cited(draft.content).get(number, [])]
    if not citing:
        return ""
    more = len(citing) - 6
    named = "; ".join(citing[:6]) + (_(" and %(n)s more") % {"n": more} if more > 0 else "")
    return _("Section %(number)s stays as long as it is cited, here by: %(citing)s.") % {
        "number": number,
        "citing": named,
    }


@transaction.atomic
def remove_section(draft: StrategyDraft, version: int, number: str, *, by: Person) -> StrategyDraft:
    """Take a section away that nothing cites. Raises WrongState, and StaleVersion where somebody just wrote it."""
    draft = lock(draft, by=by)
    require_text_writable(draft)
    if why := why_section_stays(draft, number):
        raise WrongState(why)

    def edit(content: Content) -> None:
        content["sections"] = [row for row in content["sections"] if row["number"] != number]

    return _change(draft, version, edit, lambda at: _numbered(at.content["sections"], number), by=by)


def _numbered(sections: Sequence[Mapping[str, Any]], number: str) -> Mapping[str, Any] | None:
    return next((row for row in sections if row["number"] == number), None)


@transaction.atomic
def change_principle(
    draft: StrategyDraft, version: int, key: str, *, by: Person, **values: str
) -> StrategyDraft:
    """Other words, what happens if it fails, who may except from it."""

    def edit(content: Content) -> None:
        _put(principle_of(content, key), values, PRINCIPLE_FIELDS, {"if_it_fails": "none"})

    return _change(draft, version, edit, lambda at: principle_of(at.content, key), by=by)


def principle_of(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Raises Http404."""
    for row in content["principles"]:
        if row["key"] == key:
            found_row: dict[str, Any] = row
            return found_row
    raise Http404


@transaction.atomic
def change_rule(
    draft: StrategyDraft, version: int, act: str, position: int, *, by: Person, **values: Any
) -> StrategyDraft:
    """Who decides in the cases of a row, by what right and by which way."""

    def edit(content: Content) -> None:
        row = rule_of(content, act, position)
        _put(row, values, RULE_FIELDS, {})
        found_here = [
            p for p in problems(data_of(draft, content)) if p.place == Place("rules", act, position)
        ]
        if by_field := {p.field: p.words for p in found_here if p.field in RULE_FIELDS}:
            raise ValidationError(by_field)

    return _change(draft, version, edit, lambda at: rule_of(at.content, act, position), by=by)


def rule_of(content: Mapping[str, Any], act: str, position: int) -> dict[str, Any]:
    """Raises Http404."""
    row: dict[str, Any] = found(content["rules"].get(act, []), position)
    return row


def _put(
    row: dict[str, Any], values: Mapping[str, Any], names: Sequence[str], silent: Mapping[str, str]
) -> None:
    """Put the values into the block; what is empty, or is meant when nothing is said, is not said."""
    for name in names:
        if name not in values:
            continue
        if values[name] and values[name] != silent.get(name):
            row[name] = values[name]
        else:
            row.pop(name, None)


def conditions_to_split_by(content: Mapping[str, Any], act: str, position: int) -> list[tuple[str, Any]]:
    """By which fact and value the cases of a row can be parted: those that it leaves open."""
    row = rule_of(content, act, position)
    options: list[tuple[str, Any]] = []
    for name in ACT_FACTS[act]:
        open_values: list[Any] = []
        for alternative in alternatives(row):
            wanted = alternative.get(name)
            if choices := FACTS[name].choices:
                values = list(choices.values) if wanted is None else wanted
                if isinstance(values, list) and len(values) > 1:
                    open_values += [value for value in values if value not in open_values]
            elif wanted is None and name in ("areas", "external_funding"):
                open_values = ["min", "below"]
            elif wanted is None:
                open_values = [True, False]
        options += [(name, value) for value in open_values]
    return options


@transaction.atomic
def split_rule(
    draft: StrategyDraft,
    version: int,
    act: str,
    position: int,
    *,
    by: Person,
    fact: str,
    value: Any,
    bound: int | None = None,
) -> StrategyDraft:
    """Part the cases of a row in two: a new row before it answers those with the value, as yet the same."""

    def edit(content: Content) -> None:
        row = rule_of(content, act, position)
        wanted = {value: bound} if value in ("min", "below") and not isinstance(value, bool) else value
        parted = [{**each, fact: wanted} for each in alternatives(row) if _leaves_open(each.get(fact), value)]
        if not parted:
            raise ValidationError({"condition": _("The row does not leave that open.")})
        new = {**deepcopy(row), "when": parted[0] if len(parted) == 1 else parted}
        content["rules"][act].insert(position - 1, new)

    return _change(draft, version, edit, lambda at: at.content["rules"][act], by=by)


def _leaves_open(wanted: Any, value: Any) -> bool:
    return wanted is None or (isinstance(wanted, list) and value in wanted)


@transaction.atomic
def remove_rule(draft: StrategyDraft, version: int, act: str, position: int, *, by: Person) -> StrategyDraft:
    """Take a row away: its cases are answered by the rows after it. Raises ValidationError where one is not."""

    def edit(content: Content) -> None:
        rule_of(content, act, position)
        del content["rules"][act][position - 1]

    return _change(draft, version, edit, lambda at: at.content["rules"][act], by=by)


@transaction.atomic
def replace(draft: StrategyDraft, version: int, *, by: Person, data: Mapping[str, Any]) -> StrategyDraft:
    """Put the content of a whole policy in place of the draft's. Raises ValidationError with all that is wrong."""
    content: Content = {name: part for name, part in data.items() if name != "strategy"}
    if found_wrong := problems(data):
        raise ValidationError({"file": [problem.words for problem in found_wrong]})
    _require_not_older(draft, data["strategy"]["key"])
    content["strategy"] = {name: data["strategy"][name] for name in policy_data.KEPT}
    if wrong := _unfit_checks(content, draft.based_on):
        raise ValidationError({"file": wrong})
    if draft.state != State.OPEN and _swedish(content) != _swedish(draft.content):
        text = _("The draft is in a referral: the Swedish text is changed in its document.")
        raise ValidationError({"file": text})

    def edit(now: Content) -> None:
        now.clear()
        now.update(content)

    names = {name: data["strategy"][name] for name in ("title_sv", "title_en")}
    return _change(draft, version, edit, lambda at: at.content, by=by, **names)


def _require_not_older(draft: StrategyDraft, key: str) -> None:
    """A file that was downloaded before the last change would undo it."""
    began = f"utkast-{draft.pk}-"
    now = key_of(StrategyDraft.objects.only("version").get(pk=draft.pk))
    if key.startswith(began) and key != now:
        text = _(
            "The draft has been changed since the file was downloaded: see its history. Bring those changes into the"
            " file and write key = “%(key)s” in it, or download it anew."
        )
        raise ValidationError({"file": text % {"key": now}})


def _swedish(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["number"], row["title_sv"], row["text_sv"]) for row in content["sections"]]


def _unfit_checks(content: Mapping[str, Any], base: Strategy) -> list[str]:
    """The checks of the principles that the register cannot make: unknown ones, or without their settings."""
    known = {row.check_key: row.settings for row in base.principles.exclude(check_key="")}
    wrong = []
    for row in content["principles"]:
        key = row.get("check_key")
        if key and (key not in known or not _has_like(row["settings"], known[key])):
            place = Place("principles", row["key"])
            text = gettext_noop("the register has no check “%(name)s” with these settings")
            error = PolicyError(text, place, name=key)
            wrong.append(error.words)
    return wrong


def _has_like(settings: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return all(type(settings.get(name)) is type(value) for name, value in known.items())


@transaction.atomic
def withdraw(draft: StrategyDraft, *, by: Person, reason: str) -> StrategyDraft:
    """Close a draft that leads nowhere. One in a referral goes when the referral does. Raises WrongState."""
    draft = lock(draft, by=by)
    if draft.state != State.OPEN:
        raise WrongState(_("The draft is in a referral. Withdraw the referral first."))
    draft.state, draft.withdrawn_because = State.WITHDRAWN, reason
    return _save(draft, by)


@transaction.atomic
def refer(draft: StrategyDraft, matter: Matter, *, by: Person) -> StrategyDraft:
    """The draft goes out in a referral, whose document it is from now on. Raises WrongState."""
    draft = lock(draft, by=by)
    if draft.state != State.OPEN:
        raise WrongState(_("The draft is in a referral already."))
    draft.state, draft.matter = State.REFERRED, matter
    return _save(draft, by)


def proposed_year() -> int:
    """The year a version that is begun today can come into force: a referral and two decisions take half a year."""
    return (timezone.localdate() + timedelta(days=HALF_A_YEAR)).year


def proposed_title(title: str) -> str:
    """What a new version is called beside the one in force: the same name, with its own year."""
    return f"{TRAILING_YEAR.sub('', title)} {proposed_year()}"


def referrals_without_draft(person: Person) -> list[Matter]:
    """The open referrals of the strategy whose text is their own, begun without a draft: it can be adopted as well."""
    referrals = Matter.objects.visible_to(person).open().filter(kind=Kind.REFERRAL)
    return list(
        referrals.filter(referral__document="strategy", strategy_draft=None).order_by("-opened_on", "-pk")
    )


def of_matter(matter: Matter) -> StrategyDraft | None:
    """The draft that is sent in the referral."""
    return StrategyDraft.objects.select_related("based_on", "matter__body").filter(matter=matter).first()


@transaction.atomic
def follow(matter: Matter, state: str, *, by: Person, strategy: Strategy | None = None) -> None:
    """Where its referral has come, the draft has too. Called by the verbs of the referral, which have asked who may.

    Given out of the hands of who drafts it is kept as it was sent; out of a referral that came to nothing, it is open.
    """
    draft = StrategyDraft.objects.select_for_update(of=("self",)).filter(matter=matter).first()
    if draft is None or (draft.state == state and strategy is None):
        return
    draft.state, draft.strategy = state, strategy
    if state in (State.LOCKED, State.ADOPTED):
        draft.content_sent = draft.content
    if state == State.OPEN:
        draft.matter, draft.content_sent = None, None
    _save(draft, by)


@transaction.atomic
def take_over(draft: StrategyDraft, texts: Sequence[Any], *, by: Person) -> StrategyDraft:
    """Take the sections of the referral's document into the draft, so that their English can be written."""
    draft = lock(draft, by=by)
    content = policy_data.with_texts(draft.content, texts)
    if missing := policy_data.missing_sections(draft.content, [each.number for each in texts]):
        raise WrongState(
            _("The document lacks sections that the draft’s table or principles cite: %(numbers)s.")
            % {"numbers": ", ".join(missing)}
        )
    _require_proven(draft, content)
    draft.content = content
    return _save(draft, by)

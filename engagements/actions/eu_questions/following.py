"""An EU question from the day it is seen coming to the day it is closed: what it is, its stages, who takes part."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from engagements import forums
from engagements.actions.organisations import tie
from engagements.lifecycle.eu_questions import OPEN, Status
from engagements.models import EuQuestion, EuStage, Institution, Organisation
from engagements.models.eu_questions import facts_of
from governance import access, acting, casework, matters, notices
from governance.errors import WrongState
from governance.models import Body, Kind, Office, Person
from governance.moves import require_status

from .locking import begin, due_on, lock, refuse_future

# What the ruling depends on: settled while a body decides, and once one has.
DECIDED_ON = ("institution", "concerns_foreign_policy")
WRITTEN = (*DECIDED_ON, "reference", "process", "last_day", "link", "interest", "note")
ON_THE_CARD = ("title", "diary_number", "scope", "theme", "directions")


@transaction.atomic
def enter(
    *,
    by: Person,
    body: Body,
    title: str,
    scope: str,
    stage: str,
    since: date | None = None,
    theme: str = "",
    directions: Sequence[str] = (),
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> EuQuestion:
    """Enter a file that the body means to follow. The register keeps which forums it found.

    `since` is the day from which the file stands in its stage. Raises PermissionDenied, ValidationError.
    """
    access.require(by, access.EDIT, body)
    since = since or timezone.localdate()
    refuse_future("since", since)
    eu_question = EuQuestion(stage=stage, **written)
    eu_question.findings = forums.proof(title, theme, forums.existing(title, theme))
    eu_question.matter = matters.open_matter(
        Kind.EU_QUESTION,
        by=by,
        body=body,
        title=title,
        status=Status.FOLLOWED,
        responsible=acting.whose_work(by, body.pk),
        scope=scope,
        theme=theme,
        sort=eu_question.institution,
        directions=list(directions),
        diary_number=diary_number,
        counterpart=_counterpart(eu_question),
        due_on=eu_question.last_day,
        facts=facts_of(scope, eu_question.institution, eu_question.concerns_foreign_policy),
        opened_on=opened_on,
        is_invented=is_invented,
    )
    eu_question._history_user = by
    eu_question.save(force_insert=True)
    casework.save(EuStage(eu_question=eu_question, stage=stage, since=since), by=by)
    for organisation in Organisation.objects.named(_institution(eu_question)):
        tie(eu_question.matter, organisation)
    return eu_question


def _institution(eu_question: EuQuestion) -> str:
    """Its name in Swedish, as the register's titles are."""
    with override("sv"):
        return str(Institution(eu_question.institution).label)


def _counterpart(eu_question: EuQuestion) -> str:
    """Where the file is decided, and its number there: what one searches for."""
    return ", ".join(filter(None, (_institution(eu_question), eu_question.reference)))


@transaction.atomic
def edit(eu_question: EuQuestion, version: int, *, by: Person, **values: Any) -> EuQuestion:
    """Change what is written. Raises StaleVersion when somebody was faster.

    Who decides is settled from the day the question is sent: then what it depends on stands.
    """
    eu_question = lock(eu_question, version)
    matter = eu_question.matter
    casework.require_edit(by, matter)
    require_status(matter, *OPEN)
    if unknown := values.keys() - {*WRITTEN, *ON_THE_CARD}:
        raise TypeError(f"an EU question has no {', '.join(unknown)} to edit")
    if is_settled(eu_question):
        values = {name: value for name, value in values.items() if name not in (*DECIDED_ON, "scope")}
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    if "last_day" in values and values["last_day"] != eu_question.last_day:
        eu_question.warned_on = eu_question.missed_on = None
    for name, value in values.items():
        setattr(eu_question, name, value)
    if not is_settled(eu_question):
        card["facts"] = facts_of(
            card.get("scope", matter.scope), eu_question.institution, eu_question.concerns_foreign_policy
        )
    card |= {
        "sort": eu_question.institution,
        "counterpart": _counterpart(eu_question),
        "due_on": due_on(eu_question),
    }
    casework.write(eu_question, by=by, **card)
    return eu_question


def is_settled(eu_question: EuQuestion) -> bool:
    """Whether the question of who decides has been put to a body."""
    return eu_question.positions.filter(question__isnull=False).exists()


@transaction.atomic
def note_stage(eu_question: EuQuestion, *, by: Person, stage: str, since: date, note: str = "") -> EuStage:
    """Note how far the file has come. The latest stage by its day is where the file stands."""
    eu_question = begin("advocate", eu_question, by)
    refuse_future("since", since)
    if eu_question.stages.filter(stage=stage, since=since).exists():
        raise ValidationError({"stage": _("This stage is already noted for that day.")})
    noted = EuStage(eu_question=eu_question, stage=stage, since=since, note=note)
    casework.save(noted, by=by)
    eu_question.stage = eu_question.stages.order_by("-since", "-pk")[0].stage
    casework.write(eu_question, by=by)
    return noted


@transaction.atomic
def take_part(eu_question: EuQuestion, *, by: Person, body: Body) -> None:
    """Another body takes part: it may read the matter, and is told."""
    eu_question = begin("advocate", eu_question, by)
    matter = eu_question.matter
    if body.pk == matter.body_id:
        raise ValidationError({"body": _("This body owns the question.")})
    matters.let_in(matter, body)
    notices.notify(
        access.holders(Office.Role.CONTACT_PERSON, body),
        matter=matter,
        key=f"takes-part:{matter.number}:{body.pk}",
        subject_sv=f"{matter.number}: {body.in_a_sentence_sv} deltar i en EU-fråga",
        subject_en=f"{matter.number}: {body.in_a_sentence_en} takes part in an EU question",
    )
    casework.write(eu_question, by=by)


@transaction.atomic
def cooperate(
    eu_question: EuQuestion,
    version: int,
    *,
    by: Person,
    cooperation_with: str,
    cooperation_on: date,
    cooperation_note: str = "",
    group_board_needed: bool | None = None,
    group_board_with: str = "",
) -> EuQuestion:
    """Name whom one works with at the City Executive Office, and for a company at the Group Board if it is needed.

    The City Executive Office is told. Raises ValidationError by field, StaleVersion.
    """
    eu_question = begin("advocate", eu_question, by, version)
    refuse_future("cooperation_on", cooperation_on)
    if group_board_needed and not group_board_with.strip():
        raise ValidationError({"group_board_with": _("Say with whom at the Group Board, by name.")})
    eu_question.cooperation_with, eu_question.cooperation_on = cooperation_with, cooperation_on
    eu_question.cooperation_note = cooperation_note
    if eu_question.asks_group_board:
        eu_question.group_board_needed = group_board_needed
        eu_question.group_board_with = group_board_with if group_board_needed else ""
    matter = eu_question.matter
    notices.notify(
        access.holders(Office.Role.COORDINATOR),
        matter=matter,
        key=f"cooperates:{matter.number}",
        subject_sv=f"{matter.number}: {matter.body.in_a_sentence_sv} samverkar med er i en EU-fråga",
        subject_en=f"{matter.number}: {matter.body.in_a_sentence_en} cooperates with you in an EU question",
    )
    casework.write(eu_question, by=by)
    return eu_question


@transaction.atomic
def refer(eu_question: EuQuestion, *, by: Person) -> EuQuestion:
    """Pass a question of foreign policy to the City Executive Office: nobody in the city decides it."""
    eu_question = begin("refer", eu_question, by)
    matter = eu_question.matter
    if not eu_question.concerns_foreign_policy:
        raise WrongState(_("Only a question of Sweden's relation to another state is referred."))
    notices.notify(
        access.holders(Office.Role.COORDINATOR),
        matter=matter,
        key=f"referred:{matter.number}",
        subject_sv=f"{matter.number}: en utrikespolitisk fråga hänvisas till stadsledningskontoret",
        subject_en=f"{matter.number}: a question of foreign policy is referred to the City Executive Office",
    )
    matters.close(matter, by=by, status=Status.REFERRED)
    return eu_question


@transaction.atomic
def close(eu_question: EuQuestion, *, by: Person, result: str, learning: str) -> EuQuestion:
    """Say what came of it and what was learnt; the matter closes and can be read."""
    eu_question = begin("close", eu_question, by)
    eu_question.result, eu_question.learning = result, learning
    casework.save(eu_question, by=by)
    eu_question.matter.due_on = None
    matters.close(eu_question.matter, by=by, status=Status.CLOSED)
    return eu_question

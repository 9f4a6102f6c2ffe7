"""EU questions: a file of the EU or another international body, the city's position on it, and the advocacy for it."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from engagements.lifecycle.eu_questions import POSITION_TONES, PositionStatus, Stage
from governance.language import choice_label
from governance.models import Body, Matter, Scope
from governance.prepared import Asker

from .organisations import Organisation
from .registers import unmarked

# Changes with every reminder and tells nobody anything.
REMINDED = ["warned_on", "missed_on"]


def questions_in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may see in the register: every question, so that two bodies on one file meet; not the secret ones.

    `card` leads from the rows asked about to the matter ("matter__").
    """
    return unmarked(person, card)


class Institution(models.TextChoices):
    """Institution. Where the file is decided, or whom one meets."""

    COMMISSION = "commission", _("European Commission")
    PARLIAMENT = "parliament", _("European Parliament")
    COUNCIL = "council", _("Council of the European Union")
    REGIONS = "regions", _("European Committee of the Regions")
    EU_BODY = "eu_body", _("another EU institution or agency")
    GOVERNMENT = "government", _("the Swedish Government and its offices")
    COUNCIL_OF_EUROPE = "council_of_europe", _("Council of Europe")
    UNITED_NATIONS = "united_nations", _("United Nations")
    OTHER = "other", _("another international organisation")


# What is decided there is international, but no question of the European Union.
NOT_EU = (Institution.COUNCIL_OF_EUROPE, Institution.UNITED_NATIONS, Institution.OTHER)


class EuQuestion(models.Model):
    """EU-fråga. A file of the EU, or another international one, that the city follows and takes a position on."""

    class Process(models.TextChoices):
        LEGISLATION = "legislation", _("legislation")
        BUDGET = "budget", _("budget or programme")
        CONSULTATION = "consultation", _("consultation")
        STRATEGY = "strategy", _("communication or strategy")
        NATIONAL = "national", _("carried out in Sweden")
        OTHER = "other", _("something else")

    # What is written, said and done in it stands in the history of the matter too.
    TOLD_WITH = ("positions", "stages", "stakeholders", "advocacy")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="eu_question")
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    institution = models.CharField(_("institution"), max_length=20, choices=Institution)
    process = models.CharField(_("kind of process"), max_length=20, choices=Process)
    stage = models.CharField(_("stage"), max_length=30, choices=Stage)
    last_day = models.DateField(_("last day to act"), null=True, blank=True)
    link = models.URLField(_("link to the file"), max_length=500, blank=True)
    interest = models.TextField(_("the city's interest"), blank=True)
    concerns_foreign_policy = models.BooleanField(_("concerns Sweden's relation to another state"))
    # What the register itself found when the question was entered. Never written by a person.
    findings = models.JSONField(default=dict, blank=True, editable=False)
    cooperation_with = models.CharField(
        _("cooperates with, at the City Executive Board"), max_length=200, blank=True
    )
    cooperation_on = models.DateField(_("cooperation agreed on"), null=True, blank=True)
    cooperation_note = models.TextField(_("what was agreed with the City Executive Board"), blank=True)
    # Asked of a company alone; nobody has answered while it is empty.
    group_board_needed = models.BooleanField(_("the Group Board is needed"), null=True, blank=True)
    group_board_with = models.CharField(_("cooperates with, at the Group Board"), max_length=200, blank=True)
    # Of the position that stands; empty while the city has none.
    position_number = models.PositiveSmallIntegerField(_("position that stands"), null=True, editable=False)
    position_on = models.DateField(_("position first decided on"), null=True, editable=False)
    result = models.TextField(_("what came of the advocacy"), blank=True)
    learning = models.TextField(_("what we learnt"), blank=True)
    note = models.TextField(_("note"), blank=True)
    # When those concerned were told that the last day is near, and that it has passed; each is told once.
    warned_on = models.DateField(null=True, editable=False)
    missed_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=REMINDED)

    class Meta:
        verbose_name = _("EU question")
        verbose_name_plural = _("EU questions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(concerns_foreign_policy=False) | Q(position_number__isnull=True),
                name="eu_question_is_no_foreign_policy",
            ),
            # No position in a question of the Union without the cooperation with the City Executive Board by name.
            models.CheckConstraint(
                condition=Q(position_number__isnull=True)
                | Q(institution__in=NOT_EU)
                | (~Q(cooperation_with="") & Q(cooperation_on__isnull=False)),
                name="position_in_cooperation_with_the_board",
            ),
            models.CheckConstraint(
                condition=Q(group_board_needed__isnull=True)
                | Q(group_board_needed=False)
                | ~Q(group_board_with=""),
                name="group_board_that_is_needed_is_named",
            ),
            models.CheckConstraint(
                condition=Q(position_number__isnull=True, position_on__isnull=True)
                | Q(position_number__isnull=False, position_on__isnull=False),
                name="position_that_stands_has_a_day",
            ),
        ]
        indexes = [
            # What the daily sweep reads: days that come near, and days that have passed, without a position.
            models.Index(
                "last_day",
                "matter",
                name="eu_question_to_warn",
                condition=Q(position_number__isnull=True, warned_on__isnull=True),
            ),
            models.Index(
                "last_day",
                "matter",
                name="eu_question_missed",
                condition=Q(position_number__isnull=True, missed_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def has_position(self) -> bool:
        return self.position_number is not None

    @property
    def institution_label(self) -> str:
        return choice_label(Institution, self.institution)

    @property
    def stage_label(self) -> str:
        return choice_label(Stage, self.stage)

    @property
    def is_of_the_union(self) -> bool:
        """Whether the strategy's rules for questions of the European Union hold; some are international and no more."""
        return self.institution not in NOT_EU

    @property
    def asks_group_board(self) -> bool:
        """A company says whether the group board is needed too; the group board itself does not ask itself."""
        return self.matter.body.kind == Body.Kind.COMPANY

    @property
    def days_left(self) -> int | None:
        """Until the last day to act, where the city still has no position; negative when it has passed."""
        if self.last_day is None or self.has_position or not self.matter.is_open:
            return None
        return (self.last_day - timezone.localdate()).days

    def add_note(self, text: str) -> None:
        """One paragraph more."""
        self.note = "\n\n".join(part for part in (self.note, text) if part)


def facts_of(scope: str, institution: str, concerns_foreign_policy: bool) -> dict[str, Any]:
    """The question who decides on the position. Foreign policy is no question of positions any more."""
    if concerns_foreign_policy:
        return {"act": "act_in_foreign_policy"}
    is_own_eu_question = scope == Scope.OWN_OPERATION and institution not in NOT_EU
    return {"act": "eu_policy_question" if is_own_eu_question else "take_position", "scope": scope}


class EuStage(models.Model):
    """Skede. How far a file had come, and since which day."""

    NAMED_BY = "since"

    eu_question = models.ForeignKey(
        EuQuestion, models.CASCADE, related_name="stages", verbose_name=_("EU question")
    )
    stage = models.CharField(_("stage"), max_length=30, choices=Stage)
    since = models.DateField(_("since"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stage of a file")
        verbose_name_plural = _("stages of files")
        ordering = ["-since", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("eu_question", "stage", "since", name="eu_stage_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.since}"

    @property
    def label(self) -> str:
        return choice_label(Stage, self.stage)


class Position(models.Model):
    """Ståndpunkt. What the city holds in an EU question, as the right body decided it; a later one replaces it."""

    Status = PositionStatus

    eu_question = models.ForeignKey(
        EuQuestion, models.PROTECT, related_name="positions", verbose_name=_("EU question")
    )
    text = models.TextField(pgettext_lazy("EU question", "position"))
    in_line = models.TextField(_("how it follows the EU policy"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=PositionStatus, default=PositionStatus.DRAFT
    )
    # Which of the matter's questions it is; empty until it is first sent.
    question = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.PositiveSmallIntegerField(_("version"), null=True, editable=False)
    decided_by = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="positions",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("EU question", "position")
        verbose_name_plural = _("positions")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["standing", "former"],
                    number__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                )
                | (~Q(status__in=["standing", "former"]) & Q(number__isnull=True)),
                name="position_that_was_decided_says_by_whom",
            ),
            models.UniqueConstraint("eu_question", "number", name="position_version_once"),
            models.UniqueConstraint(
                "eu_question", condition=Q(status="standing"), name="one_position_stands"
            ),
            models.UniqueConstraint(
                "eu_question", condition=Q(status__in=["draft", "proposed"]), name="one_position_is_written"
            ),
        ]
        indexes = [models.Index("decided_on", name="position_decided", condition=Q(number__isnull=False))]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def status_label(self) -> str:
        return choice_label(PositionStatus, self.status)

    @property
    def status_tone(self) -> str:
        return POSITION_TONES[PositionStatus(self.status)]


class Stakeholder(models.Model):
    """Intressent. Somebody with a say in the file, and what they think of it."""

    class Stance(models.TextChoices):
        FOR = "for", _("for our position")
        AGAINST = "against", _("against our position")
        NEUTRAL = "neutral", _("neutral")
        UNKNOWN = "unknown", _("not known")

    TONES = {
        Stance.FOR: "positive",
        Stance.AGAINST: "danger",
        Stance.NEUTRAL: "neutral",
        Stance.UNKNOWN: "info",
    }
    NAMED_BY = "name"

    eu_question = models.ForeignKey(
        EuQuestion, models.PROTECT, related_name="stakeholders", verbose_name=_("EU question")
    )
    # One of the register, if it is known there; the name is as it was written then.
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stakes",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=200)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance)
    noted_on = models.DateField(_("as of"))
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="stakeholder_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stance_label(self) -> str:
        return choice_label(self.Stance, self.stance)

    @property
    def tone(self) -> str:
        return self.TONES[self.Stance(self.stance)]


class AdvocacyQuerySet(models.QuerySet["Advocacy"]):
    def meetings(self) -> "AdvocacyQuerySet":
        """Meetings with institutions: what the log lists."""
        return self.filter(kind=Advocacy.Kind.MEETING)


class Advocacy(models.Model):
    """Påverkansinsats. Something the city did to be heard; a meeting with an institution is logged."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting with an institution")
        ANSWER = "answer", _("answer to a consultation")
        VISIT = "visit", pgettext_lazy("activity", "visit")
        LETTER = "letter", _("joint letter")
        SEMINAR = "seminar", _("seminar")
        OTHER = "other", _("something else")

    NAMED_BY = "subject"

    eu_question = models.ForeignKey(
        EuQuestion, models.PROTECT, related_name="advocacy", verbose_name=_("EU question")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    held_on = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=300)
    institution = models.CharField(_("institution"), max_length=20, choices=Institution, blank=True)
    unit = models.CharField(_("part of the institution"), max_length=200, blank=True)
    persons = models.CharField(_("with whom"), max_length=300, blank=True)
    posts = models.CharField(_("their posts"), max_length=300, blank=True)
    from_city = models.CharField(_("from the city"), max_length=300)
    place = models.CharField(_("place"), max_length=200, blank=True)
    papers = models.CharField(_("papers handed over"), max_length=500, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    # As the matter has it. Triggers write it, so that the log of one body is read by index.
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    history = HistoricalRecords(excluded_fields=["body"])

    objects = AdvocacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("advocacy")
        verbose_name_plural = _("advocacy")
        ordering = ["-held_on", "-pk"]
        default_permissions = ()
        constraints = [
            # What a transparency register asks of a meeting.
            models.CheckConstraint(
                condition=~Q(kind="meeting") | (~Q(institution="") & ~Q(persons="") & ~Q(place="")),
                name="meeting_with_an_institution_is_complete",
            ),
        ]
        indexes = [
            models.Index(
                F("held_on").desc(), F("id").desc(), name="advocacy_meetings", condition=Q(kind="meeting")
            ),
            *(
                models.Index(
                    F(column),
                    F("held_on").desc(),
                    F("id").desc(),
                    name=f"advocacy_meetings_{column}",
                    condition=Q(kind="meeting"),
                    include=["eu_question"],
                )
                for column in ("body", "institution")
            ),
            models.Index("held_on", name="advocacy_by_day"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind_label(self) -> str:
        return choice_label(self.Kind, self.kind)

    @property
    def institution_label(self) -> str:
        return choice_label(Institution, self.institution) if self.institution else ""

    def preceded(self, position_on: date | None) -> bool:
        """Whether the city had no decided position that day."""
        return position_on is None or self.held_on < position_on

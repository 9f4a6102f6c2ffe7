"""The matter and what hangs on it: decisions, what became of them, notices, drafts and documents."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Upper
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from governance import headings, statuses, working_days
from governance.addresses import address_of
from governance.language import active_language, bilingual, choice_label
from governance.notice_kinds import WAITED_IN
from governance.prepared import Asker
from governance.stems import Squeezed, Stems
from governance.working_days import this_day

from .authority import AuthorityRule, Scope
from .lamps import COLUMNS as LAMP_COLUMNS
from .lamps import OUT, Lamp, lamp_field
from .organisation import Body, Person
from .strategy import Section, Strategy, section_url

SEARCHED = ("title", "counterpart", "city", "number", "diary_number")


class SearchText(Stems):
    """The words of a matter's card."""

    def __init__(self, *columns: str | F, **extra: Any) -> None:
        super().__init__(*(columns or (F(name) for name in SEARCHED)), **extra)


# The columns that say who may read a matter.
READABLE = ("body", "before", "secrecy_ground")
# When something begins. What began on a day nobody knows began before everything else.
BEGUN = Coalesce("starts_on", models.Value(date(1, 1, 1)))


class Kind(models.TextChoices):
    """What sort of matter. Each kind is one feature's; the feature gives it fields, states and pages."""

    VISIT = "visit", _("visit request")
    MEMBERSHIP = "membership", _("membership")
    MEMBERSHIP_REVIEW = "membership_review", _("review of membership")
    AGREEMENT = "agreement", _("cooperation agreement or letter of intent")
    EU_PROJECT = "eu_project", _("EU project")
    EU_QUESTION = "eu_question", _("EU question and advocacy")
    EVENT_ABROAD = "event_abroad", _("conference or event abroad")
    DECLARATION = "declaration", _("declaration or initiative")
    AID_PROJECT = "aid_project", _("aid-like project")
    REFERRAL = "referral", _("referral")
    REFERRAL_ANSWER = "referral_answer", _("answer to a referral")
    PLAN = "plan", _("plan of international work")
    ACCOUNT = "account", _("account of international work")
    ANNUAL_REPORT = "annual_report", _("annual report")


# From the card to the page of the feature, by URL name: governance knows no feature.
PAGE_OF_KIND = {
    Kind.VISIT: "visits:detail",
    Kind.MEMBERSHIP: "memberships:detail",
    Kind.MEMBERSHIP_REVIEW: "memberships:review",
    Kind.AGREEMENT: "engagements:agreement",
    Kind.EU_PROJECT: "engagements:eu_project",
    Kind.EU_QUESTION: "engagements:eu_question",
    Kind.EVENT_ABROAD: "engagements:event",
    Kind.DECLARATION: "engagements:declaration",
    Kind.AID_PROJECT: "engagements:aid_project",
    Kind.REFERRAL: "referrals:referral",
    Kind.REFERRAL_ANSWER: "referrals:answer",
    Kind.PLAN: "planning:plan",
    Kind.ACCOUNT: "planning:account",
    Kind.ANNUAL_REPORT: "reporting:detail",
}


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, person: Asker) -> "MatterQuerySet":
        """The matters of the bodies this person may read; the secret ones only if let in."""
        return self.filter(body__among=person.bodies_with("view_matters")).unmarked_for(person)

    def readable_by(self, person: Asker) -> "MatterQuerySet":
        """Those whose file opens for the person, as `access.may_view` has it. For rows that are few already.

        `visible_to` is what lists use: the owner alone is asked, which an index answers at any size.
        """
        bodies = person.bodies_with("view_matters")
        part = MatterParticipant.objects.filter(matter=models.OuterRef("pk"), body__among=bodies)
        mine = Q(body__among=bodies) | Q(before__among=bodies) | models.Exists(part)
        return self.filter(mine).unmarked_for(person)

    def shared_with(self, bodies: Any) -> "MatterQuerySet":
        """Those of other bodies that some bodies (ids) take part in, or are asked to act in."""
        part = MatterParticipant.objects.filter(body__among=bodies).values("matter")
        asked = Matter.objects.filter(before__among=bodies).order_by().values("pk")
        return self.filter(pk__in=part.union(asked)).exclude(body__among=bodies)

    def unmarked_for(self, person: Asker) -> "MatterQuerySet":
        """Without the secret ones that the person has not been let into."""
        return self.filter(Q(secrecy_ground="") | Q(pk__among=person.secret_matters))

    def awaiting(self, person: Asker, right: str) -> "MatterQuerySet":
        """Open matters that lie before a body where the person has the right: to decide, or to take over."""
        return self.filter(before__among=person.bodies_with(right), closed_on__isnull=True).unmarked_for(
            person
        )

    def open(self) -> "MatterQuerySet":
        return self.filter(closed_on__isnull=True)

    def late(self, day: date) -> "MatterQuerySet":
        """Open past their day. A membership's day is that of its review, which is a matter of its own: counted once."""
        return self.open().filter(due_on__lt=day).exclude(kind=Kind.MEMBERSHIP)


class Matter(models.Model):
    """Ärende. The index card of everything somebody decides or handles.

    Lists, worklists, search, calendar and counts read this card only; what belongs to one kind of matter
    hangs on it one-to-one in the feature's own table. The card knows no feature.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    diary_number = models.CharField(
        _("diary number"),
        max_length=60,
        blank=True,
        help_text=_("As it stands in the city's diary, to the letter."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    title = models.CharField(
        _("title"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    internal_title = models.CharField(_("internal title"), max_length=200, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="matters", verbose_name=_("owner"))
    responsible = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("case officer"),
    )
    # The body whose act is awaited: to decide, or to take the matter over. Empty when nobody's is.
    before = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # the index of the worklists begins with it, and has all they count by
        related_name="awaited",
        verbose_name=_("lies before"),
    )
    participants = models.ManyToManyField(
        Body,
        through="MatterParticipant",
        blank=True,
        related_name="shared_matters",
        verbose_name=_("participating bodies"),
    )
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, default=Scope.OWN_OPERATION)
    status = models.CharField(_("status"), max_length=40)
    opened_on = models.DateField(_("opened"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    counterpart = models.CharField(_("counterpart"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    # What sort of its kind it is, where the register is narrowed by that: the institution of an EU question.
    sort = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    directions = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("directions")
    )
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="matters", verbose_name=_("strategy"))
    # The facts the question "who decides" is asked with; see authority.Question.
    facts = models.JSONField(_("facts for the question who decides"), default=dict, blank=True)
    # Which question of the matter waits for a decision. A matter that comes back asks anew.
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    # A matter that lives on after it was decided can ask another question, such as one about other terms.
    question = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    secrecy_ground = models.CharField(_("secrecy, legal ground"), max_length=120, blank=True)
    secrecy_marked_on = models.DateField(_("marked secret on"), null=True, blank=True)
    secrecy_marked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("marked secret by")
    )
    secrecy_reexamine_on = models.DateField(_("re-examine on"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    # The foremost of the places that the strategy puts first (governance/priorities.py); worked out like the lamps.
    priority_place = models.CharField(
        _("prioritised place"), max_length=40, blank=True, default="", db_default="", editable=False
    )
    # The five lamps, worked out from the rest (governance/lamps.py); no history of their own.
    lamp_planned = lamp_field(Lamp.PLANNED.label)
    lamp_budgeted = lamp_field(Lamp.BUDGETED.label)
    lamp_decided = lamp_field(Lamp.DECIDED.label)
    lamp_documented = lamp_field(Lamp.DOCUMENTED.label)
    lamp_followed_up = lamp_field(Lamp.FOLLOWED_UP.label)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=[*LAMP_COLUMNS, "priority_place", "sort"])

    objects = MatterQuerySet.as_manager()
    # The title with the words of a search marked, as HTML; set by search.mark.
    marked: str = ""

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-opened_on", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "body",
                Upper("diary_number"),
                condition=~Q(diary_number=""),
                name="diary_number_once_per_body",
                violation_error_message=_("The body already has a matter with this diary number."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="matter_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="matter_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(secrecy_ground="") | Q(secrecy_marked_on__isnull=False),
                name="secrecy_has_a_date",
            ),
        ]
        indexes = [
            # The lists: newest first within bodies, of a kind, of a status; (opened_on, id) is the keyset.
            # With what says who may read them, so that counting reads nothing else.
            models.Index(
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_newest",
                include=[*READABLE, "status", "closed_on"],
            ),
            models.Index("body", F("opened_on").desc(), F("id").desc(), name="matter_body_newest"),
            models.Index(
                "kind",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_kind_newest",
                include=[*READABLE, "status", "scope"],
            ),
            models.Index(
                "body",
                "kind",
                "status",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_body_kind_status",
            ),
            # The filters that cross all bodies: without these a rare value is looked for in the whole register.
            models.Index("country", F("opened_on").desc(), F("id").desc(), name="matter_country_newest"),
            models.Index(
                "country",
                Upper("city"),
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_place_newest",
                condition=~Q(city=""),
            ),
            # How many are withheld of a country: the secret ones are few.
            models.Index(fields=["country", "id"], name="matter_secret", condition=~Q(secrecy_ground="")),
            models.Index("status", F("opened_on").desc(), F("id").desc(), name="matter_status_newest"),
            models.Index(
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_open_newest",
                condition=Q(closed_on__isnull=True),
            ),
            # Memberships by when they began.
            models.Index(
                BEGUN.desc(),
                F("id").desc(),
                name="matter_member_begun",
                include=[*READABLE, "kind", "status"],
                condition=Q(status__in=("member", "leaving", "left")),
            ),
            # What began, or was in force, in a year.
            models.Index(
                "kind",
                F("starts_on").desc(),
                F("id").desc(),
                name="matter_kind_starts",
                include=[*READABLE, "status", "ends_on"],
                condition=Q(kind__in=("agreement", "declaration", "event_abroad")),
            ),
            # Visits by when they were made: what they cost in a year.
            models.Index(
                F("starts_on").desc(),
                F("id").desc(),
                name="matter_visit_starts",
                include=[*READABLE, "status"],
                condition=Q(kind="visit", starts_on__isnull=False),
            ),
            # Agreements of a type by the day they are next due: what is to be reviewed.
            models.Index(
                "sort",
                "due_on",
                "id",
                name="matter_agreement_due",
                include=[*READABLE, "status"],
                condition=Q(kind="agreement", closed_on__isnull=True),
            ),
            # Memberships by the form of participation, which is one of the facts that say who decides.
            models.Index(
                KT("facts__counterpart"),
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_member_form",
                include=[*READABLE, "status"],
                condition=Q(kind="membership"),
            ),
            # Memberships that are over, or never began: old among the many that last.
            models.Index(
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_member_ended",
                include=[*READABLE, "status"],
                condition=Q(kind="membership", status__in=("left", "rejected", "withdrawn")),
            ),
            # A kind by when it is due, and what nothing says the day of.
            models.Index(
                "kind",
                "due_on",
                "id",
                name="matter_kind_due",
                include=[*READABLE, "status"],
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                "kind",
                "status",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_open_undated",
                condition=Q(closed_on__isnull=True, due_on__isnull=True),
            ),
            # The worklists: by deadline, with what says who may read, so that counting reads nothing else.
            models.Index(
                fields=["responsible", "due_on"],
                name="matter_worklist",
                include=["id", *READABLE],
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["body", "due_on"],
                name="matter_open_due",
                include=["id", "kind", "secrecy_ground"],
                condition=Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["before", "due_on"],
                name="matter_before",
                include=["id", "body", "kind", "secrecy_ground", "closed_on"],
                condition=Q(before__isnull=False),
            ),
            # The lists of one kind, narrowed further.
            models.Index(
                "kind",
                "status",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_kind_status",
                include=READABLE,
            ),
            models.Index("kind", "theme", F("opened_on").desc(), F("id").desc(), name="matter_kind_theme"),
            models.Index(
                "kind",
                "sort",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_kind_sort",
                include=[*READABLE, "status"],
                condition=~Q(sort=""),
            ),
            # What lacks a lamp, newest first: what is in order stands in none of them.
            *(
                models.Index(
                    F("opened_on").desc(),
                    F("id").desc(),
                    name=f"matter_{lamp.value}_out",
                    include=[*READABLE, "kind", "status"],
                    condition=Q(**{lamp.column: OUT}),
                )
                for lamp in Lamp
            ),
            # What comes from a place that the strategy puts first.
            models.Index(
                "priority_place",
                F("opened_on").desc(),
                F("id").desc(),
                name="matter_priority_place",
                include=[*READABLE, "kind", "status"],
                condition=~Q(priority_place=""),
            ),
            # What hangs on a matter is listed by who may read the matter.
            models.Index(fields=["id"], include=[*READABLE, "status"], name="matter_rights"),
            GinIndex(SearchText(), name="matter_search"),
            GinIndex(OpClass(Upper("counterpart"), "gin_trgm_ops"), name="matter_counterpart_trgm"),
            # Squeezed to letters and figures: a diary number is found however its parts are kept apart.
            GinIndex(OpClass(Squeezed("diary_number"), "gin_trgm_ops"), name="matter_diary_squeezed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of(PAGE_OF_KIND[Kind(self.kind)], self.number)

    @property
    def heading(self) -> str:
        """The title; one that the register has made itself is said in the reader's language."""
        return headings.heading(self.kind, self.title)

    @property
    def heading_lang(self) -> SafeString:
        """The attribute that says in which language the heading is, where that is not the page's."""
        return mark_safe(headings.lang(self.kind, self.heading, self.title))  # noqa: S308

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < this_day()

    @property
    def kind_label(self) -> str:
        return choice_label(Kind, self.kind)

    @property
    def status_label(self) -> str:
        """The status in the words of the feature that owns it."""
        return statuses.label(self.kind, self.status)

    @property
    def status_tone(self) -> str | None:
        """The tone the feature gives the status; None leaves it to the page."""
        return statuses.tones_of(self.kind).get(self.status)

    @property
    def is_secret(self) -> bool:
        return bool(self.secrecy_ground)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class MatterParticipant(models.Model):
    """Deltagande organ. A body that takes part in another's matter, or passed it on, and may read it."""

    class Part(models.TextChoices):
        TAKES_PART = "takes_part", _("takes part")
        PASSED_ON = "passed_on", _("passed it on")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="participations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="participations")
    part = models.CharField(max_length=20, choices=Part, default=Part.TAKES_PART)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["matter", "body"], name="body_takes_part_once")]


class MatterSeries(models.Model):
    """Nummerserie. The last number given in a year; the row is locked while a number is drawn: no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        """Those that no later decision has superseded."""
        return self.filter(superseded_by__isnull=True)

    def unmarked_for(self, person: Asker) -> "DecisionQuerySet":
        """Without those in secret matters that the person has not been let into."""
        return self.filter(Q(matter__secrecy_ground="") | Q(matter__among=person.secret_matters))

    def to_notify(self) -> "DecisionQuerySet":
        """Delegated decisions that the delegating body has not yet been notified of."""
        return self.filter(untold__isnull=False)


NEWEST = (F("decided_on").desc(), F("id").desc())


def decision_url(number: str, pk: int) -> str:
    """The address of a decision among those of its matter, for every list that names it."""
    return f"{address_of('matter_decisions', number)}#beslut-{pk}"


def name_then(name: str, body: Body | None) -> str:
    """The name a body had when it decided; in English the English name, while the Swedish one is still the same."""
    return body.name_en if body and active_language() == "en" and body.name_sv == name else name


class Decision(models.Model):
    """Beslut. What a body decided in a meeting, or one person by delegated power. Never changed.

    The database refuses UPDATE and DELETE. A correction is a new decision that supersedes. `payload` is the
    record itself, canonical JSON in bytes; the columns repeat parts of it so that they can be searched.
    Written only by governance/decisions.py.
    """

    class Form(models.TextChoices):
        MEETING = "meeting", _("decided in a meeting")
        DELEGATED = "delegated", _("decided by delegated power")

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        REFERRED_BACK = "referred_back", _("referred back")
        TABLED = "tabled", _("tabled")
        NOTED = "noted", _("noted")

    # A matter referred back or tabled will be asked again.
    RETURNING = (Outcome.REFERRED_BACK, Outcome.TABLED)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(_("round"))
    # Which of the matter's questions it answers; for each of them one answer stands.
    question = models.PositiveSmallIntegerField(_("question"), default=1, db_default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name=_("decided by"))
    body_name = models.CharField(max_length=120)
    form = models.CharField(_("form"), max_length=20, choices=Form)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    decided_on = models.DateField(_("decided on"))
    paragraph = models.CharField(_("§"), max_length=20, blank=True)
    minutes = models.CharField(_("minutes"), max_length=120, blank=True)
    immediate_approval = models.BooleanField(_("immediate approval of the minutes"), default=False)
    wording = models.TextField(_("wording"))
    reasons = models.TextField(_("reasons"), blank=True)
    reservations = models.TextField(_("reservations and statements"), blank=True)
    delegate = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegate")
    )
    # With whose office it is, where a substitute decided.
    delegate_name = models.CharField(max_length=400, blank=True)
    power_source = models.CharField(_("source of the power"), max_length=200, blank=True)
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="decisions")
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="decisions")
    rule = models.ForeignKey(AuthorityRule, models.PROTECT, null=True, related_name="decisions")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    payload = models.BinaryField()
    # No part of the record: the body whose matter it is, for who may read it. Triggers write it, as the matter has it.
    owner = models.ForeignKey(
        Body, models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()
    # What became of it, where a page has read that for all its decisions at once.
    noted: "Sequence[DecisionEvent] | None" = None

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_on", "-id"]
        default_permissions = ()
        constraints = [
            # One living decision per question of a matter, whatever the code does.
            models.UniqueConstraint(
                fields=["matter", "round"],
                condition=Q(supersedes__isnull=True),
                name="one_decision_per_question",
            ),
            models.CheckConstraint(
                condition=Q(form="meeting", delegate__isnull=True) & ~Q(paragraph="")
                | Q(form="delegated", delegate__isnull=False) & ~Q(power_source=""),
                name="decision_form_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["decided_on", "section"], name="decision_by_section"),
            # The list: newest first, of a body, of an outcome, by a section; delegated ones are few and listed to be
            # notified. The matter comes along, since its owner says who may read.
            models.Index(*NEWEST, include=["matter"], name="decision_newest"),
            models.Index("body", *NEWEST, include=["matter"], name="decision_body_newest"),
            models.Index("owner", *NEWEST, include=["matter"], name="decision_owner_newest"),
            models.Index("outcome", *NEWEST, include=["matter"], name="decision_outcome_newest"),
            models.Index("section", *NEWEST, include=["matter"], name="decision_section_newest"),
            GinIndex(Stems("wording", "reasons"), name="decision_search"),
            models.Index(
                *NEWEST, name="decision_delegated", include=["body", "matter"], condition=Q(form="delegated")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_name} {self.decided_on} § {self.paragraph}".strip(" §")

    def get_absolute_url(self) -> str:
        """The record among the others of its matter."""
        return decision_url(self.matter.number, self.pk)

    @property
    def body_then(self) -> str:
        """Who decided, under the name it had then; in English by the English name of that time."""
        return name_then(self.body_name, self.body)

    def event(self, kind: str) -> "DecisionEvent | None":
        events = self.events.all() if self.noted is None else self.noted
        return next((event for event in events if event.kind == kind), None)

    @property
    def outcome_label(self) -> str:
        return choice_label(self.Outcome, self.outcome)

    @property
    def form_label(self) -> str:
        return choice_label(self.Form, self.form)

    @property
    def section_url(self) -> str:
        """Where the section it rests on can be read; empty when the strategy was silent."""
        return section_url(self.strategy.key, self.section.number) if self.section else ""

    @property
    def legal_force_on(self) -> date | None:
        """Laga kraft: the day after the last on which it can be appealed.

        That is three weeks after the minutes were posted (kommunallagen 13 kap. 5 §), or the next working day when
        nobody works then (lag 1930:173, 2 §).
        """
        posted = self.event(DecisionEvent.Kind.POSTED)
        if posted is None:
            return None
        return working_days.after(posted.happened_on + timedelta(weeks=3), 0) + working_days.ONE_DAY

    @property
    def notified(self) -> "DecisionEvent | None":
        return self.event(DecisionEvent.Kind.NOTIFIED)


class DecisionEvent(models.Model):
    """Händelse. What became of a decision afterwards. Added to, never changed."""

    class Kind(models.TextChoices):
        MINUTES_APPROVED = "minutes_approved", _("minutes approved")
        POSTED = "posted", _("minutes posted on the notice board")
        NOTIFIED = "notified", _("notified to the delegating body")
        APPEALED = "appealed", _("appealed")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_on = models.DateField(_("date"))
    paragraph = models.CharField(_("§"), max_length=20, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["happened_on", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["decision", "kind"], name="each_event_once")]


class UntoldDecision(models.Model):
    """Att anmäla. A standing decision by delegated power that the delegating body has not been notified of.

    Triggers write it with the decision and take it away with the notification, or with the decision that supersedes:
    those that have been told are many and stay, and nobody should have to look through them for the few that wait.
    """

    decision = models.OneToOneField(Decision, models.CASCADE, primary_key=True, related_name="untold")

    class Meta:
        default_permissions = ()


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: Asker) -> "NoticeQuerySet":
        """Those to the person, without those of matters marked secret since that they have not been let into."""
        open_ones = Q(matter__isnull=True) | Q(matter__secrecy_ground="")
        return self.filter(open_ones | Q(matter__among=person.secret_matters), person=person.pk)


class Notice(models.Model):
    """Avisering. Something one person should know, mostly of one matter: in the product, and by mail."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="notices")
    # Where it is read, of what is no matter or elsewhere than on its page: an address within the product, or empty.
    path = models.CharField(max_length=200, blank=True, default="", db_default="")
    key = models.CharField(max_length=120, unique=True)
    # Who it was to, where it reached somebody as their substitute.
    for_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    subject_sv = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200)
    subject = bilingual("subject")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["person", "-created_at"], condition=Q(read_at=None), name="notice_unread")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def done(self) -> str:
        """That what it told of waits no more, in words; empty for what still waits, and for what told of no waiting."""
        if self.matter is None:
            return ""
        beginning = self.key.partition(":")[0]
        if beginning in ("before", "mayor") and self.matter.before_id is None:
            return gettext("waits for no decision any more")
        status, words = WAITED_IN.get(beginning, (self.matter.status, ""))
        return str(words) if self.matter.status != status else ""

    @property
    def in_words(self) -> str:
        """The subject, and for whom one is told where that is somebody else."""
        if not self.for_name:
            return self.subject
        return gettext("For %(name)s: %(subject)s") % {"name": self.for_name, "subject": self.subject}


class Draft(models.Model):
    """Utkast. What somebody has typed in a form and not yet sent; kept so that nothing is lost."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)
    data = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)
    # Whether what it is of has changed since, and whether the form shows it; set by drafts.bring.
    is_old: bool = False
    is_shown: bool = False

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="one_draft_per_form")]


class SentForm(models.Model):
    """Avsänt formulär. One showing of a form that has been sent or thrown away: what it still saves comes too late."""

    token = models.UUIDField(primary_key=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()


class Document(models.Model):
    """Handling. A file, kept in the database so that it is there exactly when the row that names it is."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="documents")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # When a worker read its text for the search (governance/reading.py), or found that it cannot.
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-id"]
        default_permissions = ()
        indexes = [
            models.Index(
                "id", name="document_to_read", condition=Q(read_at__isnull=True, matter__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

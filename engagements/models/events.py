"""Conferences and other events abroad: who travels, how, what it costs and who pays."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.language import choice_label
from governance.models import Body, Matter
from governance.stems import Stems

# Once around the earth; a leg is not longer.
# Why somebody travelled and what came of it, for the search.
EVENT_WORDS = ("purpose", "plan_link", "learnings", "contacts_made")
LONGEST_LEG = 40_000
MOST_TRAVELLERS = 500


class EventAbroad(models.Model):
    """Evenemang utomlands. A conference, meeting or study visit that somebody travels to for the city.

    One event gathers all the city's travellers, whichever body they come from. Name, place and days stand on the card.
    """

    # Who goes, how and at what cost stands in the history of the matter too.
    TOLD_WITH = ("travellers", "legs", "costs", "matter.promised")

    class Kind(models.TextChoices):
        CONFERENCE = "conference", pgettext_lazy("event", "conference")
        MEETING = "meeting", pgettext_lazy("event", "meeting")
        STUDY_VISIT = "study_visit", pgettext_lazy("event", "study visit")
        FAIR = "fair", pgettext_lazy("event", "fair")
        BOARD_MEETING = "board_meeting", pgettext_lazy("event", "board meeting in a network")

    class Role(models.TextChoices):
        SPEAKER = "speaker", pgettext_lazy("event", "speaker")
        MODERATOR = "moderator", pgettext_lazy("event", "moderator")
        PANEL = "panel", pgettext_lazy("event", "member of a panel")
        DELEGATE = "delegate", pgettext_lazy("event", "delegate")
        EXHIBITION = "exhibition", pgettext_lazy("event", "exhibitor")
        BOARD_MEETING = "board_meeting", pgettext_lazy("event", "member of a board")

    class Digital(models.TextChoices):
        NONE = "none", _("No, it can only be attended on site")
        PARTLY = "partly", _("Partly, some of it can be followed digitally")
        WHOLLY = "wholly", _("Yes, all of it can be followed digitally")

    class Check(models.TextChoices):
        """What is checked before a journey with political representation."""

        LEVEL = "level", _("The host is represented at the same level")
        PROGRAMME = "programme", _("The programme is settled, with the meetings and who is met")
        MISSION = "mission", _("The Swedish embassy or mission knows of the journey")
        BENEFITS = "benefits", _("What others pay is tried against the rules on bribes")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="event_abroad")
    kind = models.CharField(_("kind of event"), max_length=20, choices=Kind)
    role = models.CharField(_("the city's role there"), max_length=20, choices=Role)
    purpose = models.TextField(_("purpose"), blank=True)
    plan_link = models.TextField(_("link to the plan"), blank=True)
    digital = models.CharField(_("can it be attended digitally?"), max_length=10, choices=Digital)
    digital_reason = models.TextField(_("why travel all the same"))
    on_behalf_of_executive_board = models.BooleanField(
        _("on the City Executive Board's behalf"), default=False
    )
    is_political = models.BooleanField(_("with political representation"), default=False)
    advice = models.TextField(_("the City Executive Office's advice"), blank=True)
    advised_by = models.CharField(_("who gave the advice"), max_length=120, blank=True)
    advised_on = models.DateField(_("date of the advice"), null=True, blank=True)
    checked = ArrayField(
        models.CharField(max_length=20, choices=Check), default=list, blank=True, verbose_name=_("checklist")
    )
    handled_on = models.DateField(_("handled in the preparatory committee"), null=True, blank=True)
    handling = models.TextField(_("what the preparatory committee said"), blank=True)
    learnings = models.TextField(_("what we learnt"), blank=True)
    contacts_made = models.TextField(_("whom we met"), blank=True)
    # As it was told before promises were rows with a day (Promise); it is kept as it was written.
    promises = models.TextField(_("what we promised"), blank=True)
    spread_to = models.TextField(_("who hears of it"), blank=True)
    reported_on = models.DateField(_("reported"), null=True, blank=True)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)
    costs_corrected_on = models.DateField(_("costs corrected on"), null=True, blank=True)
    costs_corrected_because = models.TextField(_("why the costs were corrected"), blank=True)
    # Set by the sweep when it has told those concerned that the report is late: that is told once.
    reminded_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["reminded_on"])

    class Meta:
        verbose_name = _("event abroad")
        verbose_name_plural = _("events abroad")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(digital_reason=""),
                name="digital_alternative_is_answered",
                violation_error_message=_("Say why one must travel all the same."),
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | ~Q(learnings=""), name="report_says_what_was_learnt"
            ),
            models.CheckConstraint(
                condition=Q(advice="", advised_by="", advised_on__isnull=True)
                | (~Q(advice="") & ~Q(advised_by="") & Q(advised_on__isnull=False)),
                name="advice_is_whole",
                violation_error_message=_("Say what the advice was, who gave it and when."),
            ),
        ]
        indexes = [GinIndex(Stems(*EVENT_WORDS), name="event_search")]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def role_label(self) -> str:
        return choice_label(self.Role, self.role)

    @property
    def facts(self) -> dict[str, object]:
        """The facts of the question who decides on attending. What takes place in Sweden is not abroad."""
        return attending(str(self.matter.country), self.on_behalf_of_executive_board)


def attending(country: str, on_behalf_of_executive_board: bool) -> dict[str, object]:
    """The same of an event that is not written yet."""
    return {
        "act": "attend_event",
        "abroad": country != "SE",
        "on_behalf_of_executive_board": on_behalf_of_executive_board,
    }


class Traveller(models.Model):
    """Resenär. Somebody who travels for the city, as elected representative or official."""

    class Office(models.TextChoices):
        ELECTED = "elected", _("elected representative")
        OFFICIAL = "official", _("official")

    # On the history page of its journey.
    NAMED_BY = "name"

    event = models.ForeignKey(EventAbroad, models.PROTECT, related_name="travellers", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("travels as"), max_length=20, choices=Office)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    role = models.CharField(_("role there"), max_length=20, choices=EventAbroad.Role)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        ordering = ["name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "event",
                Upper("name"),
                name="traveller_once_per_event",
                violation_error_message=_("This person is among the travellers already."),
            )
        ]
        # The same person's earlier journeys.
        indexes = [models.Index(Upper("name"), "event", name="traveller_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def office_label(self) -> str:
        return choice_label(self.Office, self.office)

    @property
    def role_label(self) -> str:
        return choice_label(EventAbroad.Role, self.role)


class Leg(models.Model):
    """Delsträcka. One way from one place to another, as planned or as it was travelled."""

    class Mode(models.TextChoices):
        TRAIN = "train", _("train")
        FLIGHT = "flight", _("flight")
        BOAT = "boat", _("boat")
        BUS = "bus", _("bus")
        CAR = "car", _("car")

    NAMED_BY = "destination"

    event = models.ForeignKey(EventAbroad, models.PROTECT, related_name="legs", verbose_name=_("event"))
    is_actual = models.BooleanField(_("as it was travelled"), default=False)
    origin = models.CharField(_("from"), max_length=120)
    destination = models.CharField(_("to"), max_length=120)
    mode = models.CharField(_("means of travel"), max_length=10, choices=Mode)
    distance_km = models.PositiveIntegerField(
        _("distance, km"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LEG)]
    )
    travellers = models.PositiveSmallIntegerField(
        _("number of travellers"), validators=[MinValueValidator(1), MaxValueValidator(MOST_TRAVELLERS)]
    )
    # Worked out by engagements.emissions when the leg is written; a later table of factors leaves it alone.
    co2_kg = models.DecimalField(_("CO2, kg"), max_digits=10, decimal_places=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("leg of a journey")
        verbose_name_plural = _("legs of a journey")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(distance_km__range=(1, LONGEST_LEG), travellers__range=(1, MOST_TRAVELLERS)),
                name="leg_has_a_length",
            ),
            models.CheckConstraint(condition=Q(co2_kg__gte=0), name="leg_co2_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.origin}–{self.destination}"

    @property
    def mode_label(self) -> str:
        return choice_label(self.Mode, self.mode)


class EventCost(models.Model):
    """Kostnadspost. What one thing costs and who pays it: as estimated before the decision, and as it became."""

    class Sort(models.TextChoices):
        TRAVEL = "travel", pgettext_lazy("cost", "travel")
        HOTEL = "hotel", pgettext_lazy("cost", "hotel")
        FEE = "fee", pgettext_lazy("cost", "fee")
        ALLOWANCE = "allowance", pgettext_lazy("cost", "daily allowance")
        REPRESENTATION = "representation", pgettext_lazy("cost", "official hospitality")
        INTERPRETER = "interpreter", pgettext_lazy("cost", "interpreter")
        OTHER = "other", pgettext_lazy("cost", "other")
        CANCELLATION = "cancellation", pgettext_lazy("cost", "cancellation")

    class Payer(models.TextChoices):
        CITY = "city", pgettext_lazy("payer", "the city")
        ORGANISER = "organiser", pgettext_lazy("payer", "the organiser")
        SPONSOR = "sponsor", pgettext_lazy("payer", "a sponsor")
        EU = "eu", pgettext_lazy("payer", "EU money")

    NAMED_BY = "sort"

    event = models.ForeignKey(EventAbroad, models.PROTECT, related_name="costs", verbose_name=_("event"))
    sort = models.CharField(_("type of cost"), max_length=20, choices=Sort)
    payer = models.CharField(_("paid by"), max_length=20, choices=Payer, default=Payer.CITY)
    # Whose travellers it is for: what a body of the city pays itself is told with that body.
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    estimated = models.DecimalField(
        _("estimated, kronor"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    actual = models.DecimalField(_("actual, kronor"), max_digits=12, decimal_places=2, null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cost item")
        verbose_name_plural = _("cost items")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sort", "payer", "body"],
                name="one_cost_of_a_type",
                violation_error_message=_("There is a line for this type, payer and body already."),
            ),
            models.CheckConstraint(
                condition=Q(estimated__isnull=False) | Q(actual__isnull=False), name="cost_has_an_amount"
            ),
            models.CheckConstraint(
                condition=(Q(estimated__isnull=True) | Q(estimated__gte=0))
                & (Q(actual__isnull=True) | Q(actual__gte=0)),
                name="event_cost_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.sort_label

    @property
    def amount(self) -> Decimal | None:
        """What was estimated; of what nobody had foreseen, what it cost."""
        return self.actual if self.estimated is None else self.estimated

    @property
    def sort_label(self) -> str:
        return choice_label(self.Sort, self.sort)

    @property
    def payer_label(self) -> str:
        return choice_label(self.Payer, self.payer)

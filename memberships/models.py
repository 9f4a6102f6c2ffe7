"""Memberships with who represents the city, posts of trust and fees, and the reviews that ask whether to stay."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Organisation
from governance.models import Matter, Person, Strategy
from governance.prepared import Asker

from .lifecycle import CURRENT, Status


class Money(models.DecimalField):
    """An amount with two decimals. Never a float: decisions and reports repeat it to the öre."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_digits": 14, "decimal_places": 2, **options})


def in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may read in the register: everything of the own bodies, of others what has been decided.

    That the city is a member is public whichever body decided it; a proposal is its body's own until then.
    `card` leads from the rows asked about to the matter ("matter__").
    """
    bodies = person.bodies_with("view_matters")
    own = Q(**{f"{card}body__among": bodies}) | Q(**{f"{card}before__among": bodies})
    decided = Q(**{f"{card}status__in": [*CURRENT, Status.LEFT]})
    unmarked = Q(**{f"{card}secrecy_ground": ""}) | Q(**{f"{card}pk__among": person.secret_matters})
    return (own | decided) & unmarked


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_register_for(self, person: Person) -> "MembershipQuerySet":
        """What the person may read in the register, see `in_register_for`."""
        return self.filter(in_register_for(person, "matter__"))

    def current(self) -> "MembershipQuerySet":
        """Those the city is in."""
        return self.filter(matter__status__in=CURRENT)

    def overdue(self, day: date) -> "MembershipQuerySet":
        """Those whose review should have been decided."""
        return self.current().filter(next_review_on__lt=day)


class Membership(models.Model):
    """Medlemskap. The city takes part in an organisation, network or initiative, through one of its bodies."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        NETWORK = "network", _("network")
        INITIATIVE = "initiative", _("initiative")

    # Co-owners, what the city holds and what it pays stand in the history of the matter too: as many sorts as the page
    # may ask for. Those who speak for the city stand on its own page with their periods.
    TOLD_WITH = ("co_owners", "posts", "fees")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="membership")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    kind = models.CharField(_("form of participation"), max_length=20, choices=Kind)
    why = models.TextField(_("why it is prioritised"), blank=True)
    contribution = models.TextField(_("what the city contributes"), blank=True)
    benefit = models.TextField(_("expected benefit"), blank=True)
    cost_four_years = Money(
        _("cost for four years"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="SEK")
    # What the register itself found when the proposal was written, and when it looked: the proof that existing
    # forums were examined first. Written by actions.propose, never by a person.
    findings = models.JSONField(default=dict, blank=True, editable=False)
    not_enough = models.TextField(_("why existing forums are not enough"), blank=True)
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    # Sources often give the year alone; the date is then 1 January and is shown as the year.
    joined_year_only = models.BooleanField(_("only the year is known"), default=False)
    left_on = models.DateField(_("left"), null=True, blank=True)
    left_reason = models.TextField(_("reason for leaving"), blank=True)
    notice_rule = models.TextField(_("notice"), blank=True, help_text=_("How and when one must give notice."))
    notice_given_on = models.DateField(_("notice given"), null=True, blank=True)
    predates_register = models.BooleanField(
        _("decided before the register"),
        default=False,
        help_text=_("The decision to join was taken before this register existed and is not recorded here."),
    )
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # Empty: as the strategy in force says.
    review_interval_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    review_lead_months = models.PositiveSmallIntegerField(
        _("months a review opens ahead"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    # Kept by reviews.schedule and by the sweep: when the next review is due, when it opens by itself (empty
    # while one is open), and the strategy whose terms the two were counted by.
    next_review_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
    review_opens_on = models.DateField(null=True, editable=False)
    terms = models.ForeignKey(Strategy, models.PROTECT, null=True, related_name="+", editable=False)
    # When the city gives notice or leaves no review comes. The date of the one it did not wait for stays here: the
    # figures of a past year tell what was overdue then.
    unreviewed_since = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["review_opens_on", "terms", "unreviewed_since"])

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("One cannot leave before one has joined."),
            ),
            models.CheckConstraint(
                condition=Q(cost_four_years__isnull=True) | Q(cost_four_years__gte=0),
                name="membership_cost_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(review_interval_months__isnull=True) | Q(review_interval_months__gte=1),
                name="membership_review_comes_again",
            ),
        ]
        indexes = [
            # The daily sweep reads these two and nothing else: a quiet day costs two empty index scans.
            models.Index(
                "review_opens_on", name="membership_review_opens", condition=Q(review_opens_on__isnull=False)
            ),
            models.Index("terms", name="membership_terms", condition=Q(next_review_on__isnull=False)),
            # The calendar of reviews, and what is overdue.
            models.Index(
                "next_review_on",
                "matter",
                name="membership_next_review",
                condition=Q(next_review_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def facts(self) -> dict[str, object]:
        """The facts of the question who decides on joining."""
        return {"act": "join_membership", "scope": self.matter.scope, "counterpart": self.kind}


class Held(models.Model):
    """A period that may be open at both ends."""

    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_to_last(self) -> bool:
        """Whether its end is open, or lies ahead and may come sooner."""
        return self.until is None or self.until > timezone.localdate()

    def is_in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Representative(Held):
    """Representant. Somebody who speaks for the city in the organisation."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="representatives", verbose_name=_("membership")
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"), max_length=120, help_text=_("For example: member of the working group.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = [F("until").asc(nulls_first=True), "since", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="representative_period_runs_forward",
                violation_error_message=_("The period ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class CoOwner(Held):
    """Huvudman. One of those who have an organisation together; without an organisation it is the city itself."""

    # One of several in the history of its matter.
    NAMED_BY = "role"

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="co_owners", verbose_name=_("membership")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="co_owned",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=120)
    # Where the sources say it.
    share = models.DecimalField(
        _("share, per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("co-owner")
        verbose_name_plural = _("co-owners")
        ordering = [F("until").desc(nulls_first=True), F("organisation").asc(nulls_first=True), "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="co_owner_period_runs_forward",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100), name="share_is_a_share"
            ),
            models.UniqueConstraint(
                "membership",
                "organisation",
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="co_owner_once",
                violation_error_message=_("It is a co-owner already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"

    @property
    def name(self) -> str:
        return str(self.organisation) if self.organisation else gettext("City of Stockholm")


class Post(Held):
    """Förtroendepost. A post of trust that the city holds in the organisation."""

    NAMED_BY = "title"

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="posts", verbose_name=_("membership")
    )
    title = models.CharField(
        _("post"), max_length=120, help_text=_("For example: chair of the working group.")
    )
    holder = models.CharField(_("held by"), max_length=120)
    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post of trust")
        verbose_name_plural = _("posts of trust")
        ordering = [F("until").desc(nulls_first=True), "-since", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="post_period_runs_forward",
                violation_error_message=_("The period ends before it begins."),
            )
        ]
        indexes = [models.Index("since", "until", name="post_period")]

    def __str__(self) -> str:
        return f"{self.title}: {self.holder}"


class Fee(models.Model):
    """Avgift. What one year cost and, in a line, what it gave."""

    NAMED_BY = "year"

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="fees", verbose_name=_("membership")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    amount = Money(_("amount"), validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, default="SEK")
    amount_sek = Money(_("in kronor"), validators=[MinValueValidator(0)])
    note = models.CharField(_("the year in short"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["-year"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year"],
                name="one_fee_per_year",
                violation_error_message=_("The fee of this year is already in the register."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, amount_sek__gte=0), name="fee_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount} {self.currency}"


class MembershipReview(models.Model):
    """Omprövning. The question every fourth year: stay, stay in another way, or leave."""

    class Recommendation(models.TextChoices):
        CONTINUE = "continue", _("continue as now")
        CHANGE = "change", _("continue in another way")
        LEAVE = "leave", _("leave")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="membership_review")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="reviews", verbose_name=_("membership")
    )
    due_on = models.DateField(_("due"))
    # Set when the rule opened it, empty when a person did. One sweep gives all its reviews the same moment.
    opened_by_rule_at = models.DateTimeField(
        _("opened by the register"), null=True, editable=False, db_index=True
    )
    is_open = models.BooleanField(_("still open"), default=True, editable=False)
    goals = models.TextField(_("goals"), blank=True)
    influence = models.TextField(_("influence"), blank=True)
    knowledge = models.TextField(_("knowledge"), blank=True)
    money = models.TextField(_("money"), blank=True)
    alternative = models.TextField(_("alternative"), blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    # What the register showed when the review was sent for decision.
    evidence = models.JSONField(default=dict, blank=True, editable=False)
    result = models.CharField(_("result"), max_length=10, choices=Recommendation, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-due_on"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["membership", "due_on"], name="each_review_once"),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(is_open=True), name="one_open_review_per_membership"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

"""Cooperation agreements and letters of intent: what was agreed, who signed it, what each side is to do."""

from calendar import monthrange
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from engagements.lifecycle.agreements import PUBLIC
from governance.models import Document, Matter
from governance.models.authority import Act, Counterpart
from governance.prepared import Asker

from .organisations import Organisation, theme_label
from .registers import own_or_public

# What kind of counterpart an organisation of the register is to the question who decides.
COUNTERPART = {
    Organisation.Kind.CITY: Counterpart.CITY,
    Organisation.Kind.NETWORK: Counterpart.NETWORK,
    Organisation.Kind.ORGANISATION: Counterpart.ORGANISATION,
    Organisation.Kind.INITIATIVE: Counterpart.INITIATIVE,
    Organisation.Kind.EU_INSTITUTION: Counterpart.ORGANISATION,
}


def agreements_in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may read in the register: everything of the own bodies, of others what has been decided.

    `card` leads from the rows asked about to the matter ("matter__").
    """
    return own_or_public(person, PUBLIC, card)


def months_before(day: date, months: int) -> date:
    """The same day some months earlier; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Agreement(models.Model):
    """Samarbetsavtal. What the city has agreed with a partner abroad, or means to; a letter of intent is one of them.

    Title, scope, theme and the first and last day stand on the card.
    """

    class Type(models.TextChoices):
        COOPERATION = "cooperation", _("cooperation agreement")
        LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
        TWIN_TOWN = "twin_town", _("twin-town agreement")

    class ReviewReason(models.TextChoices):
        EXPIRY = "expiry", pgettext_lazy("review of an agreement", "its last day is near")
        INTERVAL = "interval", pgettext_lazy("review of an agreement", "four years have passed")
        BY_HAND = "by_hand", pgettext_lazy("review of an agreement", "somebody asked for it")
        DORMANT = "dormant", pgettext_lazy("review of an agreement", "nothing has happened in it")

    # What each side is to do, what was done, and amendments stand in the history of the matter too.
    TOLD_WITH = ("obligations", "activities", "versions", "reviews")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="agreement")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("organisation")
    )
    type = models.CharField(_("type"), max_length=20, choices=Type)
    # A letter of intent with a city is possible inside an international initiative that the city takes part in.
    initiative = models.CharField(_("within the initiative"), max_length=200, blank=True)
    exchange = models.TextField(_("concrete exchange"), blank=True)
    benefit_to_city = models.TextField(_("benefit to the city"), blank=True)
    benefit_to_counterpart = models.TextField(_("benefit to the counterpart"), blank=True)
    notice_months = models.PositiveSmallIntegerField(
        _("months of notice"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    cost_per_year = models.DecimalField(
        _("cost per year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    city_contact = models.CharField(_("contact at the city"), max_length=200, blank=True)
    counterpart_contact = models.CharField(_("contact at the counterpart"), max_length=200, blank=True)
    # What the register itself found when the proposal was written, and when it looked. Never written by a person.
    findings = models.JSONField(default=dict, blank=True, editable=False)
    not_enough = models.TextField(_("why existing forums are not enough"), blank=True)
    touches_foreign_relations = models.BooleanField(_("touches Sweden's foreign relations"), default=False)
    exception_reasons = models.TextField(_("reasons for an exception"), blank=True)
    # Sources often give a year and no day: the first day is then 1 January.
    starts_year_only = models.BooleanField(_("only the year of the first day is known"), default=False)
    sign_by = models.DateField(_("to be signed by"), null=True, blank=True)
    signed_by_city_on = models.DateField(_("signed by the city on"), null=True, blank=True)
    signed_by_city = models.CharField(_("signed for the city by"), max_length=200, blank=True)
    signed_by_counterpart_on = models.DateField(_("signed by the counterpart on"), null=True, blank=True)
    signed_by_counterpart = models.CharField(_("signed for the counterpart by"), max_length=200, blank=True)
    signed_copy = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
    review_reason = models.CharField(_("why it is reviewed"), max_length=10, choices=ReviewReason, blank=True)
    review_why = models.TextField(_("why somebody asked for a review"), blank=True)
    review_due_on = models.DateField(_("to be reviewed by"), null=True, blank=True, editable=False)
    # The day nothing will have happened in it for too long, and the day it was found so; nothing then happened since.
    dormant_on = models.DateField(null=True, editable=False)
    dormant_since = models.DateField(_("dormant since"), null=True, blank=True, editable=False)
    notice_given_on = models.DateField(_("notice given"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), blank=True)
    goals_met = models.TextField(_("goals met"), blank=True)
    effects = models.TextField(_("effects"), blank=True)
    total_cost = models.DecimalField(
        _("total cost"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    recommendation = models.TextField(_("recommendation"), blank=True)
    evaluated_on = models.DateField(_("evaluated on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords(excluded_fields=["dormant_on"])

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_per_year__isnull=True) | Q(cost_per_year__gte=0),
                name="agreement_cost_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(total_cost__isnull=True) | Q(total_cost__gte=0),
                name="agreement_total_cost_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(signed_by_city_on__isnull=True) | ~Q(signed_by_city=""),
                name="agreement_signature_of_the_city_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(signed_by_counterpart_on__isnull=True) | ~Q(signed_by_counterpart=""),
                name="agreement_signature_of_the_counterpart_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(evaluated_on__isnull=True) | Q(ended_on__isnull=False),
                name="agreement_is_evaluated_after_it_ends",
            ),
        ]
        indexes = [
            # The daily look reads these and nothing else.
            models.Index(
                "next_review_on", name="agreement_next_review", condition=Q(next_review_on__isnull=False)
            ),
            models.Index("dormant_on", name="agreement_dormant_on", condition=Q(dormant_on__isnull=False)),
            # A filter of the register: dormant are few among many.
            models.Index("matter", name="agreement_dormant", condition=Q(dormant_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def theme_label(self) -> str:
        return theme_label(self.matter.theme)

    @property
    def counterpart(self) -> str:
        """What kind of counterpart the strategy would call the organisation."""
        if self.initiative and self.type == self.Type.LETTER_OF_INTENT:
            return Counterpart.INITIATIVE
        return COUNTERPART.get(Organisation.Kind(self.organisation.kind), Counterpart.OTHER)

    def add_note(self, text: str) -> None:
        """One paragraph more."""
        self.note = "\n\n".join(part for part in (self.note, text) if part)

    @property
    def is_fully_signed(self) -> bool:
        return self.signed_by_city_on is not None and self.signed_by_counterpart_on is not None

    @property
    def last_day_of_notice(self) -> date | None:
        """The last day to give notice so that the agreement ends with its last day."""
        if self.notice_months is None or self.matter.ends_on is None:
            return None
        return months_before(self.matter.ends_on, self.notice_months)


ACT_OF_TYPE = {
    Agreement.Type.COOPERATION: Act.SIGN_COOPERATION_AGREEMENT,
    Agreement.Type.LETTER_OF_INTENT: Act.SIGN_LETTER_OF_INTENT,
    Agreement.Type.TWIN_TOWN: Act.SIGN_TWIN_TOWN_AGREEMENT,
}

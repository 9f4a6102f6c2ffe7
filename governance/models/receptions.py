"""Requests for a reception in the City Hall, which the preparatory committee handles on its list of hospitality."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.addresses import address_of

from .meetings import AgendaItem
from .organisation import Body, Person

# So many guests are preferred.
PREFERRED_GUESTS = 150


class Criterion(NamedTuple):
    """One thing that the city looks at. `is_met` is None where nobody has said; what is preferred is no demand."""

    words: Any
    is_met: bool | None
    is_preferred: bool = False


class Reception(models.Model):
    """Mottagningsförfrågan. Somebody who holds a congress or championship in Stockholm asks for a City Hall reception.

    The criteria are the city's own for representation. They are shown, and stop nothing: there are no guarantees
    either way.
    """

    class Reach(models.TextChoices):
        NORDIC = "nordic", pgettext_lazy("congress", "Nordic congress")
        EUROPEAN = "european", pgettext_lazy("congress", "European congress")
        INTERNATIONAL = "international", pgettext_lazy("congress", "international congress")
        CHAMPIONSHIP = "championship", _("European or World championship")
        OTHER = "other", _("something else")

    class Slot(models.TextChoices):
        EARLY = "18-20", _("18 to 20")
        LATE = "19-21", _("19 to 21")

    event = models.CharField(_("congress or event"), max_length=200)
    organiser = models.CharField(_("organiser"), max_length=200)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    reach = models.CharField(_("what kind of event"), max_length=20, choices=Reach)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    guests = models.PositiveIntegerField(_("number of guests"))
    foreign_guests = models.PositiveIntegerField(_("of them from abroad"))
    in_stockholm = models.BooleanField(_("the event is held in Stockholm"), default=False)
    in_hotels = models.BooleanField(_("the guests stay in hotels"), default=False)
    wished_on = models.DateField(_("wished day of the reception"))
    slot = models.CharField(_("wished time"), max_length=10, choices=Slot)
    shared_with_region = models.BooleanField(_("shared with Region Stockholm"), default=False)
    note = models.TextField(_("note"), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="receptions", verbose_name=_("passed on by"))
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("logged by"))
    logged_on = models.DateField(_("logged on"))
    item = models.OneToOneField(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reception",
        editable=False,
        verbose_name=_("item on the agenda"),
    )
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request for a reception")
        verbose_name_plural = _("requests for receptions")
        ordering = ["-wished_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="congress_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(foreign_guests__lte=F("guests")), name="no_more_foreign_guests_than_guests"
            ),
        ]
        indexes = [models.Index(F("wished_on").desc(), F("id").desc(), name="reception_newest")]

    def __str__(self) -> str:
        return self.event

    def get_absolute_url(self) -> str:
        return address_of("reception", self.pk)

    @property
    def criteria(self) -> list[Criterion]:
        """What the city looks at, in the order it does."""
        last_evening, evening_before = self.ends_on, self.begins_on - timedelta(days=1)
        return [
            Criterion(
                _("A Nordic, European or international congress, or a European or World championship"),
                self.reach != self.Reach.OTHER,
            ),
            Criterion(_("Most of the guests come from abroad"), self.foreign_guests * 2 > self.guests),
            Criterion(_("The event is held in Stockholm"), self.in_stockholm),
            Criterion(_("The guests stay in hotels"), self.in_hotels),
            Criterion(
                _("Preferably at least 150 guests"), self.guests >= PREFERRED_GUESTS, is_preferred=True
            ),
            Criterion(
                _("Not on the evening before the event begins, nor on its last evening"),
                self.wished_on not in (evening_before, last_evening),
            ),
        ]

    @property
    def meets_all(self) -> bool:
        """Whether every demand is met; what is only preferred may be missing."""
        return all(each.is_met or each.is_preferred for each in self.criteria)

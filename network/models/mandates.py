"""What an appointment as contact person comprises: the mandate, the substitute, and that the person took it on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Theme, theme_label
from governance.models import Appointment, Person


class Mandate(models.Model):
    """Kontaktpersons mandat. What the head gives a contact person to do, beside the appointment itself.

    The appointment stays what governance knows; without a row here its mandate is not stated and not accepted.
    """

    class Kind(models.TextChoices):
        # In the words of the strategy of 2016, section 5, and of the Transport Committee's answer to its referral.
        REPRESENTS = "represents", _("represents the operation in international questions")
        COORDINATES = "coordinates", _("coordinates: a way in, who passes on and secures support")

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, primary_key=True, related_name="mandate", verbose_name=_("appointment")
    )
    kind = models.CharField(_("kind of mandate"), max_length=20, choices=Kind, blank=True)
    extent = models.CharField(_("what it comprises"), max_length=500, blank=True)
    # Who usually stands in, and is proposed when it is needed. Who does so from when until when is a Substitution.
    substitute = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("substitute")
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=Theme), default=list, blank=True, verbose_name=_("themes")
    )
    accepted_at = models.DateTimeField(_("accepted by the person"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact person's mandate")
        verbose_name_plural = _("contact persons' mandates")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.appointment)

    @property
    def themes_label(self) -> str:
        return ", ".join(theme_label(theme) for theme in self.themes)

"""What the persons in the network can, as they say themselves, and the trainings that are offered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.models import Person

from .written import Written

# The languages that the network asks for most, by ISO 639-1; others are written out.
LANGUAGES = (
    ("en", _("English")),
    ("fi", _("Finnish")),
    ("no", _("Norwegian")),
    ("da", _("Danish")),
    ("is", _("Icelandic")),
    ("et", _("Estonian")),
    ("lv", _("Latvian")),
    ("lt", _("Lithuanian")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("it", _("Italian")),
    ("nl", _("Dutch")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("fa", _("Persian")),
    ("so", _("Somali")),
    ("tr", _("Turkish")),
    ("ku", _("Kurdish")),
    ("zh", _("Chinese")),
    ("ja", _("Japanese")),
    ("other", _("another language")),
)


class Competence(Written):
    """Kompetens. Something a person in the network can, entered by that person alone: the author."""

    class Kind(models.TextChoices):
        LANGUAGE = "language", _("language")
        EU = "eu", _("EU knowledge")
        PROJECT = "project", _("project leading")
        TRAINING = "training", _("training")

    class Level(models.TextChoices):
        BASIC = "basic", _("basic")
        WORKING = "working", _("at work")
        FLUENT = "fluent", _("fluent, or expert")
        NATIVE = "native", _("mother tongue")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    text = models.CharField(_("what more precisely"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["author__name", "kind", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="language") & ~Q(language="") | ~Q(kind="language") & Q(language=""),
                name="competence_names_its_language",
                violation_error_message=_("Choose which language, for a language alone."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="language") & ~Q(text="")
                | Q(kind="language") & (~Q(language="other") | ~Q(text="")),
                name="competence_says_what_it_is",
                violation_error_message=_("Say what it is more precisely."),
            ),
            models.UniqueConstraint(
                fields=["author", "language"],
                condition=Q(kind="language") & ~Q(language="other"),
                name="one_level_per_person_and_language",
                violation_error_message=_("You have entered that language already."),
            ),
        ]
        indexes = [models.Index("written_at", "id", name="competence_newest")]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """The language, else the text: what a list shows."""
        if self.kind == self.Kind.LANGUAGE and self.language != "other":
            return str(self.get_language_display())
        return self.text


class Training(Written):
    """Utbildning. A training that the network is offered."""

    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what one learns"), blank=True)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=160)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-held_on", "-pk"]
        default_permissions = ()
        indexes = [models.Index("held_on", "id", name="network_training_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("network:training", self.pk)


class Participant(models.Model):
    """Kursdeltagare. Somebody who takes part in a training."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_seat_per_training_and_person")
        ]

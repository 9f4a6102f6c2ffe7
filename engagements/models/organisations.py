"""Partners abroad under all their names, and which matters concern them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.language import country_name
from governance.models import Kind, Matter


class Theme(models.TextChoices):
    """Tema. What an engagement is about, in the words the city uses for its projects."""

    CLIMATE = "climate", _("climate, environment and mobility")
    CITY_DEVELOPMENT = "city_development", _("housing and city development")
    EDUCATION = "education", _("school and education")
    SOCIAL = "social", _("social affairs, equality and democracy")
    CULTURE = "culture", _("culture and sports")
    WORK = "work", _("work, business and integration")
    DIGITAL = "digital", _("digitalisation and innovation")
    SAFETY = "safety", _("safety and preparedness")
    GENERAL = "general", _("city cooperation in general")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def named_like(self, text: str, at_least: float = 0.35, most: int = 20) -> "OrganisationQuerySet":
        """Those one of whose names looks like the text, best first; forgives spelling, å ä ö and order of words."""
        found = OrganisationName.like(text, at_least, most)
        likeness = models.Case(
            *(models.When(pk=pk, then=models.Value(value)) for pk, value in found.items()),
            default=models.Value(0.0),
            output_field=models.FloatField(),
        )
        return self.filter(pk__in=found).annotate(likeness=likeness).order_by("-likeness", "name")

    def named(self, text: str) -> "OrganisationQuerySet":
        """Those who go by exactly this name, in any language, upper or lower case."""
        names = OrganisationName.objects.annotate(upper=Upper("name")).filter(upper=Upper(models.Value(text)))
        return self.filter(pk__in=names.values("organisation"))


class LivingManager(models.Manager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """Those that have not been merged into another; what points at one that has still finds it."""

    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(merged_into__isnull=True)


class Organisation(models.Model):
    """Motpart. A city, network, organisation, institution, company or university that the city deals with."""

    class Kind(models.TextChoices):
        CITY = "city", _("city or region")
        NETWORK = "network", _("network")
        ORGANISATION = "organisation", _("organisation")
        INITIATIVE = "initiative", _("cooperation initiative")
        EU_INSTITUTION = "eu_institution", _("EU institution")
        STATE_BODY = "state_body", _("state body")
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")
        OTHER = "other", _("other")

    slug = models.SlugField(_("name in the address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    # The same organisation under another entry: whoever asks for this one is led there.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    website = models.URLField(_("website"), blank=True)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = LivingManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            # A longer way round is refused by a trigger (migrations/0002_no_circle.py).
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_no_part_of_itself",
                violation_error_message=_("An organisation cannot be a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisation_is_merged_into_another",
            ),
        ]
        # The list by name; (name, id) is the keyset.
        indexes = [
            models.Index(Upper("name"), "id", name="organisation_by_name"),
            # Who else is there: the pages of places, and the search for duplicates.
            models.Index("country", Upper("city"), name="organisation_by_place"),
            models.Index(fields=["website"], name="organisation_website", condition=~Q(website="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self) -> str:
        return address_of("engagements:organisation", self.slug)

    @property
    def described(self) -> str:
        """Told from others of its name: with where it is and what it is."""
        about = (self.city, country_name(str(self.country or "")), self.get_kind_display())
        return f"{self} ({', '.join(part for part in about if part)})"

    @property
    def theme_label(self) -> str:
        return theme_label(self.theme)


def theme_label(theme: str) -> str:
    """The words for a theme; a text that is none of ours stands as it was written."""
    return str(Theme(theme).label) if theme in Theme.values else theme


class OrganisationName(models.Model):
    """Namnform. One name an organisation goes by: its own, an acronym, an alias in some language.

    The organisation's name and acronym stand here too, so that one index finds it by any name.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("organisation", Upper("name"), name="name_once_per_organisation")
        ]
        indexes = [GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="organisation_name_trgm")]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def like(text: str, at_least: float, most: int) -> dict[int, float]:
        """Organisations with a name like the text, and how like it is (0 to 1): read by the trigram index."""
        with transaction.atomic(), connection.cursor() as cursor:
            # The threshold is what lets the index answer; it holds for this transaction only.
            cursor.execute(
                "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(at_least)]
            )
            cursor.execute(NAMES_LIKE, {"text": text.replace("\0", ""), "most": most})
            return dict(cursor.fetchall())


NAMES_LIKE = """
    SELECT organisation_id, max(word_similarity(upper(%(text)s), upper(name)))::float AS likeness
    FROM engagements_organisationname
    WHERE upper(name) %%> upper(%(text)s)
    GROUP BY organisation_id ORDER BY likeness DESC, organisation_id LIMIT %(most)s
"""


class Identifier(models.Model):
    """Identitetsbeteckning. What a register of the world calls the organisation; one such name belongs to one."""

    class Kind(models.TextChoices):
        NUMBER = "number", _("organisation number")
        ROR = "ror", _("ROR")
        PIC = "pic", _("PIC")
        OID = "oid", _("OID")
        LEI = "lei", _("LEI")
        OTHER = "other", _("other identifier")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("identifier"), max_length=80)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["kind", "value"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "kind",
                Upper("value"),
                name="identifier_belongs_to_one",
                violation_error_message=_("Another organisation has this identifier."),
            ),
        ]
        # The same value under another kind.
        indexes = [models.Index(Upper("value"), name="identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Dealing(models.Model):
    """Kontakt med motpart. Ties a matter to an organisation it concerns, so that one page shows them all.

    Written by the features through engagements.actions.tie; a matter may concern several organisations.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="dealings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dealings")
    # The matter's own, which never changes: to look for the memberships among a partner's thousands of visits.
    kind = models.CharField(max_length=30, choices=Kind, editable=False)
    # The matter's too, kept so by a trigger: a timeline is read in this order and ends after a page.
    opened_on = models.DateField(editable=False)

    class Meta:
        verbose_name = _("dealing")
        verbose_name_plural = _("dealings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "organisation"], name="one_dealing_per_matter")
        ]
        indexes = [
            models.Index(fields=["organisation", "kind"], name="dealing_by_kind"),
            models.Index(
                "organisation",
                F("opened_on").desc(),
                F("id").desc(),
                name="dealing_newest",
                include=["matter"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.organisation_id}"

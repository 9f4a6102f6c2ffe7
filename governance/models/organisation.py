"""The city's own organisation: bodies, offices, persons and who holds which office when."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from governance.errors import WrongState
from governance.language import bilingual

from .standing import Away, HeldOffice, Standing, standing_of


class DateRange(models.Func):
    """The half-open range [since, until + 1 day) of a pair of dates, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def in_force(day: date, since: str = "since", until: str = "until") -> Q:
    """Rows whose period holds `day`; both ends belong to the period, an empty end is open."""
    return (Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": day})) & (
        Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": day})
    )


class BodyQuerySet(models.QuerySet["Body"]):
    def in_force(self, day: date) -> "BodyQuerySet":
        return self.filter(in_force(day))

    def operating(self) -> "BodyQuerySet":
        """Those that run an operation of their own and so receive visits and join networks."""
        return self.filter(kind__in=Body.OPERATING)


class Body(models.Model):
    """Organ. A deciding or preparing body of the city: council, board, committee or company.

    A body that is renamed or merged ends and a new one begins, so every record keeps the name of its time.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", _("City Council")
        EXECUTIVE_BOARD = "executive_board", _("City Executive Board")
        PREPARATORY_COMMITTEE = "preparatory_committee", _("International Affairs Preparatory Committee")
        COMMITTEE = "committee", _("specialist committee")
        DISTRICT_COUNCIL = "district_council", _("district council")
        GROUP_BOARD = "group_board", _("Group Board of Stockholms Stadshus AB")
        COMPANY = "company", _("company")

    OPERATING = (Kind.EXECUTIVE_BOARD, Kind.COMMITTEE, Kind.DISTRICT_COUNCIL, Kind.GROUP_BOARD, Kind.COMPANY)
    # The strategy asks the heads of specialist departments and companies to appoint a contact person (§5).
    WITH_CONTACT_PERSON = (Kind.COMMITTEE, Kind.COMPANY, Kind.GROUP_BOARD)
    # Of these the city has one at a time; when it is renamed, one ends and the next begins.
    ONLY_ONE = (Kind.COUNCIL, Kind.EXECUTIVE_BOARD, Kind.PREPARATORY_COMMITTEE, Kind.GROUP_BOARD)

    slug = models.SlugField(_("name in the address"), unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    name_sv = models.CharField(_("name in Swedish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    administration_sv = models.CharField(_("administration"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("body above it"),
    )
    replaces = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    name = bilingual("name")
    in_a_sentence = bilingual("in_a_sentence")
    history = HistoricalRecords()

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name_sv"]
        default_permissions = ()
        permissions = [
            ("view_matters", _("Can read the body's matters")),
            ("edit_matters", _("Can log and prepare the body's matters")),
            ("record_decisions", _("Can record the body's decisions")),
            ("appoint", _("Can appoint the body's contact person")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="body_period_runs_forward",
                violation_error_message=_("The body cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="one_body_of_its_kind_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__in=["council", "executive_board", "preparatory_committee", "group_board"]),
                violation_error_message=_(
                    "The city already has a body of this kind at that time. Let the former end the day before"
                    " this one begins."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_a_sentence_sv(self) -> str:
        """The name inside a sentence: trafiknämnden. Companies and districts are proper names."""
        is_proper_name = self.is_company or self.kind == self.Kind.DISTRICT_COUNCIL
        return self.name_sv if is_proper_name else self.name_sv[:1].lower() + self.name_sv[1:]

    @property
    def in_a_sentence_en(self) -> str:
        """The name inside a sentence: the Transport Committee. Companies have no article."""
        return self.name_en if self.is_company else f"the {self.name_en}"

    @property
    def is_company(self) -> bool:
        return self.kind in (self.Kind.COMPANY, self.Kind.GROUP_BOARD)

    def is_in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def the_body(kind: str, day: date, among: Iterable[Body] | None = None) -> Body:
    """The one body of a kind that the city has one of (`Body.ONLY_ONE`), as it is on the day. Raises WrongState.

    `among`: the bodies, where they are at hand.
    """
    if among is None:
        among = Body.objects.in_force(day).filter(kind=kind)[:1]
    found = next((body for body in among if body.kind == kind and body.is_in_force(day)), None)
    if found is None:
        raise WrongState(
            gettext("The register has no %(kind)s on %(day)s. The administrator can enter it.")
            % {"kind": Body.Kind(kind).label, "day": day.isoformat()}
        )
    return found


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, name: str, email: str = "", password: str | None = None) -> "Person":
        person = self.model(username=username, name=name, email=self.normalize_email(email))
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Person. Somebody who works for the city and may log in.

    What a person may do follows from the offices held; there is no superuser and no flag that opens everything.
    """

    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        help_text=_("The identity from the city's login service, never a personal identity number."),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    language = models.CharField(
        _("language"), max_length=2, default="sv", choices=[("sv", _("Swedish")), ("en", _("English"))]
    )
    # The day the guardian rows were last brought in line with the appointments. A period that begins or ends
    # takes effect at the person's next request even if the daily job has not run.
    rights_as_of = models.DateField(null=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    # Since when the start page does not offer a walk through the product any more.
    shown_around_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login", "rights_as_of", "shown_around_on"])

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            # Django's superuser passes every check. The database refuses to hold one.
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_all_powerful"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.username

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Rights are always rights on something: a question about everything is answered no."""
        return obj is not None and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    @cached_property
    def standing(self) -> Standing:
        """What the person is today; read once per request."""
        return standing_of(self.pk, timezone.localdate())

    def bodies_with(self, right: str) -> set[int]:
        """Ids of the bodies on which this person has the right."""
        return self.standing.bodies.get(right, set()) if self.is_active else set()

    @property
    def own_bodies(self) -> list[int]:
        """Ids of the bodies where this person holds an office that reads its matters."""
        return sorted({held.body_id for held in self.offices} & self.bodies_with("view_matters"))

    @property
    def secret_matters(self) -> list[int]:
        """Ids of the secret matters this person has been let into."""
        return self.standing.secret_matters

    @property
    def offices(self) -> tuple[HeldOffice, ...]:
        """The offices held today, by body: the own ones, and those held in the name of somebody who is away."""
        return self.standing.offices

    @property
    def away(self) -> tuple[Away, ...]:
        """Who stands in for this person today, in which office."""
        return self.standing.away

    @property
    def roles(self) -> set[str]:
        """The roles held today, in the own name or another's; never another's administrator's."""
        return self.standing.roles

    @property
    def is_staff(self) -> bool:
        """May open the administration pages: holds the administrator's office today, in person."""
        return self.is_active and Office.Role.ADMINISTRATOR in self.roles


class BodyUserObjectPermission(UserObjectPermissionBase):
    """Rättighet. One right of one person on one body, written only by `access.sync_rights`.

    A direct foreign key: the row goes with its body, so no orphan right can come alive on a reused key.
    """

    content_object = models.ForeignKey(Body, models.CASCADE)


class Office(models.Model):
    """Uppdrag. An office that stays while people come and go: a role at one body."""

    class Role(models.TextChoices):
        CONTACT_PERSON = "contact_person", _("international contact person")
        SECRETARY = "secretary", _("secretary")
        HEAD = "head", _("head of department or company")
        COORDINATOR = "coordinator", _("coordinator at the City Executive Office")
        MAYOR = "mayor", _("Mayor")
        IB_SECRETARY = "ib_secretary", _("secretary of the preparatory committee")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")

    body = models.ForeignKey(Body, models.PROTECT, related_name="offices", verbose_name=_("body"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    title_sv = models.CharField(_("title in Swedish"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    title = bilingual("title")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["body__name_sv", "role"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["body", "role"], name="one_office_per_body_and_role")]

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: date) -> "AppointmentQuerySet":
        return self.filter(in_force(day), person__is_active=True)


class Appointment(models.Model):
    """Förordnande. One person holds one office from a day until a day, both included."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("appointed by")
    )
    history = HistoricalRecords()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-since"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="appointment_period_runs_forward",
            ),
            ExclusionConstraint(
                name="person_holds_an_office_once_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.office}"

"""A visit request and what hangs on it: the assessment, the answers, the letters, what happened, the costs."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from engagements.models import Organisation, Theme
from governance.models import Body, Document, Ground, Matter, Person, PoliticalLevel, Strategy
from governance.stems import Stems

from .invitation_models import (
    InvitationBasis,
    InvitationEvent,
    InvitationLetter,
    InvitationList,
    InvitationSeries,
    InvitationStatus,
)
from .lifecycle import UNANSWERED
from .open_models import (
    Delegate,
    GuestErasure,
    GuestMail,
    OpenCount,
    OpenRequest,
    PassportDetails,
)
from .priority import Priority, Verdict
from .programmes import Edition, Programme, ProgrammePrint, ProgrammeProposal, ProgrammeVersion, Slot

# What a visit is about, in words that a search reads (finding.py).
ABOUT = ("purpose", "questions", "offer", "benefit", "learnings", "contacts_made")

# The tables of the programme, the open pages and the invitation letters stand in modules of their own.
__all__ = [
    "Cost",
    "Delegate",
    "Edition",
    "Event",
    "GroundAnswer",
    "GuestErasure",
    "GuestMail",
    "InvitationBasis",
    "InvitationEvent",
    "InvitationLetter",
    "InvitationList",
    "InvitationSeries",
    "InvitationStatus",
    "Letter",
    "LetterKind",
    "LetterLanguage",
    "LetterTemplate",
    "OpenCount",
    "OpenRequest",
    "PassportDetails",
    "Programme",
    "ProgrammePrint",
    "ProgrammeProposal",
    "ProgrammeVersion",
    "Reply",
    "Slot",
    "TemplateKind",
    "Visit",
]


class Visit(models.Model):
    """Besöksförfrågan. A delegation asks to come; what it asks for, what we think of it, what came of it.

    Who asks, from which city and country, about which theme, and when it will be stands on the matter's card
    (counterpart, city, country, theme, starts_on, ends_on): lists read the card and nothing else.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        FORM = "form", _("form on the web")
        PHONE = "phone", _("telephone")
        LETTER = "letter", _("letter")
        EMBASSY = "embassy", _("by way of an embassy")
        OTHER_BODY = "other_body", _("by way of another body of the city")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        DIGITAL = "digital", _("digital")
        BOTH = "both", _("on site and digital")

    class Length(models.TextChoices):
        HOUR = "hour", _("an hour or two")
        HALF_DAY = "half_day", _("half a day")
        DAY = "day", _("a day")
        TWO_DAYS = "two_days", _("two days")
        LONGER = "longer", _("longer")

    class Language(models.TextChoices):
        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")
        OTHER = "other", _("another language")

    class Payer(models.TextChoices):
        GUEST = "guest", _("the guests themselves")
        CITY = "city", _("the city")
        SHARED = "shared", _("shared")
        OTHER = "other", _("somebody else")

    # The answers to the grounds, the letters, the programme, the costs and the promises stand in the matter's history.
    TOLD_WITH = (
        "ground_answers",
        "letters",
        "invitation_basis",
        "programme",
        "slots",
        "costs",
        "matter.promised",
    )

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="visit")

    # How and when it came.
    channel = models.CharField(_("how it came"), max_length=20, choices=Channel, default=Channel.EMAIL)
    received_on = models.DateField(_("received"))

    # Who asks.
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("organisation in the register"),
    )
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=Organisation.Kind, blank=True
    )
    # The city under one name whatever the letter called it ("Helsingfors", "Helsinki"): finds duplicates.
    city_key = models.CharField(max_length=120, blank=True, editable=False)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_role = models.CharField(_("title or role"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(
        _("language of the visit"), max_length=10, choices=Language, default=Language.ENGLISH
    )
    interpreter = models.BooleanField(_("interpreter needed"), default=False)

    # Who comes.
    head_of_delegation = models.CharField(_("head of delegation"), max_length=120, blank=True)
    head_title = models.CharField(_("title"), max_length=120, blank=True)
    political_level = models.CharField(
        _("political level"), max_length=10, choices=PoliticalLevel, default=PoliticalLevel.ORDINARY
    )
    political_level_reason = models.CharField(_("why this level"), max_length=300, blank=True)
    size = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)

    # When and how: alternatives as [first day, last day] in the order the guests wish them.
    wishes = models.JSONField(_("wished dates"), default=list, blank=True)
    dates_flexible = models.BooleanField(_("the dates can be moved"), default=False)
    length = models.CharField(_("length"), max_length=10, choices=Length, blank=True)
    mode = models.CharField(_("form of visit"), max_length=10, choices=Mode, default=Mode.ON_SITE)

    # About what. The first theme stands on the card too.
    themes = ArrayField(
        models.CharField(max_length=30, choices=Theme),
        default=list,
        blank=True,
        verbose_name=_("themes in order of priority"),
    )
    bodies_wanted = models.ManyToManyField(
        Body, blank=True, related_name="wished_visits", verbose_name=_("areas of operation the visit touches")
    )
    purpose = models.TextField(_("purpose"))
    questions = models.TextField(_("questions"), blank=True)
    benefit = models.TextField(_("what Stockholm learns"), blank=True)
    offer = models.TextField(_("what the guests offer"), blank=True)
    other_authorities = models.CharField(
        _("other Swedish authorities they have asked"), max_length=300, blank=True
    )

    # Conditions.
    payer = models.CharField(_("who pays"), max_length=10, choices=Payer, blank=True)
    fee = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_exemption = models.CharField(_("reason for exemption from the fee"), max_length=300, blank=True)
    wants_letter = models.BooleanField(_("an invitation letter is needed for a visa"), default=False)
    needs_clearance = models.BooleanField(_("a place in the visit needs security clearance"), default=False)
    media = models.BooleanField(_("media come along"), default=False)

    # Significant by the strategy's rule, on the day it was logged or last edited; see rules.py.
    is_significant = models.BooleanField(_("significant visit"), default=False, editable=False)
    # Why the Executive Board left the coordination of a significant visit to the body; empty: it has not.
    left_to_body = models.TextField(_("why the coordination is left to the body"), blank=True, editable=False)

    # The assessment; the answers to the grounds are GroundAnswer.
    assessed_under = models.ForeignKey(
        Strategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("assessed under the strategy"),
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True, editable=False)
    proposed_priority = models.CharField(
        _("proposed priority"), max_length=10, choices=Priority, blank=True, editable=False
    )
    # Direction of the strategy → why the visit supports it. The keys stand on the card too.
    supports = models.JSONField(_("directions it supports"), default=dict, blank=True, editable=False)
    specially_prioritised = models.BooleanField(_("specially prioritised for the operation"), default=False)
    special_reason = models.TextField(_("why it is specially prioritised"), blank=True)
    free_assessment = models.TextField(_("assessment in free words"), blank=True)

    # The clock. While it stands still the working days that were left are kept here, and the card has no due date.
    days_left = models.SmallIntegerField(
        _("working days left on the clock"), null=True, blank=True, editable=False
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)

    # The plan, kept light: a programme has its own place later.
    hosts = models.TextField(_("hosts"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    # What happened. Groups and persons are different figures.
    groups = models.PositiveIntegerField(_("groups"), null=True, blank=True)
    persons = models.PositiveIntegerField(_("persons"), null=True, blank=True)
    persons_from_abroad = models.PositiveIntegerField(_("of whom from abroad"), null=True, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, verbose_name=_("countries")
    )
    hours = models.DecimalField(
        _("hours of the city's staff"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    learnings = models.TextField(_("what we learnt"), blank=True)
    contacts_made = models.TextField(_("contacts made"), blank=True)
    # As it was told before promises were rows with a day (engagements.Promise); it is kept as it was written.
    promises = models.TextField(_("what was promised, by us and by them"), blank=True)

    history = HistoricalRecords(m2m_fields=[bodies_wanted])

    class Meta:
        verbose_name = _("visit request")
        verbose_name_plural = _("visit requests")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__isnull=True)
                | Q(persons_from_abroad__isnull=True)
                | Q(persons_from_abroad__lte=F("persons")),
                name="no_more_from_abroad_than_came",
            ),
            models.CheckConstraint(
                condition=Q(fee__isnull=True) | Q(fee__gte=0), name="visit_fee_is_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["city_key", "received_on"], name="visit_by_city"),
            models.Index(fields=["organisation", "received_on"], name="visit_by_organisation"),
            models.Index(fields=["matter"], condition=Q(is_significant=True), name="visit_significant"),
            GinIndex(Stems(*ABOUT), name="visit_search"),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def is_answered(self) -> bool:
        return self.matter.status not in UNANSWERED

    @property
    def clock_stands(self) -> bool:
        return self.days_left is not None

    @property
    def wished_periods(self) -> list[tuple[date, date]]:
        return [(date.fromisoformat(since), date.fromisoformat(until)) for since, until in self.wishes]

    @property
    def theme_labels(self) -> list[str]:
        return [str(Theme(theme).label) for theme in self.themes if theme in Theme.values]


class GroundAnswer(models.Model):
    """Svar på bedömningsgrund. Whether one of the strategy's grounds speaks for the visit, and why."""

    # One of several in the history of its matter.
    NAMED_BY = "ground"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="ground_answers", verbose_name=_("visit"))
    ground = models.ForeignKey(
        Ground, models.PROTECT, related_name="+", verbose_name=_("ground for assessment")
    )
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer to a ground")
        verbose_name_plural = _("answers to grounds")
        default_permissions = ()
        ordering = ["ground__position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "ground"], name="each_ground_answered_once"),
            # A yes that nobody can explain is no assessment.
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NO) | ~Q(reason=""), name="what_speaks_for_it_has_a_reason"
            ),
        ]


class Reply(models.Model):
    """Svar till gästen. What the city answered, who answered, when, and why.

    Answering a visit request is executing what the strategy and the board's budget already allow
    (verkställighet), done by an officer in the course of the day. It is not a decision of the body in the
    sense of the Local Government Act: it has no paragraph, cannot be appealed and is not notified. Therefore
    it is no governance.Decision; but it answers the question "why no to this one and yes to that one", so
    the grounds, the ruling and the reasons are kept here as they stood when the answer was given.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("visit", "accepted")
        ACCEPTED_CHANGED = "accepted_changed", pgettext_lazy("visit", "accepted with changes")
        DECLINED = "declined", pgettext_lazy("visit", "declined")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="replies")
    outcome = models.CharField(_("answer"), max_length=20, choices=Outcome)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_on = models.DateField(_("answered on"))
    reasons = models.TextField(_("reasons"))
    # What is different from the wish, or what the guests can do instead of coming to us.
    changes = models.TextField(_("changes"), blank=True)
    alternative = models.TextField(_("alternative"), blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, blank=True)
    # The assessment line by line, and the ruling, as they stood then.
    grounds = models.JSONField(default=list)
    ruling = models.JSONField(default=dict)
    working_days = models.PositiveSmallIntegerField(_("working days until the answer"), default=0)

    class Meta:
        verbose_name = _("answer to the guest")
        verbose_name_plural = _("answers to guests")
        default_permissions = ()
        ordering = ["-given_on", "-id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.outcome} {self.given_on}"


class Event(models.Model):
    """Händelse i ärendet. One step of the request's life: what was done, by whom, when, in which words."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=30)
    status = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]


class Cost(models.Model):
    """Kostnad. What one part of a visit cost, and who paid it."""

    # One of several in the history of its matter.
    NAMED_BY = "kind"

    class Kind(models.TextChoices):
        MEALS = "meals", _("meals and coffee")
        TRAVEL = "travel", _("transport")
        ROOM = "room", _("room and equipment")
        INTERPRETER = "interpreter", _("interpreter")
        GIFT = "gift", _("gifts")
        OTHER = "other", _("other")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="costs", verbose_name=_("visit"))
    kind = models.CharField(_("kind of cost"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    payer = models.CharField(_("paid by"), max_length=10, choices=Visit.Payer, default=Visit.Payer.CITY)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cost of a visit")
        verbose_name_plural = _("costs of a visit")
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="visit_cost_is_not_negative")]


class LetterKind(models.TextChoices):
    """Slag av brev. What a letter to the guest says."""

    ACCEPTANCE = "acceptance", pgettext_lazy("letter", "acceptance")
    CHANGED = "changed", pgettext_lazy("letter", "acceptance with changes")
    DECLINE = "decline", pgettext_lazy("letter", "decline")
    FORWARDED = "forwarded", pgettext_lazy("letter", "forwarded to another body")
    QUESTION = "question", pgettext_lazy("letter", "request for information")
    THANKS = "thanks", pgettext_lazy("letter", "thanks after the visit")


class LetterLanguage(models.TextChoices):
    """Brevets språk. The languages a letter can be written in."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class TemplateKind(models.TextChoices):
    """Slag av mall. What has a wording the city can change: letters, the invitation letter, mails to guests."""

    ACCEPTANCE = LetterKind.ACCEPTANCE.value, LetterKind.ACCEPTANCE.label
    CHANGED = LetterKind.CHANGED.value, LetterKind.CHANGED.label
    DECLINE = LetterKind.DECLINE.value, LetterKind.DECLINE.label
    FORWARDED = LetterKind.FORWARDED.value, LetterKind.FORWARDED.label
    QUESTION = LetterKind.QUESTION.value, LetterKind.QUESTION.label
    THANKS = LetterKind.THANKS.value, LetterKind.THANKS.label
    INVITATION = "invitation", pgettext_lazy("letter", "invitation letter to a delegate")
    MAIL_DRAFT = "mail_draft", pgettext_lazy("mail", "mail: the link to a draft")
    MAIL_CONFIRM = "mail_confirm", pgettext_lazy("mail", "mail: confirm the request")
    MAIL_RECEIVED = "mail_received", pgettext_lazy("mail", "mail: the request has been received")
    MAIL_QUESTION = "mail_question", pgettext_lazy("mail", "mail: we have a question")
    MAIL_NEWS = "mail_news", pgettext_lazy("mail", "mail: something has happened")
    MAIL_LETTER = "mail_letter", pgettext_lazy("mail", "mail: a letter from us")
    MAIL_INVITED = "mail_invited", pgettext_lazy("mail", "mail: invitation letters are issued")
    MAIL_WITHDRAWN = "mail_withdrawn", pgettext_lazy("mail", "mail: the request is withdrawn")
    MAIL_LINK = "mail_link", pgettext_lazy("mail", "mail: the links to requests")


class LetterTemplate(models.Model):
    """Brevmall. The city's own wording of a kind of letter or mail, in place of the one the product came with."""

    kind = models.CharField(_("kind"), max_length=20, choices=TemplateKind)
    language = models.CharField(_("language"), max_length=2, choices=LetterLanguage)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    # The city has gone back to the product's own wording: subject and text are read from there.
    is_default = models.BooleanField(_("the wording the product came with"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_template_per_letter_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Letter(models.Model):
    """Brev. A letter to the guest in its final words; the PDF is drawn by the worker and kept as a document."""

    # One of several in the history of its matter.
    NAMED_BY = "subject"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="letters", verbose_name=_("visit"))
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=LetterLanguage)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The officer's title and body as they were when the letter was written.
    title = models.CharField(max_length=120, blank=True)
    sender = models.CharField(max_length=120)
    written_on = models.DateField()
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="letter")
    # When it was put on the guest's own page, for a request that came by the open pages.
    sent_at = models.DateTimeField(null=True)
    # The address it was asked to go to by e-mail, and when it went.
    mail_to = models.EmailField(blank=True, default="")
    mailed_at = models.DateTimeField(null=True)
    # The day somebody says to have sent it by other means.
    sent_on = models.DateField(null=True)
    # That it was written, by whom and when; its words never change, and stand in the letter.
    history = HistoricalRecords(
        excluded_fields=[
            "text",
            "written_by",
            "title",
            "sender",
            "written_on",
            "document",
            "sent_at",
            "mail_to",
            "mailed_at",
            "sent_on",
        ]
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject

    @property
    def outbox_key(self) -> str:
        return f"draw_letter:{self.pk}"

    @property
    def mail_key(self) -> str:
        return f"mail_letter:{self.pk}"

    @property
    def is_sent(self) -> bool:
        """Whether it has been sent, or is on its way by e-mail."""
        return bool(self.sent_at or self.mail_to or self.sent_on)

    @property
    def closing(self) -> str:
        """How a letter ends, in its own language."""
        return "Kind regards," if self.language == "en" else "Med vänlig hälsning"

    @property
    def city_name(self) -> str:
        return "City of Stockholm" if self.language == "en" else "Stockholms stad"

"""Referrals of steering documents: the document in sections, each body's answer, what became of every remark."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance import access
from governance.models import Act, Body, Matter, Person, Strategy
from governance.prepared import Asker
from governance.stems import Stems

from .lifecycle import ANSWERED, NOT_SUBMITTED, WAS_SENT, Answering, ReferralStatus

# The document as it was sent, and as it is after the answers.
SENT, REVISED = 1, 2


def referrals_in_register_for(person: Asker) -> Q:
    """What a person sees in the register: every referral that was sent, and the drafts of the own bodies."""
    own = Q(body__among=person.bodies_with(access.VIEW))
    return (own | ~Q(status__in=(ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN))) & (
        Q(secrecy_ground="") | Q(pk__among=person.secret_matters)
    )


class Category(models.TextChoices):
    """The sorts of recipients, as the letter that goes with a referral groups them."""

    COMMITTEE = "committee", _("Specialist committees")
    DISTRICT_COUNCIL = "district_council", _("District councils")
    COMPANY = "company", _("Companies")
    OTHER = "other", _("Others")


CATEGORY_OF_KIND = {
    Body.Kind.COMMITTEE: Category.COMMITTEE,
    Body.Kind.DISTRICT_COUNCIL: Category.DISTRICT_COUNCIL,
    Body.Kind.COMPANY: Category.COMPANY,
}


def category_of(body: Body) -> Category:
    """The group board stands among the others, as in the referral of 2016."""
    return CATEGORY_OF_KIND.get(Body.Kind(body.kind), Category.OTHER)


class Referral(models.Model):
    """Remiss. A steering document that the City Executive Board asks other bodies what they think of."""

    class Document(models.TextChoices):
        STRATEGY = "strategy", _("the international strategy")
        EU_POLICY = "eu_policy", _("the EU policy")

    # What the City Council adopts, by the sort of document.
    ADOPTED_BY = {Document.STRATEGY: Act.ADOPT_STRATEGY, Document.EU_POLICY: Act.ADOPT_EU_POLICY}
    TOLD_WITH = ("sections", "remarks")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="referral")
    document = models.CharField(_("steering document"), max_length=20, choices=Document)
    instruction = models.TextField(_("instruction to those who answer"), blank=True)
    contact = models.CharField(_("contact"), max_length=200)
    answer_by = models.DateField(_("last day to answer"))
    recipients = models.ManyToManyField(Body, related_name="+", verbose_name=_("recipients"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    compiled_on = models.DateField(_("compiled on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    fed_back_on = models.DateField(_("bodies told on"), null=True, blank=True)
    # The version of the strategy that came of it.
    strategy = models.ForeignKey(
        Strategy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new version")
    )
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(answer_by__gte=F("sent_on")),
                name="referral_is_answered_after_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(compiled_on__isnull=True) | Q(sent_on__isnull=False),
                name="referral_is_sent_before_it_is_compiled",
            ),
            models.CheckConstraint(
                condition=Q(fed_back_on__isnull=True) | Q(adopted_on__isnull=False),
                name="referral_is_adopted_before_bodies_are_told",
            ),
            models.CheckConstraint(
                condition=Q(strategy__isnull=True) | Q(document="strategy", adopted_on__isnull=False),
                name="referral_brings_a_strategy_when_adopted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def act_of_adoption(self) -> str:
        return self.ADOPTED_BY[self.Document(self.document)]

    @property
    def was_sent(self) -> bool:
        """Of one from before the register nobody may know the day."""
        return self.sent_on is not None or self.matter.status in WAS_SENT

    def edition(self, number: int) -> "list[DocumentSection]":
        """The sections of the document as it was sent, or as it is after the answers."""
        return list(self.sections.filter(edition=number))


class DocumentSection(models.Model):
    """Dokumentavsnitt. One section of a referred document, in one of its versions."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="sections", verbose_name=_("referral")
    )
    edition = models.PositiveSmallIntegerField(_("version"), default=SENT)
    position = models.PositiveSmallIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"))
    history = HistoricalRecords()

    # One of several in the history of its matter.
    NAMED_BY = "title"

    class Meta:
        verbose_name = _("section of a referred document")
        verbose_name_plural = _("sections of referred documents")
        ordering = ["edition", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("referral", "edition", "number", name="section_number_once_per_edition"),
            models.UniqueConstraint(
                fields=["referral", "edition", "position"],
                name="section_position_once_per_edition",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [GinIndex(Stems("title", "text"), name="document_section_search")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Stance(models.TextChoices):
    """What a body thinks of the document as a whole."""

    AGREE = "agree", pgettext_lazy("referral", "agrees")
    AGREE_WITH_COMMENTS = "agree_with_comments", pgettext_lazy("referral", "agrees, with comments")
    DISAGREE = "disagree", pgettext_lazy("referral", "disagrees")
    NO_COMMENT = "no_comment", pgettext_lazy("referral", "has no comment")


class SectionStance(models.TextChoices):
    """What a body thinks of one section."""

    SUPPORT = "support", pgettext_lazy("referral", "supports")
    NO_OBJECTION = "no_objection", pgettext_lazy("referral", "no objection")
    REMARK = "remark", pgettext_lazy("referral", "remark")
    QUESTION = "question", pgettext_lazy("referral", "question")
    REJECT = "reject", pgettext_lazy("referral", "rejects")


STANCE_TONES = {
    SectionStance.SUPPORT: "positive",
    SectionStance.NO_OBJECTION: "neutral",
    SectionStance.REMARK: "waiting",
    SectionStance.QUESTION: "info",
    SectionStance.REJECT: "danger",
    Stance.AGREE: "positive",
    Stance.AGREE_WITH_COMMENTS: "waiting",
    Stance.DISAGREE: "danger",
    Stance.NO_COMMENT: "neutral",
}


# Answered, told by the answer alone without its card: it was submitted, or the sources say what the body thought.
IS_HERE = Q(submitted_on__isnull=False) | Q(source__gt="", stance__gt="")


class ReferralAnswer(models.Model):
    """Remissvar. What one body answers to a referral: its office's work until it is submitted, then its answer."""

    TOLD_WITH = ("sections",)

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="referral_answer")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="answers", verbose_name=_("referral"))
    answer_by = models.DateField(_("last day to answer"))
    stance = models.CharField(_("overall stance"), max_length=20, choices=Stance, blank=True)
    report = models.TextField(_("officer’s report"), blank=True)
    without_board = models.BooleanField(
        _("the office’s answer, without a decision of the board"), default=False
    )
    without_board_reason = models.TextField(_("why without the board"), blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    abstained_reason = models.TextField(_("why the body abstains"), blank=True)
    # More time: asked for once at a time; empty `extended_to` with an answer means that it was refused.
    extension_asked_on = models.DateField(_("more time asked for on"), null=True, blank=True)
    extension_asked_to = models.DateField(_("more time asked for until"), null=True, blank=True)
    extension_reason = models.TextField(_("why more time"), blank=True)
    extension_answered_on = models.DateField(_("more time answered on"), null=True, blank=True)
    extended_to = models.DateField(_("more time granted until"), null=True, blank=True)
    extension_reply = models.TextField(_("answer to the wish for more time"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer to a referral")
        verbose_name_plural = _("answers to referrals")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | ~Q(stance=""), name="answer_has_a_stance"
            ),
            models.CheckConstraint(
                condition=Q(registered_on__isnull=True) | Q(submitted_on__isnull=False),
                name="answer_is_submitted_before_it_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(without_board=False) | ~Q(without_board_reason=""),
                name="answer_without_the_board_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(extension_answered_on__isnull=True) | Q(extension_asked_on__isnull=False),
                name="more_time_is_asked_before_it_is_answered",
            ),
        ]
        indexes = [models.Index(fields=["answer_by", "matter"], name="answer_by_day")]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def is_answered(self) -> bool:
        return self.matter.status in ANSWERED

    @property
    def is_awaited(self) -> bool:
        return self.matter.status in NOT_SUBMITTED

    @property
    def is_late(self) -> bool:
        """Not here in time: still awaited after its day, or submitted after it."""
        if self.submitted_on:
            return self.submitted_on > self.answer_by
        return self.is_awaited and self.answer_by < timezone.localdate()

    @property
    def waits_for_time(self) -> bool:
        """The body has asked for more time and got no answer yet."""
        return self.is_awaited and self.extension_asked_on is not None and self.extension_answered_on is None

    @property
    def stance_tone(self) -> str:
        return STANCE_TONES.get(Stance(self.stance), "neutral") if self.stance else "neutral"

    @classmethod
    def is_told_to(cls, person: Person, matter: Matter) -> bool:
        """Whether the person may read what is written: until it is submitted, only those who work for the body."""
        if matter.status not in (
            *NOT_SUBMITTED,
            Answering.ABSTAINED,
            Answering.RECALLED,
            Answering.UNANSWERED,
        ):
            return True
        return any(access.may(person, right, matter.body_id) for right in (access.EDIT, access.APPOINT))


class SectionAnswer(models.Model):
    """Avsnittssvar. What a body thinks of one section, or of the document as a whole where no section is named."""

    # One of several in the history of its matter.
    NAMED_BY = "label"

    answer = models.ForeignKey(
        ReferralAnswer, models.CASCADE, related_name="sections", verbose_name=_("answer to a referral")
    )
    section = models.ForeignKey(
        DocumentSection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("section"),
    )
    label = models.CharField(_("section"), max_length=230, editable=False)
    stance = models.CharField(_("stance"), max_length=20, choices=SectionStance)
    text = models.TextField(_("opinion"), blank=True)
    proposal = models.TextField(_("proposed wording"), blank=True)
    question = models.TextField(_("question"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer on a section")
        verbose_name_plural = _("answers on sections")
        ordering = ["answer", F("section__position").asc(nulls_first=True)]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "section"], nulls_distinct=False, name="one_answer_per_section"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def calls_for_a_reply(self) -> bool:
        """A remark, a question, a refusal, or something written: all of it is answered."""
        unsettled = (SectionStance.REMARK, SectionStance.QUESTION, SectionStance.REJECT)
        return self.stance in unsettled or bool(self.text or self.proposal or self.question)

    @property
    def tone(self) -> str:
        return STANCE_TONES[SectionStance(self.stance)]


class RemarkQuerySet(models.QuerySet["Remark"]):
    def unmarked_for(self, person: Asker) -> "RemarkQuerySet":
        """Without those of answers under secrecy that the person has not been let into."""
        return self.filter(
            Q(section_answer__answer__matter__secrecy_ground="")
            | Q(section_answer__answer__matter__among=person.secret_matters)
        )

    def in_order(self) -> "RemarkQuerySet":
        """Section by section, the document as a whole first."""
        place = F("section_answer__section__position").asc(nulls_first=True)
        return self.order_by(place, "section_answer__answer__matter__body__name_sv", "pk")


class Remark(models.Model):
    """Synpunkt. Something a body said of the document, and what the City Executive Office answers."""

    class Handling(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
        PARTLY = "partly", pgettext_lazy("referral", "partly accepted")
        NOT_ACCEPTED = "not_accepted", pgettext_lazy("referral", "not accepted")
        NOTED = "noted", pgettext_lazy("referral", "noted, calls for no change")

    TONES = {
        Handling.ACCEPTED: "positive",
        Handling.PARTLY: "waiting",
        Handling.NOT_ACCEPTED: "danger",
        Handling.NOTED: "neutral",
    }
    NAMED_BY = "label"

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="remarks", verbose_name=_("referral"))
    section_answer = models.OneToOneField(
        SectionAnswer, models.PROTECT, related_name="remark", verbose_name=_("answer on a section")
    )
    label = models.CharField(_("remark"), max_length=360, editable=False)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    handling = models.CharField(_("what comes of it"), max_length=20, choices=Handling, blank=True)
    because = models.TextField(_("because"), blank=True)
    changed_where = models.CharField(_("changed where"), max_length=20, blank=True)
    history = HistoricalRecords()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(handling="") | ~Q(because=""), name="remark_is_answered_with_reasons"
            ),
        ]
        indexes = [models.Index(fields=["referral", "handling"], name="remark_by_handling")]

    def __str__(self) -> str:
        return self.label

    @property
    def tone(self) -> str:
        return self.TONES.get(self.Handling(self.handling), "neutral") if self.handling else "neutral"

    @property
    def handling_label(self) -> str:
        return self.get_handling_display() if self.handling else gettext("not yet answered")


def facts_of(document: str, *, adopts: bool) -> dict[str, Any]:
    """The question who decides: first the Executive Board puts it forward, then the City Council adopts it."""
    act = Referral.ADOPTED_BY[Referral.Document(document)] if adopts else Act.PROPOSE_STEERING_DOCUMENT
    return {"act": str(act)}

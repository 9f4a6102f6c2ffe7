"""The table of authority as rows: for each strategy and act, who decides under which facts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.language import bilingual

from .strategy import Section, Strategy


class Act(models.TextChoices):
    """Handling. Something the city may want to do abroad, or with somebody from abroad."""

    ADOPT_STRATEGY = "adopt_strategy", _("Adopt the international strategy")
    ADOPT_EU_POLICY = "adopt_eu_policy", _("Adopt the EU policy")
    PROPOSE_STEERING_DOCUMENT = (
        "propose_steering_document",
        _("Put a steering document before the City Council after referral"),
    )
    ANSWER_REFERRAL = "answer_referral", _("Answer a referral of a steering document")
    PLAN_YEAR = "plan_year", _("Plan and account for a body’s own international work")
    REPORT_YEAR = "report_year", _("Report the year's international work")
    RECEIVE_REPORT = "receive_report", _("Receive the report of the year's international work")
    JOIN_MEMBERSHIP = (
        "join_membership",
        _("Join an organisation, network or initiative"),
    )
    LEAVE_MEMBERSHIP = (
        "leave_membership",
        _("Leave an organisation, network or initiative"),
    )
    TAKE_POSITION = (
        "take_position",
        _("Take a position on an international or EU question"),
    )
    EU_POLICY_QUESTION = "eu_policy_question", _("Decide an EU policy question")
    ADVOCATE_EU = "advocate_eu", _("Advocate the city's interests towards the EU")
    RUN_EU_PROJECT = "run_eu_project", _("Take part in or run an EU project")
    ATTEND_EVENT = "attend_event", _("Attend a conference or another event")
    JOIN_DECLARATION = "join_declaration", _("Join a declaration or initiative")
    SIGN_COOPERATION_AGREEMENT = (
        "sign_cooperation_agreement",
        _("Sign a cooperation agreement"),
    )
    SIGN_LETTER_OF_INTENT = "sign_letter_of_intent", _("Sign a letter of intent")
    SIGN_TWIN_TOWN_AGREEMENT = (
        "sign_twin_town_agreement",
        _("Sign a twin-town agreement"),
    )
    HANDLE_VISIT = "handle_visit", _("Receive an international visit")
    ISSUE_INVITATION_LETTER = "issue_invitation_letter", _("Issue an invitation letter")
    RUN_AID_PROJECT = "run_aid_project", _("Run a project of an aid nature")
    APPOINT_CONTACT_PERSON = (
        "appoint_contact_person",
        _("Appoint an international contact person"),
    )
    ACT_IN_FOREIGN_POLICY = (
        "act_in_foreign_policy",
        _("Act in a matter of foreign policy"),
    )


class Scope(models.TextChoices):
    """Omfattning. How much of the city a matter touches."""

    CITY_WIDE = "city_wide", _("city-wide")
    SEVERAL_BODIES = "several_bodies", _("several committees or boards")
    OWN_OPERATION = "own_operation", _("own operation")


class Counterpart(models.TextChoices):
    """Motpart. What kind of counterpart the city would bind itself to."""

    ORGANISATION = "organisation", _("organisation")
    NETWORK = "network", _("network")
    INITIATIVE = "initiative", _("initiative")
    CITY = "city", _("city")
    OTHER = "other", _("another counterpart")


class PoliticalLevel(models.TextChoices):
    """Politisk nivå. Whether a visiting delegation is led by somebody in high political office."""

    HIGH = "high", _("high")
    ORDINARY = "ordinary", _("ordinary")


class Decider(models.TextChoices):
    """Beslutsfattare. The answer to the question who decides, prepares, handles or is told."""

    COUNCIL = "council", _("the City Council")
    EXECUTIVE_BOARD = "executive_board", _("the City Executive Board")
    PREPARATORY_COMMITTEE = (
        "preparatory_committee",
        _("the International Affairs Preparatory Committee"),
    )
    MAYOR = "mayor", _("the Mayor")
    OWN_BODY = "own_body", _("the committee or company board that owns the matter")
    GROUP_BOARD = "group_board", _("the Group Board of Stockholms Stadshus AB")
    HEAD_OF_DEPARTMENT = (
        "head_of_department",
        _("the head of department or company director"),
    )
    NOBODY = "nobody", _("nobody")


class Power(models.TextChoices):
    """Beslutanderätt. By what right somebody decides."""

    OWN = "own", _("own power of decision")
    DELEGATED = "delegated", _("delegated power of decision")
    COORDINATION = "coordination", _("coordination")
    DEFAULT = "default", _("default where the strategy is silent")
    REFUSED = "refused", _("refused")


class AuthorityRule(models.Model):
    """Beslutsregel. One row of a strategy's ordered table; the first row whose conditions hold is the ruling."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="rules")
    act = models.CharField(_("act"), max_length=40, choices=Act)
    position = models.PositiveSmallIntegerField(_("position"))
    # A list of alternatives, each {fact: value | [values] | {"min": n} | {"below": n}}; [{}] always holds.
    when = models.JSONField(_("conditions"))
    decides = models.CharField(_("decides"), max_length=30, choices=Decider)
    power = models.CharField(_("power"), max_length=20, choices=Power)
    handled_in = models.CharField(_("handled in"), max_length=30, choices=Decider, blank=True)
    prepared_by = models.CharField(_("prepared by"), max_length=30, choices=Decider, blank=True)
    consult = ArrayField(
        models.CharField(max_length=30, choices=Decider),
        verbose_name=_("consulted"),
        default=list,
        blank=True,
    )
    report_to = models.CharField(_("reported to"), max_length=30, choices=Decider, blank=True)
    regulated = models.BooleanField(_("regulated by the strategy"))
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    # Further sections a reader should open: a principle that limits the act, or what a default leans on.
    see_also = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("see also"),
        default=list,
        blank=True,
    )
    explanation_sv = models.TextField(_("explanation in Swedish"))
    explanation_en = models.TextField(_("explanation in English"))

    explanation = bilingual("explanation")

    class Meta:
        verbose_name = _("authority rule")
        verbose_name_plural = _("authority rules")
        ordering = ["strategy", "act", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "act", "position", name="one_rule_per_position"),
            models.CheckConstraint(
                name="rule_cites_a_section_when_regulated",
                condition=Q(regulated=True, section__isnull=False) | Q(regulated=False, section__isnull=True),
            ),
            models.CheckConstraint(
                name="a_default_is_what_the_strategy_does_not_regulate",
                condition=~Q(power="default") | Q(regulated=False),
            ),
            models.CheckConstraint(
                name="nobody_decides_what_is_refused",
                condition=Q(power="refused", decides="nobody") | (~Q(power="refused") & ~Q(decides="nobody")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.position}): {self.get_decides_display()}"

"""What the open pages keep: a guest's request from its first word, the mail to the guest, the delegation.

None of it has a history table, none of it is searched or exported. What is sensitive stands in a table of its own
and is erased on its day (docs/adr/0027).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpenRequest(models.Model):
    """Öppen förfrågan. What a guest writes on the open pages: a draft under a link, and then a visit's other side.

    The link is no secret of the row: `key` is drawn, the token is worked out from it and the installation's own
    secret, and the row keeps the token's hash to be found by (visits/open/tokens.py).
    """

    class Role(models.TextChoices):
        OWN = "own", pgettext_lazy("requester", "for my own organisation")
        AGENT = "agent", pgettext_lazy("requester", "as an agent or travel organiser")
        EMBASSY = "embassy", pgettext_lazy("requester", "for an embassy or consulate")
        AGENCY = "agency", pgettext_lazy("requester", "for a public agency")

    key = models.CharField(max_length=32, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    email = models.EmailField(_("e-mail"), blank=True)
    # What has been typed, field by field, right or wrong; emptied when it has become a visit.
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    # Sent by the guest; it becomes a visit when the mail to the guest has been answered.
    sent_at = models.DateTimeField(null=True)
    visit = models.OneToOneField("visits.Visit", models.PROTECT, null=True, related_name="open_request")
    # A link that was asked for again holds until this day, also after the visit is closed.
    link_until = models.DateField(null=True)

    # What the guest told that a visit has no field for.
    role = models.CharField(_("asks"), max_length=10, choices=Role, blank=True)
    website = models.URLField(_("website"), blank=True)
    persons_wished = models.TextField(_("persons they wish to meet"), blank=True)
    signing = models.BooleanField(_("a signing is planned"), default=False)
    elected = models.BooleanField(_("elected representatives come along"), null=True)
    access_needs = models.TextField(_("what the delegation needs to take part"), blank=True)

    class Meta:
        verbose_name = _("open request")
        verbose_name_plural = _("open requests")
        default_permissions = ()
        indexes = [
            models.Index(fields=["saved_at"], condition=Q(visit=None), name="open_drafts_by_day"),
            models.Index(fields=["email"], name="open_request_by_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class GuestMail(models.Model):
    """Mejl till gästen. One mail to send; its words are made when it is sent, and hold no more than number and link."""

    class Kind(models.TextChoices):
        DRAFT = "draft"
        CONFIRM = "confirm"
        RECEIVED = "received"
        QUESTION = "question"
        NEWS = "news"
        LETTER = "letter"
        INVITED = "invited"
        WITHDRAWN = "withdrawn"
        LINK = "link"

    kind = models.CharField(max_length=10, choices=Kind)
    # Of a link that was asked for by nobody we know there is no request.
    request = models.ForeignKey(OpenRequest, models.CASCADE, null=True, related_name="mails")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail to the guest")
        verbose_name_plural = _("mails to guests")
        default_permissions = ()
        indexes = [models.Index(fields=["email", "asked_at"], name="guest_mail_by_address")]


class OpenCount(models.Model):
    """Räkning av försök. How often somebody has tried something on the open pages today; who is a hash of the day."""

    day = models.DateField()
    who = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "who"], name="one_count_a_day")]


class Delegate(models.Model):
    """Delegat. One who comes along, as told by the guest or by the delegate. Without history, and not searched."""

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="delegates")
    # The link of a delegate who fills in the rest alone; empty when there is none, or when it has been used.
    key = models.CharField(max_length=32, unique=True, null=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    # For whom the guest made the link: it says whose it is until its holder has given the names of the passport.
    invited_as = models.CharField(_("link made for"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    given_names = models.CharField(_("given names"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=60, blank=True)
    diet = models.CharField(_("diet"), max_length=300, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=300, blank=True)
    needs_letter = models.BooleanField(_("needs an invitation letter"), default=False)
    filled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip() or self.invited_as


class PassportDetails(models.Model):
    """Passuppgifter. What an invitation letter needs of one delegate. Erased on its day, with the row itself."""

    delegate = models.OneToOneField(Delegate, models.CASCADE, primary_key=True, related_name="passport")
    nationality = models.CharField(_("nationality"), max_length=2)
    number = models.CharField(_("passport number"), max_length=30)
    expires_on = models.DateField(_("valid until"))
    born_on = models.DateField(_("date of birth"))
    applies_at = models.CharField(_("where the visa is applied for"), max_length=120)
    erase_after = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("passport details")
        verbose_name_plural = _("passport details")
        default_permissions = ()


class GuestErasure(models.Model):
    """Gallring av delegaters uppgifter. That it was done, for which visit and how many; not who they were."""

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="erasures")
    erased_on = models.DateField()
    passports = models.PositiveSmallIntegerField()
    # Invitation letters and group lists whose files went with them.
    papers = models.PositiveSmallIntegerField(default=0)
    delegates = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("erasure of delegates' details")
        verbose_name_plural = _("erasures of delegates' details")
        default_permissions = ()
        ordering = ["-erased_on", "-id"]

"""What a search needs beside the rows themselves, and the searches somebody has kept."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.addresses import address_of
from governance.notice_kinds import NOT_MAILED
from governance.stems import Stems

from .matter import Document, Matter
from .organisation import Person


class DocumentText(models.Model):
    """Handlingens text. The name of a document and what could be read in it, so that it is found by its words.

    Written by a worker (governance/reading.py). The stems are kept, unlike those of short columns: to work them out of
    a long text again for each row that is looked at would take longer than the search.
    """

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="read")
    # The document's own, which never changes: who may read the matter may read this.
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    text = models.TextField()
    words = models.GeneratedField(
        expression=Stems("text"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    class Meta:
        default_permissions = ()
        indexes = [GinIndex(fields=["words"], name="document_search")]


class SearchWord(models.Model):
    """Sökord. A word that stands in a title or a name that is not secret, and the same without dots and accents.

    By it "malmo" finds Malmö, and "helsinfors" is answered with Helsingfors. Learnt by governance/lexicon.py.
    """

    word = models.CharField(max_length=60, primary_key=True)
    plain = models.CharField(max_length=60, db_collation="C")
    times = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index("plain", name="search_word_accented", condition=~models.Q(word=models.F("plain"))),
            GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="search_word_trgm"),
        ]

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """Sparad sökning. A search or a narrowed list that somebody has named, and told of when it finds something new."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=80)
    # The list within the product, and what it is narrowed by.
    path = models.CharField(max_length=120)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    # The keys that the person has seen or been told of, newest first, and how many are new since they last looked.
    known = ArrayField(models.BigIntegerField(), default=list)
    new = models.PositiveSmallIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    # Taken away, and there for as long as that can be undone.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["person"], name="saved_search_of_person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Leads on to the list, which is then looked at."""
        return address_of("open_saved_search", self.pk)

    @property
    def list_url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def not_mailed() -> list[str]:
    """The kinds that are not mailed at once to who has not chosen."""
    return list(NOT_MAILED)


class NoticeSettings(models.Model):
    """Aviseringsval. How one person wants to be told: at once or in the morning, of what, and how long before."""

    class Days(models.TextChoices):
        WORKING = "working", _("every working day")
        MONDAY = "monday", _("the first working day of the week")

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_settings")
    digest = models.BooleanField(_("Send me a summary by e-mail"), default=True)
    digest_hour = models.PositiveSmallIntegerField(_("Hour"), default=7)
    digest_days = models.CharField(_("Days"), max_length=10, choices=Days, default=Days.WORKING)
    # How many days before its last day a matter of mine stands in the summary.
    lead_days = models.PositiveSmallIntegerField(_("Tell of last days so many days before"), default=7)
    # Kinds of notices (governance/notice_kinds.py) that are not mailed at once, and that are not shown as unread.
    no_mail = ArrayField(models.CharField(max_length=20), default=not_mailed, blank=True)
    no_notice = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # Whether one is told at all on days when somebody stands in for one.
    while_away = models.BooleanField(_("Also when somebody stands in for me"), default=True)
    digest_asked_on = models.DateField(null=True, editable=False)
    digest_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

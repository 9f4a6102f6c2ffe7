"""Question 5: memberships and agreements that fall due for review, and who prepares it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.agreements import CURRENT
from engagements.models import Agreement
from governance.addresses import address_of
from governance.choices import Choice
from governance.lists import picked, with_bodies
from governance.models import Kind, Matter, Office, Person
from governance.prepared import Asked, Asker, rows_of
from governance.working_days import months_after
from memberships.lifecycle import Status
from memberships.models import MembershipReview

from . import columns
from .answers import Answer, Column, Empty, Listing
from .contacts import names_by_body
from .question import Question, QuestionFilters

Role = Office.Role
LETTER = Agreement.Type.LETTER_OF_INTENT
ROW = "number kind title status due_on body_id responsible_id sort".split()
MONTHS = 12


class ReviewFilters(QuestionFilters):
    """What falls due can be narrowed to one sort of it, and to what should have been reviewed already."""

    KINDS = [
        ("", _("memberships and agreements")),
        ("membership", _("memberships")),
        ("letter_of_intent", _("letters of intent")),
        ("agreement", _("other agreements")),
    ]
    kind = Choice(label=_("What"), choices=KINDS)
    months = Choice(
        label=_("Due within"),
        choices=[("", _("12 months")), ("6", _("6 months")), ("3", _("3 months")), ("0", _("overdue"))],
    )

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Until which day, as the lists are asked for it."""
        months = int(self.chosen.get("months") or MONTHS)
        return {"until": months_after(timezone.localdate(), months), **self.body_asked}


def _memberships(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind=Kind.MEMBERSHIP, status=Status.MEMBER).visible_to(asker)
    return _due(rows, asked).annotate(review_on=F("due_on"))


def _agreements(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The card waits for the soonest of the review and what the city is to do: what it waits for later has neither."""
    rows = Matter.objects.filter(kind=Kind.AGREEMENT, status__in=CURRENT).visible_to(asker)
    rows = rows.annotate(review_on=Coalesce("agreement__review_due_on", "agreement__next_review_on"))
    return _due(rows, asked).filter(review_on__lte=asked["until"])


def _due(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    rows = rows.filter(closed_on__isnull=True, due_on__lte=asked["until"], **picked(asked, "body"))
    return rows.select_related("responsible").only(*ROW, "responsible__name")


def _letters(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _agreements(asker, asked).filter(sort=LETTER)


def _others(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _agreements(asker, asked).exclude(sort=LETTER)


@dataclass
class Preparing:
    """Who prepares, for all lists of a page: the contact persons of all bodies are one question."""

    person: Person

    @cached_property
    def serving(self) -> dict[int, list[str]]:
        return names_by_body(self.person)

    def complete(self, rows: Sequence[Any]) -> None:
        """Give the rows their body, the contact persons of the body, and the review that is open."""
        with_bodies(rows, self.person)
        members = [matter.pk for matter in rows if matter.kind == Kind.MEMBERSHIP]
        asked = {"ids": members}
        reviews = dict(rows_of(_open_reviews, self.person, asked, keep_plan=True)) if members else {}
        for matter in rows:
            matter.contacts = self.serving.get(matter.body_id, [])
            matter.open_review = reviews.get(matter.pk, "")


def _open_reviews(_asker: Asker, asked: Asked) -> QuerySet[Any]:
    rows = MembershipReview.objects.filter(membership__among=asked["ids"], is_open=True).order_by()
    return rows.values_list("membership", "matter__number")


def _prepares(matter: Any) -> str:
    """The case officer; where none is named, whoever is contact person of the body."""
    if matter.responsible:
        return matter.responsible.name
    return ", ".join(matter.contacts) or gettext("nobody is appointed")


def _as_what(matter: Any) -> str:
    if matter.responsible:
        return gettext("case officer")
    return gettext("contact person of the body") if matter.contacts else ""


def _stands(matter: Any) -> str:
    is_late = matter.review_on < timezone.localdate()
    if matter.open_review or matter.status == "under_review":
        return gettext("overdue, the review is open") if is_late else gettext("the review is open")
    return gettext("overdue, not begun") if is_late else gettext("not begun")


def _tone(matter: Any) -> str:
    if matter.review_on < timezone.localdate():
        return "danger"
    return "info" if matter.open_review or matter.status == "under_review" else "neutral"


def _review(matter: Any) -> str:
    return address_of("memberships:review", matter.open_review) if matter.open_review else ""


COLUMNS = (
    columns.NUMBER,
    columns.TITLE,
    columns.OWNER,
    Column(_("Review due"), lambda matter: matter.review_on, css="nowrap"),
    Column(_("Prepared by"), _prepares, under=_as_what),
    Column(_("As"), _as_what, only="file"),
    Column(_("The review"), _stands, tone=_tone, link=_review),
)
BY_DAY = {"key": "due_on", "ascending": True}
LISTINGS = {
    "membership": Listing("memberships", _("Memberships"), COLUMNS, _memberships, order=BY_DAY),
    "letter_of_intent": Listing("letters", _("Letters of intent"), COLUMNS, _letters, order=BY_DAY),
    "agreement": Listing("agreements", _("Other agreements"), COLUMNS, _others, order=BY_DAY),
}


def due(request: HttpRequest, filters: ReviewFilters) -> Answer:
    """Memberships and agreements, or the one sort that is chosen, which alone has pages."""
    chosen = filters.chosen.get("kind")
    preparing = Preparing(request.user)
    tables = [
        LISTINGS[kind].of(
            request,
            filters.asked,
            preparing.complete,
            nothing=_("None falls due."),
            way_on=_way_on(filters, kind, chosen),
        )
        for kind in ([chosen] if chosen else LISTINGS)
    ]
    until = filters.asked["until"]
    return Answer(
        tables,
        notes=[NOTE],
        empty=None if any(table.rows for table in tables) else _nothing(request.user),
        chosen=[gettext("Due by %(day)s") % {"day": until.isoformat()}],
    )


def _way_on(filters: ReviewFilters, kind: str, chosen: str | None) -> str:
    """Of one of several lists: the address where it stands alone, with its pages."""
    if chosen:
        return ""
    kept = filters.request.GET.copy()
    kept["kind"] = kind
    return f"{reverse('questions:reviews')}?{kept.urlencode()}"


NOTE = _(
    "What should have been reviewed already stands first. An agreement that comes to its last day is put under review"
    " by itself some months before, and stands here from then on."
)


def _nothing(person: Person) -> Empty:
    if not person.offices:
        return Empty(
            _("You read no body’s matters"),
            _("The answer is made of the matters that you may read, and your offices give you none."),
            "member",
        )
    return Empty(
        _("Nothing falls due for review"),
        _(
            "A membership gets its day when the city joins it, or when its last review was decided; a letter of intent"
            " when it comes into force."
        ),
        "check",
        reverse("memberships:reviews"),
        _("See four years ahead"),
    )


QUESTIONS = (
    Question(
        number=5,
        name="reviews",
        slug="omprovningar",
        words=_("What falls due for review in the next 12 months, and who prepares it?"),
        short=_("Reviews to come"),
        lead=_("Memberships and agreements, what is overdue first, each with who prepares it."),
        roles=frozenset(
            {Role.COORDINATOR, Role.CONTACT_PERSON, Role.SECRETARY, Role.HEAD, Role.IB_SECRETARY}
        ),
        filters=ReviewFilters,
        names="body kind months",
        answer=due,
    ),
)

"""What the network knows of a place, in full: a briefing pack tells it of what its search finds."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.gists import Gist, from_fields

from .models import CityProfile, Indicator, NetworkAnswer, NetworkMeeting, NetworkQuestion, Observation

# Of a question that everybody answered a pack tells so many answers, the latest first.
MOST_ANSWERS = 6


def of_questions(questions: Collection[int]) -> dict[int, Gist]:
    """When and why it was asked, what each said, and what came of it."""
    rows = NetworkQuestion.objects.filter(pk__in=questions)
    background, ended = from_fields(rows, ("text",)), from_fields(rows, ("came_of_it",))
    answers: dict[int, Gist] = {}
    said = NetworkAnswer.objects.filter(question__in=questions).order_by("-written_at", "-pk")
    for question, name, at, text in said.values_list("question", "author__name", "written_at", "text"):
        answers.setdefault(question, []).append((f"{name}, {_day(at)}", text))
    return {
        pk: [
            (_("asked"), _day(at)),
            *background.get(pk, []),
            *answers.get(pk, [])[:MOST_ANSWERS],
            *ended.get(pk, []),
        ]
        for pk, at in rows.values_list("pk", "written_at")
    }


def of_observations(observations: Collection[int]) -> dict[int, Gist]:
    """When what was seen, what it means for the city, and where it stands."""
    rows = Observation.objects.filter(pk__in=observations)
    told = from_fields(rows, ("text", "so_what", "source"))
    for pk, seen_on in rows.values_list("pk", "seen_on"):
        told[pk] = [(_("when"), f"{seen_on:%Y-%m-%d}"), *told.get(pk, [])]
    return told


def of_meetings(meetings: Collection[int]) -> dict[int, Gist]:
    """When and where the network met, and what was noted."""
    rows = NetworkMeeting.objects.filter(pk__in=meetings)
    told = from_fields(rows, ("place", "agenda", "notes"))
    for pk, starts_at in rows.values_list("pk", "starts_at"):
        told[pk] = [(_("when"), _day(starts_at)), *told.get(pk, [])]
    return told


def of_cities(profiles: Collection[int]) -> dict[int, Gist]:
    """What the city is to us, what it does better and what can be learnt."""
    rows = CityProfile.objects.filter(pk__in=profiles)
    told = from_fields(rows, ("niche", "strengths", "lessons"))
    label = str(CityProfile._meta.get_field("relation").verbose_name)
    for row in rows.only("relation"):
        told[row.pk] = [(label, row.get_relation_display()), *told.get(row.pk, [])]
    return told


def of_indicators(indicators: Collection[int]) -> dict[int, Gist]:
    """Why it is followed."""
    return from_fields(Indicator.objects.filter(pk__in=indicators), ("why",))


def _day(at: datetime) -> str:
    return f"{timezone.localdate(at):%Y-%m-%d}"

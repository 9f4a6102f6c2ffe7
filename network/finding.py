"""What a search finds of the network and of the horizon, for those who read what the network writes."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance.addresses import address_of
from governance.finding import InFull, Source
from governance.prepared import Asker
from governance.stems import Stems

from . import gists, rights
from .models import (
    CityProfile,
    Indicator,
    NetworkAnswer,
    NetworkMeeting,
    NetworkMessage,
    NetworkQuestion,
    Observation,
    Receipt,
)


def _all(model: Any, _asker: Asker) -> QuerySet[Any]:
    """Whoever reads any of it reads all: `rights.reads` says who, as on the pages."""
    return model._default_manager.all()


def _source(sort: Any, model: Any, words: Any, title: str, page: str, in_full: InFull, **more: Any) -> Source:
    return Source(
        sort=sort,
        rows=partial(_all, model),
        words=words,
        title=title,
        address=partial(address_of, page),
        may=rights.reads,
        in_full=in_full,
        **more,
    )


# The titles from which the search learns words (governance/lexicon.py); few, so always all.
TITLES_LEARNT = """
    SELECT title FROM network_networkquestion UNION ALL SELECT title FROM network_observation
    UNION ALL SELECT title FROM network_networkmeeting
"""
QUESTIONS, CITIES = _("Questions to the network"), _("City profiles")
MESSAGES = _("Messages to the network")


def _messages_of_mine(asker: Asker) -> QuerySet[NetworkMessage]:
    """Sent to me or by me, as the page has it."""
    to_me = Receipt.objects.filter(message=OuterRef("pk"), person=asker.pk)
    return NetworkMessage.objects.filter(Exists(to_me) | Q(author=asker.pk))


def _message(rows: Any, may: Any) -> Source:
    address = partial(address_of, "network:message")
    return Source(
        sort=MESSAGES,
        rows=rows,
        words=("subject", "text"),
        title="subject",
        text="text",
        address=address,
        may=may,
    )


SOURCES = (
    _message(_messages_of_mine, lambda person: rights.reads(person) and not rights.oversees(person)),
    _message(partial(_all, NetworkMessage), lambda person: rights.reads(person) and rights.oversees(person)),
    _source(
        QUESTIONS,
        NetworkQuestion,
        ("title", "text", "came_of_it"),
        "title",
        "network:question",
        gists.of_questions,
        text="text",
        register="network:questions",
    ),
    _source(
        QUESTIONS,
        NetworkAnswer,
        ("text",),
        "question__title",
        "network:question",
        gists.of_questions,
        text="text",
        key="question_id",
        register="network:questions",
    ),
    _source(
        _("Observations"),
        Observation,
        ("title", "text", "so_what", "source"),
        "title",
        "network:observation",
        gists.of_observations,
        text="so_what",
        register="network:observations",
    ),
    _source(
        _("Meetings of the network"),
        NetworkMeeting,
        ("title", "place", "agenda", "notes"),
        "title",
        "network:meeting",
        gists.of_meetings,
        text="agenda",
    ),
    _source(
        CITIES,
        CityProfile,
        ("niche", "strengths", "lessons"),
        "organisation__name",
        "network:city",
        gists.of_cities,
        text="niche",
    ),
    # By its name, which the partner has; profiles are few.
    _source(
        CITIES,
        CityProfile,
        Stems("organisation__name"),
        "organisation__name",
        "network:city",
        gists.of_cities,
        text="niche",
    ),
    _source(
        _("Indicators"),
        Indicator,
        ("name_sv", "name_en", "why"),
        "name",
        "network:indicator",
        gists.of_indicators,
        text="why",
    ),
)

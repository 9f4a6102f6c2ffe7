"""The rows of the page policy for the network, and what they speak of; what its tests begin with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from engagements.actions import create_organisation
from engagements.models import Organisation
from governance.models import Appointment, Person
from network.actions import horizon, mandates, meetings, messages, questions, writing
from network.models import (
    Analysis,
    CityProfile,
    Competence,
    Definition,
    Indicator,
    IndicatorValue,
    Mandate,
    NetworkMeeting,
    NetworkMessage,
    NetworkQuestion,
    Observation,
    Ranking,
    RankingPlace,
    Training,
)

MEMBERS = ("contact", "other_contact", "company_contact", "coordinator")
READERS = (
    *MEMBERS,
    *"secretary other_secretary council_secretary board_secretary ib_secretary mayor head auditor".split(),
)
# Whom a message to all reaches, or who oversees.
REACHED = (*MEMBERS, "auditor")


def appointment_of(person: Person) -> Appointment:
    return Appointment.objects.get(person=person, office__role="contact_person")


def make_mandate(head: Person, contact: Person, **facts: Any) -> Mandate:
    """Stated by the head, not yet accepted."""
    mandate = mandates.of(appointment_of(contact))
    return mandates.state(mandate, mandate.version, by=head, **{"kind": "represents", **facts})


def make_knowing(contact: Person, *themes: str) -> Mandate:
    """A contact person who knows the themes."""
    mandate = mandates.of(appointment_of(contact))
    return mandates.know(mandate, mandate.version, by=contact, themes=themes)


def make_message(by: Person, **facts: Any) -> NetworkMessage:
    return messages.send(by=by, **{"subject": "Höstens besök (exempel)", "text": "Läs planen.", **facts})


def make_question(by: Person, **facts: Any) -> NetworkQuestion:
    given = {"title": "Vem har mött Tallinn om cykelbanor?", "theme": "climate"}
    return questions.ask(by=by, **{**given, **facts})


def make_meeting(by: Person, **facts: Any) -> NetworkMeeting:
    begins = timezone.now() + timedelta(days=20)
    given = {
        "title": "Höstmöte (exempel)",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "place": "Stadshuset",
        "agenda": "Remissen",
    }
    return meetings.call(by=by, **{**given, **facts})


def make_competence(by: Person, language: str = "fi", **facts: Any) -> Competence:
    given = {"kind": "language", "language": language, "level": "working"}
    return writing.write(Competence, by=by, **{**given, **facts})


def make_training(by: Person, **facts: Any) -> Training:
    given = {
        "title": "Att söka EU-medel (exempel)",
        "held_on": timezone.localdate() + timedelta(days=9),
        "place": "Stadshuset",
    }
    return writing.write(Training, by=by, **{**given, **facts})


def make_observation(by: Person, **facts: Any) -> Observation:
    given = {
        "title": "Helsingfors går igenom sina nätverk",
        "source": "hel.fi",
        "seen_on": timezone.localdate() - timedelta(days=9),
        "so_what": "Vi har inte sett över våra.",
        "theme": "general",
    }
    return writing.write(Observation, by=by, **{**given, **facts})


def make_analysis(by: Person, *observations: Observation, **facts: Any) -> Analysis:
    given = {
        "title": "Nätverken ses över",
        "findings": "Flera städer gallrar.",
        "meaning": "Vi behöver också.",
    }
    return horizon.analyse(by=by, observations=observations or [make_observation(by)], **{**given, **facts})


def make_city(by: Person, name: str = "Helsingfors", **facts: Any) -> CityProfile:
    city = Organisation.objects.filter(name=name).first() or create_organisation(
        by=by, name=name, kind="city"
    )
    given = {"relation": "partner", "niche": "Öppna data", "source": "hel.fi"}
    return writing.write(CityProfile, by=by, organisation=city, **{**given, **facts})


def make_indicator(by: Person) -> Indicator:
    return writing.write(Indicator, by=by, name_sv="Nätverk", name_en="Networks")


def make_definition(by: Person, indicator: Indicator, text: str, unit: str = "nätverk") -> Definition:
    return writing.write(Definition, by=by, indicator=indicator, text=text, unit=unit)


def make_value(by: Person, definition: Definition, city: str, year: int, value: int) -> IndicatorValue:
    return writing.write(
        IndicatorValue,
        by=by,
        definition=definition,
        city=city,
        year=year,
        value=value,
        source="Årsredovisning",
    )


def make_place(by: Person, ranking: Ranking, year: int, place: int, **facts: Any) -> RankingPlace:
    return writing.write(
        RankingPlace, by=by, ranking=ranking, city="Stockholm", year=year, place=place, **facts
    )


def make_ranking(by: Person) -> Ranking:
    return writing.write(Ranking, by=by, name="Påhittat index", publisher="Ingen", measures="Allt (exempel).")


def network_pages(page: Callable[..., Any], only: Any) -> dict[str, Any]:
    """The directory everybody reads; what is written there who holds an office that reads; written it is by members."""
    read, posted = only(READERS), only((), otherwise=405)

    def written(name: str, author: tuple[str, ...], args: tuple[str, ...]) -> dict[str, Any]:
        return {
            f"network:new_{name}": page(get=only(MEMBERS), post=only(MEMBERS, 422)),
            f"network:edit_{name}": page(args, get=only(author), post=only(author, 422)),
            f"network:{name}_history": page(args, get=read),
        }

    contact = ("contact", "coordinator")
    question, meeting = ("network_question",), ("network_meeting",)
    message, mandate = ("network_message",), ("mandate",)
    told = only(REACHED, otherwise=404) | {"newcomer": 403, "administrator": 403}
    return {
        "network:directory": page(query="kind=committee&state=held&q=Trafik"),
        "network:mandate": page(mandate),
        "network:mandate_history": page(mandate, get=read),
        "network:state_mandate": page(mandate, get=only("head"), post=only("head", 422)),
        "network:accept_mandate": page(mandate, get=posted, post=only("contact", 302), data={"version": 1}),
        "network:know_themes": page(mandate, get=only("contact"), post=only("contact", 422)),
        "network:messages": page(get=read, query="state=unread"),
        "network:new_message": page(get=only(MEMBERS), post=only(MEMBERS, 422)),
        "network:message": page(message, get=told),
        "network:read_message": page(
            message,
            get=posted,
            post=told | dict.fromkeys(MEMBERS, 302) | dict.fromkeys(("coordinator", "auditor"), 403),
        ),
        "network:questions": page(get=read, query="q=Tallinn&theme=climate&state=open"),
        "network:question": page(question, get=read),
        **written("question", contact, question),
        "network:answer_question": page(question, get=only(MEMBERS), post=only(MEMBERS, 422)),
        "network:close_question": page(question, get=only(contact), post=only(contact, 422)),
        "network:meetings": page(get=read, query="state=coming"),
        "network:meeting": page(meeting, get=read),
        **written("meeting", ("coordinator",), meeting),
        "network:reply_meeting": page(meeting, get=posted, post=only(MEMBERS, 302), data={"act": "stays"}),
        "network:call_off_meeting": page(meeting, get=only("coordinator"), post=only("coordinator", 422)),
        "network:meeting_calendar": page(meeting, get=read),
        "network:competences": page(get=read, query="q=finska&kind=language&language=fi&level=working"),
        **written("competence", ("contact",), ("competence",)),
        "network:take_away_competence": page(("competence",), get=only("contact"), post=only("contact", 302)),
        "network:trainings": page(get=read, query="state=mine"),
        "network:training": page(("training",), get=read),
        **written("training", contact, ("training",)),
        "network:take_seat": page(("training",), get=posted, post=only(MEMBERS, 302)),
        **horizon_pages(page, only, written, contact),
    }


def horizon_pages(page: Any, only: Any, written: Any, contact: tuple[str, ...]) -> dict[str, Any]:
    """The same rights for what is seen abroad."""
    read, members = only(READERS), {"get": only(MEMBERS), "post": only(MEMBERS, 422)}
    changed = {"get": only(contact), "post": only(contact, 422)}
    indicator, ranking = ("indicator",), ("ranking",)
    return {
        "network:observations": page(get=read, query="q=Helsingfors&theme=general&state=new"),
        "network:observation": page(("observation",), get=read),
        **written("observation", contact, ("observation",)),
        "network:analyses": page(get=read, query="state=waits"),
        "network:analysis": page(("analysis",), get=read),
        **written("analysis", contact, ("analysis",)),
        "network:act_on_analysis": page(("analysis",), **changed),
        "network:cities": page(get=read, query="relation=partner"),
        "network:city": page(("city_profile",), get=read),
        **written("city", contact, ("city_profile",)),
        "network:indicators": page(get=read),
        "network:indicator": page(indicator, get=read, query="year=2022"),
        **written("indicator", contact, indicator),
        "network:new_definition": page(indicator, **members),
        "network:new_value": page(indicator, **members),
        "network:edit_definition": page(("definition",), **changed),
        "network:edit_value": page(("indicator_value",), **changed),
        "network:rankings": page(get=read),
        "network:ranking": page(ranking, get=read),
        **written("ranking", contact, ranking),
        "network:new_place": page(ranking, **members),
        "network:edit_place": page(("ranking_place",), **changed),
    }


def network_scene() -> dict[str, Any]:
    contact, coordinator, head = (
        Person.objects.get(username=name) for name in ("contact", "coordinator", "head")
    )
    question = make_question(contact)
    questions.answer(question, by=coordinator, text="Fråga miljöförvaltningen.")
    return {
        "mandate": make_mandate(head, contact).pk,
        "network_message": make_message(coordinator).pk,
        "network_question": question.pk,
        "network_meeting": make_meeting(coordinator).pk,
        "competence": make_competence(contact).pk,
        "training": make_training(contact).pk,
        **_horizon_scene(contact),
    }


def _horizon_scene(contact: Person) -> dict[str, Any]:
    indicator, ranking = make_indicator(contact), make_ranking(contact)
    definition = make_definition(contact, indicator, "Medlemskap vid årets slut")
    return {
        "observation": make_observation(contact).pk,
        "analysis": make_analysis(contact).pk,
        "city_profile": make_city(contact).pk,
        "indicator": indicator.pk,
        "definition": definition.pk,
        "indicator_value": make_value(contact, definition, "Stockholm", 2022, 95).pk,
        "ranking": ranking.pk,
        "ranking_place": make_place(contact, ranking, 2024, 7, of_how_many=100).pk,
    }

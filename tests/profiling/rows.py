"""The rows of the page policy for profiling, and what they speak of; what its tests begin with."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from governance.models import Body, Person
from profiling import actions
from profiling.models import CityInformation, GoodExample, KeyMessage


def photograph(kind: str = "PNG", **told: Any) -> bytes:
    """A small picture, and what a camera tells beside it."""
    drawn = BytesIO()
    Image.new("RGB", (4, 2), "white").save(drawn, kind, **told)
    return drawn.getvalue()


PNG = photograph()
TODAY = timezone.localdate


def upload(content: bytes = PNG, name: str = "bild.png") -> BytesIO:
    """A file as a form hands it over."""
    file: Any = BytesIO(content)
    file.name, file.content_type, file.size = name, "image/png", len(content)
    return file


def make_example(by: Person, body: Body, **facts: Any) -> GoodExample:
    """A draft that is valid this year."""
    given = {
        "title_sv": "Sopsaltade cykelbanor (exempel)",
        "title_en": "Brined cycle lanes (exempel)",
        "what_sv": "Vi sopar och saltar.",
        "what_en": "We sweep and brine.",
        "result_sv": "Fler cyklar.",
        "result_en": "More people cycle.",
        "theme": "climate",
        "contact_sv": "Trafikkontorets internationella kontakt",
        "contact_en": "International contact of the Transport Department",
        "since": TODAY() - timedelta(days=10),
        "until": TODAY() + timedelta(days=300),
    }
    return actions.write(GoodExample, by=by, body=body, **(given | facts))


def make_shown(by: Person, body: Body, **facts: Any) -> GoodExample:
    return actions.publish(make_example(by, body, **facts), by=by)


def make_message(by: Person, **facts: Any) -> KeyMessage:
    given = {
        "text_en": "Stockholm – the Capital of Scandinavia",
        "since": date(2008, 12, 1),
        "until": TODAY() + timedelta(days=300),
    }
    return actions.write(KeyMessage, by=by, **(given | facts))


def make_entry(by: Person, body: Body, **facts: Any) -> CityInformation:
    given = {
        "kind": "steering_document",
        "title_en": "International strategy",
        "text_en": "What the city does abroad, and why.",
        "revised_on": TODAY() - timedelta(days=30),
    }
    return actions.write(CityInformation, by=by, body=body, **(given | facts))


def profiling_pages(page: Callable[..., Any], only: Any, preparing: Any, writers: Any) -> dict[str, Any]:
    """Published everybody who is logged in reads it; written it is by the body's own, or by the coordinators."""
    committees = ("contact", "secretary")
    of_all = ("coordinator",)
    both = (*committees, *of_all)
    nobody_gets = only((), otherwise=405)

    def written(name: str, who: Any) -> dict[str, Any]:
        thing = (f"profiling_{name}",)
        return {
            f"profiling:edit_{name}": page(thing, get=only(who), post=only(who, 422)),
            f"profiling:publish_{name}": page(
                thing, get=nobody_gets, post=only(who, 302), data={"act": "take_down"}
            ),
            f"profiling:{name}_history": page(thing, get=only(who)),
        }

    return {
        "profiling:about": page(open=True),
        "profiling:about_sv": page(open=True),
        "profiling:open_picture": page(("profiling_example",), open=True),
        "profiling:open_document": page(("profiling_information",), open=True),
        "profiling:examples": page(query="theme=climate&direction=profiling&state=shown&body=trafiknamnden"),
        "profiling:new_example": page(get=only(writers), post=only(writers, 422)),
        "profiling:example": page(("profiling_example",)),
        "profiling:example_picture": page(("profiling_example",)),
        **written("example", committees),
        "profiling:messages": page(),
        "profiling:new_message": page(get=only(of_all), post=only(of_all, 422)),
        **written("message", of_all),
        "profiling:information": page(query="kind=steering_document&state=late&body=trafiknamnden"),
        "profiling:new_information": page(get=only(writers), post=only(writers, 422)),
        "profiling:information_document": page(("profiling_information",)),
        **written("information", both),
    }


def profiling_scene() -> dict[str, Any]:
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    coordinator = Person.objects.get(username="coordinator")
    example = make_example(
        by, committee, picture=upload(), alternative_sv="En bana.", alternative_en="A lane."
    )
    entry = make_entry(by, committee, file=upload(b"%PDF-1.7", "strategi.pdf"))
    message = make_message(coordinator)
    for row, who in ((example, by), (entry, by), (message, coordinator)):
        actions.publish(row, by=who)
    return {
        "profiling_example": example.pk,
        "profiling_information": entry.pk,
        "profiling_message": message.pk,
    }

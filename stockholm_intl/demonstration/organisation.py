"""Loads the bodies of the real city and the invented persons who hold its offices."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from governance import access
from governance.models import Appointment, Body, Office, Person

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the files beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def load_bodies() -> int:
    """Create the bodies that are missing, those that have ended too. Returns how many were created."""
    created = 0
    for row in rows("bodies.csv"):
        _body, is_new = Body.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "kind": row["kind"],
                "name_sv": row["name_sv"],
                "name_en": row["name_en"],
                "administration_sv": row["administration_sv"],
                "since": day(row["since"]),
                "until": day(row["until"]),
                "source": row["source"],
            },
        )
        created += is_new
    bodies = Body.objects.in_bulk(field_name="slug")
    for row in rows("bodies.csv"):
        body = bodies[row["slug"]]
        if row["parent"] and body.parent_id is None:
            body.parent = bodies[row["parent"]]
            body.save()
        body.replaces.add(*(bodies[slug] for slug in row["replaces"].split(";") if slug))
    return created


@transaction.atomic
def load_persons() -> int:
    """Create the invented persons with their offices; they log in on the demonstration's login page only."""
    bodies = Body.objects.in_bulk(field_name="slug")
    created = 0
    for row in rows("persons.csv"):
        person = Person.objects.filter(username=row["username"]).first()
        if person is None:
            person = Person.objects.create_user(
                row["username"], row["name"], f"{row['username']}@stockholm.example"
            )
            person.is_demonstration = True
            person.save()
            created += 1
        office, _created = Office.objects.get_or_create(
            body=bodies[row["body"]],
            role=row["role"],
            defaults={"title_sv": row["title_sv"], "title_en": row["title_en"]},
        )
        Appointment.objects.get_or_create(
            office=office, person=person, defaults={"since": date.fromisoformat(row["since"])}
        )
        access.sync_rights(person)
    return created

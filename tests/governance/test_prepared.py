"""Statements written once: the same rows as the queryset gives, for each person their own, whoever asked first."""

from datetime import date
from threading import Thread

import pytest
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections
from django.db.models import F
from django.utils import timezone

from governance import prepared
from governance.models import Matter, SecrecyGrant
from governance.models.standing import standing_of
from governance.prepared import rows_of
from tests.governance.rows import make_matters

ASKERS = [
    "contact",
    "other_contact",
    "secretary",
    "coordinator",
    "auditor",
    "mayor",
    "administrator",
    "newcomer",
]


@pytest.fixture(autouse=True)
def nothing_written_before(monkeypatch) -> None:
    monkeypatch.setattr(prepared, "_STATEMENTS", {})


def readable(asker, asked, *columns):
    rows = Matter.objects.visible_to(asker).order_by("pk")
    if "kind" in asked:
        rows = rows.filter(kind=asked["kind"])
    if "ids" in asked:
        rows = rows.filter(pk__among=asked["ids"])
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    if "mine" in asked:
        rows = rows.filter(responsible=asker.pk)
    return rows.select_related("body").only("number", "body__slug", *columns)


@pytest.fixture
def matters(city, contact) -> list[Matter]:
    """Of two bodies and two kinds, one the contact person's, one secret."""
    rows = make_matters(4, city("trafiknamnden")) + make_matters(
        3, city("miljo-och-halsoskyddsnamnden"), first=60, kind="visit", status="received"
    )
    Matter.objects.filter(pk=rows[0].pk).update(responsible=contact)
    Matter.objects.filter(pk=rows[1].pk).update(
        secrecy_ground="15 kap. 1 § OSL", secrecy_marked_on=timezone.localdate()
    )
    return rows


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "visit"},
        {"mine": True},
        {"first": date(2000, 1, 1), "last": date(2030, 1, 1)},
        {"ids": []},
    ],
    ids=str,
)
def test_the_rows_are_those_of_the_queryset(matters, person, asker, asked) -> None:
    who = person(asker)
    expected = list(readable(who, asked))
    for _time in range(2):
        found = rows_of(readable, who, asked)
        assert [(row.pk, row.number, row.body.slug) for row in found] == [
            (row.pk, row.number, row.body.slug) for row in expected
        ]


def test_plain_values_come_in_the_order_that_was_asked_for(matters, coordinator) -> None:
    def build(asker, asked):
        rows = Matter.objects.visible_to(asker).filter(kind=asked["kind"])
        return rows.annotate(twice=F("pk") + F("pk")).values_list("twice", "body__slug", "pk").order_by("-pk")

    expected = [(row.pk * 2, row.body.slug, row.pk) for row in matters[:3:-1]]
    assert rows_of(build, coordinator, {"kind": "visit"}) == expected


def test_who_asks_alike_gets_the_own_rows_all_the_same(matters, contact, other_contact) -> None:
    mine = {row.body.slug for row in rows_of(readable, contact)}
    theirs = {row.body.slug for row in rows_of(readable, other_contact)}
    assert mine == {"trafiknamnden"}
    assert theirs == {"miljo-och-halsoskyddsnamnden"}
    assert len(prepared._STATEMENTS) == 1


def test_who_is_let_into_a_secret_matter_sees_it_and_the_next_person_does_not(
    matters, contact, secretary, person
) -> None:
    secret = matters[1]
    SecrecyGrant.objects.create(matter=secret, person=contact, granted_by=secretary)
    assert secret in rows_of(readable, person("contact"))
    assert secret not in rows_of(readable, person("secretary"))


def test_the_statement_is_built_once_for_all_values(matters, coordinator) -> None:
    built = []

    def build(asker, asked):
        built.append(asker)
        return readable(asker, asked)

    counts = [len(rows_of(build, coordinator, {"kind": kind})) for kind in ("visit", "membership", "visit")]
    assert counts[0] == counts[2] == Matter.objects.filter(kind="visit").count()
    assert len(built) == 1
    assert built[0] is not coordinator


def test_another_constant_is_another_statement(matters, coordinator) -> None:
    (first, *_rest) = rows_of(readable, coordinator, {}, "title")
    assert "title" not in first.get_deferred_fields()
    (first, *_rest) = rows_of(readable, coordinator)
    assert "title" in first.get_deferred_fields()


def test_a_value_that_is_missing_is_an_error(matters, coordinator) -> None:
    statement = prepared.Statement(readable(coordinator, {"kind": prepared.Given("kind")}))
    with pytest.raises(KeyError):
        statement.run(coordinator, {})


def test_nothing_is_no_value_for_it_would_find_nothing(matters, coordinator) -> None:
    def build(asker, asked):
        return Matter.objects.filter(before=asked["body"])

    with pytest.raises(ValueError, match="body"):
        rows_of(build, coordinator, {"body": None})


def test_a_second_statement_behind_the_rows_is_refused(coordinator) -> None:
    with pytest.raises(ValueError, match="one statement"):
        prepared.Statement(Matter.objects.prefetch_related("decisions"))


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_over_its_own_connection(matters, coordinator) -> None:
    expected = [row.pk for row in rows_of(readable, coordinator)]
    found = []

    def ask() -> None:
        found.extend(row.pk for row in rows_of(readable, coordinator))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert expected
    assert found == expected
    assert len(prepared._STATEMENTS) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_the_server_has_dropped_is_opened_anew(contact) -> None:
    before = standing_of(contact.pk, timezone.localdate())
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
    close_old_connections()  # as at the beginning of a request or a job
    assert standing_of(contact.pk, timezone.localdate()) == before

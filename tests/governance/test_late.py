"""What waits too long goes on by working days: told before, one step at a time, one notice a day, nothing secret."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance import access, digests, late, matters, substitutes, tasks
from governance.errors import WrongState
from governance.models import (
    Climb,
    Matter,
    Notice,
    NoticeSettings,
    Person,
    SecrecyGrant,
)
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
CARD = {"kind": "agreement", "status": "in_force"}
# A Monday; nothing but weekends is free for three weeks.
DUE = date(2026, 11, 2)


def on(day: date, time_machine) -> int:
    time_machine.move_to(datetime(day.year, day.month, day.day, 5, tzinfo=UTC), tick=False)
    for person in Person.objects.all():
        person.__dict__.pop("standing", None)
    return late.look_after()


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def to(person: Person, kind: str) -> list[Notice]:
    return list(Notice.objects.filter(person=person, key__startswith=f"{kind}:").order_by("created_at"))


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def agreement(city, contact) -> Matter:
    """One whose day was the second of November, with a patience of five working days."""
    return make_matters(1, city("trafiknamnden"), responsible=contact, due_on=DUE, **CARD)[0]


def reached() -> list[tuple[int, str, date]]:
    return list(Climb.objects.order_by("day", "step").values_list("step", "role", "day"))


def test_it_is_told_the_day_before_and_goes_from_office_to_office(
    agreement, contact, head, secretary, coordinator, time_machine
):
    for day in days(DUE, 40):
        on(day, time_machine)
    assert reached() == [
        (0, "", date(2026, 11, 6)),
        (1, "head", date(2026, 11, 9)),
        (2, "secretary", date(2026, 11, 16)),
        (3, "coordinator", date(2026, 11, 23)),
    ]
    assert [n.subject_sv for n in to(contact, "late-soon")] == [
        f"Går vidare på nästa arbetsdag: {agreement.number}"
    ]
    assert len(to(contact, "late-gone-on")) == 3
    assert [len(to(who, "late-reached")) for who in (head, secretary, coordinator, contact)] == [1, 1, 1, 0]


def test_over_christmas_it_waits_for_the_next_working_day(city, contact, head, time_machine):
    """From the 16th of December five working days end on the 23rd: then come two holidays and a weekend."""
    make_matters(1, city("trafiknamnden"), responsible=contact, due_on=date(2026, 12, 16), **CARD)
    make_matters(1, city("trafiknamnden"), first=2, responsible=contact, due_on=date(2026, 12, 17), **CARD)
    for day in days(date(2026, 12, 16), 14):
        on(day, time_machine)
    steps = Climb.objects.order_by("since", "step").values_list("step", "day")
    assert list(steps) == [
        (0, date(2026, 12, 22)),
        (1, date(2026, 12, 23)),
        (0, date(2026, 12, 23)),
        (1, date(2026, 12, 28)),
    ]


def test_however_often_it_runs_each_thing_goes_one_step(agreement, head, time_machine):
    on(date(2026, 11, 6), time_machine)
    assert [on(date(2026, 11, 9), time_machine), tasks.look_after_what_is_late()] == [1, 1]
    assert Climb.objects.count() == 2
    assert len(to(head, "late-reached")) == 1


def test_what_has_waited_for_years_is_told_of_before_it_goes_on(agreement, head, time_machine):
    assert on(date(2028, 3, 1), time_machine) == 0
    assert late.look_after() == 0
    assert on(date(2028, 3, 2), time_machine) == 1
    assert len(to(head, "late-reached")) == 1


def test_many_things_are_one_notice(city, contact, head, time_machine):
    rows = make_matters(30, city("trafiknamnden"), responsible=contact, due_on=DUE, **CARD)
    on(date(2026, 11, 9), time_machine)
    assert on(date(2026, 11, 10), time_machine) == 30
    (told,) = to(head, "late-reached")
    assert told.subject_sv.startswith(f"Väntar för länge hos andra: {rows[0].number}, ")
    assert told.subject_sv.endswith(" och 25 till")
    assert [len(to(contact, kind)) for kind in ("late-soon", "late-gone-on")] == [1, 1]


def test_what_is_done_is_gone_at_once_and_begins_anew_with_another_day(agreement, head, time_machine):
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    assert [row.thing for row in late.of_person(fresh(head)).rows] == [agreement.pk]
    Matter.objects.filter(pk=agreement.pk).update(due_on=date(2026, 12, 1))
    assert not late.of_person(fresh(head))
    on(date(2026, 11, 10), time_machine)
    assert not Climb.objects.exists()


def test_where_it_waits_for_nobody_it_still_reaches_the_coordinators(city, coordinator, time_machine):
    """The District Council has neither head nor secretary here, and nobody handles the matter."""
    make_matters(1, city("jarva"), due_on=DUE, **CARD)
    on(date(2026, 11, 9), time_machine)
    assert on(date(2026, 11, 10), time_machine) == 1
    (row,) = late.of_person(fresh(coordinator)).rows
    assert (row.role, list(row.waits_for)) == ("coordinator", [])


def test_the_office_it_waits_for_is_passed_over(city, secretary, head, coordinator, time_machine):
    """A matter nobody handles is the work of contact person and secretary: after the head come the coordinators."""
    make_matters(1, city("trafiknamnden"), due_on=DUE, **CARD)
    for day in days(DUE, 30):
        on(day, time_machine)
    assert [role for _step, role, _day in reached()] == ["", "head", "coordinator"]
    assert to(secretary, "late-soon")


def test_what_waits_for_a_decision_is_counted_from_when_it_came(city, contact, secretary, head, time_machine):
    time_machine.move_to(datetime(2026, 10, 1, 8, tzinfo=UTC), tick=False)
    matter = matters.open_matter(
        "agreement", by=contact, body=city("trafiknamnden"), title="Avtal", status="proposed"
    )
    time_machine.move_to(datetime(2026, 10, 5, 8, tzinfo=UTC), tick=False)
    matter = matters.change(matters.lock(matter.pk), by=contact, before=city("trafiknamnden"))
    time_machine.move_to(datetime(2026, 10, 20, 8, tzinfo=UTC), tick=False)
    matters.change(matters.lock(matter.pk), by=contact, internal_title="Ett annat ord")
    (thing,) = late.waiting(late.City(timezone.localdate()))
    assert (thing.source, thing.since) == ("to_decide", date(2026, 10, 5))
    for day in days(date(2026, 10, 28), 14):
        on(day, time_machine)
    assert [(role, day) for _step, role, day in reached()] == [
        ("", date(2026, 10, 30)),
        ("head", date(2026, 11, 2)),
    ]


def mark(matter: Matter, *let_in: Person) -> None:
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15 kap. 1 §",
        secrecy_marked_on=DUE,
        secrecy_marked_by=let_in[0],
        secrecy_reexamine_on=date(2027, 11, 1),
    )
    for person in let_in:
        SecrecyGrant.objects.create(
            matter=matter, person=person, granted_by=None, cause=SecrecyGrant.Cause.SUCCESSOR
        )


def test_a_secret_one_reaches_only_those_let_in(
    agreement, contact, head, secretary, coordinator, client_of, time_machine
):
    mark(agreement, contact, secretary)
    for day in days(DUE, 40):
        on(day, time_machine)
    assert [role for _step, role, _day in reached()] == ["", "secretary"]
    for person in (head, coordinator):
        assert not Notice.objects.filter(person=person).exists()
        assert not late.of_person(fresh(person))
        assert agreement.number not in client_of(person).get(reverse("my_work")).content.decode()
    (told,) = to(secretary, "late-reached")
    assert told.matter_id == agreement.pk
    assert "Ärende 0" not in told.subject_sv
    (part,) = [
        p
        for p in digests.compose(fresh(secretary), NoticeSettings(), timezone.localdate())
        if "länge" in p.title or "too long" in p.title
    ]
    assert "Ärende 0" not in part.lines[0].words + part.lines[0].why


def test_where_nobody_is_let_in_a_secret_one_reaches_nobody(agreement, contact, time_machine):
    mark(agreement, contact)
    for day in days(DUE, 40):
        on(day, time_machine)
    assert [step for step, _role, _day in reached()] == [0]


def test_one_marked_after_it_went_on_disappears(agreement, contact, head, client_of, time_machine):
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    row = Climb.objects.reached().get()
    mark(agreement, contact)
    assert not late.of_person(fresh(head))
    assert client_of(head).post(reverse("remind_late", args=[row.pk])).status_code == 404
    # The substitute of the head knows no more than the head does.
    assert not Notice.objects.of(fresh(head)).filter(matter=agreement).exists()


def test_the_substitute_of_the_head_sees_it_for_the_head(
    agreement, head, newcomer, administrator, time_machine
):
    on(date(2026, 11, 6), time_machine)
    day = timezone.localdate()
    substitutes.name(
        head.appointments.get(),
        by=administrator,
        substitute=newcomer,
        since=day,
        until=day + timedelta(30),
        reason="away",
    )
    on(date(2026, 11, 9), time_machine)
    assert to(newcomer, "late-reached")[0].for_name == head.name
    (row,) = late.of_person(fresh(newcomer)).rows
    assert row.acting_for == head.name


def test_the_list_says_who_how_long_and_what_can_be_done(
    agreement, contact, head, secretary, client_of, time_machine
):
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    page = client_of(head).get(reverse("my_work")).content.decode()
    part = page[page.index('id="too-long"') : page.index("</table>", page.index('id="too-long"'))]
    appointment = contact.appointments.get()
    assert contact.name in part
    assert reverse("name_substitute", args=[appointment.pk]) in part
    assert "5 arbetsdagar" in part
    # The head appoints and reads; to do it is no right of that office.
    assert "Gör det själv" not in part
    on(date(2026, 11, 16), time_machine)
    page = client_of(secretary).get(reverse("my_work")).content.decode()
    assert "Gör det själv" in page[page.index('id="too-long"') :]


def test_who_stands_in_is_named_and_no_other_substitute_asked_for(
    agreement, contact, head, newcomer, administrator, client_of, time_machine
):
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    day = timezone.localdate()
    substitutes.name(
        contact.appointments.get(),
        by=administrator,
        substitute=newcomer,
        since=day,
        until=day + timedelta(5),
        reason="away",
    )
    (row,) = late.of_person(fresh(head)).rows
    assert [(each.name, each.stood_in_by, each.url) for each in row.waits_for] == [
        (contact.name, newcomer.name, "")
    ]


def test_a_reminder_is_sent_once_a_day_by_whom_it_has_reached(
    agreement, contact, head, secretary, client_of, time_machine
):
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    row = Climb.objects.reached().get()
    with pytest.raises(PermissionDenied):
        late.remind(row, by=fresh(secretary))
    assert late.remind(row, by=fresh(head)) == [contact]
    assert to(contact, "late-reminded")[0].path == agreement.get_absolute_url()
    with pytest.raises(WrongState):
        late.remind(row, by=fresh(head))
    time_machine.move_to(datetime(2026, 11, 10, 9, tzinfo=UTC), tick=False)
    assert client_of(head).post(reverse("remind_late", args=[row.pk])).status_code == 302
    assert len(to(contact, "late-reminded")) == 2


def test_it_gives_no_right(agreement, head, coordinator, time_machine):
    before = {who.pk: fresh(who).standing.bodies for who in (head, coordinator)}
    for day in days(DUE, 40):
        on(day, time_machine)
    assert {who.pk: fresh(who).standing.bodies for who in (head, coordinator)} == before
    assert not access.may_edit(fresh(head), agreement)


def test_who_can_see_to_it_is_told_in_one_way_at_least(agreement, contact, head, time_machine):
    for person in (contact, head):
        NoticeSettings.objects.create(person=person, no_notice=["late"], no_mail=["late"])
    on(date(2026, 11, 6), time_machine)
    on(date(2026, 11, 9), time_machine)
    assert to(head, "late-reached")[0].read_at is None
    assert to(contact, "late-soon")[0].read_at is not None


def test_every_source_has_its_patience_and_the_other_way_round():
    assert set(late.sources()) == set(late.rules().patience)
    assert all(days > late.rules().tell_before for days in late.rules().patience.values())


def test_a_kind_can_have_a_patience_of_its_own(city, contact, time_machine):
    make_matters(1, city("trafiknamnden"), responsible=contact, due_on=DUE, kind="visit", status="received")
    on(date(2026, 11, 3), time_machine)
    assert on(date(2026, 11, 4), time_machine) == 1


def statements(do) -> int:
    do()
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


def test_the_list_and_the_morning_cost_the_same_for_more_of_it(city, contact, head, client_of, time_machine):
    client, counts = client_of(head), []
    for first, many in ((1, 3), (100, 60)):
        make_matters(many, city("trafiknamnden"), first=first, responsible=contact, due_on=DUE, **CARD)
        on(date(2026, 11, 9), time_machine)
        on(date(2026, 11, 10), time_machine)
        counts.append(
            (
                statements(lambda: client.get(reverse("my_work"))),
                statements(lambda: late.waiting(late.City(DUE))),
            )
        )
    assert counts[0][1] == counts[1][1]
    assert counts[1][0] - counts[0][0] <= 1  # what no longer fits is counted

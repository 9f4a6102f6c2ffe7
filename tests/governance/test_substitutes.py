"""Substitutes: what they may on their days and on no other, what does not follow, and whose act is written."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from governance import (
    access,
    acting,
    appointments,
    decisions,
    delegations,
    digests,
    matters,
    notices,
    secrecy,
    substitutes,
)
from governance.decisions import Record
from governance.errors import RefusedByRule, WrongState
from governance.models import (
    ActedFor,
    Appointment,
    Body,
    Decision,
    Notice,
    NoticeSettings,
    Office,
    OutboxEntry,
    Person,
    Substitution,
)
from governance.models.standing import standing_of
from network import directory
from network.actions import mandates
from tests.factories import appoint, make_person
from visits import letters

Role = Office.Role
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 18)
EVE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)
NOW = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False), override("sv"):
        yield


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def office_of(person: Person) -> Appointment:
    return Appointment.objects.select_related("office__body").get(person=person)


def named(absent: Person, substitute: Person, *, by: Person | None = None, **days: date) -> Substitution:
    given = {"since": FIRST, "until": LAST, "reason": "holiday"} | days
    return substitutes.name(office_of(absent), by=by or fresh(absent), substitute=substitute, **given)


def on(day: date):
    return time_machine.travel(day, tick=False)


def today(person: Person) -> Person:
    """As at the first request of the day."""
    found = fresh(person)
    access.keep_rights_current(found)
    return fresh(person)


@pytest.fixture
def standby(city) -> Person:
    return make_person("standby", "Stefan Standby")


def matter_of(by: Person, **given):
    return matters.open_matter(
        "membership",
        by=by,
        body=Body.objects.get(slug="trafiknamnden"),
        title="Nätverk",
        status="draft",
        **given,
    )


@pytest.mark.parametrize(("day", "has"), [(EVE, False), (FIRST, True), (LAST, True), (AFTER, False)])
def test_the_substitute_has_the_rights_on_the_days_and_on_no_other(day, has, contact, standby, client_of):
    matter = matter_of(contact, responsible=contact)
    named(contact, standby)
    with on(day):
        person = today(standby)
        assert access.may(person, access.EDIT, matter.body) is has
        assert bool(person.offices) is has
        assert access.may_view(person, matter) is has
        answer = client_of(standby).get(reverse("matter_history", args=[matter.number]))
        assert answer.status_code == (200 if has else 404)


def test_the_office_gives_what_it_gives_and_no_more(contact, secretary, standby, city):
    named(contact, standby)
    with on(FIRST):
        person, body = today(standby), city("trafiknamnden")
        assert {right for right, ids in person.standing.bodies.items() if body.pk in ids} == {
            access.VIEW,
            access.EDIT,
        }
        assert not person.bodies_with(access.VIEW) - {body.pk}
        assert person.roles == {Role.CONTACT_PERSON}


def test_the_statement_of_standing_says_what_the_rows_say(contact, head, standby, city):
    """The raw statement repeats `Substitution.in_force`: the two are held to each other day by day and case by case."""
    row = named(contact, standby)
    for change in (
        lambda: None,
        lambda: Person.objects.filter(pk=contact.pk).update(is_active=False),
        lambda: Person.objects.update(is_active=True),
        lambda: Appointment.objects.filter(person=contact).update(until=FIRST),
        lambda: Appointment.objects.update(until=None),
        lambda: Substitution.objects.filter(pk=row.pk).update(
            ended_on=FIRST + timedelta(days=3), ended_by=head
        ),
    ):
        change()
        for day in (EVE, FIRST, FIRST + timedelta(days=2), FIRST + timedelta(days=3), LAST, AFTER):
            runs = set(Substitution.objects.in_force(day).values_list("pk", flat=True))
            lent = {held.substitution_id for held in standing_of(standby.pk, day).offices}
            assert lent == runs
            assert bool(standing_of(contact.pk, day).away) == bool(runs)
            fresh_row = Substitution.objects.with_names().get(pk=row.pk)
            assert substitutes.runs(fresh_row, day) == bool(runs)


def test_it_is_ended_early_by_the_substitute_and_the_rights_end_at_once(contact, standby, client_of):
    row = named(contact, standby)
    with on(FIRST):
        client = client_of(standby)
        assert client.get(reverse("name_substitute", args=[office_of(contact).pk])).status_code == 403
        assert client.post(reverse("end_substitution", args=[row.pk])).status_code == 302
        person = fresh(standby)
        assert not person.offices
        assert not person.bodies_with(access.VIEW)
        with pytest.raises(WrongState):
            substitutes.end(row, by=contact)
        assert Notice.objects.filter(person=contact, key__startswith="substitute-ended").exists()
    assert list(row.history.values_list("history_user__username", flat=True)) == ["standby", "contact"]


@pytest.mark.parametrize("who", ["other_contact", "secretary", "coordinator", "auditor"])
def test_nobody_else_names_or_ends(who, person, contact, standby):
    with pytest.raises(PermissionDenied):
        named(contact, standby, by=person(who))
    row = named(contact, standby)
    with pytest.raises(PermissionDenied):
        substitutes.end(row, by=person(who))


@pytest.mark.parametrize("who", ["head", "administrator"])
def test_head_and_administrator_name_for_somebody_absent_and_never_themselves(who, person, contact, standby):
    assert named(contact, standby, by=person(who)).named_by.username == who
    with pytest.raises(ValidationError) as wrong:
        named(contact, person(who), by=person(who), since=date(2027, 1, 4), until=date(2027, 1, 8))
    assert list(wrong.value.message_dict) == ["substitute"]


def test_overlaps_and_chains_are_refused_at_their_field(contact, secretary, standby, other_contact):
    named(contact, standby)
    with pytest.raises(ValidationError) as twice:
        named(contact, secretary, since=LAST, until=AFTER)
    assert "Stefan Standby är redan ersättare" in twice.value.message_dict["since"][0]
    named(secretary, other_contact)
    for absent, substitute, field in (
        (other_contact, secretary, "substitute"),
        (other_contact, standby, "since"),
    ):
        with pytest.raises(ValidationError) as chain:
            named(absent, substitute)
        assert "En ersättare har ingen ersättare" in chain.value.message_dict[field][0]
    assert named(contact, standby, since=AFTER, until=AFTER)


def test_the_database_refuses_two_at_a_time(contact, secretary, standby):
    row = named(contact, standby)
    with pytest.raises(IntegrityError, match="one_substitute_for_an_office_at_a_time"), transaction.atomic():
        Substitution.objects.create(
            appointment=row.appointment,
            substitute=secretary,
            since=LAST,
            until=AFTER,
            reason="away",
            named_by=contact,
        )


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (NOW - timedelta(days=1), LAST, "since"),
        (LAST, FIRST, "until"),
        (FIRST, FIRST + timedelta(days=400), "until"),
        (FIRST, date(2026, 12, 24), "until"),
    ],
)
def test_days_that_cannot_be(since, until, field, contact, standby):
    Appointment.objects.filter(person=contact).update(until=date(2026, 12, 23))
    with pytest.raises(ValidationError) as wrong:
        named(contact, standby, since=since, until=until)
    assert list(wrong.value.message_dict) == [field]


@pytest.mark.parametrize("substitute", ["contact", "auditor"])
def test_who_cannot_stand_in(substitute, person, contact, head):
    with pytest.raises(ValidationError) as wrong:
        named(contact, person(substitute), by=head)
    assert list(wrong.value.message_dict) == ["substitute"]


def test_whoever_will_be_an_auditor_on_one_of_the_days_stands_in_for_nobody(contact, standby):
    appoint(standby, "kommunfullmaktige", Office.Role.AUDITOR, since=LAST)
    with pytest.raises(ValidationError) as refusal:
        named(contact, standby)
    assert "substitute" in refusal.value.message_dict


def test_what_is_lent_is_not_made_lasting(contact, head, secretary, standby, city):
    named(head, standby)
    with on(FIRST):
        person = today(standby)
        with pytest.raises(WrongState):
            appointments.appoint_contact(city("trafiknamnden"), person, by=person, since=FIRST)
        with pytest.raises(ValidationError) as refusal:
            substitutes.name(
                office_of(contact), by=person, substitute=secretary, since=FIRST, until=AFTER, reason="away"
            )
        assert "until" in refusal.value.message_dict


def test_what_is_taken_up_in_anothers_name_stays_theirs(contact, standby, city):
    named(contact, standby)
    with on(FIRST):
        assert acting.whose_work(today(standby), city("trafiknamnden").pk) == contact
        assert acting.whose_work(fresh(contact), city("trafiknamnden").pk) == contact


def test_an_auditor_has_no_substitute(auditor, standby, client_of):
    with pytest.raises(PermissionDenied, match=r"12 kap\."):
        named(auditor, standby)
    page = client_of(auditor).get(reverse("substitutes")).content.decode()
    assert "12 kap." in page
    assert reverse("name_substitute", args=[office_of(auditor).pk]) not in page


def test_whoever_loses_the_office_takes_the_substitute_along_at_once(contact, head, standby, city):
    named(contact, standby)
    with on(FIRST):
        assert today(standby).bodies_with(access.EDIT)
        Appointment.objects.filter(person=contact).update(until=EVE)
        access.sync_rights(contact)
        person = fresh(standby)
        assert (person.offices, person.bodies_with(access.EDIT)) == ((), set())


@pytest.mark.parametrize("who", ["contact", "standby"])
def test_an_account_that_ends_ends_it(who, contact, standby):
    named(contact, standby)
    with on(FIRST):
        today(standby)
        ended = Person.objects.get(username=who)
        ended.is_active = False
        ended.save()
        access.sync_rights(ended)
        assert fresh(standby).bodies_with(access.EDIT) == set()
        assert not Substitution.objects.in_force(FIRST).exists()


def test_a_substitute_who_loses_the_own_office_keeps_what_was_lent_and_nothing_else(
    contact, other_contact, city
):
    named(contact, other_contact)
    with on(FIRST):
        Appointment.objects.filter(person=other_contact).update(until=EVE)
        access.sync_rights(other_contact)
        assert fresh(other_contact).bodies_with(access.EDIT) == {city("trafiknamnden").pk}
        (row,) = substitutes.of_body(city("trafiknamnden").pk, FIRST)
        assert row.is_without_office
    with on(AFTER):
        assert today(other_contact).bodies_with(access.EDIT) == set()


def marked(contact: Person):
    matter = matter_of(contact, responsible=contact)
    return secrecy.mark(
        matter,
        matter.version,
        by=contact,
        ground="OSL 15 kap. 1 §",
        motive="Det kan störa förbindelsen.",
        reexamine_on=date(2027, 5, 1),
    )


def test_secret_matters_do_not_follow_until_somebody_lets_the_substitute_in(contact, standby, client_of):
    matter = marked(contact)
    named(contact, standby)
    with on(FIRST):
        person = today(standby)
        assert not access.may_view(person, matter)
        page = client_of(standby).get(reverse("my_work"))
        assert matter.number not in page.content.decode()
        notices.notify(
            [contact], matter=matter, key="before:secret", subject_sv="Hemligt", subject_en="Secret"
        )
        assert not Notice.objects.filter(person=standby, key__startswith="before:secret").exists()
        reader = next(each for each in secrecy.readers(matter) if each.person == standby)
        assert "för Tove Trafik (" in str(reader)
        secrecy.let_in(matter, by=contact, person=standby, reason="Ersätter mig.", until=LAST)
        assert access.may_view(fresh(standby), matter)
    with on(AFTER):
        assert not access.may_view(today(standby), matter)


def test_a_change_is_told_as_done_for_the_absent_person(contact, standby, secretary, client_of):
    matter = matter_of(contact, responsible=contact)
    named(contact, standby)
    with on(FIRST):
        person = today(standby)
        matters.change(matters.lock(matter), by=person, title="Nytt namn")
        told = client_of(secretary).get(reverse("matter_history", args=[matter.number])).content.decode()
        assert "Stefan Standby för Tove Trafik (internationell kontaktperson)" in told
    with on(AFTER):
        again = client_of(secretary).get(reverse("matter_history", args=[matter.number])).content.decode()
        assert (
            "Stefan Standby för Tove Trafik" in again
        )  # it was noted with the act, whatever the days are now


def test_who_has_the_right_by_an_own_office_acts_in_the_own_name(contact, secretary):
    matter = matter_of(contact)
    named(contact, secretary)
    with on(FIRST):
        person = today(secretary)
        matters.change(matters.lock(matter), by=person, title="Nytt namn")
        assert not ActedFor.objects.exists()


def record_of(body: Body, **given) -> Record:
    return Record(body, "approved", FIRST, "Ja.", paragraph="§ 4", **given)


def own_matter(by: Person):
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    return matter_of(by, facts=facts)


def test_a_decision_recorded_by_a_substitute_says_so_for_good(contact, secretary, standby, city, client_of):
    matter = own_matter(contact)
    named(secretary, standby)
    with on(FIRST):
        decision = decisions.record(matter, record_of(city("trafiknamnden")), by=today(standby))
        page = client_of(secretary).get(reverse("matter_decisions", args=[matter.number])).content.decode()
    kept = json.loads(bytes(decision.payload))["recorded_by"]
    assert kept["name"] == "Stefan Standby"
    assert kept["for"] == {"name": "Sam Sekreterare", "office": "Sekreterare", "body": "Trafiknämnden"}
    assert "Stefan Standby för Sam Sekreterare (sekreterare)" in page


def delegated(body: Body, delegate: Person) -> Record:
    return Record(
        body,
        "approved",
        FIRST,
        "Ja.",
        form=Decision.Form.DELEGATED,
        delegate=delegate,
        power_source="Delegationsordningen 4.1",
    )


def test_delegated_power_follows_only_where_the_register_names_the_substitute(
    contact, head, secretary, standby, city
):
    body = city("trafiknamnden")
    named(head, standby)
    with on(FIRST):
        by = fresh(secretary)
        with pytest.raises(RefusedByRule, match="har ingen förteckning") as refused:
            decisions.record(own_matter(contact), delegated(body, standby), by=by)
        assert refused.value.ruling.section
        row = delegations.give(
            body,
            by=by,
            kind="membership",
            office=office_of(head).office,
            source="Delegationsordningen 4.1",
            since=NOW,
        )
        with pytest.raises(RefusedByRule, match="nämner ingen ersättare"):
            decisions.record(own_matter(contact), delegated(body, standby), by=by)
        row.names_substitute = True
        row.save()
        decision = decisions.record(own_matter(contact), delegated(body, standby), by=by)
        assert (
            decision.delegate_name
            == "Stefan Standby för Frans Förvaltning (förvaltningschef eller bolagschef)"
        )
    with on(AFTER):
        late, by = replace(delegated(body, standby), decided_on=AFTER), fresh(secretary)
        with pytest.raises(RefusedByRule, match=r"ingen beslutanderätt|inget uppdrag"):
            decisions.record(own_matter(contact), late, by=by)


def test_the_mayors_power_has_no_substitute_and_the_section_says_so(
    mayor, board_secretary, coordinator, standby, city
):
    board = city("kommunstyrelsen")
    matter = matters.open_matter(
        "event_abroad",
        by=coordinator,
        body=board,
        title="Konferens",
        status="proposed",
        facts={"act": "attend_event", "abroad": True, "on_behalf_of_executive_board": True},
    )
    named(mayor, standby)
    with on(FIRST), pytest.raises(RefusedByRule, match="personligen") as refused:
        decisions.record(matter, delegated(board, standby), by=fresh(board_secretary))
    assert refused.value.ruling.section


def test_notices_reach_both_unless_the_absent_person_chose_otherwise(contact, standby, newcomer, city):
    matter = matter_of(contact, responsible=contact)
    named(contact, standby)
    with on(FIRST):
        tell = {"matter": matter, "subject_sv": "Hej", "subject_en": "Hello"}
        notices.notify([contact], key="before:1", **tell)
        assert {row.person: row.in_words for row in Notice.objects.filter(key__startswith="before:1")} == {
            contact: "Hej",
            standby: "För Tove Trafik: Hej",
        }
        assert OutboxEntry.objects.filter(kind="mail_notice", key__startswith="mail:before:1").count() == 2
        NoticeSettings.objects.create(person=contact, while_away=False)
        notices.notify([contact], key="before:2", **tell)
        assert Notice.objects.get(key=f"before:2:{contact.pk}").read_at
        assert not OutboxEntry.objects.filter(key=f"mail:before:2:{contact.pk}").exists()
        notices.notify([contact], key="saved:3", **tell)  # to the person, not to the office
        assert not Notice.objects.filter(key=f"saved:3:{standby.pk}").exists()
    with on(AFTER):
        notices.notify([contact], key="before:4", **tell)
        assert not Notice.objects.filter(key=f"before:4:{standby.pk}").exists()
        assert OutboxEntry.objects.filter(key=f"mail:before:4:{contact.pk}").exists()


def test_a_notice_of_another_office_does_not_reach_the_substitute(contact, standby, city):
    named(contact, standby)
    appoint(contact, "jarva", Role.CONTACT_PERSON)
    other = matters.open_matter("membership", by=contact, body=city("jarva"), title="Annat", status="draft")
    with on(FIRST):
        notices.notify([contact], matter=other, key="before:5", subject_sv="Hej", subject_en="Hi")
        assert not Notice.objects.filter(person=standby, key__startswith="before:5").exists()


def test_who_may_act_for_an_office_today(contact, standby):
    office = office_of(contact).office
    named(contact, standby)
    with on(EVE):
        assert [signer.said for signer in acting.who_may_act(office)] == ["Tove Trafik"]
    with on(FIRST):
        assert [signer.said for signer in acting.who_may_act(office)] == [
            "Stefan Standby för Tove Trafik (internationell kontaktperson)",
            "Tove Trafik",
        ]
    with on(AFTER):
        assert [signer.said for signer in acting.who_may_act(office)] == ["Tove Trafik"]


def test_what_one_is_today_is_one_statement_still(contact, standby):
    named(contact, standby)
    with on(FIRST):
        person = today(standby)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert person.offices
            assert person.bodies_with(access.EDIT)
            assert acting.chosen_office(person, (person.offices[0].body_id,), access.EDIT)
        assert len(asked) == 1


def test_my_work_says_for_whom_and_is_narrowed_by_the_address(contact, other_contact, client_of, city):
    row = named(contact, other_contact)
    theirs = matter_of(contact, responsible=contact)
    mine = matters.open_matter(
        "membership",
        by=other_contact,
        body=city("miljo-och-halsoskyddsnamnden"),
        title="Luft",
        status="draft",
        responsible=other_contact,
    )
    with on(FIRST):
        client = client_of(other_contact)

        def shown(query: str = "") -> set[str]:
            page = client.get(reverse("my_work") + query).content.decode()
            main = page.split('id="recent"')[0]
            return {each.number for each in (theirs, mine) if each.number in main}

        assert shown() == {theirs.number, mine.number}
        assert shown("?for=own") == {mine.number}
        assert shown(f"?for={row.pk}") == {theirs.number}
        assert shown("?for=999999") == shown("?for=x'") == {theirs.number, mine.number}
        assert "för Tove Trafik</span>" in client.get(reverse("my_work")).content.decode()
        absent = client_of(contact).get(reverse("my_work")).content.decode()
        assert "Mika Miljö ersätter dig till och med 2026-12-18" in absent
    with on(AFTER):
        client = client_of(other_contact)
        assert client.get(reverse("my_work")).context["views"] == []
        assert shown(f"?for={row.pk}") == {mine.number}


@pytest.mark.parametrize("query", ["", "?for=own", "?for={pk}"])
def test_my_work_asks_no_more_for_many_matters_of_the_absent_person(query, contact, other_contact, client_of):
    row = named(contact, other_contact)
    url = reverse("my_work") + query.format(pk=row.pk)
    with on(FIRST):
        today(other_contact)
        client = client_of(other_contact)
        matter_of(contact, responsible=contact)
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        for _turn in range(12):
            matter_of(contact, responsible=contact)
        with CaptureQueriesContext(connection) as many:
            client.get(url)
        assert len(many) == len(few)


def test_the_summary_tells_for_whom_and_leaves_the_absent_person_in_peace(contact, standby):
    matter = matter_of(contact, responsible=contact)
    named(contact, standby)
    with on(FIRST):
        parts = digests.compose(today(standby), NoticeSettings(person=standby), FIRST)
        lines = [line for part in parts for line in part.lines]
        assert any(matter.number in line.why and "för Tove Trafik" in line.why for line in lines)
        moment = timezone.make_aware(datetime.combine(FIRST, time(9)))
        digests.ask_for(moment)
        assert OutboxEntry.objects.filter(key=f"digest:{standby.pk}:{FIRST}").exists()
        NoticeSettings.objects.filter(person=contact).update(while_away=False)
        entry = OutboxEntry.objects.get(key=f"digest:{contact.pk}:{FIRST}")
        digests.mail(entry)
        assert mail.outbox == []
        digests.mail(OutboxEntry.objects.get(key=f"digest:{standby.pk}:{FIRST}"))
        assert [each.to for each in mail.outbox] == [["standby@stockholm.example"]]


def test_the_page_of_the_matter_and_of_the_body_say_who_stands_in(
    contact, standby, secretary, client_of, city
):
    matter = matter_of(contact, responsible=contact)
    named(contact, standby)
    for day, says in ((EVE, False), (FIRST, True), (AFTER, False)):
        with on(day):
            client = client_of(secretary)
            page = client.get(reverse("matter_history", args=[matter.number])).content.decode()
            assert ("borta: Stefan Standby ersätter" in page) is says
            body = client.get(reverse("body", args=["trafiknamnden"])).content.decode()
            assert ("Stefan Standby för Tove Trafik" in body) is (day <= LAST)


def test_the_network_shows_who_stands_in_today_before_the_usual_substitute(
    contact, head, secretary, standby, client_of
):
    mandate = mandates.of(office_of(contact))
    mandates.state(mandate, mandate.version, by=head, kind="represents", substitute=secretary)
    form = client_of(contact).get(reverse("name_substitute", args=[mandate.pk])).context["form"]
    assert form.initial["substitute"] == secretary
    named(contact, standby)
    for day, name in ((EVE, "Sam Sekreterare"), (FIRST, "Stefan Standby"), (AFTER, "Sam Sekreterare")):
        with on(day):
            (held,) = directory.serving(day)[mandate.appointment.office.body_id]
            assert directory.substitute_of(held) == name
            page = client_of(head).get(reverse("network:directory")).content.decode()
            assert name in page


def test_a_letter_is_signed_for_whom(contact, standby, city):
    named(contact, standby)
    with on(FIRST):
        person, body = today(standby), city("trafiknamnden")
        assert letters.title_of(person, body, "sv") == "för Tove Trafik, Internationell kontaktperson"
        assert letters.title_of(person, body, "en").startswith("for Tove Trafik, ")
    with on(AFTER):
        assert letters.title_of(today(standby), body, "sv") == ""

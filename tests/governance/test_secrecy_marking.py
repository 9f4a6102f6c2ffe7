"""The secrecy marking of a matter: who may give it, re-examine it and let others in; what it takes from whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from governance import access, gone_out, matters, notices, outbox, secrecy
from governance.errors import StaleVersion, WrongState
from governance.models import Appointment, Matter, Notice, OutboxEntry, SecrecyGrant, SecrecyMarking
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db
TITLE = "Samtal om en sak som kan störa"
LAW = "OSL 15 kap. 1 §"
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=100)


@pytest.fixture
def matter(city, contact) -> Matter:
    return matters.open_matter(
        "membership",
        by=contact,
        body=city("trafiknamnden"),
        title=TITLE,
        status="before_body",
        responsible=contact,
    )


@pytest.fixture
def secret(matter, contact) -> Matter:
    return mark(matter, contact)


def mark(matter: Matter, by, **given) -> Matter:
    said = {"ground": LAW, "motive": "Det kan störa förbindelsen.", "reexamine_on": LATER, **given}
    return secrecy.mark(matter, matter.version, by=by, **said)


# --- Marking


def test_a_marking_says_ground_day_authority_who_why_and_when_it_is_looked_at_again(secret, contact):
    secret.refresh_from_db()
    assert (secret.secrecy_ground, secret.secrecy_marked_on) == (LAW, TODAY)
    assert (secret.secrecy_marked_by, secret.secrecy_reexamine_on) == (contact, LATER)
    row = secret.markings.get()
    assert (row.act, row.body, row.by, row.motive) == (
        "marked", secret.body, contact, "Det kan störa förbindelsen.",
    )  # fmt: skip


@pytest.mark.parametrize("persona", ["contact", "secretary"])
def test_who_prepares_the_bodys_matters_marks(persona, matter, person):
    assert mark(matter, person(persona)).is_secret
    assert access.may_edit(person(persona), Matter.objects.get(pk=matter.pk))


@pytest.mark.parametrize(
    "persona",
    ["head", "coordinator", "auditor", "mayor", "board_secretary", "other_contact", "administrator"],
)
def test_nobody_else_marks_and_is_told_who_may(persona, matter, person):
    with pytest.raises(PermissionDenied, match="Tove Trafik"):
        mark(matter, person(persona))
    assert not SecrecyMarking.objects.exists()


def test_the_marker_and_the_case_officer_are_never_locked_out(matter, contact, secretary, person):
    secret = mark(matter, secretary)
    causes = dict(secret.grants.values_list("person__username", "cause"))
    assert causes == {"secretary": "marked", "contact": "case_officer"}
    assert access.may_edit(person("contact"), secret)


def test_a_case_officer_who_reads_the_body_no_more_is_not_let_in(matter, contact, secretary):
    Appointment.objects.filter(person=contact).update(until=TODAY - timedelta(days=1))
    access.sync_rights(contact)
    assert set(mark(matter, secretary).grants.values_list("person__username", flat=True)) == {"secretary"}


def test_those_chosen_are_let_in_and_told_and_nobody_else(matter, contact, secretary, head):
    mark(matter, contact, also=[secretary, head])
    assert {notice.person.username for notice in Notice.objects.all()} == {"secretary", "head"}
    assert TITLE not in "".join(Notice.objects.values_list("subject_sv", flat=True))


def test_nobody_is_let_in_who_may_not_read_the_bodys_matters(matter, contact, other_contact):
    with pytest.raises(ValidationError):
        mark(matter, contact, also=[other_contact])
    assert not Matter.objects.get(pk=matter.pk).is_secret


@pytest.mark.parametrize(
    ("given", "field"),
    [({"ground": " "}, "ground"), ({"motive": " "}, "motive"), ({"reexamine_on": TODAY}, "reexamine_on")],
)
def test_nothing_is_left_out(given, field, matter, contact):
    with pytest.raises(ValidationError) as refusal:
        mark(matter, contact, **given)
    assert list(refusal.value.message_dict) == [field]
    assert not Matter.objects.get(pk=matter.pk).is_secret


def test_it_is_marked_once(secret, contact):
    with pytest.raises(WrongState):
        mark(secret, contact)


def test_a_closed_matter_can_be_marked(matter, contact):
    matters.close(matters.lock(matter), by=contact, status="withdrawn")
    assert mark(Matter.objects.get(pk=matter.pk), contact).is_secret


def test_who_was_faster_is_found_out(matter, contact):
    stale = matter.version
    matters.change(matters.lock(matter), by=contact, title="En annan titel")
    with pytest.raises(StaleVersion):
        secrecy.mark(matter, stale, by=contact, ground=LAW, motive="x", reexamine_on=LATER)


def test_what_was_done_is_never_changed(secret):
    row = secret.markings.get()
    for change in (lambda: SecrecyMarking.objects.update(motive="Något annat"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_grounds_are_data_with_what_harm_they_ask_for():
    laws = [ground.law for ground in secrecy.grounds()]
    assert laws[0] == LAW
    assert len(laws) == len(set(laws))
    for language in ("sv", "en"):
        with translation.override(language):
            assert all(len(ground.harm) > 40 and ground.name for ground in secrecy.grounds())
    assert secrecy.ground_of("OSL 19 kap. 3 §") is None


# --- Who is let in


def test_one_who_is_let_in_finds_it_and_one_who_is_shut_out_does_not(secret, contact, person, client_of):
    page = reverse("matter_secrecy", args=[secret.number])
    assert client_of("secretary").get(page).status_code == 404
    grant = secrecy.let_in(secret, by=contact, person=person("secretary"), reason="För protokollet.")
    assert client_of("secretary").get(page).status_code == 200
    secrecy.end(grant, by=contact)
    assert client_of("secretary").get(page).status_code == 404
    grant.refresh_from_db()
    assert (grant.ended_by, grant.reason) == (contact, "För protokollet.")


def test_a_last_day_is_the_last(secret, contact, person):
    grant = secrecy.let_in(secret, by=contact, person=person("head"), reason="x", until=TODAY)
    assert person("head").secret_matters == [secret.pk]
    SecrecyGrant.objects.filter(pk=grant.pk).update(until=TODAY - timedelta(days=1))
    assert person("head").secret_matters == []
    assert access.who_may_know(secret, [person("head")]) == []
    again = secrecy.let_in(secret, by=contact, person=person("head"), reason="y")
    assert person("head").secret_matters == [secret.pk]
    assert again.pk != grant.pk


@pytest.mark.parametrize("persona", ["head", "auditor", "coordinator"])
def test_who_is_let_in_to_read_lets_nobody_else_in(persona, secret, contact, person, mayor):
    secrecy.let_in(secret, by=contact, person=person(persona), reason="x")
    with pytest.raises(PermissionDenied, match="Tove Trafik"):
        secrecy.let_in(secret, by=person(persona), person=mayor, reason="x")
    for act in (secrecy.keep, secrecy.lift):
        given = {"reexamine_on": LATER} if act == secrecy.keep else {}
        with pytest.raises(PermissionDenied):
            act(secret, secret.version, by=person(persona), motive="x", **given)


def test_a_secretary_who_is_not_let_in_may_do_nothing_with_it(secret, person, mayor):
    with pytest.raises(PermissionDenied):
        secrecy.let_in(secret, by=person("secretary"), person=mayor, reason="x")
    with pytest.raises(PermissionDenied):
        secrecy.lift(secret, secret.version, by=person("secretary"), motive="x")


def test_whoever_may_not_read_the_body_cannot_be_let_in(secret, contact, other_contact):
    with pytest.raises(ValidationError, match="Mika Miljö"):
        secrecy.let_in(secret, by=contact, person=other_contact, reason="x")
    secret.participations.create(body=other_contact.appointments.get().office.body)
    assert secrecy.let_in(secret, by=contact, person=other_contact, reason="x")


def test_nobody_is_let_in_twice_or_without_a_reason(secret, contact, head):
    for given, field in (({"reason": " "}, "reason"), ({"reason": "x", "until": date(2020, 1, 1)}, "until")):
        with pytest.raises(ValidationError) as refusal:
            secrecy.let_in(secret, by=contact, person=head, **given)
        assert list(refusal.value.message_dict) == [field]
    secrecy.let_in(secret, by=contact, person=head, reason="x")
    with pytest.raises(ValidationError):
        secrecy.let_in(secret, by=contact, person=head, reason="x")


def test_nobody_shuts_out_themselves_or_the_case_officer(matter, contact, secretary):
    secret = mark(matter, secretary)
    for grant, by in (
        (secret.grants.get(person=secretary), secretary),
        (secret.grants.get(person=contact), secretary),
    ):
        with pytest.raises(WrongState):
            secrecy.end(grant, by=by)
    assert secret.grants.standing(TODAY).count() == 2


def test_a_new_case_officer_is_let_in(secret, secretary, person):
    matters.change(matters.lock(secret), by=secretary, responsible=secretary)
    assert person("secretary").secret_matters == [secret.pk]
    assert secret.grants.get(person=secretary).cause == "case_officer"
    assert matters.change(matters.lock(secret), by=secretary, responsible=secretary).grants.count() == 2


# --- Re-examining


def test_a_marking_that_is_kept_gets_a_new_day_and_its_motive(secret, contact):
    secrecy.keep(
        secret, secret.version, by=contact, motive="Samtalen pågår.", reexamine_on=LATER + timedelta(days=9)
    )
    secret.refresh_from_db()
    assert secret.secrecy_reexamine_on == LATER + timedelta(days=9)
    assert secret.secrecy_marked_on == TODAY
    assert [row.act for row in secret.markings.all()] == ["kept", "marked"]


def test_a_marking_that_is_lifted_opens_the_matter_and_its_grants_do_not_come_alive_again(
    secret, contact, head, person, client_of
):
    secrecy.let_in(secret, by=contact, person=head, reason="x")
    secrecy.lift(
        secret, Matter.objects.get(pk=secret.pk).version, by=contact, motive="Avtalet är offentligt."
    )
    opened = Matter.objects.get(pk=secret.pk)
    assert (opened.is_secret, opened.secrecy_marked_on, opened.secrecy_reexamine_on) == (False, None, None)
    assert client_of("auditor").get(reverse("matter_history", args=[opened.number])).status_code == 200
    mark(opened, contact)
    assert person("head").secret_matters == []


def test_what_was_lifted_is_not_re_examined(secret, contact):
    lifted = secrecy.lift(secret, secret.version, by=contact, motive="x")
    for act, given in ((secrecy.keep, {"reexamine_on": LATER}), (secrecy.lift, {})):
        with pytest.raises(WrongState):
            act(lifted, lifted.version, by=contact, motive="x", **given)
    with pytest.raises(WrongState):
        secrecy.let_in(lifted, by=contact, person=contact, reason="x")


def test_a_stale_re_examination_is_found_out(secret, contact):
    stale = secret.version
    secrecy.keep(secret, stale, by=contact, motive="x", reexamine_on=LATER)
    with pytest.raises(StaleVersion):
        secrecy.lift(secret, stale, by=contact, motive="x")


def test_the_history_tells_every_act_who_was_let_in_and_why(secret, contact, secretary, client_of):
    grant = secrecy.let_in(secret, by=contact, person=secretary, reason="För <b>protokollet</b>.")
    secrecy.end(grant, by=contact)
    fresh = Matter.objects.get(pk=secret.pk)
    secrecy.keep(fresh, fresh.version, by=contact, motive="Samtalen pågår.", reexamine_on=LATER)
    fresh.refresh_from_db()
    secrecy.lift(fresh, fresh.version, by=contact, motive="Avtalet är offentligt.")
    text = client_of("auditor").get(reverse("matter_history", args=[secret.number])).content.decode()
    for words in (
        "Det kan störa förbindelsen.",
        "Samtalen pågår.",
        "Avtalet är offentligt.",
        "Sam Sekreterare",
    ):
        assert words in text
    assert "För &lt;b&gt;protokollet" in text
    assert "<b>protokollet" not in text


# --- What falls due


def fall_due(secret: Matter, day: date = TODAY) -> None:
    Matter.objects.filter(pk=secret.pk).update(secrecy_reexamine_on=day)


def test_what_falls_due_is_told_once_however_often_and_late_it_runs(secret, contact):
    assert secrecy.look_after(TODAY) == 0
    fall_due(secret, TODAY - timedelta(days=40))
    for day in (TODAY, TODAY, TODAY + timedelta(days=5)):
        assert secrecy.look_after(day) == 1
    notice = Notice.objects.get()
    assert notice.person == contact
    assert TITLE not in notice.subject_sv + notice.subject_en
    assert OutboxEntry.objects.filter(kind="mail_notice").count() == 1


def test_a_new_day_is_told_of_anew(secret, contact):
    fall_due(secret)
    secrecy.look_after(TODAY)
    fresh = Matter.objects.get(pk=secret.pk)
    secrecy.keep(fresh, fresh.version, by=contact, motive="x", reexamine_on=LATER)
    assert secrecy.look_after(TODAY) == 0
    assert secrecy.look_after(LATER) == 1
    assert Notice.objects.filter(key__startswith="secrecy-due").count() == 2


def test_it_stands_in_the_work_of_those_who_may_do_it(secret, contact, person, head, client_of):
    secrecy.let_in(secret, by=contact, person=head, reason="x")
    fall_due(secret)
    address = reverse("reexamine_secrecy", args=[secret.number])
    assert address in client_of("contact").get(reverse("my_work")).content.decode()
    for other in ("head", "secretary", "coordinator", "auditor"):
        assert address not in client_of(other).get(reverse("my_work")).content.decode()


def test_only_those_let_in_are_told(matter, contact, secretary):
    secret = mark(matter, secretary)
    matters.change(matters.lock(secret), by=secretary, responsible=None)
    SecrecyGrant.objects.filter(person=contact).update(ended_at=timezone.now())
    fall_due(secret)
    secrecy.look_after(TODAY)
    due = Notice.objects.filter(key__startswith="secrecy-due")
    assert [notice.person for notice in due] == [secretary]


def test_a_marking_that_nobody_can_re_examine_finds_the_secretary(secret, contact, person):
    Appointment.objects.filter(person=contact).update(until=TODAY - timedelta(days=1))
    access.sync_rights(contact)
    for _again in range(2):
        secrecy.look_after(TODAY)
    grant = secret.grants.get(person__username="secretary")
    assert (grant.cause, grant.granted_by) == ("successor", None)
    assert Notice.objects.filter(person__username="secretary").count() == 1
    assert access.may_edit(person("secretary"), Matter.objects.get(pk=secret.pk))


def test_where_there_is_no_secretary_it_is_the_contact_person(secret, contact, city):
    Appointment.objects.filter(office__body=secret.body).update(until=TODAY - timedelta(days=1))
    access.sync_rights(contact)
    new = make_person("new_contact", "Nina Ny")
    secrecy.look_after(TODAY)
    assert secret.grants.filter(cause="successor").count() == 0
    appoint(new, "trafiknamnden", "contact_person")
    secrecy.look_after(TODAY)
    assert secret.grants.get(cause="successor").person == new


# --- Nothing leaks


def test_notices_of_before_are_gone_for_who_is_not_let_in_and_their_mail_is_not_sent(
    matter, contact, secretary, client_of, mailoutbox
):
    notices.notify(
        [secretary], matter=matter, key="before", subject_sv=f"Nytt i {TITLE}", subject_en=f"News of {TITLE}"
    )
    secret = mark(matter, contact)
    for name in ("my_work", "notices"):
        page = client_of("secretary").get(reverse(name)).content.decode()
        assert TITLE not in page
        assert secret.number not in page
    assert outbox.run(OutboxEntry.objects.get(key=f"mail:before:{secretary.pk}").pk)
    assert not mailoutbox
    secrecy.let_in(secret, by=contact, person=secretary, reason="x")
    assert TITLE in client_of("secretary").get(reverse("notices")).content.decode()


@pytest.mark.parametrize(
    "persona", ["secretary", "head", "auditor", "coordinator", "other_contact", "newcomer"]
)
def test_every_page_of_it_is_missing_for_who_is_not_let_in(persona, secret, contact, client_of):
    client = client_of(persona)
    grant = secret.grants.get(person=contact)
    pages = [
        reverse(name, args=[secret.number])
        for name in ("matter_secrecy", "mark_secret", "reexamine_secrecy", "let_in_person")
    ]
    for page in [*pages, reverse("end_grant", args=[secret.number, grant.pk])]:
        for answer in (client.get(page), client.post(page, {"sure": "yes"})):
            assert answer.status_code in (404, 405)
            assert TITLE not in answer.content.decode()


def test_one_grant_is_not_ended_under_another_matter(secret, city, contact, client_of):
    other = mark(
        matters.open_matter(
            "membership", by=contact, body=city("trafiknamnden"), title="x", status="before_body"
        ),
        contact,
    )
    page = reverse("end_grant", args=[other.number, secret.grants.get().pk])
    assert client_of("contact").post(page).status_code == 404


# --- The pages

FORM = {"ground": LAW, "motive": "Det kan störa.", "reexamine_on": LATER.isoformat()}


def test_the_form_asks_twice_and_says_who_loses_it_and_what_has_gone_out(
    matter, contact, secretary, client_of, city
):
    client = client_of("contact")
    page = reverse("mark_secret", args=[matter.number])
    notices.notify([contact], matter=matter, key="x", subject_sv="x", subject_en="x")
    Notice.objects.update(mailed_at=timezone.now())
    typed = {**FORM, "version": matter.version, "also": [secretary.pk]}
    asked = client.post(page, typed)
    assert asked.status_code == 200
    assert [each.person.name for each in asked.context["staying"]] == ["Sam Sekreterare", "Tove Trafik"]
    assert {"Rut Revisor", "Frans Förvaltning"} <= {each.person.name for each in asked.context["losing"]}
    assert len(asked.context["gone"]) == 1
    assert not Matter.objects.get(pk=matter.pk).is_secret
    back = client.post(page, {**typed, "change": "yes"})
    assert back.status_code == 200
    assert not Matter.objects.get(pk=matter.pk).is_secret
    assert client.post(page, {**typed, "sure": "yes"}).status_code == 302
    assert Matter.objects.get(pk=matter.pk).secrecy_ground == LAW
    assert client.get(page).status_code == 409


def test_another_ground_is_written_by_hand(matter, client_of):
    client, page = client_of("contact"), reverse("mark_secret", args=[matter.number])
    typed = {**FORM, "version": matter.version, "ground": "other", "sure": "yes"}
    assert client.post(page, typed).status_code == 422
    assert client.post(page, {**typed, "other_ground": "OSL 19 kap. 3 §"}).status_code == 302
    assert Matter.objects.get(pk=matter.pk).secrecy_ground == "OSL 19 kap. 3 §"


def test_two_who_change_at_once_see_both(secret, contact, client_of):
    client, page = client_of("contact"), reverse("reexamine_secrecy", args=[secret.number])
    secrecy.keep(secret, secret.version, by=contact, motive="x", reexamine_on=LATER + timedelta(days=5))
    typed = {
        "version": secret.version - 1,
        "outcome": "keep",
        "motive": "y",
        "reexamine_on": LATER.isoformat(),
    }
    answer = client.post(page, typed)
    assert answer.status_code == 409
    assert "Du, i ett annat fönster" in answer.content.decode()
    assert secret.markings.filter(act="kept").count() == 1


def test_lifting_is_asked_twice(secret, client_of):
    client, page = client_of("contact"), reverse("reexamine_secrecy", args=[secret.number])
    typed = {"version": secret.version, "outcome": "lift", "motive": "y"}
    asked = client.post(page, typed)
    assert "Rut Revisor" in {each.person.name for each in asked.context["seeing"]}
    assert Matter.objects.get(pk=secret.pk).is_secret
    assert client.post(page, {**typed, "sure": "yes"}).status_code == 302
    assert not Matter.objects.get(pk=secret.pk).is_secret


def test_a_marking_that_is_kept_needs_its_next_day(secret, client_of):
    page = reverse("reexamine_secrecy", args=[secret.number])
    typed = {"version": secret.version, "outcome": "keep", "motive": "y"}
    answer = client_of("contact").post(page, typed)
    assert answer.status_code == 422
    assert "reexamine_on" in answer.context["form"].errors


def test_a_marking_from_before_there_were_motives_has_its_page(matter, contact, client_of):
    Matter.objects.filter(pk=matter.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on=date(2020, 1, 1))
    SecrecyGrant.objects.create(matter=matter, person=contact, granted_by=contact)
    assert client_of("contact").get(reverse("matter_secrecy", args=[matter.number])).status_code == 200


def test_the_page_asks_no_more_for_many_let_in(secret, contact, client_of):
    client, page = client_of("contact"), reverse("matter_secrecy", args=[secret.number])

    def queries() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    few = queries()
    for number in range(12):
        somebody = make_person(f"reader{number}", f"Läsare {number}", [("trafiknamnden", "head")])
        grant = secrecy.let_in(secret, by=contact, person=somebody, reason="x")
        if number % 2:
            secrecy.end(grant, by=contact)
        secrecy.keep(
            secret, Matter.objects.get(pk=secret.pk).version, by=contact, motive="x", reexamine_on=LATER
        )
    assert queries() == few <= 12


def test_a_review_is_as_secret_as_its_membership(secret, contact, city):
    other = matters.open_matter(
        "membership_review", by=contact, body=city("trafiknamnden"), title=TITLE, status="review_due"
    )
    secrecy.as_secret_as(other, secret, by=contact)
    assert other.is_secret
    assert other.markings.get().motive == secret.markings.get().motive
    assert other.grants.get().person == contact


def test_nothing_has_gone_out_of_what_is_new(matter):
    assert gone_out.of_matter(matter) == []

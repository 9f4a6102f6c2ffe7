"""The pages of referrals: what each shows to whom, what is private, and that no input breaks them."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from governance.meetings.word import MEDIA_TYPE
from governance.models import Matter, OutboxEntry
from referrals import actions, paper
from referrals.actions.reminding import remind
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.tasks import remind_of_referrals
from stockholm_intl.celery import app
from tests.papers import assert_pdf_ua
from tests.referrals.making import (
    ASKED,
    SHORT,
    TODAY,
    adopted,
    answer_of,
    body,
    compiled,
    drafted,
    fresh,
    person,
    proposed,
    replied,
    sent,
    submitted,
    written,
)

SECRET_WORDS = "Hemligt utkast till svar"
ANSWER_TABS = ("referrals:answer", "matter_history", "matter_documents", "referrals:answer_as_word")


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_what_a_body_writes_is_seen_by_nobody_outside_it_until_it_is_submitted(city, client_of):
    answer = answer_of(sent())
    answer = written(answer, report=SECRET_WORDS)
    number = answer.matter.number
    for outsider in ("coordinator", "auditor", "mayor", "board_secretary", "ib_secretary"):
        for name in ANSWER_TABS:
            said = page(client_of(outsider), name, number).content.decode()
            assert SECRET_WORDS not in said, (outsider, name)
            assert "Nämn resor" not in said, (outsider, name)
        matrix = page(client_of(outsider), "referrals:matrix", answer.referral.matter.number).content.decode()
        assert "synpunkt</span>" not in matrix
    own = page(client_of("secretary"), "referrals:answer", number).content.decode()
    assert SECRET_WORDS in own
    told = "Avsnittssvar: 1 Syfte"
    assert told in page(client_of("head"), "matter_history", number).content.decode()
    assert told not in page(client_of("auditor"), "matter_history", number).content.decode()


def test_once_submitted_the_office_reads_it_and_it_is_not_changed(city, client_of):
    answer = submitted(answer_of(sent()))
    said = page(client_of("coordinator"), "referrals:answer", answer.matter.number).content.decode()
    assert "Kontoret tillstyrker med en synpunkt." in said
    assert page(client_of("contact"), "referrals:write_answer", answer.matter.number).status_code == 409


def test_the_matrix_shows_body_by_section_and_leads_to_the_answer(city, client_of):
    answer = submitted(answer_of(sent()))
    shown = page(client_of("coordinator"), "referrals:matrix", answer.referral.matter.number).content.decode()
    row = answer.sections.get(section__number="1")
    assert f"{answer.matter.get_absolute_url()}#svar-{row.pk}" in shown
    assert "tillstyrker med synpunkter" in shown
    other = page(
        client_of("other_contact"), "referrals:matrix", answer.referral.matter.number
    ).content.decode()
    assert "tillstyrker med synpunkter" in other
    assert answer.matter.get_absolute_url() not in other


def test_an_answer_under_secrecy_leaks_nowhere(city, client_of):
    referral = compiled()
    answer = answer_of(referral)
    Matter.objects.filter(pk=answer.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=TODAY)
    client, number = client_of("board_secretary"), referral.matter.number
    matrix = page(client, "referrals:matrix", number).content.decode()
    assert answer.matter.get_absolute_url() not in matrix
    for name in ("referrals:referral", "referrals:remarks", "referrals:matrix"):
        said = page(client, name, number).content.decode()
        assert said.count("Trafiknämnden, ") == 0, name
    remarks = page(client, "referrals:remarks", number).context["remarks"]
    assert [remark.body.slug for remark in remarks] == [ASKED[1]]
    listed = page(client, "referrals:answers").content.decode()
    assert answer.matter.number not in listed
    words = "\n".join(
        p.text for p in Document(io.BytesIO(paper.as_word(paper.of_compilation(fresh(referral))))).paragraphs
    )
    assert "Trafiknämnden" not in words
    assert "Miljö- och hälsoskyddsnämnden" in words


def test_bodies_that_were_asked_see_what_came_of_it_only_when_it_goes_to_the_board(city, client_of):
    referral = replied(compiled())
    number = referral.matter.number
    assert page(client_of("contact"), "referrals:remarks", number).status_code == 403
    assert page(client_of("contact"), "referrals:differences", number).status_code == 403
    assert "Även på resa" not in page(client_of("contact"), "referrals:referral", number).content.decode()


def test_after_the_council_the_body_reads_the_reply_and_what_has_changed(city, client_of):
    referral = adopted()
    answer = answer_of(referral)
    said = page(client_of("contact"), "referrals:answer", answer.matter.number).content.decode()
    assert "Ni har rätt." in said
    changed = page(client_of("contact"), "referrals:differences", referral.matter.number).content.decode()
    assert "<ins>" in changed
    assert "Även på resa." in changed
    assert page(client_of("contact"), "strategy", referral.strategy.key).status_code == 200


def test_an_answer_is_exported_as_word_under_the_diary_number_of_the_board(city, client_of):
    answer = submitted(answer_of(sent(diary_number="171-482/2016")), paragraph="17", immediate_approval=True)
    found = page(client_of("coordinator"), "referrals:answer_as_word", answer.matter.number)
    assert found["Content-Type"] == MEDIA_TYPE
    assert (
        "KS%20171-482-2016.docx" in found["Content-Disposition"]
        or "KS 171-482-2016.docx" in found["Content-Disposition"]
    )
    file = Document(io.BytesIO(found.content))
    assert file.core_properties.subject == "KS 171-482/2016"
    words = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert words.index("KS 171-482/2016") < words.index("Trafiknämnden 20")
    assert "§ 17" in words
    assert "Omedelbar justering: ja" in words


def test_the_compilation_has_every_remark_with_its_reply_as_word_and_pdf(city, client_of):
    referral = replied(compiled())
    found = page(client_of("coordinator"), "referrals:compilation", referral.matter.number)
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(found.content)).paragraphs)
    assert words.count("Nämn resor.") == 2
    assert "Stadsledningskontorets bemötande: Tillgodoses. Ni har rätt. Ändrat i avsnitt 1." in words
    from_worker = paper.draw_compilation(_entry(referral))
    from_worker()
    from_worker()
    document = referral.matter.documents.get()
    assert_pdf_ua(document.content)


def _entry(referral):
    return OutboxEntry.objects.filter(kind="draw_compilation", subject=referral.pk).first()


@pytest.mark.parametrize("offset", [7, 13, 14, 20, 29, 30, 33])
def test_a_body_is_reminded_once_a_week_however_often_the_job_runs(city, offset):
    referral = sent()
    Referral.objects.filter(pk=referral.pk).update(sent_on=TODAY, answer_by=TODAY + timedelta(days=30))
    for _turn in range(3):
        assert remind(TODAY + timedelta(days=offset)) == 3
    task = answer_of(referral)
    assert task.matter.notices.filter(key__startswith="remind:").count() == 1


def test_the_clock_knows_the_reminders():
    assert remind_of_referrals.name in {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_reminders_over_the_whole_time_come_weekly_and_on_the_last_day(city):
    referral = sent(answer_by=TODAY + timedelta(days=30))
    for day in range(36):
        remind(TODAY + timedelta(days=day))
    keys = answer_of(referral).matter.notices.filter(key__startswith="remind:").values_list("key", flat=True)
    assert len(keys) == 6  # weeks 1 to 5, and the last day
    submitted(answer_of(referral))
    before = answer_of(referral).matter.notices.count()
    remind(TODAY + timedelta(days=60))
    assert answer_of(referral).matter.notices.count() == before


@pytest.mark.parametrize(
    "name",
    [
        "referrals:referral",
        "referrals:matrix",
        "referrals:remarks",
        "referrals:referrals",
        "referrals:answers",
    ],
)
def test_a_page_costs_the_same_however_many_have_answered(name, city, client_of):
    referral = compiled()
    args = [] if name in ("referrals:referrals", "referrals:answers") else [referral.matter.number]
    client = client_of("coordinator")

    def queries() -> int:
        page(client, name, *args)
        with CaptureQueriesContext(connection) as asked:
            assert page(client, name, *args).status_code == 200
        return len(asked)

    few = queries()
    answer = actions.finish(
        written(answer_of(referral, ASKED[2]), "company_contact"), by=person("company_contact")
    )
    actions.submit(answer, by=person("company_contact"), without_board_reason="Sent.")
    actions.compile_answers(fresh(referral), by=person("coordinator"))
    sent(diary_number="KS 2026/400")
    assert queries() == few


HOSTILE = (
    "\x00",
    "x" * 300_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
    "# ",
    "#1",
    "'; DROP",
    "9999-99-99",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_breaks_a_form(value, city, client_of):
    referral = compiled()
    remark = referral.remarks.first()
    coordinator, contact = client_of("coordinator"), client_of("contact")
    version = referral.matter.version
    task = answer_of(sent(diary_number="KS 2026/401"))
    first = task.referral.edition(1)[0]
    tries = [
        (
            coordinator,
            reverse("referrals:new_referral"),
            ("title", "sections", "answer_by", "document", "contact"),
        ),
        (
            coordinator,
            reverse("referrals:write_document", args=[referral.matter.number]),
            ("sections", "version"),
        ),
        (
            coordinator,
            reverse("referrals:reply_to_remark", args=[referral.matter.number, remark.pk]),
            ("handling", "because", "changed_where"),
        ),
        (coordinator, reverse("referrals:lay_before_board", args=[referral.matter.number]), ("in_force_on",)),
        (
            contact,
            reverse("referrals:write_answer", args=[task.matter.number]),
            ("stance", "report", f"s{first.pk}_stance", f"s{first.pk}_text"),
        ),
        (contact, reverse("referrals:ask_for_time", args=[task.matter.number]), ("asked_to", "reason")),
        (contact, reverse("referrals:assign_answer", args=[task.matter.number]), ("officer",)),
    ]
    for client, address, names in tries:
        answer = client.post(address, {"version": version} | dict.fromkeys(names, value))
        assert answer.status_code in (302, 409, 422), (address, answer.status_code)
    for name in ("referrals:referrals", "referrals:answers"):
        query = dict.fromkeys(("q", "body", "state", "year", "efter", "fil"), value[:500])
        assert coordinator.get(reverse(name), query).status_code == 200


@pytest.mark.parametrize("number", ["2026-99999", "nej", "svar", "%00"])
def test_a_number_that_is_nobodys_is_not_found(number, city, client_of):
    for name in ("referrals:referral", "referrals:answer", "referrals:matrix"):
        path = reverse(name, args=["0-0"]).replace("0-0", number)
        assert client_of("coordinator").get(path).status_code in (200, 404)
    referral = compiled()
    path = reverse("referrals:reply_to_remark", args=[referral.matter.number, 10**18])
    assert client_of("coordinator").get(path).status_code == 404
    assert client_of("coordinator").get(path.replace(str(10**18), "9" * 40)).status_code == 404


def test_a_form_sent_twice_makes_one_referral(city, client_of):
    client = client_of("coordinator")
    form = page(client, "referrals:new_referral")
    values = {
        "title": "Strategi (exempel)",
        "document": "strategy",
        "diary_number": "",
        "answer_by": (TODAY + timedelta(days=9)).isoformat(),
        "contact": "Lo",
        "instruction": "",
        "sections": "# 1 Syfte\nText.",
        "draft_token": str(_token(form)),
    }
    first, second = (client.post(reverse("referrals:new_referral"), values) for _turn in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert Referral.objects.count() == 1


def _token(answer):
    text = answer.content.decode()
    start = text.index('name="draft_token" value="') + len('name="draft_token" value="')
    return text[start : text.index('"', start)]


def test_two_who_write_the_same_answer_see_both_texts(city, client_of):
    task = answer_of(sent())
    address = reverse("referrals:write_answer", args=[task.matter.number])
    version = task.matter.version
    assert client_of("contact").post(address, {"version": version, "report": "Min text"}).status_code == 302
    found = client_of("secretary").post(address, {"version": version, "report": "En annan text"})
    assert found.status_code == 409
    said = found.content.decode()
    assert "Min text" in said
    assert "En annan text" in said


def test_a_draft_is_seen_by_the_office_alone(city, client_of):
    referral = drafted(sections=SHORT)
    number = referral.matter.number
    assert page(client_of("contact"), "referrals:referral", number).status_code == 404
    assert number not in page(client_of("contact"), "referrals:referrals").content.decode()
    assert number in page(client_of("coordinator"), "referrals:referrals").content.decode()


def test_the_register_is_a_file_too(city, client_of):
    sent()
    lines = page(client_of("coordinator"), "referrals:referrals", state="out", fil="csv").content.decode()
    assert "Internationell strategi 2027 (exempel)" in lines
    assert page(client_of("coordinator"), "referrals:answers", fil="xlsx").status_code == 200
    referral = compiled(diary_number="KS 2026/402")
    found = page(client_of("coordinator"), "referrals:remarks", referral.matter.number, fil="csv")
    assert "Nämn resor." in found.content.decode()


def test_my_work_shows_the_task_to_the_officer_and_the_secretary(city, client_of):
    task = answer_of(sent())
    assert task.matter.number in page(client_of("contact"), "my_work").content.decode()
    referral = proposed(diary_number="KS 2026/403")
    assert referral.matter.number in page(client_of("board_secretary"), "my_work").content.decode()


def test_the_lists_narrow_by_who_was_asked_and_what_is_late(city, client_of):
    referral = sent(asked=("trafiknamnden",))
    client = client_of("coordinator")
    assert len(page(client, "referrals:referrals", body="trafiknamnden").context["page"]) == 1
    assert len(page(client, "referrals:referrals", body="jarva").context["page"]) == 0
    assert len(page(client, "referrals:answers", state="late").context["page"]) == 0
    Matter.objects.filter(pk=answer_of(referral).pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert len(page(client, "referrals:answers", state="late").context["page"]) == 1
    assert referral.matter.status == Status.OUT
    assert body("trafiknamnden").name_sv in page(client, "referrals:answers").content.decode()


def test_a_version_that_is_adopted_and_comes_into_force_later_is_not_called_replaced(city, client_of):
    new = adopted().strategy
    words = f"antagen, gäller från {new.since}"
    client = client_of("contact")
    listed = page(client, "strategies").content.decode()
    assert listed.count(words) == 1
    assert listed.count("ersatt</span>") == 2  # those of 2003 and 2008
    for name, args in (("strategy", [new.key]), ("priorities", [])):
        assert words in page(client, name, *args).content.decode()
    assert "ersatt</span>" not in page(client, "strategy", "2016").content.decode()

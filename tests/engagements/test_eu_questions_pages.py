"""The pages of EU questions: what they show to whom, how they bear bad input, the log as a file, the guidelines."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements import guidelines
from engagements.actions import create_organisation, eu_guidelines
from engagements.actions import eu_questions as actions
from engagements.forms.eu_questions import EuQuestionForm
from engagements.models import Advocacy, EuGuideline, EuQuestion, Position
from governance.errors import StaleVersion
from governance.models import Body, Matter
from tests.forms import over
from tests.workbooks import words

from .eu_questions import (
    GUIDELINES,
    MEETING,
    STAKEHOLDER,
    fresh,
    log,
    make_complete,
    make_decided,
    make_question,
    make_sent,
)

pytestmark = pytest.mark.django_db
REGISTER, LOG = "/eu-fragor/", "/eu-fragor/moten/"
ENTERED = {
    "body": "trafiknamnden",
    "title": "Samråd om varor (exempel)",
    "reference": "COM(2026) 77",
    "institution": "commission",
    "process": "consultation",
    "stage": "consultation",
    "last_day": "2027-02-01",
    "scope": "own_operation",
    "concerns_foreign_policy": "no",
    "interest": "Tystare nätter.",
}


@pytest.fixture
def decided(contact, city, secretary) -> EuQuestion:
    asked = make_decided(contact, city("trafiknamnden"), secretary)
    log(asked, contact)
    return asked


def page(asked: EuQuestion, *path: str) -> str:
    return "/".join([f"/eu-fragor/{asked.matter.number}", *path, ""])


def hide(asked: EuQuestion) -> None:
    today = timezone.localdate()
    Matter.objects.filter(pk=asked.pk).update(secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=today)


def test_what_is_looked_for_while_one_types_is_no_longer_than_its_field(contact):
    form = EuQuestionForm({"title": "x" * 100_000, "theme": "climate"}, person=contact)
    assert (len(form.typed("title")), form.typed("theme")) == (200, "climate")


def test_a_question_is_entered_in_the_browser(client_of):
    answer = client_of("contact").post("/eu-fragor/ny/", ENTERED)
    asked = EuQuestion.objects.get()
    assert answer["Location"] == page(asked)
    assert asked.last_day == asked.matter.due_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "\0"}, {"title": "x" * 5000}, {"institution": "x"}, {"last_day": "2026-13-01"},
        {"link": "javascript:x"}, {"scope": ""}, {"since": "2999-01-01"}, {"body": "finns-inte"},
    ],
)  # fmt: skip
def test_bad_input_is_told_at_the_field(wrong, client_of):
    assert client_of("contact").post("/eu-fragor/ny/", ENTERED | wrong).status_code == 422
    assert not EuQuestion.objects.exists()


def test_while_one_types_it_is_shown_who_decides_and_who_else_follows(client_of, other_contact, city):
    make_question(other_contact, city("miljo-och-halsoskyddsnamnden"), reference="COM(2026) 77")
    client = client_of("contact")
    ruling = client.get("/eu-fragor/ny/vem-beslutar/", {"scope": "city_wide", "institution": "commission"})
    assert "Kommunstyrelsen" in ruling.content.decode()
    stops = client.get("/eu-fragor/ny/vem-beslutar/", {"concerns_foreign_policy": "yes"})
    assert "utrikespolitik" in stops.content.decode()
    others = client.get("/eu-fragor/ny/liknande/", {"reference": "com(2026)77"}).content.decode()
    assert "Miljö- och hälsoskyddsnämnden" in others
    for bad in ("\0", "x" * 3000, "%"):
        assert client.get("/eu-fragor/ny/liknande/", {"reference": bad, "title": bad}).status_code == 200


def test_the_page_warns_of_a_last_day_that_is_near_or_has_passed(contact, city, client_of):
    asked = make_question(contact, city("trafiknamnden"), last_day=timezone.localdate() + timedelta(days=5))
    client = client_of("contact")
    assert "Sista dag att agera är nära" in client.get(page(asked)).content.decode()
    EuQuestion.objects.update(last_day=timezone.localdate() - timedelta(days=1))
    assert "Sista dag att agera har passerat" in client.get(page(asked)).content.decode()
    assert asked.matter.number in client.get(REGISTER, {"state": "missed"}).content.decode()


def test_the_position_is_shown_with_the_body_and_the_day(decided, client_of):
    shown = client_of("auditor").get(page(decided)).content.decode()
    assert "Trafiknämnden beslutade version 1 den 2026-03-12." in shown
    assert "tysta fordon" in shown


def test_another_bodys_secretary_reads_by_which_section_it_is_not_theirs(contact, city, client_of):
    asked = make_sent(contact, city("trafiknamnden"), scope="city_wide")
    answer = client_of("secretary").get(page(asked, "beslut")).content.decode()
    assert "Kommunstyrelsen" in answer
    refused = client_of("secretary").post(page(asked, "beslut"), {"outcome": "approved", "paragraph": "3"})
    assert refused.status_code == 403
    assert "avsnitt 5" in refused.content.decode()


def test_without_cooperation_a_meeting_is_refused_with_the_section(contact, city, client_of):
    asked = make_question(contact, city("trafiknamnden"))
    answer = client_of("contact").post(page(asked, "insatser"), MEETING)
    assert answer.status_code == 403
    assert "avsnitt 5" in answer.content.decode()
    assert not Advocacy.objects.exists()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("insatser", {"kind": "meeting", "held_on": "2026-04-01"}),
        ("insatser", {**MEETING, "held_on": "2999-01-01"}),
        ("insatser", {**MEETING, "subject": "x" * 301}),
        ("insatser", {**MEETING, "persons": "\0"}),
        ("intressenter", {"name": "x", "stance": "angry", "noted_on": "2026-04-01"}),
        ("skede", {"stage": "adopted", "since": "2999-01-01"}),
        ("deltar", {"body": "kommunfullmaktige"}),
        ("avsluta", {"result": ""}),
        ("standpunkt", {"text": "x" * 200_000, "in_line": "x", "version": "1"}),
        ("samverkan", {"cooperation_with": "x", "cooperation_on": "2999-01-01", "version": "1"}),
    ],
)
def test_bad_input_on_the_small_forms_is_told_and_never_an_error(path, data, decided, client_of):
    assert client_of("contact").post(page(decided, path), data).status_code == 422


@pytest.mark.parametrize("pk", [0, 99_999_999, 2**63, 2**80])
def test_an_unknown_part_is_not_found(pk, decided, client_of):
    for path in ("insatser", "intressenter"):
        assert client_of("contact").get(page(decided, path, str(pk))).status_code == 404
    assert client_of("contact").get(f"/eu-fragor/riktlinjer/trafiknamnden/{pk}/").status_code == 404


def test_what_was_logged_is_mended_and_two_who_write_at_once_see_both(decided, contact, client_of):
    logged = Advocacy.objects.get()
    client, address = client_of("contact"), page(decided, "insatser", str(logged.pk))
    entered = {**MEETING, "held_on": "2026-04-21", "subject": "Buller"}
    sent = over(client, address) | entered
    actions.edit_advocacy(
        logged, fresh(decided).matter.version, by=contact, **(MEETING | {"subject": "Någon annans"})
    )
    assert client.post(address, sent).status_code == 409
    assert client.post(address, over(client, address) | entered).status_code == 302
    assert Advocacy.objects.get().subject == "Buller"


def test_a_position_that_two_write_at_once_is_shown_to_the_second(contact, city, client_of):
    asked = make_complete(contact, city("trafiknamnden"))
    client, address = client_of("contact"), page(asked, "standpunkt")
    sent = over(client, address) | {"text": "Min.", "in_line": "x"}
    actions.write_position(asked, fresh(asked).matter.version, by=contact, text="Din.", in_line="x")
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Din." in answer.content.decode()
    assert Position.objects.get().text == "Din."


def test_the_history_tells_of_every_part(decided, contact, client_of):
    actions.note_stakeholder(decided, by=contact, **STAKEHOLDER)
    shown = client_of("contact").get(reverse("matter_history", args=[decided.matter.number])).content.decode()
    for told in (
        "Ståndpunkt",
        "Intressent: Åkarna",
        "Påverkansinsats: Nattleveranser",
        "Skede i ett EU-ärende",
    ):
        assert told in shown


def test_the_log_is_narrowed_by_its_address(decided, client_of):
    client = client_of("auditor")
    for query, is_there in (
        ("", True), ("?year=2026", True), ("?year=2025", False), ("?institution=commission", True),
        ("?institution=parliament", False), ("?body=jarva", False), ("?year=x&institution=%00", False),
    ):  # fmt: skip
        assert ("Nattleveranser" in client.get(LOG + query).content.decode()) is is_there, query


def test_the_log_as_csv_fits_a_transparency_register(decided, client_of):
    answer = client_of("auditor").get(LOG, {"year": "2026", "fil": "csv"})
    text = answer.content.decode("utf-8-sig")
    *above, head, row = csv.reader(StringIO(text), delimiter=";")
    assert ["År: 2026"] in above
    told = dict(zip(head, row, strict=True))
    assert told["Datum"] == "2026-04-21"
    assert told["Institution"] == "Europeiska kommissionen"
    assert (told["Mötte"], told["Deras befattningar"]) == ("Eva Exempel", "handläggare")
    assert (told["Överlämnade handlingar"], told["Ärende"]) == (
        "Ståndpunkten på en sida",
        decided.matter.number,
    )
    assert told["Staden hade en ståndpunkt"] == "ja"


def test_the_log_as_a_workbook_says_what_it_is_narrowed_to(decided, client_of):
    answer = client_of("auditor").get(LOG, {"institution": "commission", "fil": "xlsx"})
    sheet = words(answer)
    assert "Institution: Europeiska kommissionen" in sheet
    assert "Eva Exempel" in sheet


def test_a_secret_question_leaks_nowhere(decided, client_of):
    hide(decided)
    for username in ("auditor", "contact"):
        client = client_of(username)
        assert client.get(page(decided)).status_code == 404
        for address in (REGISTER, LOG):
            answer = client.get(address).content.decode()
            assert "Nattleveranser" not in answer
            assert decided.matter.number not in answer
        assert "Nattleveranser" not in client.get(LOG + "?fil=csv").content.decode()
        sheet = words(client.get(LOG + "?fil=xlsx"))
        assert "Institution" in sheet
        assert "Nattleveranser" not in sheet


def test_who_holds_no_office_sees_no_lines(decided, client_of):
    client = client_of("newcomer")
    assert "Nattleveranser" not in client.get(REGISTER).content.decode()
    assert "Nattleveranser" not in client.get(LOG).content.decode()
    assert "Nattleveranser" not in client.get(LOG + "?fil=csv").content.decode()


def test_every_body_sees_the_line_and_only_readers_the_file(decided, client_of):
    client = client_of("other_contact")
    assert decided.matter.number in client.get(REGISTER).content.decode()
    assert f'href="{page(decided)}"' not in client.get(REGISTER).content.decode()
    assert client.get(page(decided)).status_code == 404


def test_a_partner_of_the_register_shows_the_question_on_its_timeline(decided, contact, client_of):
    network = create_organisation(by=contact, name="Åkarna (exempel)", kind="network")
    actions.note_stakeholder(decided, by=contact, organisation=network, **STAKEHOLDER)
    address = reverse("engagements:organisation_timeline", args=[network.slug])
    assert decided.matter.number in client_of("other_contact").get(address).content.decode()


def test_a_question_is_found_by_its_reference(decided, client_of):
    assert (
        decided.matter.number in client_of("contact").get(REGISTER, {"q": "COM(2026) 123"}).content.decode()
    )
    assert (
        decided.matter.number in client_of("contact").get("/sok/", {"q": "Nattleveranser"}).content.decode()
    )


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("address", [REGISTER, LOG, "/eu-fragor/riktlinjer/", LOG + "?fil=csv"])
def test_the_lists_cost_the_same_for_few_and_for_many(address, decided, contact, city, client_of):
    client = client_of("coordinator")
    before = queries(client, address)
    for _each in range(4):
        make_question(contact, city("trafiknamnden"))
        log(decided, contact)
    eu_guidelines.lay_down(city("trafiknamnden"), by=contact, **GUIDELINES)
    assert queries(client, address) == before


def test_the_page_costs_the_same_for_few_and_for_many_parts(decided, contact, client_of):
    client = client_of("contact")
    actions.note_stakeholder(decided, by=contact, **STAKEHOLDER)
    before = queries(client, page(decided))
    for day in range(1, 5):
        log(decided, contact)
        actions.note_stakeholder(decided, by=contact, **STAKEHOLDER)
        actions.note_stage(decided, by=contact, stage="trilogue", since=date(2026, 4, day))
    assert queries(client, page(decided)) == before


def test_the_next_guidelines_end_those_before(contact, city):
    committee = city("trafiknamnden")
    first = eu_guidelines.lay_down(committee, by=contact, **GUIDELINES)
    later = {"decided_on": date(2026, 6, 3), "since": date(2026, 7, 1)}
    eu_guidelines.lay_down(committee, by=contact, **(GUIDELINES | later))
    first.refresh_from_db()
    assert first.until == date(2026, 6, 30)
    assert guidelines.in_force(date(2026, 6, 30))[committee.pk] == first
    with pytest.raises(ValidationError) as refusal:
        eu_guidelines.lay_down(committee, by=contact, **(GUIDELINES | {"since": date(2026, 7, 1)}))
    assert "since" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"since": date(2025, 1, 1)}, "since"),
        ({"until": date(2026, 1, 20)}, "until"),
        ({"link": "", "diary_number": ""}, "file"),
        ({"decided_on": date(2099, 1, 1), "since": date(2099, 1, 1)}, "decided_on"),
    ],
)
def test_guidelines_that_cannot_be_are_refused_at_the_field(wrong, field, contact, city):
    with pytest.raises(ValidationError) as refusal:
        eu_guidelines.lay_down(city("trafiknamnden"), by=contact, **(GUIDELINES | wrong))
    assert field in refusal.value.message_dict
    assert not EuGuideline.objects.exists()


def test_guidelines_that_two_mend_at_once_are_shown_to_the_second(contact, city, client_of):
    made = eu_guidelines.lay_down(city("trafiknamnden"), by=contact, **GUIDELINES)
    client, address = client_of("contact"), f"/eu-fragor/riktlinjer/trafiknamnden/{made.pk}/"
    entered = {name: str(value) for name, value in GUIDELINES.items()} | {"title": "Mina"}
    sent = over(client, address) | entered
    eu_guidelines.edit(made, 1, by=contact, **(GUIDELINES | {"title": "Dina"}))
    assert client.post(address, sent).status_code == 409
    with pytest.raises(StaleVersion):
        eu_guidelines.edit(made, 1, by=contact, **GUIDELINES)
    assert client.post(address, over(client, address) | entered).status_code == 302
    assert EuGuideline.objects.get().title == "Mina"


def test_missing_guidelines_are_a_defect_for_committees_and_companies_and_a_hint_for_districts(city, contact):
    eu_guidelines.lay_down(city("trafiknamnden"), by=contact, **GUIDELINES)
    found = {
        line.body.slug: line.missing
        for line in guidelines.lines(list(Body.objects.all()), timezone.localdate())
    }
    assert found == {
        "trafiknamnden": "",
        "miljo-och-halsoskyddsnamnden": "defect",
        "stockholms-hamnar": "defect",
        "stockholms-stadshus": "defect",
        "jarva": "hint",
    }


def test_missing_guidelines_are_shown_to_who_coordinates_and_on_the_bodys_page(client_of, contact, city):
    words = "Riktlinjer för EU-arbete saknas"
    assert words in client_of("coordinator").get("/").content.decode()
    assert words in client_of("head").get("/").content.decode()
    assert words not in client_of("contact").get("/").content.decode()
    address = reverse("body", args=["trafiknamnden"])
    assert words in client_of("auditor").get(address).content.decode()
    eu_guidelines.lay_down(city("trafiknamnden"), by=contact, **GUIDELINES)
    assert words not in client_of("auditor").get(address).content.decode()
    assert words not in client_of("head").get("/").content.decode()


def test_the_document_itself_is_kept_with_the_guidelines(client_of, contact, city):
    client, slug = client_of(contact), "trafiknamnden"
    sent = {name: str(value) for name, value in GUIDELINES.items() if name != "diary_number"}
    new = reverse("engagements:new_eu_guideline", args=[slug])
    assert client.post(new, sent).status_code == 422
    file = SimpleUploadedFile("riktlinjer.pdf", b"%PDF-1.7", "application/pdf")
    assert client.post(new, {**sent, "file": file}).status_code == 302
    guideline = EuGuideline.objects.get()
    fetch = reverse("engagements:eu_guideline_document", args=[slug, guideline.pk])
    assert client_of("auditor").get(fetch).content == b"%PDF-1.7"
    assert fetch in client.get(reverse("engagements:body_eu_guidelines", args=[slug])).content.decode()
    assert slug not in {body.slug for body in guidelines.missing(timezone.localdate()).bodies}
    change = reverse("engagements:edit_eu_guideline", args=[slug, guideline.pk])
    assert client.post(change, {**sent, "title": "Nya", "version": 1}).status_code == 302
    guideline.refresh_from_db()
    assert (guideline.title, guideline.document.name) == ("Nya", "riktlinjer.pdf")

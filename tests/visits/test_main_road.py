"""The ordinary road of a visit over its pages: logged, assessed, answered, letter, carried out, closed."""

import pytest
from django.urls import reverse

from governance import outbox
from governance.models import Document, Ground, OutboxEntry
from tests.forms import over
from tests.visits.conftest import MAILS
from visits.models import Letter, Visit

pytestmark = pytest.mark.django_db


def test_a_visit_goes_from_a_pasted_mail_to_a_closed_matter(client_of, contact, city) -> None:
    client = client_of(contact)
    mail = (MAILS / "rotterdam.eml").read_text()
    answer = client.post(reverse("visits:read_mail"), {"text": mail}, follow=True)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form["counterpart"].value() == "City of Rotterdam"
    assert form["size"].value() == "12"
    assert "From the e-mail" in answer.content.decode() or "Hämtat ur e-posten" in answer.content.decode()

    data = {field.name: field.value() for field in form if field.value() not in (None, "", False)}
    data |= {"political_level": "ordinary", "political_level_reason": ""}
    answer = client.post(reverse("visits:new"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    visit = Visit.objects.get()
    number = visit.matter.number
    assert Document.objects.get(matter=visit.matter).media_type in ("text/plain", "message/rfc822")
    assert client.get(reverse("visits:detail", args=[number])).status_code == 200

    assessed = {"free_assessment": "Bra besök."}
    for key in Ground.objects.filter(strategy__key="2016").values_list("key", flat=True):
        assessed |= {f"verdict_{key}": "yes", f"reason_{key}": "Ja, därför."}
    assess = reverse("visits:assess", args=[number])
    assert client.post(assess, over(client, assess) | assessed).status_code == 302
    yes = {"reasons": "Vi lär av varandra.", "since": "2026-11-02", "doubted": "since=2026-11-02"}
    answer = client.post(reverse("visits:accept", args=[number]), yes)
    assert answer["Location"] == reverse("visits:write_letter", args=[number])
    page = client.get(answer["Location"])
    form = page.context["form"]
    assert form["kind"].value() == "acceptance"
    data = {name: form[name].value() for name in ("kind", "language", "begun", "subject", "text")}
    answer = client.post(answer["Location"], data)
    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    letter.refresh_from_db()
    assert bytes(letter.document.content).startswith(b"%PDF-")
    assert client.get(answer["Location"]).status_code == 200

    held = {"since": "2026-11-02", "until": "", "groups": 1, "persons": 12, "persons_from_abroad": 12}
    assert client.post(reverse("visits:carry_out", args=[number]), held).status_code == 302
    follow_up = reverse("visits:follow_up", args=[number])
    learnt = over(client, follow_up) | {"learnings": "Snön plogas på natten."}
    assert client.post(follow_up, learnt).status_code == 302
    assert client.post(reverse("visits:close", args=[number])).status_code == 302
    visit.matter.refresh_from_db()
    assert visit.matter.status == "closed"
    assert visit.matter.closed_on is not None
    assert client.get(reverse("visits:detail", args=[number])).status_code == 200
    assert client.get(reverse("visits:list")).status_code == 200

"""The form of a decision says at the field what the record would refuse."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.forms import AmountField, DecisionForm

MEETING = {
    "outcome": "approved",
    "form": "meeting",
    "decided_on": "2026-03-02",
    "paragraph": "7",
    "minutes_approved_on": "2026-03-05",
    "posted_on": "2026-03-06",
    "wording": "Nämnden går med.",
}
DELEGATED = {**MEETING, "form": "delegated", "paragraph": "", "power_source": "Delegationsordningen 4.1"}
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "written", ["120 000", "120000", "120 000,00", "120\u00a0000 kr", "120000KR", "120 000:-"]
)
def test_an_amount_is_read_as_people_write_it(written: str) -> None:
    assert AmountField().clean(written) == 120_000


@pytest.mark.parametrize(
    ("amount", "shown"), [("15000", "15 000"), ("120000.50", "120 000.50"), ("999", "999"), ("0", "0")]
)
def test_an_amount_that_stands_in_its_field_is_in_groups_of_three_and_is_understood(amount, shown) -> None:
    said = AmountField().prepare_value(Decimal(amount))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == shown
    assert AmountField().clean(said) == Decimal(amount)


@pytest.mark.parametrize("written", ["kr", "tolv kr", "120 000 kr och lite till", "NaN kr", "-1 kr"])
def test_what_is_no_amount_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(written)


def test_a_meetings_decision_becomes_a_record(city, head) -> None:
    body = city("trafiknamnden")
    form = DecisionForm({**MEETING, "delegate": head.pk, "power_source": "x"}, body=body)
    assert form.is_valid(), form.errors
    record = form.record(body)
    assert (record.paragraph, record.delegate, record.power_source) == ("7", None, "")


def test_a_delegated_decision_names_its_delegate_among_those_of_the_body(city, head, auditor) -> None:
    body = city("trafiknamnden")
    form = DecisionForm({**DELEGATED, "delegate": head.pk}, body=body)
    assert form.is_valid(), form.errors
    assert form.record(body).delegate == head
    assert "delegate" in DecisionForm({**DELEGATED, "delegate": auditor.pk}, body=body).errors


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"paragraph": ""}, "paragraph"),
        ({"wording": ""}, "wording"),
        ({"decided_on": TOMORROW}, "decided_on"),
        ({"decided_on": "0001-01-01"}, "decided_on"),
        ({"decided_on": "2026-02-30"}, "decided_on"),
        ({"minutes_approved_on": "2026-03-01"}, "minutes_approved_on"),
        ({"posted_on": "2026-03-04"}, "posted_on"),
        ({"posted_on": "2026-03-01", "minutes_approved_on": ""}, "posted_on"),
        ({"outcome": "\x00"}, "outcome"),
        ({"wording": "a\x00"}, "wording"),
        ({"form": "delegated"}, "delegate"),
        ({"form": "delegated"}, "power_source"),
        ({"form": "delegated", "delegate": "9" * 40}, "delegate"),
    ],
)
def test_what_does_not_hold_is_told_at_its_field(change, field, city) -> None:
    assert field in DecisionForm({**MEETING, **change}, body=city("trafiknamnden")).errors

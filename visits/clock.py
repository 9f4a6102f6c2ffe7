"""The answer clock: Swedish working days, stopped while the guest has the word."""

from datetime import date

from django.conf import settings

from governance.working_days import after, before, between, is_working_day

__all__ = ["after", "answer_due", "before", "between", "is_working_day"]


def answer_due(received_on: date) -> date:
    """The last day to answer a request: the setting's number of working days after it came."""
    return after(received_on, settings.VISIT_ANSWER_WORKING_DAYS)

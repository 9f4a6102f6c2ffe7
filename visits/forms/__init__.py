"""The forms of visits: the request, the assessment, each step, the letters, the filters of the list."""

from .assessment import AssessmentForm
from .letters import LetterForm, TemplateForm
from .lists import VisitFilters, listed
from .request import EditRequestForm, MailForm, NewRequestForm, values_of
from .steps import FORM_OF_STEP, StepAgainForm, StepForm

__all__ = [
    "FORM_OF_STEP",
    "AssessmentForm",
    "EditRequestForm",
    "LetterForm",
    "MailForm",
    "NewRequestForm",
    "StepAgainForm",
    "StepForm",
    "TemplateForm",
    "VisitFilters",
    "listed",
    "values_of",
]

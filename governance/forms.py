"""The forms of governance: a decision as it stands in the minutes, what became of it, who holds an office."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import authority, decisions, delegations, secrecy
from .authority import AuthorityError
from .decisions import Record
from .editing import EditForm
from .models import (
    Body,
    Decision,
    DecisionEvent,
    DelegatedPower,
    Document,
    Kind,
    Matter,
    Office,
    Person,
    Reception,
    Substitution,
)
from .texts import TextField

LONG_TEXT = 20_000
MOST_GUESTS = 100_000
# The years that a date in a form can be of.
FIRST_YEAR, LAST_YEAR = 1800, 2199


def date_input() -> forms.DateInput:
    """The browser's own date field; it sends and is given 2026-11-20 in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DateField(forms.DateField):
    """A date in the browser's own field, read as 2026-11-20."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**{"widget": date_input(), "input_formats": ["%Y-%m-%d"], **kw})

    def to_python(self, value: Any) -> date | None:
        """A year near the ends of the calendar is a slip of the pen, and what is counted from it would overflow."""
        day: date | None = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                gettext("Give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


NBSP = "\N{NO-BREAK SPACE}"
_KRONOR = re.compile(r"(?:kr|kronor|:-)$", re.IGNORECASE)


class AmountField(forms.DecimalField):
    """An amount as people write it: 120 000, 120000, 1 500,50 or 120 000 kr."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            **{"min_value": 0, "max_digits": 14, "decimal_places": 2, "widget": widget, **options}
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _KRONOR.sub("", "".join(value.split())).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Whole kronor without öre, in groups of three, so that what is shown is what one would write."""
        if isinstance(value, Decimal):
            said = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
            return said.replace(",", NBSP)
        return value


class DecisionForm(forms.Form):
    """A decision of one body, entered by its secretary. `record(body)` gives what decisions.record wants.

    `body` limits whom the power may be delegated to: those who hold or held an office there that can be given it.
    `matter` limits the day.
    """

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Decision.Outcome.choices, widget=forms.RadioSelect
    )
    form = forms.ChoiceField(
        label=_("How it was decided"),
        choices=Decision.Form.choices,
        widget=forms.RadioSelect,
        initial=Decision.Form.MEETING,
    )
    decided_on = DateField(label=_("Date of the decision"))
    paragraph = TextField(
        label=_("Paragraph in the minutes"), help_text=_("For example 12."), max_length=20, required=False
    )
    minutes = TextField(
        label=_("Minutes"), help_text=_("For example Minutes 3/2026."), max_length=120, required=False
    )
    immediate_approval = forms.BooleanField(label=_("The paragraph was approved immediately"), required=False)
    minutes_approved_on = DateField(label=_("Minutes approved on"), required=False)
    posted_on = DateField(
        label=_("Posted on the notice board on"),
        help_text=_("The time for appeal counts from this day."),
        required=False,
    )
    delegate = forms.ModelChoiceField(
        label=_("Decided by"),
        queryset=Person.objects.none(),
        help_text=_("The one person who decided. A group cannot hold delegated power."),
        required=False,
    )
    power_source = TextField(
        label=_("Source of the power"),
        help_text=_("The schedule of delegation and its item."),
        max_length=200,
        required=False,
    )
    amount = AmountField(
        label=_("What the decision costs"),
        help_text=_("Needed where the register of delegated powers sets a limit."),
        required=False,
    )
    wording = TextField(
        label=_("Wording of the decision"),
        help_text=_("As it stands in the minutes."),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reasons = TextField(
        label=_("Reasons"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    reservations = TextField(
        label=_("Reservations and special statements"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, body: Body | None = None, matter: Matter | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.matter = matter
        if body is not None:
            named = DelegatedPower.objects.filter(body=body, names_substitute=True).values("office")
            self.fields["delegate"].queryset = Person.objects.filter(
                Q(appointments__office__body=body, appointments__office__role__in=decisions.DELEGATES)
                | Q(stands_in__appointment__office__in=named)
            ).distinct()

    def clean_decided_on(self) -> date:
        day = self.cleaned_data["decided_on"]
        _refuse_future(day)
        try:
            authority.book().table_on(day)
        except AuthorityError as error:  # before the first strategy nothing can be ruled
            raise forms.ValidationError(str(error)) from error
        if self.matter and day < decisions.earliest_day(self.matter):
            raise forms.ValidationError(decisions.before_strategy(self.matter))
        return day

    def clean_minutes_approved_on(self) -> date | None:
        return _refuse_future(self.cleaned_data["minutes_approved_on"])

    def clean_posted_on(self) -> date | None:
        return _refuse_future(self.cleaned_data["posted_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("form") == Decision.Form.MEETING:
            self._demand("paragraph", _("Give the paragraph in the minutes."))
        if cleaned.get("form") == Decision.Form.DELEGATED:
            self._demand("delegate", _("Name the person who decided."))
            self._demand("power_source", _("Give the source of the power: what delegated it."))
        self._demand_order(
            "decided_on", "minutes_approved_on", _("The minutes cannot be older than the decision.")
        )
        self._demand_order("decided_on", "posted_on", _("The minutes cannot be posted before the decision."))
        self._demand_order(
            "minutes_approved_on", "posted_on", _("The minutes cannot be posted before they are approved.")
        )
        return cleaned

    def record(self, body: Body, attachments: tuple[Document, ...] = ()) -> Record:
        """The valid form as a Record. What belongs to the other form of decision is left out."""
        entered = dict(self.cleaned_data)
        if entered["form"] == Decision.Form.MEETING:
            entered |= {"delegate": None, "power_source": "", "amount": None}
        else:
            entered |= {"paragraph": "", "minutes": "", "immediate_approval": False}
        return Record(body=body, attachments=attachments, **entered)

    def _demand(self, name: str, message: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    def _demand_order(self, earlier: str, later: str, message: Any) -> None:
        first, second = self.cleaned_data.get(earlier), self.cleaned_data.get(later)
        if first and second and second < first:
            self.add_error(later, message)


def record_as_initial(decision: Decision) -> dict[str, Any]:
    """What a decision says, as the starting values of a DecisionForm that corrects it."""
    names = "outcome form decided_on paragraph minutes immediate_approval wording reasons reservations"
    initial = {name: getattr(decision, name) for name in names.split()}
    approved = decision.event(DecisionEvent.Kind.MINUTES_APPROVED)
    posted = decision.event(DecisionEvent.Kind.POSTED)
    return initial | {
        "minutes_approved_on": approved.happened_on if approved else None,
        "posted_on": posted.happened_on if posted else None,
        "delegate": decision.delegate_id,
        "power_source": decision.power_source,
    }


def _refuse_future(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(gettext("The date is in the future."))
    return day


class EventForm(forms.Form):
    """What became of a decision afterwards; each sort of event is noted once."""

    kind = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    happened_on = DateField(label=_("Date"))
    paragraph = TextField(
        label=_("Paragraph"),
        help_text=_("If the decision was delegated: the paragraph of the meeting at which it was notified."),
        max_length=20,
        required=False,
    )

    def __init__(self, *args: Any, decision: Decision, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.decision = decision
        self.fields["kind"].choices = missing_events(decision)

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        _refuse_future(day)
        if day < self.decision.decided_on:
            raise forms.ValidationError(gettext("The date is before the decision."))
        return day


def missing_events(decision: Decision) -> list[tuple[str, str]]:
    """The events that are not yet noted and can happen to a decision of this form."""
    Kind = DecisionEvent.Kind
    fitting = [Kind.MINUTES_APPROVED, Kind.POSTED, Kind.APPEALED]
    if decision.form == Decision.Form.DELEGATED:
        fitting = [Kind.NOTIFIED, Kind.POSTED, Kind.APPEALED]
    return [(kind.value, capfirst(kind.label)) for kind in fitting if decision.event(kind) is None]


class NotificationForm(forms.Form):
    """Several delegated decisions notified at one meeting of the delegating body."""

    decisions = forms.TypedMultipleChoiceField(
        label=_("Decisions"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one decision.")},
    )
    happened_on = DateField(label=_("Date of the meeting"))
    paragraph = TextField(label=_("Paragraph in the minutes"), max_length=20)

    def __init__(self, *args: Any, waiting: Iterable[Decision], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.waiting = {decision.pk: decision for decision in waiting}
        self.fields["decisions"].choices = [(pk, str(pk)) for pk in self.waiting]

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        _refuse_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("happened_on")
        chosen = [self.waiting[pk] for pk in cleaned.get("decisions", ())]
        if day and any(decision.decided_on > day for decision in chosen):
            self.add_error("happened_on", _("A decision you chose was taken after this meeting."))
        return cleaned

    @property
    def chosen(self) -> list[Decision]:
        return [self.waiting[pk] for pk in self.cleaned_data["decisions"]]


class DelegatedPowerForm(forms.Form):
    """A row of a body's schedule of delegation."""

    kind = forms.ChoiceField(label=_("Kind of matter"))
    office = forms.ModelChoiceField(
        label=_("Delegate"),
        queryset=Office.objects.none(),
        help_text=_("One office. A group cannot hold delegated power."),
        empty_label=None,
    )
    limit = AmountField(
        label=_("Limit"), help_text=_("Leave empty if there is none."), required=False, min_value=1
    )
    conditions = TextField(
        label=_("Conditions"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    names_substitute = forms.BooleanField(
        label=_("The schedule names the office’s substitute as delegate too"),
        help_text=_("Otherwise nobody who stands in for the office decides by this row."),
        required=False,
    )
    source = TextField(
        label=_("Source"),
        help_text=_("The schedule of delegation with item, diary number, day and paragraph."),
        max_length=200,
    )
    since = DateField(label=_("From and including"))
    until = DateField(
        label=_("Until and including"), help_text=_("Leave empty if no end is decided."), required=False
    )

    def __init__(self, *args: Any, body: Body, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in Kind]
        self.fields["office"].queryset = body.offices.filter(role__in=delegations.DELEGATES)


class AssignmentForm(forms.Form):
    """What a body told somebody to do."""

    text = TextField(label=_("Assignment"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(label=_("Given to"), queryset=Body.objects.none())
    due_on = DateField(label=_("To be done by"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["owner"].queryset = Body.objects.in_force(timezone.localdate()).operating()


class ReportForm(forms.Form):
    report = TextField(
        label=_("What was done"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoveAssignmentForm(forms.Form):
    due_on = DateField(label=_("To be done by"))
    reason = TextField(
        label=_("Why the day is moved"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndPowerForm(forms.Form):
    until = DateField(label=_("In force until and including"))


class ReceptionForm(forms.Form):
    """What the city asks of whoever holds a congress and wishes for a reception."""

    body = forms.ModelChoiceField(label=_("Passed on by"), queryset=Body.objects.none(), empty_label=None)
    event = TextField(label=_("Congress or event"), max_length=200)
    organiser = TextField(label=_("Organiser"), max_length=200)
    contact = TextField(label=_("Contact person at the organiser"), max_length=200, required=False)
    reach = forms.ChoiceField(
        label=_("What kind of event?"), choices=Reception.Reach.choices, widget=forms.RadioSelect
    )
    begins_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    guests = forms.IntegerField(label=_("Number of guests"), min_value=1, max_value=MOST_GUESTS)
    foreign_guests = forms.IntegerField(label=_("Of them from abroad"), min_value=0, max_value=MOST_GUESTS)
    in_stockholm = forms.BooleanField(label=_("The event is held in Stockholm"), required=False)
    in_hotels = forms.BooleanField(label=_("The guests stay in hotels"), required=False)
    wished_on = DateField(label=_("Wished day of the reception"))
    slot = forms.ChoiceField(label=_("Wished time"), choices=Reception.Slot.choices, widget=forms.RadioSelect)
    shared_with_region = forms.BooleanField(label=_("Shared with Region Stockholm"), required=False)
    note = TextField(
        label=_("Note"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, bodies: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["body"].queryset = bodies


OTHER_GROUND = "other"


class MarkSecretForm(EditForm):
    """Why a matter is marked secret, until when, and who is let in besides those who always are.

    `readers` are those who may read it but for the mark; `always` the ids of those who need not be chosen.
    """

    ground = forms.ChoiceField(label=_("Legal ground"), widget=forms.RadioSelect)
    other_ground = TextField(
        label=_("Other legal ground"),
        help_text=_("As it is written in the act, for example OSL 19 kap. 3 §."),
        max_length=120,
        required=False,
    )
    motive = TextField(
        label=_("Why does it apply here?"),
        help_text=_(
            "What harm one fears, in general words. Those who are let in read it, and once the marking is lifted"
            " everybody who may read the matter: nothing that is secret in itself."
        ),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reexamine_on = DateField(
        label=_("Re-examine by"),
        help_text=_("You are reminded on that day. Choose an earlier one if the harm passes sooner."),
    )
    also = forms.TypedMultipleChoiceField(
        label=_("Let in from the beginning"),
        help_text=_(
            "As few as possible: those who need the matter to do their work. Others can be let in later, one by one."
        ),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, readers: Iterable[secrecy.Reader], always: Iterable[int] = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        found = [(ground.law, str(ground)) for ground in secrecy.grounds()]
        self.fields["ground"].choices = [*found, (OTHER_GROUND, _("Another ground, written below"))]
        kept = set(always)
        self.readers = {reader.person.pk: reader for reader in readers if reader.person.pk not in kept}
        self.fields["also"].choices = [(pk, str(reader)) for pk, reader in self.readers.items()]
        if not self.readers:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ground") == OTHER_GROUND and not cleaned.get("other_ground"):
            self.add_error("other_ground", _("Say which legal ground it rests on."))
        return cleaned

    @property
    def law(self) -> str:
        """The ground as it stands on the card."""
        chosen: str = self.cleaned_data["ground"]
        return self.cleaned_data["other_ground"] if chosen == OTHER_GROUND else chosen

    @property
    def chosen(self) -> list[secrecy.Reader]:
        return [self.readers[pk] for pk in self.cleaned_data.get("also", ())]


class ReexamineForm(EditForm):
    """A marking is kept or lifted; why is said either way."""

    KEEP, LIFT = "keep", "lift"

    outcome = forms.ChoiceField(
        label=_("Does the reason for secrecy still hold?"),
        choices=[
            (KEEP, _("Yes, the marking is kept")),
            (LIFT, _("No, the marking is lifted and the matter is open again")),
        ],
        widget=forms.RadioSelect,
    )
    reexamine_on = DateField(
        label=_("Re-examine by"), help_text=_("If the marking is kept: the next day."), required=False
    )
    motive = TextField(label=_("Why?"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_kept = cleaned.get("outcome") == self.KEEP
        if is_kept and "reexamine_on" not in self.errors and not cleaned.get("reexamine_on"):
            self.add_error("reexamine_on", _("Give the next day on which it is re-examined."))
        return cleaned


class LetInForm(forms.Form):
    """One of those who may read the matter but for the mark, and why."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)
    reason = TextField(
        label=_("Why?"),
        help_text=_("What the person needs the matter for."),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = DateField(
        label=_("Last day"),
        help_text=_(
            "Leave empty if the person needs it for good."
            " Where you stand in for somebody it ends with that, at the latest."
        ),
        required=False,
    )

    def __init__(self, *args: Any, readers: Iterable[secrecy.Reader], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.readers = {reader.person.pk: reader for reader in readers}
        choices = [(pk, str(reader)) for pk, reader in self.readers.items()]
        self.fields["person"].choices = [("", "–"), *choices]

    def clean_person(self) -> Person:
        return self.readers[self.cleaned_data["person"]].person


class ContactPersonForm(forms.Form):
    """Who becomes contact person, and when."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.filter(is_active=True))
    since = DateField(
        label=_("From and including"), help_text=_("The former contact person ends the day before.")
    )
    until = DateField(
        label=_("Until and including"), help_text=_("Leave empty if no end is decided."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The appointment cannot end before it begins."))
        return cleaned


class SubstituteForm(forms.Form):
    """Who stands in for an office, from when until when and why."""

    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=Person.objects.filter(is_active=True),
        help_text=_("Somebody who works for the city and can log in. The person is told at once."),
    )
    since = DateField(label=_("From and including"), help_text=_("It begins by itself on that day."))
    until = DateField(label=_("Until and including"), help_text=_("It ends by itself after that day."))
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(value, capfirst(words)) for value, words in Substitution.Reason.choices],
        widget=forms.RadioSelect,
        help_text=_(
            "Seen by everybody who reads the page of the body. Choose “Away” where it is nobody’s business."
        ),
    )

    def __init__(self, *args: Any, absent: Person, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["substitute"].queryset = Person.objects.filter(is_active=True).exclude(pk=absent.pk)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What an action or the database found wrong, told at its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, messages_of_field in error.message_dict.items():
        form.add_error(name if name in form.fields else None, messages_of_field)

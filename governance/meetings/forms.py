"""The forms of meetings: when and where, who sits there, what lies on the agenda, what became of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.editing import EditForm
from governance.forms import LONG_TEXT, DateField
from governance.models import AgendaItem, Attendance, Body, Meeting

from ..texts import TextField
from .attending import Seat, who_can_approve
from .deciding import results_of
from .lifecycle import outcomes_of

# So many empty lines stand below those who are listed.
EMPTY_SEATS = 3
MOST_SEATS = 60
# What the mark of each on the list says; nothing until it is marked.
PRESENT, ABSENT = "yes", "no"


def time_field(**kw: Any) -> forms.TimeField:
    """A time in the browser's own field; it sends 13:00."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(widget=widget, **kw)


def text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FirstInHand(forms.RadioSelect):
    """The cursor stands at what is chosen when the page comes: an arrow key chooses, Enter saves and goes on."""

    def create_option(self, *args: Any, **kw: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kw)
        return {**option, "attrs": {**option["attrs"], "autofocus": bool(option["selected"])}}


class WhenAndWhere(forms.Form):
    """What a meeting is known by before it is held."""

    held_on = DateField(label=_("Day"))
    begins_at = time_field(label=_("Begins at"), required=False)
    place = TextField(label=_("Place"), max_length=120, required=False)


class PlanForm(WhenAndWhere):
    """A new meeting of one of the bodies whose minutes one keeps."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)
    field_order = ["body"]

    def __init__(self, *args: Any, bodies: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["body"].queryset = bodies


class EditMeetingForm(WhenAndWhere, EditForm):
    """The same with a note, over a version."""

    note = TextField(label=_("Note"), max_length=LONG_TEXT, widget=text(3), required=False)


class CancelForm(forms.Form):
    reason = TextField(label=_("Why is the meeting cancelled?"), max_length=LONG_TEXT, widget=text(3))


class OtherItemForm(forms.Form):
    """Something on the agenda that is no matter of the register."""

    title = TextField(
        label=_("Heading"),
        help_text=_("For example approval of the minutes. Nothing secret."),
        max_length=200,
    )


class StreamItemForm(OtherItemForm):
    """The same for the preparatory committee, on one of its two lists."""

    stream = forms.ChoiceField(label=_("List"), choices=AgendaItem.Stream.choices)


class VisitItemForm(forms.Form):
    """A visit for the list of hospitality, by its number; the browser offers some of those that fit."""

    number = TextField(
        label=_("Number of the visit"),
        max_length=20,
        widget=forms.TextInput(attrs={"list": "visits-to-discuss", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, example: str = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        if example:
            words = gettext("Choose in the list, or write the number: %(number)s for example.")
            self.fields["number"].help_text = words % {"number": example}


class MayorForm(forms.Form):
    """What the Mayor decided when the preparatory committee had handled a matter."""

    outcome = forms.ChoiceField(
        label=_("What did the Mayor decide?"),
        choices=[
            (AgendaItem.Outcome.APPROVED, _("Yes, as written below")),
            (AgendaItem.Outcome.REJECTED, _("No")),
        ],
        widget=forms.RadioSelect,
    )
    decided_on = DateField(label=_("Date of the decision"))
    wording = TextField(
        label=_("Wording of the decision"),
        help_text=_("If the Mayor changed something, write it here. Left empty it says what stands below."),
        max_length=LONG_TEXT,
        widget=text(3),
        required=False,
    )
    reasons = TextField(
        label=_("Reasons"),
        help_text=_("Needed for a no."),
        max_length=LONG_TEXT,
        widget=text(2),
        required=False,
    )


class PrepareItemForm(EditForm):
    """What is said of an item before the meeting."""

    title = TextField(label=_("Heading"), max_length=200)
    presenter = TextField(label=_("Presented by"), max_length=120, required=False)
    proposal = TextField(
        label=_("Proposed decision"),
        help_text=_("Becomes the wording when the body approves."),
        max_length=LONG_TEXT,
        widget=text(4),
        required=False,
    )

    def __init__(self, *args: Any, item: AgendaItem, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if item.kind == AgendaItem.Kind.MATTER:
            del self.fields["title"]


class OutcomeForm(EditForm):
    """What the body made of an item; without an outcome it is open still."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=FirstInHand, required=False)
    result = forms.ChoiceField(
        label=_("What did it decide instead?"),
        help_text=_("Only when the proposal was rejected."),
        required=False,
    )
    wording = TextField(
        label=_("Wording of the decision"),
        help_text=_("Left empty it says what stands below for the outcome."),
        max_length=LONG_TEXT,
        widget=text(3),
        required=False,
    )
    reasons = TextField(
        label=_("Reasons"),
        help_text=_("Needed when the matter is rejected or referred back."),
        max_length=LONG_TEXT,
        widget=text(2),
        required=False,
    )
    conflicts = forms.ModelMultipleChoiceField(
        label=_("Conflict of interest"),
        help_text=_("Those who left the room and took no part."),
        queryset=Attendance.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reservations = TextField(label=_("Reservation"), max_length=LONG_TEXT, widget=text(2), required=False)
    statements = TextField(label=_("Special statement"), max_length=LONG_TEXT, widget=text(2), required=False)
    immediate_approval = forms.BooleanField(label=_("The paragraph was approved immediately"), required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, item: AgendaItem, **kw: Any) -> None:
        super().__init__(data, *args, **kw)
        found = [(outcome.value, capfirst(outcome.label)) for outcome in outcomes_of(item)]
        self.fields["outcome"].choices = [*found, ("", capfirst(gettext("not dealt with yet")))]
        self.fields["conflicts"].queryset = item.meeting.attendance.filter(is_present=True)
        results = results_of(item.matter.kind) if item.matter and item.meeting.decides else ()
        if results:
            self.fields["result"].choices = [
                ("", "–"),
                *((value, capfirst(words)) for value, words in results),
            ]
        else:
            del self.fields["result"]
        if item.matter is None:
            self.fields["reasons"].help_text = ""
        if not item.meeting.decides:
            del self.fields["immediate_approval"]
            self.fields["wording"].label = gettext("What the committee said")


class ApproveForm(EditForm):
    """Who approved the minutes, and when."""

    approved_on = DateField(label=_("Minutes approved on"))
    approved_by = TextField(
        label=_("Approved by"), help_text=_("The chair and whoever was chosen to approve."), max_length=200
    )


class ApproveNotesForm(ApproveForm):
    """The same of the notes of a body that decides nothing."""

    approved_on = DateField(label=_("Notes approved on"))


class PostForm(EditForm):
    """When the minutes came up on the notice board."""

    posted_on = DateField(
        label=_("Posted on the notice board on"), help_text=_("The time for appeal counts from this day.")
    )


class PublishForm(EditForm):
    """When notes were published: they have no time for appeal."""

    posted_on = DateField(label=_("Published on"))


class VersionForm(EditForm):
    """Nothing but which version of a meeting a page showed."""


class SeatForm(forms.Form):
    """One line of the list of attendance; a line without a name is no line."""

    # The blank says to the style sheet whether a line is filled in.
    name = TextField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": " "}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Attendance.Role.choices, initial=Attendance.Role.MEMBER)
    is_present = forms.TypedChoiceField(
        label=_("Attendance"),
        choices=[(PRESENT, _("Present")), (ABSENT, _("Absent"))],
        coerce=PRESENT.__eq__,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    serves_for = forms.ChoiceField(label=_("Serves for"), required=False)
    approves = forms.BooleanField(label=_("Approves the minutes"), required=False)
    note = TextField(label=_("Note"), max_length=120, required=False)

    def __init__(self, *args: Any, members: Iterable[str] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        mine = one_line(str(self["name"].value() or ""))
        others = [(name, name) for name in members if name != mine]
        self.fields["serves_for"].choices = [("", gettext("nobody")), *others]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class SeatLines(forms.BaseFormSet):
    """The whole list: a substitute chooses among the members that stand on it, as it is typed."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "members": self.members}

    @cached_property
    def members(self) -> list[str]:
        """The names with a place that somebody can take, each once."""
        if not self.is_bound:
            rows = [(row["name"], row["role"]) for row in self.initial or ()]
        else:
            rows = [
                (
                    one_line(self.data.get(f"{self.add_prefix(n)}-name", "")),
                    self.data.get(f"{self.add_prefix(n)}-role"),
                )
                for n in range(self.total_form_count())
            ]
        return list(dict.fromkeys(name for name, role in rows if name and role in Attendance.SEATED))


SeatFormSet = forms.formset_factory(
    SeatForm,
    formset=SeatLines,
    extra=EMPTY_SEATS,
    max_num=MOST_SEATS,
    absolute_max=MOST_SEATS,
    validate_max=True,
)


def one_line(words: str) -> str:
    return " ".join(words.split())


def seats_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Those listed, as the starting values of the lines."""
    marks = {True: PRESENT, False: ABSENT, None: ""}
    rows = meeting.attendance.values("name", "role", "is_present", "serves_for", "approves", "note")
    return [{**row, "is_present": marks[row["is_present"]]} for row in rows]


class CloseForm(EditForm):
    """Who approves the minutes of a meeting that is about to close: one at least of those who sat there."""

    approvers = forms.MultipleChoiceField(
        label=_("Who approves the minutes?"),
        help_text=_("Those the body chose at the meeting, one at least."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one who approves the minutes.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.order_fields(["approvers"])
        rows = who_can_approve(meeting)
        field = self.fields["approvers"]
        field.choices = [(str(row.pk), f"{row.name}, {row.role_label}") for row in rows]
        self.initial["approvers"] = [str(row.pk) for row in rows if row.approves]
        if not meeting.decides:
            field.label = gettext("Who approves the notes?")
            field.error_messages["required"] = gettext("Name at least one who approves the notes.")

    def clean_approvers(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["approvers"]]


def seats_in(lines: Iterable[forms.Form]) -> list[Seat]:
    """The lines with a name, as they were filled in."""
    return [Seat(**line.cleaned_data) for line in lines if line.cleaned_data.get("name")]

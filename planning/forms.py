"""The forms of planning: the round, the plan and its lines, the account and what came of each line."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms import capitalised, long_text
from engagements.forms.fields import directions_in_force
from governance.editing import EditForm
from governance.forms import AmountField, DateField
from governance.models import Body, Matter
from governance.texts import TextField

from .models import LineOutcome, Plan, PlanLine, Subject


def _years() -> list[tuple[str, str]]:
    """Next year is planned, this and the last are accounted for."""
    now = timezone.localdate().year
    return [(str(year), str(year)) for year in range(now + 1, now - 3, -1)]


class RoundForm(forms.Form):
    """A new round."""

    subject = forms.ChoiceField(
        label=_("What is asked for?"),
        choices=lambda: capitalised(Subject.choices),
        widget=forms.RadioSelect,
        initial=Subject.PLAN,
    )
    year = forms.TypedChoiceField(label=_("Year"), choices=_years, coerce=int)
    due_on = DateField(label=_("Last day to submit"))
    instruction = long_text(
        _("Instruction to the bodies"),
        rows=5,
        required=False,
        help_text=_("What they are to think of this year, and where they turn with questions."),
    )


class EditRoundForm(EditForm):
    """The deadline and the instruction of a round."""

    due_on = DateField(label=_("Last day to submit"))
    instruction = long_text(_("Instruction to the bodies"), rows=5, required=False)


class ReasonForm(forms.Form):
    reason = long_text(_("Why?"), rows=3)


class BodyForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="slug")

    def __init__(self, *args: Any, bodies: QuerySet[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = bodies


class PlanForm(EditForm):
    """What the body wants and has money for; or why it has no international work in the year."""

    aims = long_text(
        _("What does the body want with its international work?"),
        rows=6,
        required=False,
        help_text=_("In what way it helps the body’s own tasks in the year."),
    )
    budget = AmountField(
        label=_("Money for it in the body’s own budget, kronor"),
        required=False,
        help_text=_(
            "The strategy wants international work to stay within the body’s own budget. 0 if nothing."
        ),
    )
    has_none = forms.BooleanField(label=_("The body has no international work in the year"), required=False)
    none_because = long_text(_("Why is there none?"), rows=3, required=False)


class LineFields(forms.Form):
    """One line of a plan."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: capitalised(PlanLine.Kind.choices))
    title = TextField(
        label=_("What?"), max_length=200, help_text=_("No names of private persons, nothing secret.")
    )
    why = long_text(
        _("Why?"), rows=3, help_text=_("Why it is given priority: what it is to give the body’s own tasks.")
    )
    goal = forms.ModelChoiceField(
        label=_("Which goal does it serve?"),
        queryset=PlanLine.objects.none(),
        required=False,
        help_text=_("Nothing for a line that is a goal itself."),
    )
    direction = forms.ChoiceField(
        label=_("Direction of the strategy"),
        choices=lambda: [("", _("None chosen")), *directions_in_force()],
        required=False,
    )
    measure = long_text(_("How does one see that it is reached?"), rows=2, required=False)
    cost = AmountField(label=_("Cost in the year, kronor"), required=False)
    budget_line = TextField(
        label=_("Line in the body’s budget"),
        max_length=100,
        required=False,
        help_text=_("As the city’s planning system calls it."),
    )
    owner = TextField(label=_("Who is responsible?"), max_length=120, required=False)
    until = DateField(label=_("To be done by"), required=False)

    def __init__(self, *args: Any, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if plan is not None:
            goals = PlanLine.objects.filter(plan=plan, kind=PlanLine.Kind.GOAL)
            self.fields["goal"].queryset = goals.order_by("pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == PlanLine.Kind.GOAL:
            cleaned["goal"] = None
        return cleaned


class LineForm(LineFields):
    """A new line."""


class EditLineForm(EditForm, LineFields):
    """A line that is there."""

    def __init__(self, *args: Any, plan: Plan | None = None, line: int | None = None, **options: Any) -> None:
        super().__init__(*args, plan=plan, **options)
        if line is not None:
            self.fields["goal"].queryset = self.fields["goal"].queryset.exclude(pk=line)


class TieForm(forms.Form):
    """Which matter a line is about."""

    matter = forms.ModelChoiceField(
        label=_("Matter"),
        queryset=Matter.objects.none(),
        to_field_name="number",
        help_text=_("Memberships, projects, journeys, agreements and declarations of the body."),
    )

    def __init__(self, *args: Any, matters: QuerySet[Matter], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["matter"]
        field.queryset = matters
        field.label_from_instance = lambda matter: f"{matter.number} {matter.heading}"


class CompletionForm(forms.Form):
    to_complete = long_text(_("What is to be completed?"), rows=4)
    hand_in_by = DateField(label=_("Last day to submit"))


class RemarkForm(forms.Form):
    remark = long_text(_("What is to be changed?"), rows=4)


class AcceptForm(forms.Form):
    review_note = long_text(_("Note to the body"), rows=3, required=False)


class ReopenForm(forms.Form):
    reason = long_text(_("Why is it to be corrected?"), rows=3)
    hand_in_by = DateField(label=_("Last day to submit"))


class AccountForm(EditForm):
    """The text of an account."""

    summary = long_text(
        _("What did the international work give in the year?"),
        rows=8,
        required=False,
        help_text=_("Printed in the city’s annual report as it stands here. No names of private persons."),
    )
    lessons = long_text(_("What did the body learn, and take on into the next year?"), rows=5, required=False)


class OutcomesForm(EditForm):
    """What came of each line of the plan."""

    def __init__(self, *args: Any, lines: Iterable[PlanLine] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = list(lines)
        choices = [("", _("Not told yet")), *capitalised(LineOutcome.Result.choices)]
        for line in self.lines:
            self.fields[f"l{line.pk}_result"] = forms.ChoiceField(
                label=_("Result"), choices=choices, required=False
            )
            self.fields[f"l{line.pk}_text"] = long_text(_("What came of it"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """What is told of the lines, under one name, by the key of the line."""
        cleaned = super().clean() or {}
        outcomes = {}
        for line in self.lines:
            said = {name: cleaned.pop(f"l{line.pk}_{name}", "") for name in ("result", "text")}
            if said["text"] and not said["result"]:
                self.add_error(f"l{line.pk}_result", _("Say how it went."))
            outcomes[line.pk] = said
        return cleaned | {"outcomes": outcomes}

    @property
    def blocks(self) -> list[tuple[PlanLine, list[forms.BoundField]]]:
        return [(line, [self[f"l{line.pk}_result"], self[f"l{line.pk}_text"]]) for line in self.lines]

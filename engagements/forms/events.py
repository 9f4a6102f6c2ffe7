"""The forms of events abroad: the proposal, its travellers, legs and costs, and what is told afterwards."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import EventAbroad, EventCost, Leg, Theme, Traveller
from engagements.models.events import LONGEST_LEG, MOST_TRAVELLERS
from governance import plan_lines
from governance.editing import EditForm
from governance.forms import DateField
from governance.language import countries_in_order
from governance.models import Body
from governance.texts import TextField

from .fields import AmountField, YesNoField, long_text
from .organisations import capitalised
from .promises import PromiseRows
from .proposing import ByABody


class PlanLineField(forms.ChoiceField):
    """A line of a plan, among those that are offered. Its value is the line."""

    lines: dict[str, plan_lines.Line] = {}

    def offer(self, lines: Iterable[plan_lines.Line], bodies: Mapping[int, Body]) -> None:
        """These to choose among, under their years and, where there are several, their bodies."""
        self.lines = {line.ident: line for line in lines}
        groups: dict[str, list[tuple[str, str]]] = {}
        for line in self.lines.values():
            heading = f"{bodies[line.body_id].name} {line.year}" if len(bodies) > 1 else str(line.year)
            groups.setdefault(heading, []).append((line.ident, str(line)))
        self.choices = [("", "–"), *groups.items()]

    def clean(self, value: Any) -> plan_lines.Line | None:
        return self.lines.get(super().clean(value))


class PlanLineForm(forms.Form):
    """A line of the owner's plans of the years of the journey."""

    plan_line = PlanLineField(label=_("Which line of the plan does it serve?"))

    def __init__(self, *args: Any, lines: Iterable[plan_lines.Line], body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan_line"].offer(lines, {body.pk: body})


class EventFields(forms.Form):
    """What is written of an event, whenever it is written."""

    title = TextField(
        label=_("What is the event called?"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of event"), choices=[("", "–"), *capitalised(EventAbroad.Kind.choices)]
    )
    counterpart = TextField(label=_("Organiser"), max_length=200)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    city = TextField(label=_("City"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *countries_in_order()])
    starts_on = DateField(label=_("First day"), help_text=_("With the journey there."))
    ends_on = DateField(label=_("Last day"), help_text=_("With the journey home."))
    role = forms.ChoiceField(
        label=_("The city's role there"), choices=[("", "–"), *capitalised(EventAbroad.Role.choices)]
    )
    on_behalf_of_executive_board = YesNoField(
        label=_("Does somebody travel on behalf of the City Executive Board?"),
        help_text=_("If not, it is for the body's own operation."),
    )
    is_political = YesNoField(
        label=_("Is the city represented politically?"),
        help_text=_("Then the advice of the City Executive Office and a checklist are needed."),
    )
    purpose = long_text(
        _("What is the purpose?"), required=False, help_text=_("What shall the city bring home?")
    )
    plan_link = long_text(
        _("What in the plan does it serve?"),
        rows=2,
        required=False,
        help_text=_(
            "In words, where no line of the plan says it: the goal or activity in the body's own plan."
        ),
    )
    digital = forms.ChoiceField(
        label=_("Can it be attended digitally?"),
        choices=EventAbroad.Digital.choices,
        widget=forms.RadioSelect,
    )
    digital_reason = long_text(_("Why travel all the same?"), rows=2)
    diary_number = TextField(
        label=_("Diary number"), max_length=60, required=False, help_text=_("Exactly as in the city's diary.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        if first and last and (last - first).days > 366:
            self.add_error("ends_on", _("An event lasts a year at most."))
        return cleaned


class ProposeEventForm(EventFields, ByABody):
    """A new event, proposed by one of the person's own bodies."""

    field_order = ["body"]
    plan_line = PlanLineField(label=_("Which line of the plan does it serve?"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this_year = timezone.localdate().year
        bodies = {body.pk: body for body in self.fields["body"].queryset}
        self.fields["plan_line"].offer(plan_lines.known().offered(bodies, (this_year, this_year + 1)), bodies)
        if not self.fields["plan_line"].lines:
            del self.fields["plan_line"]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(gettext("What is proposed begins today at the earliest."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        line, body, first = cleaned.get("plan_line"), cleaned.get("body"), cleaned.get("starts_on")
        if line and body and first and (line.body_id, line.year) != (body.pk, first.year):
            words = gettext("Choose a line of the plan of %(body)s for %(year)s, when the journey begins.")
            self.add_error("plan_line", words % {"body": body.in_a_sentence, "year": first.year})
        return cleaned


class EditEventForm(EditForm, EventFields):
    """An event that lies before nobody."""


class AdviceForm(EditForm):
    """Before a journey with political representation: the advice, and what is checked."""

    advice = long_text(_("What did the City Executive Office advise?"))
    advised_by = TextField(label=_("Who gave the advice?"), max_length=120)
    advised_on = DateField(label=_("When?"))
    checked = forms.MultipleChoiceField(
        label=_("Checklist"),
        choices=EventAbroad.Check.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("All of it is done before the matter is sent for decision."),
    )

    def clean_advised_on(self) -> date:
        day: date = self.cleaned_data["advised_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("The date is in the future."))
        return day


class OfSomeBody(forms.Form):
    """Something that belongs to one body: any of the city's for the owner, one's own for others."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="slug")

    def __init__(self, *args: Any, bodies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = bodies
        if not self.initial.get("body") and len(bodies) == 1:
            self.initial["body"] = bodies[0].slug


class TravellerForm(OfSomeBody):
    name = TextField(label=_("Name"), max_length=120)
    office = forms.ChoiceField(
        label=_("Travels as"), choices=capitalised(Traveller.Office.choices), widget=forms.RadioSelect
    )
    role = forms.ChoiceField(
        label=_("Role there"), choices=[("", "–"), *capitalised(EventAbroad.Role.choices)]
    )
    field_order = ["name", "office", "body", "role"]


class EditTravellerForm(EditForm, TravellerForm):
    """A traveller written anew."""


class LegForm(forms.Form):
    origin = TextField(label=_("From"), max_length=120)
    destination = TextField(label=_("To"), max_length=120)
    mode = forms.ChoiceField(
        label=_("Means of travel"), choices=capitalised(Leg.Mode.choices), widget=forms.RadioSelect
    )
    distance_km = forms.IntegerField(label=_("Distance, km"), min_value=1, max_value=LONGEST_LEG)
    travellers = forms.IntegerField(
        label=_("Number of travellers"), min_value=1, max_value=MOST_TRAVELLERS, help_text=_("On this leg.")
    )


class EditLegForm(EditForm, LegForm):
    """A leg written anew."""


class CostForm(OfSomeBody):
    SORTS = [each for each in EventCost.Sort.choices if each[0] != EventCost.Sort.CANCELLATION]

    sort = forms.ChoiceField(label=_("Type of cost"), choices=[("", "–"), *capitalised(SORTS)])
    payer = forms.ChoiceField(
        label=_("Who pays?"), choices=capitalised(EventCost.Payer.choices), widget=forms.RadioSelect
    )
    amount = AmountField(label=_("Kronor"))
    field_order = ["sort", "amount", "payer", "body"]


class EditCostForm(EditForm, CostForm):
    """A cost written anew."""


# What the name of a cost's field begins with.
COST = "cost_"


class CostsForm(EditForm):
    """What each item became, beside what was estimated."""

    def __init__(self, *args: Any, event: EventAbroad, **options: Any) -> None:
        super().__init__(*args, **options)
        self.costs = list(event.costs.select_related("body"))
        for cost in self.costs:
            estimate = "" if cost.estimated is None else f"{cost.estimated:,.0f}".replace(",", "\u00a0")
            self.fields[_field_of(cost)] = AmountField(
                label=f"{capfirst(cost.get_sort_display())}, {cost.body.name}, {cost.get_payer_display()}",
                help_text=gettext("Estimated: %(kronor)s kronor.") % {"kronor": estimate} if estimate else "",
            )
        self.order_fields(map(_field_of, self.costs))

    @staticmethod
    def stands(event: EventAbroad) -> dict[str, Any]:
        """What is written of the event's costs so far."""
        return {_field_of(cost): cost.actual for cost in event.costs.all()}

    @staticmethod
    def amounts(entered: dict[str, Any]) -> dict[int, Decimal]:
        """The entered amounts by the id of the cost."""
        return {int(name[len(COST) :]): kronor for name, kronor in entered.items() if name.startswith(COST)}


class OutcomeForm(CostsForm):
    """The same, and whether it was travelled as planned."""

    as_planned = forms.BooleanField(label=_("It was travelled as planned"), required=False)

    def __init__(self, *args: Any, event: EventAbroad, **options: Any) -> None:
        super().__init__(*args, event=event, **options)
        if event.legs.filter(is_actual=True).exists():
            del self.fields["as_planned"]


class CorrectCostsForm(CostsForm):
    """The same when the journey is over: what stands put right, an item that was forgotten, and why."""

    sort = forms.ChoiceField(
        label=_("An item that is missing"),
        choices=[("", _("None is missing")), *capitalised(EventCost.Sort.choices)],
        help_text=_("Of the owner of the journey."),
        required=False,
    )
    payer = forms.ChoiceField(
        label=_("Who paid it?"),
        choices=[("", "–"), *capitalised(EventCost.Payer.choices)],
        required=False,
    )
    amount = AmountField(label=_("What it cost, kronor"), required=False)
    reason = long_text(_("Why are the costs corrected?"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("sort") and not cleaned.get("payer"):
            self.add_error("payer", _("Say who paid it."))
        if cleaned.get("sort") and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Say what it cost."))
        return cleaned


def _field_of(cost: EventCost) -> str:
    return f"{COST}{cost.pk}"


class ReportForm(PromiseRows, EditForm):
    learnings = long_text(_("What did we learn?"))
    contacts_made = long_text(_("Whom did we meet?"), required=False)
    spread_to = long_text(
        _("Who hears of it?"), rows=2, help_text=_("The units and networks with whom it is shared, and how.")
    )


class CancelForm(forms.Form):
    reason = long_text(_("Why is it called off?"), rows=2)
    cost = AmountField(
        label=_("What it cost all the same"),
        initial=0,
        help_text=_("What the city could not get back, in kronor. 0 if nothing."),
    )


class HandledForm(forms.Form):
    handled_on = DateField(label=_("Handled on"))
    handling = long_text(_("What the committee said"), rows=2, required=False)

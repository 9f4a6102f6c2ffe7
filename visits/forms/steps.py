"""One small form for each step of a visit; what it asks is what the action takes."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms.promises import PromiseRows, take_promises
from governance.editing import EditForm
from governance.forms import AmountField, DateField
from governance.language import countries_in_order
from governance.models import Body
from visits.actions.step import contact_persons
from visits.letters import default_language
from visits.lifecycle import Status
from visits.models import Cost, Visit

from .once_more import OnceMore
from .request import line, optional, text

MOST_COSTS = 4


class StepForm(forms.Form):
    """A step that needs no words. `arguments()` is what its action takes."""

    # The fields whose words are filled into the letter to the guest, and so are best written in its language.
    in_letter: tuple[str, ...] = ()

    def __init__(self, *args: Any, visit: Visit, **kw: Any) -> None:
        self.visit = visit
        super().__init__(*args, **kw)
        for name, value in self.proposed().items():
            self.initial.setdefault(name, value)
        for name in self.in_letter:
            field = self.fields[name]
            if default_language(visit) == "sv":
                words = gettext("The letter to this guest is in Swedish: write in Swedish.")
            else:
                words = gettext("The letter to this guest is in English: write in English.")
            field.help_text = f"{field.help_text} {words}".strip()

    def proposed(self) -> dict[str, Any]:
        """What the form begins with, from what is known of the visit."""
        return {}

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class StepAgainForm(StepForm, EditForm):
    """A step that can be taken again, and so meet another who takes it again."""

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in super().arguments().items() if name != "base"}


class AskGuestForm(StepForm):
    in_letter = ("question",)

    question = text(
        _("What do you ask the guest?"),
        required=True,
        rows=5,
        help_text=_("It is filled into the letter you can make next. The clock stops when you save."),
    )


class GuestAnsweredForm(StepForm):
    answer = text(
        _("What did they answer?"), rows=5, help_text=_("Briefly. Put new facts into the request itself.")
    )


class DaysForm(OnceMore, StepForm):
    """Something that takes place on some days."""

    since = DateField(label=_("First day"))
    until = DateField(label=_("Last day"), required=False, help_text=_("If left empty: the same day."))

    def proposed(self) -> dict[str, Any]:
        matter = self.visit.matter
        return {"since": matter.starts_on, "until": matter.ends_on}

    def is_doubtful(self, since: date) -> bool:
        """Whether a day that has passed is to be asked about: not where what has happened is told."""
        return False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since = data.get("since")
        data["until"] = data.get("until") or since
        if data["until"] and not since:
            self.add_error("since", gettext("Give the first day too."))
        if since and data["until"] < since:
            self.add_error("until", gettext("The last day is before the first."))
        elif since and self.is_doubtful(since) and data["until"] < timezone.localdate():
            self.doubt("since", gettext("This day has passed. If it is meant, save once more as it is."))
        return data


class ReasonsForm(StepForm):
    """A step whose reasons the guest reads."""

    in_letter: tuple[str, ...] = ("reasons",)

    reasons = text(
        _("Reasons"),
        required=True,
        rows=5,
        help_text=_("In a few sentences that the guest can read; they are filled into the letter."),
    )


class AcceptForm(DaysForm, ReasonsForm):
    """Yes, and to which days: those that were wished are proposed, and often only one of them is meant."""

    since = DateField(
        label=_("First day"),
        required=False,
        help_text=_("The letter names these days: choose those you say yes to."),
    )
    field_order = ["since", "until", "reasons"]

    def is_doubtful(self, since: date) -> bool:
        return True

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        # Nobody has wished for days: they are agreed on when the visit is planned.
        self.fields["since"].required = self.visit.matter.starts_on is not None


class AcceptChangedForm(AcceptForm):
    in_letter = ("changes", "reasons")

    changes = text(_("What is different from what they asked"), required=True, rows=4)
    field_order = ["changes", "since", "until", "reasons"]


class DeclineForm(ReasonsForm):
    in_letter = ("reasons", "alternative")

    alternative = text(
        _("What the guests can do instead"),
        required=True,
        rows=4,
        help_text=_("Another day, another body, an online meeting, something to read."),
    )


class ForwardForm(StepForm):
    to = forms.ModelChoiceField(label=_("To"), queryset=Body.objects.none())
    reasons = text(_("Why it belongs there"), required=True)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        others = Body.objects.operating().in_force(timezone.localdate())
        self.fields["to"].queryset = others.exclude(pk=self.visit.matter.body_id)  # type: ignore[attr-defined]

    def clean_to(self) -> Body:
        """Somebody there must be able to take it: until then it is ours and the clock runs."""
        to: Body = self.cleaned_data["to"]
        if not contact_persons(to):
            raise forms.ValidationError(
                gettext(
                    "%(body)s has no international contact person today, so nobody there could take it. The body’s"
                    " head appoints one; the City Executive Office knows who looks after its matters until then."
                )
                % {"body": to.name}
            )
        return to


class HandOverForm(StepForm):
    reasons = text(_("What the Executive Office should know"), rows=4)


class ReturnForm(StepForm):
    reasons = text(_("Why it goes back"), required=True)


class LetRestForm(StepForm):
    until = DateField(label=_("Take it up again on"))
    reasons = text(_("Why it rests"), required=True)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(gettext("The day to take it up again must be in the future."))
        return until


class WithdrawForm(StepForm):
    reasons = text(_("What the guest says"), required=True)


class CancelForm(StepForm):
    who = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (Status.CANCELLED_BY_GUEST, _("The guest called it off")),
            (Status.CANCELLED_BY_CITY, _("The city cancelled")),
            (Status.NO_SHOW, _("The guest did not come")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = text(_("Reasons"), required=True)


class PlanForm(DaysForm, StepAgainForm):
    """The days of a yes are known, and so are those who handle it: nothing is asked that the register can answer."""

    place = line(_("Place"), 200)
    hosts = text(_("Hosts"), help_text=_("Who receives the guests: name and role, one on each line."))

    def is_doubtful(self, since: date) -> bool:
        return since != self.visit.matter.starts_on

    def proposed(self) -> dict[str, Any]:
        return {**super().proposed(), "place": self.visit.place, "hosts": self.visit.hosts}


class CarryOutForm(DaysForm):
    """What happened, in figures. Up to four costs, or as many as stand there."""

    groups = forms.IntegerField(label=_("Groups"), min_value=1, max_value=1000, initial=1)
    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=100_000)
    persons_from_abroad = forms.IntegerField(label=_("Of whom from abroad"), min_value=0, max_value=100_000)
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=countries_in_order,
        required=False,
        help_text=_("If left empty: the country of the request."),
        widget=forms.CheckboxSelectMultiple,
    )
    hosts = text(_("Hosts"), rows=2)
    hours = forms.DecimalField(
        label=_("Hours of the city's staff"), min_value=0, max_digits=7, decimal_places=1, required=False
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for number in self.cost_numbers():
            self.fields[f"cost_{number}"] = forms.ChoiceField(
                label=_("Cost"), choices=optional(Cost.Kind.choices), required=False
            )
            self.fields[f"amount_{number}"] = AmountField(label=_("Kronor"), max_digits=10, required=False)
            self.fields[f"payer_{number}"] = forms.ChoiceField(
                label=_("Paid by"), choices=Visit.Payer.choices, initial=Visit.Payer.CITY, required=False
            )

    def proposed(self) -> dict[str, Any]:
        visit = self.visit
        return {
            **super().proposed(),
            "persons": visit.size,
            "persons_from_abroad": visit.size,
            "countries": [str(visit.matter.country)] if visit.matter.country else [],
            "hosts": visit.hosts,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until = data.get("until")
        if until and until > timezone.localdate():
            self.add_error(
                "until" if data.get("since") != until else "since",
                gettext("The visit has not taken place yet."),
            )
        persons, abroad = data.get("persons"), data.get("persons_from_abroad")
        if persons is not None and abroad is not None and abroad > persons:
            self.add_error(
                "persons_from_abroad", gettext("No more people can have come from abroad than came in all.")
            )
        for number in self.cost_numbers():
            if data.get(f"amount_{number}") and not data.get(f"cost_{number}"):
                self.add_error(f"cost_{number}", gettext("Say what kind of cost it is."))
            if data.get(f"cost_{number}") and data.get(f"amount_{number}") is None:
                self.add_error(f"amount_{number}", gettext("Give the amount."))
        return data

    def cost_numbers(self) -> range:
        return range(1, MOST_COSTS + 1)

    def cost_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"cost_{number}"], self[f"amount_{number}"], self[f"payer_{number}"]]
            for number in self.cost_numbers()
        ]

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        costs = [
            (data.pop(f"cost_{number}"), data.pop(f"amount_{number}"), data.pop(f"payer_{number}"))
            for number in self.cost_numbers()
        ]
        data["costs"] = [(kind, amount, payer or Visit.Payer.CITY) for kind, amount, payer in costs if kind]
        return data


class CorrectOutcomeForm(CarryOutForm, StepAgainForm):
    """The same figures as they stand, to be put right, and why."""

    reason = text(_("Why is it corrected?"), required=True, rows=2)

    def __init__(self, *args: Any, visit: Visit, **kw: Any) -> None:
        self.costs = list(visit.costs.all())
        super().__init__(*args, visit=visit, **kw)

    def cost_numbers(self) -> range:
        return range(1, max(MOST_COSTS, len(self.costs)) + 1)

    def proposed(self) -> dict[str, Any]:
        visit = self.visit
        noted = {
            **super().proposed(),
            "groups": visit.groups,
            "persons": visit.persons,
            "persons_from_abroad": visit.persons_from_abroad,
            "countries": visit.countries,
            "hours": visit.hours,
        }
        for number, cost in enumerate(self.costs, start=1):
            noted |= {
                f"cost_{number}": cost.kind,
                f"amount_{number}": cost.amount,
                f"payer_{number}": cost.payer,
            }
        return noted


class FollowUpForm(PromiseRows, StepAgainForm):
    learnings = text(_("What did we learn?"), required=True, rows=5)
    contacts_made = text(_("Contacts made"), help_text=_("Roles and organisations rather than names."))

    def proposed(self) -> dict[str, Any]:
        return {"learnings": self.visit.learnings, "contacts_made": self.visit.contacts_made}

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        data["promises"] = take_promises(data)
        return data


FORM_OF_STEP: dict[str, type[StepForm]] = {
    "begin_assessment": StepForm,
    "accept": AcceptForm,
    "accept_changed": AcceptChangedForm,
    "decline": DeclineForm,
    "ask_guest": AskGuestForm,
    "guest_answered": GuestAnsweredForm,
    "forward": ForwardForm,
    "hand_over_to_ks": HandOverForm,
    "take_forwarded": StepForm,
    "take_over": StepForm,
    "return_forwarded": ReturnForm,
    "let_rest": LetRestForm,
    "plan": PlanForm,
    "carry_out": CarryOutForm,
    "correct_outcome": CorrectOutcomeForm,
    "follow_up": FollowUpForm,
    "close": StepForm,
    "withdraw": WithdrawForm,
    "cancel": CancelForm,
}

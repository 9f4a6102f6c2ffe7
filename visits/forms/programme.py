"""The forms of a visit's programme: one slot, why a clash may stand, who comes, what the guest has said."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.editing import EditForm
from governance.forms import AmountField, DateField
from governance.models import Person

from .request import line, text, tick

MOST_TRAVEL = 600
# Which fields stand together, in which rows; those seldom needed are folded.
SECTIONS = (
    (_("When and what"), False, (("day", "starts_at", "ends_at"), ("topic",))),
    (_("Where"), False, (("place", "room"), ("address", "entrance"), ("travel_minutes",))),
    (_("Host"), False, (("host",), ("host_name",), ("host_office", "host_phone"), ("speakers",))),
    (_("What the guests read"), False, (("public_note",),)),
    (
        _("What is needed"),
        True,
        (("equipment", "catering"), ("interpreter", "vehicle"), ("gift",)),
    ),
    (_("For ourselves"), True, (("goal",), ("internal_note",), ("cost",), ("risk",))),
)


def time_field(label: Any) -> forms.TimeField:
    """A time in the browser's own field; it sends 13:00."""
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), input_formats=["%H:%M"]
    )


class SlotForm(EditForm):
    """One slot."""

    day = DateField(label=_("Day"))
    starts_at = time_field(pgettext_lazy("slot", "Begins"))
    ends_at = time_field(pgettext_lazy("slot", "Ends"))
    topic = line(pgettext_lazy("slot", "Topic"), 160, required=True)
    place = line(_("Place"), 120, help_text=_("The name of the house."))
    room = line(_("Room"), 80)
    address = line(_("Address"), 160)
    entrance = line(_("Door and entrance"), 160, help_text=_("Where one goes in, and whom one asks for."))
    travel_minutes = forms.IntegerField(
        label=_("Travel time to here, minutes"),
        min_value=0,
        max_value=MOST_TRAVEL,
        required=False,
        help_text=_("From the slot before, with the time it takes to gather."),
    )
    host = forms.ModelChoiceField(
        label=_("Host"),
        queryset=Person.objects.filter(is_active=True),
        empty_label="–",
        required=False,
        help_text=_(
            "A person of the register is told when the programme is confirmed, and when the slot changes."
        ),
    )
    host_name = line(_("Host who is not in the register"), 120)
    host_office = line(_("Title and unit of the host"), 160)
    host_phone = line(_("Telephone of the host"), 40, help_text=_("The guests do not see it."))
    speakers = text(_("Speakers"), 2000, rows=2, help_text=_("Name and title, one on each line."))
    public_note = text(_("Note that the guest reads"), 2000, rows=2)
    equipment = line(_("Equipment"), 200)
    catering = line(_("Food and drink"), 200, help_text=_("Counts as a pause."))
    interpreter = line(_("Interpreter"), 120)
    vehicle = line(_("Vehicle"), 120)
    gift = line(_("Gift"), 200)
    goal = text(_("What we want from the meeting"), 2000, rows=2)
    internal_note = text(_("Internal note"), 2000, rows=2)
    cost = AmountField(label=_("Estimated cost, kronor"), max_digits=10, required=False)
    risk = text(_("Risk"), 2000, rows=2)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", gettext("It ends after it begins, on the same day."))
        if data.get("host") and data.get("host_name"):
            self.add_error(
                "host_name", gettext("Choose a person of the register, or write a name: not both.")
            )
        return data

    def sections(self) -> list[tuple[str, bool, bool, list[list[forms.BoundField]]]]:
        """Title, whether it is folded at all, whether it is open, and its rows."""
        return [
            (
                str(title),
                is_folded,
                is_folded and self._is_told(rows),
                [[self[name] for name in row] for row in rows],
            )
            for title, is_folded, rows in SECTIONS
        ]

    def _is_told(self, rows: tuple[tuple[str, ...], ...]) -> bool:
        return any(self[name].errors or self[name].value() for row in rows for name in row)


class NewSlotForm(SlotForm):
    """There is no earlier version of it that somebody could have changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AcceptForm(EditForm):
    because = text(_("Why the clash may stand"), 1000, required=True)


class DelegationForm(EditForm):
    delegation = text(
        _("Those who come"),
        4000,
        rows=8,
        help_text=_(
            "One on each line: name, title, and a few words on who it is. Hosts and security read it."
        ),
    )


class GuestForm(forms.Form):
    confirmed_on = DateField(label=_("Confirmed on"), initial=timezone.localdate)
    how = line(
        _("How, and where it stands"),
        200,
        required=True,
        help_text=_("For example: e-mail, filed in the matter."),
    )


class ConfirmForm(EditForm):
    """Nothing is entered but whether the guest is mailed; the version is that of the page one has read."""

    tell_guest = tick(_("Send the guest version to the contact person by e-mail"), initial=True)

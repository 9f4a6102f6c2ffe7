"""The forms of a visit's programme: one slot, why a clash may stand, who comes, what the guest has said."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.editing import EditForm
from governance.forms import AmountField, DateField
from governance.models import Person
from visits import hosts
from visits.models import Visit

from .request import line, text, tick

MOST_TRAVEL = 600
# Free words that stand in the guest version as they are written.
READ_BY_GUEST = ("topic", "entrance", "host_office", "speakers", "public_note")
# Which fields stand together, in which rows; those seldom needed are folded.
SECTIONS = (
    (_("When and what"), False, (("day", "starts_at", "ends_at"), ("topic",))),
    (_("Where"), False, (("place", "room"), ("address", "entrance"), ("travel_minutes",))),
    (_("Host"), False, (("host", "host_find"), ("host_name",), ("host_office", "host_phone"), ("speakers",))),
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
    place = line(_("Place"), 120, help_text=_("The name of the house. The guest reads it as it is written."))
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
        required=False,
        help_text=_(
            "Needed before the programme is confirmed. A person of the register is told then, and when the slot"
            " changes."
        ),
    )
    host_name = line(_("Host who is not in the register"), 120)
    host_office = line(
        _("Title and unit of the host"),
        160,
        help_text=_("Empty: of a person of the register the title that stands there."),
    )
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

    visit: Visit

    @classmethod
    def of(cls, visit: Visit) -> type["SlotForm"]:
        """The form for one visit: hosts are offered from its bodies."""
        return type(cls.__name__, (cls,), {"visit": visit})

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        # No column of a slot, so it is none of the fields that a slot is compared by.
        self.fields["host_find"] = line(
            _("Somebody else of the register"),
            120,
            help_text=_("The name, or a part of it. If several are called so you are asked which."),
        )
        if self.visit.language != Visit.Language.SWEDISH:
            for name in READ_BY_GUEST:
                said = self.fields[name].help_text
                hint = gettext("The guest reads this: write in English.")
                self.fields[name].help_text = f"{said} {hint}" if said else hint
        self.offered = hosts.offered(self.visit)
        self._offer(self.initial.get("host") or self.data.get("host"))

    def _offer(self, chosen: Any, found: list[Person] | None = None) -> None:
        """Those one would choose from: of the bodies of the visit, who was chosen before, and who was looked for."""
        groups = list(self.offered)
        if found:
            groups.insert(0, (gettext("Found by the name"), [(each.pk, each.name) for each in found]))
        if chosen := hosts.known(chosen, groups):
            groups.insert(0, (gettext("Chosen"), [chosen]))
        self.fields["host"].choices = [("", "–"), *groups]  # type: ignore[attr-defined]

    def _find_host(self, data: dict[str, Any]) -> None:
        """The one person who is called so; of several, which."""
        text = data.pop("host_find", "")
        if not text:
            return
        found = hosts.named(text)
        if data.get("host"):
            if data["host"] not in found:
                self.add_error("host_find", gettext("Choose from the list, or write a name: not both."))
        elif len(found) == 1:
            data["host"] = found[0]
        elif found:
            self._offer(None, found)
            self.add_error("host", gettext("Several are called so: choose one at the top of the list."))
        else:
            self.add_error(
                "host_find",
                gettext("Nobody in the register is called so. Write the name as a host who is not in it."),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._find_host(data)
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", gettext("It ends after it begins, on the same day."))
        if data.get("host") and data.get("host_name"):
            self.add_error(
                "host_name", gettext("Choose a person of the register, or write a name: not both.")
            )
        elif data.get("host"):
            self._title_host(data)
        return data

    def _title_host(self, data: dict[str, Any]) -> None:
        """The title of the register where none is written; that of another host does not stay with the new one."""
        before = self.initial.get("host") or 0
        former = Person.objects.filter(pk=getattr(before, "pk", before)).exclude(pk=data["host"].pk).first()
        written = data.get("host_office", "")
        if not written or (former and written == hosts.title_of(former, self.visit)[:160]):
            data["host_office"] = hosts.title_of(data["host"], self.visit)[:160]

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
    answer = forms.FileField(
        label=_("The guest’s answer as a file"),
        required=False,
        help_text=_("The e-mail or a letter, at most 10 MB. It is laid in the file of the matter."),
    )


class ProposeForm(EditForm):
    """Nothing is entered; the version is that of the page one has read."""


class ToldForm(forms.Form):
    """Who has been told of a version, and when."""

    who = forms.ChoiceField(label=_("Who"))
    told_on = DateField(label=_("Told on"), initial=timezone.localdate)

    def __init__(self, *args: Any, names: list[str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["who"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class ConfirmForm(EditForm):
    """Nothing is entered but whether the guest is mailed; the version is that of the page one has read."""

    tell_guest = tick(_("Send the guest version to the guest’s contact person by e-mail"), initial=True)

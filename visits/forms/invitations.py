"""The grounds of invitation letters, what is done with several at once, and why one is revoked."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Direction
from visits.models import InvitationBasis, Visit

from .request import line, optional, text


class BasisForm(forms.Form):
    """Both conditions of the strategy with reasons, and what the letters say."""

    special_reason = text(
        _("Why the visit is specially prioritised for the operation"),
        rows=3,
        help_text=_("Empty: it is not specially prioritised."),
    )
    direction = forms.ChoiceField(label=_("Direction of the strategy that it supports"), required=False)
    why = text(_("How it supports the direction"), rows=3)
    purpose = text(
        _("Purpose, as the letters say it"),
        most=1500,
        rows=3,
        help_text=_("In the language of the letters. Empty: as the guests wrote it."),
    )
    city_pays = text(
        _("What the city pays"),
        most=600,
        rows=2,
        help_text=_(
            "In the language of the letters. Empty: the delegation pays for itself, and the letter says so."
        ),
    )
    decided_by = line(
        _("Decision to pay"), 200, help_text=_("For example: the Transport Committee, 3 November 2026, § 12.")
    )

    def __init__(self, *args: Any, visit: Visit, basis: InvitationBasis | None, **kw: Any) -> None:
        directions = list(Direction.objects.filter(strategy=visit.matter.strategy_id))
        keys = [each.key for each in directions]
        key = next((each for each in keys if visit.supports.get(each, "").strip()), "")
        kw["initial"] = {
            "special_reason": visit.special_reason,
            "direction": key,
            "why": visit.supports.get(key, ""),
            "purpose": basis.purpose if basis else "",
            "city_pays": basis.city_pays if basis else "",
            "decided_by": basis.decided_by if basis else "",
        }
        super().__init__(*args, **kw)
        self.fields["direction"].choices = optional([(each.key, each.name) for each in directions])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("direction")) != bool(data.get("why", "").strip()):
            name = "why" if data.get("direction") else "direction"
            self.add_error(name, gettext("A direction is named together with how the visit supports it."))
        if bool(data.get("city_pays", "").strip()) != bool(data.get("decided_by", "").strip()):
            name = "decided_by" if data.get("city_pays") else "city_pays"
            self.add_error(name, gettext("What the city pays is written with the decision to pay it."))
        return data


class SeveralForm(forms.Form):
    """What is done with the ticked letters."""

    do = forms.ChoiceField(choices=[(each, each) for each in ("review", "approve", "issue", "send_back")])
    letters = forms.TypedMultipleChoiceField(coerce=int, required=False)
    language = forms.ChoiceField(
        label=_("Language of the letters"),
        choices=[("en", _("English")), ("sv", _("Swedish"))],
        required=False,
        initial="en",
    )
    because = text(_("What is to be looked at again"), most=500, rows=2)

    def __init__(self, *args: Any, letters: list[int], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["letters"].choices = [(pk, pk) for pk in letters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("letters") and "letters" not in self.errors:
            self.add_error("letters", gettext("Tick at least one letter."))
        if data.get("do") == "send_back" and not data.get("because", "").strip():
            self.add_error("because", gettext("Say what is to be looked at again."))
        return data


class RevokeForm(forms.Form):
    """Why a letter holds no more."""

    because = text(
        _("Why the letter is revoked"),
        most=500,
        rows=3,
        required=True,
        help_text=_("The open page says that the letter is revoked, not why."),
    )

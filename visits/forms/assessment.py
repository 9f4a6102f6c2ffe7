"""The assessment: one question per ground of the strategy in force, and the directions the visit supports."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.editing import EditForm
from governance.models import Direction, Ground
from visits.models import Visit
from visits.priority import Verdict

from .request import text, tick

IN_ONE_LINE = {"class": "choices-line"}


def _inside(name: str) -> str:
    """A name as it stands inside a sentence; the names of places within it keep their capitals."""
    return name[:1].lower() + name[1:]


class AssessmentForm(EditForm):
    """The grounds and directions come from the strategy, so the fields do too."""

    specially_prioritised = tick(
        _("The visit is specially prioritised for the operation"),
        help_text=_("One of two conditions for an invitation letter; the other is support in the strategy."),
    )
    special_reason = text(_("Why it is specially prioritised"))
    free_assessment = text(_("Assessment in your own words"), rows=4)

    def __init__(
        self,
        *args: Any,
        grounds: list[Ground],
        directions: list[Direction],
        known: Mapping[str, list[str]] | None = None,
        **kw: Any,
    ) -> None:
        """`known`: what the register knows that bears on a ground, by its key. It answers nothing."""
        super().__init__(*args, **kw)
        self.grounds, self.directions, self.known = grounds, directions, known or {}
        for ground in grounds:
            self.fields[f"verdict_{ground.key}"] = forms.ChoiceField(
                label=ground.question, choices=Verdict.choices, widget=forms.RadioSelect(attrs=IN_ONE_LINE)
            )
            self.fields[f"reason_{ground.key}"] = text(
                gettext("Reason, %(ground)s") % {"ground": _inside(ground.name)}, most=4000, rows=2
            )
        for direction in directions:
            self.fields[f"supports_{direction.key}"] = tick(direction.name, help_text=direction.purpose)
            self.fields[f"why_{direction.key}"] = text(
                gettext("How, %(direction)s") % {"direction": _inside(direction.name)}, most=2000, rows=2
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for ground in self.grounds:
            verdict = data.get(f"verdict_{ground.key}")
            if verdict and verdict != Verdict.NO and not data.get(f"reason_{ground.key}"):
                self.add_error(
                    f"reason_{ground.key}", gettext("Give a reason when the ground speaks for the visit.")
                )
        for direction in self.directions:
            if data.get(f"supports_{direction.key}") and not data.get(f"why_{direction.key}"):
                self.add_error(f"why_{direction.key}", gettext("Say how the visit supports the direction."))
        if data.get("specially_prioritised") and not data.get("special_reason"):
            self.add_error("special_reason", gettext("Say why the visit is specially prioritised."))
        return data

    def ground_rows(
        self,
    ) -> Iterator[tuple[Ground, forms.BoundField, forms.BoundField, bool, list[str]]]:
        """Each ground with its question, its reason, whether the reason is to be seen at once, and what is known."""
        for ground in self.grounds:
            verdict, reason = self[f"verdict_{ground.key}"], self[f"reason_{ground.key}"]
            is_open = _is_open(reason, verdict.value() in (Verdict.YES, Verdict.PARTLY))
            yield ground, verdict, reason, is_open, self.known.get(ground.key, [])

    def direction_rows(self) -> Iterator[tuple[Direction, forms.BoundField, forms.BoundField, bool]]:
        """Each direction with its tick, its why, and whether the why is to be seen at once."""
        for direction in self.directions:
            supports, why = self[f"supports_{direction.key}"], self[f"why_{direction.key}"]
            yield direction, supports, why, _is_open(why, supports.value())

    @property
    def special_is_open(self) -> bool:
        return _is_open(self["special_reason"], self["specially_prioritised"].value())

    def arguments(self) -> dict[str, Any]:
        """What actions.assess takes."""
        data = self.cleaned_data
        return {
            "answers": {
                ground.key: (data[f"verdict_{ground.key}"], data[f"reason_{ground.key}"])
                for ground in self.grounds
            },
            "supports": {
                direction.key: data[f"why_{direction.key}"]
                for direction in self.directions
                if data[f"supports_{direction.key}"]
            },
            "specially_prioritised": data["specially_prioritised"],
            "special_reason": data["special_reason"],
            "free_assessment": data["free_assessment"],
            "version": data["version"],
        }


def _is_open(reason: forms.BoundField, is_asked_for: Any) -> bool:
    """A reason is folded until it is needed; what was written, and what is wrong, is never hidden."""
    return bool(is_asked_for or reason.value() or reason.errors)


def initial_assessment(visit: Visit) -> dict[str, Any]:
    """An assessment as the form shows it."""
    initial: dict[str, Any] = {
        "specially_prioritised": visit.specially_prioritised,
        "special_reason": visit.special_reason,
        "free_assessment": visit.free_assessment,
    }
    for answer in visit.ground_answers.select_related("ground"):
        initial |= {
            f"verdict_{answer.ground.key}": answer.verdict,
            f"reason_{answer.ground.key}": answer.reason,
        }
    for key, why in visit.supports.items():
        initial |= {f"supports_{key}": True, f"why_{key}": why}
    return initial

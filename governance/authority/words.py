"""When a row of the table applies, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .facts import FACTS


def conditions(when: Sequence[Mapping[str, Any]], *, is_last: bool, is_only: bool) -> list[str]:
    """When a row applies, one line per alternative: "scope: city-wide; counterpart: network"."""
    if list(when) == [{}]:
        return [_("always") if is_only else _("otherwise") if is_last else _("in every other case")]
    return [condition(alternative) or _("otherwise") for alternative in when]


def condition(alternative: Mapping[str, Any]) -> str:
    """One alternative in words; empty for one that always holds."""
    return "; ".join(_condition(name, wanted) for name, wanted in alternative.items())


def _condition(name: str, wanted: Any) -> str:
    fact = FACTS[name]
    label = str(fact.label)
    unit = " %" if name == "external_funding" else ""
    if isinstance(wanted, Mapping):
        if "min" in wanted:
            return _("%(fact)s: at least %(n)s") % {"fact": label, "n": f"{wanted['min']}{unit}"}
        return _("%(fact)s: less than %(n)s") % {"fact": label, "n": f"{wanted['below']}{unit}"}
    if isinstance(wanted, bool):
        answer = _("yes") if wanted else _("no")
        return f"{label}: {answer}"
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    words = [str(fact.choices(value).label) if fact.choices else f"{value}{unit}" for value in values]
    either = _("or")
    return f"{label}: {f' {either} '.join(words)}"

"""The bodies' own accounts of the year, word for word as they were accepted, and the bodies whose account is not here.

A frozen report is read by everybody in the city: of an account under secrecy nothing is told but that there is one.
"""

from typing import Any

from governance.models import Body
from planning import content
from planning.lifecycle import ACCEPTED
from planning.models import Account, KeptCopy


def accounts(year: int) -> dict[str, Any]:
    """The accepted ones by the name of the body; of one that is being corrected the last locked copy."""
    found = Account.objects.filter(round__year=year).select_related("matter__body", "round", "plan__matter")
    rows, missing, secret = [], [], 0
    copies = _copies(year)
    for account in found.order_by("matter__body__name_sv"):
        if account.matter.is_secret:
            secret += 1
            continue
        is_accepted = account.matter.status in ACCEPTED
        said = content.of(account) if is_accepted else copies.get(account.pk)
        if said:
            rows.append(_row(said))
        else:
            missing.append(_name(account.matter.body))
    return {"rows": rows, "missing": missing, "secret": secret}


def _copies(year: int) -> dict[int, dict[str, Any]]:
    """The newest locked copy of each account, by the key of its matter."""
    copies = KeptCopy.objects.filter(matter__account__round__year=year).order_by("edition")
    return dict(copies.values_list("matter", "content"))


def _name(body: Body) -> dict[str, str]:
    return {"sv": body.name_sv, "en": body.name_en}


def _row(said: dict[str, Any]) -> dict[str, Any]:
    kept = ("number", "version", "summary", "lessons", "figures", "outcomes")
    return {"body": {"sv": said["body"]["sv"], "en": said["body"]["en"]}} | {
        name: said[name] for name in kept
    }

"""How the registers of the world write their identifiers, and which writing cannot be one."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Identifier

Kind = Identifier.Kind
# What stands before an identifier when it is copied from an address.
ADDRESS = re.compile(r"^https?://(www\.)?(ror\.org|openregistry\.org)/", re.IGNORECASE)
FORMS = {
    Kind.ROR: (re.compile(r"0[a-z0-9]{6}\d{2}"), _("A ROR is 0 and eight further characters: 05f0yaq80.")),
    Kind.PIC: (re.compile(r"\d{9}"), _("A PIC has nine digits.")),
    Kind.OID: (re.compile(r"E\d{8}"), _("An OID is E and eight digits: E10209331.")),
    Kind.LEI: (
        re.compile(r"[A-Z0-9]{18}\d{2}"),
        _("A LEI has twenty letters and digits, of which two check the others."),
    ),
}


def clean(kind: str, text: str) -> str:
    """The identifier as its register writes it. Raises ValidationError for what cannot be one."""
    value = ADDRESS.sub("", " ".join(text.split()))
    if kind in (Kind.LEI, Kind.OID, Kind.PIC):
        value = value.replace(" ", "").upper()
    if kind == Kind.ROR:
        value = value.replace(" ", "").lower()
    if len(value) > 80:
        raise ValidationError(_("An identifier has at most 80 characters."))
    if kind in FORMS:
        form, message = FORMS[Kind(kind)]
        if not form.fullmatch(value) or (kind == Kind.LEI and not _checks(value)):
            raise ValidationError(message)
    return value


def _checks(lei: str) -> bool:
    """ISO 17442: letters read as numbers from 10, the whole leaves 1 when divided by 97."""
    return int("".join(str(int(character, 36)) for character in lei)) % 97 == 1

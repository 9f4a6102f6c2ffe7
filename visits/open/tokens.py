"""Links that open a page for whoever holds them: guessed by nobody, kept as a hash, made again for each mail.

A token is worked out from a key that was drawn for the row and the secret of the installation. The row keeps the key,
and the hash of the token to be found by: who reads the database alone can open nothing, and yet a mail about the
request can carry its link without the token ever having been stored.
"""

import base64
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 43


def new_key() -> str:
    """What a token is worked out from, drawn anew."""
    return secrets.token_hex(16)


def token(sort: str, key: str, secret: str | None = None) -> str:
    """The token of a key; each sort of link has its own."""
    made = salted_hmac(f"visits.open.{sort}", key, secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def hashed(value: str) -> str:
    """What the row is found by."""
    return hashlib.sha256(value.encode()).hexdigest()


def give(row: Any, sort: str) -> str:
    """A new link for a row that is not saved yet or will be; the former opens nothing any more."""
    row.key = new_key()
    made = token(sort, row.key)
    row.token_hash = hashed(made)
    return made


def of(row: Any, sort: str) -> str:
    """The link the row has, also when the installation's secret has changed since it was given."""
    return of_each([row], sort)[0]


def of_each(rows: list[Any], sort: str) -> list[str]:
    """The links of several rows. Those whose secret is gone get new ones, kept in one statement."""
    links = [_known(row, sort) for row in rows]
    renewed = []
    for row, link in zip(rows, links, strict=True):
        if link is None:
            row.token_hash = hashed(token(sort, row.key))
            renewed.append(row)
    if renewed:
        type(renewed[0])._base_manager.bulk_update(renewed, ["token_hash"])
    return [link or token(sort, row.key) for row, link in zip(rows, links, strict=True)]


def _known(row: Any, sort: str) -> str | None:
    """The token whose hash the row keeps, if one of the installation's secrets makes it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        made = token(sort, row.key, secret)
        if constant_time_compare(hashed(made), row.token_hash):
            return made
    return None


def find(rows: models.QuerySet[Any], value: str) -> Any:
    """The row that the token opens, or None."""
    return rows.filter(token_hash=hashed(value)).first()


def proof(row: Any) -> str:
    """What is sent to the address of a request alone: who brings it back reads its mail."""
    return token("mail", f"{row.key}:{row.email.casefold()}")


def proves(row: Any, value: str) -> bool:
    return bool(row.email) and constant_time_compare(proof(row), value)

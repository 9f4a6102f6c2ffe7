"""Forms that can meet another: what they carry beside what a person fills in."""

from typing import Any

from django.test import Client


def over(client: Client, address: str) -> dict[str, Any]:
    """The version the form at the address is shown over, and what it shows."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in ("version", "base")}

"""Governance: strategy, organisation, authority, matters and decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        # The rules name models of every app, and those are there now.
        from .lamps import watch  # noqa: PLC0415

        watch()

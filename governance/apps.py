"""Governance: strategy, organisation, authority, matters and decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from simple_history.signals import post_create_historical_record


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        # The rules name models of every app, and those are there now.
        from .acting import note_change  # noqa: PLC0415
        from .lamps import watch  # noqa: PLC0415

        watch()
        post_create_historical_record.connect(note_change, dispatch_uid="in whose name")

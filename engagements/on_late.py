"""What was promised and not kept in time goes on too."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance import access, late
from governance.prepared import Asked, Asker

from .models import Promise
from .models.registers import unmarked


def _promises(asker: Asker, asked: Asked) -> QuerySet[Promise]:
    return Promise.objects.late(asked["day"]).filter(unmarked(asker, "matter__"))


def _page(row: Any) -> str:
    return f"{row.matter.get_absolute_url()}#promises"


SOURCES = (
    late.Source(
        "promises",
        _("Promise to keep"),
        _promises,
        late.roles_with(access.EDIT),
        body="matter__body_id",
        matter="matter_id",
        person="matter__responsible_id",
        kind="",
        page=_page,
    ),
)

"""What is done with organisations: each verb checks, locks, changes and records."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Upper
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagements.models import Dealing, Organisation, OrganisationName
from governance import access
from governance.errors import StaleVersion
from governance.models import Matter, Person

# What a person may write about an organisation. Its names in other languages are given beside these.
FIELDS = ("name", "acronym", "kind", "country", "city", "website", "theme", "note")
MOST_DEALINGS = 200


def may_write(person: Person) -> bool:
    """The list of organisations belongs to everybody who prepares matters, at whichever body."""
    return bool(person.bodies_with(access.EDIT))


@transaction.atomic
def create_organisation(
    *,
    by: Person,
    name: str,
    kind: str,
    aliases: Iterable[tuple[str, str]] = (),
    slug: str = "",
    source: str = "",
    is_invented: bool = False,
    **facts: Any,
) -> Organisation:
    """Write down a partner. `aliases` are pairs of name and language ("sv", "en" or empty)."""
    _require_writer(by)
    organisation = Organisation(
        slug=slug or _free_slug(name), name=name, kind=kind, source=source, is_invented=is_invented, **facts
    )
    organisation._history_user = by
    organisation.save()
    _name(organisation, aliases)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation,
    version: int,
    *,
    by: Person,
    aliases: Iterable[tuple[str, str]],
    **facts: Any,
) -> Organisation:
    """Change what is known of a partner. Raises StaleVersion when somebody else was faster."""
    _require_writer(by)
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(name)s while you were writing.") % {"name": current}, current
        )
    for field, value in facts.items():
        setattr(current, field, value)
    current.version += 1
    current._history_user = by
    current.save()
    _name(current, aliases)
    return current


def tie(matter: Matter, organisation: Organisation) -> None:
    """Note that the matter concerns the organisation. Saying it twice is saying it once."""
    Dealing.objects.get_or_create(matter=matter, organisation=organisation, defaults={"kind": matter.kind})


def dealings(organisation: Organisation, person: Person) -> dict[str, list[Matter]]:
    """Every matter with the organisation that the person may read, newest first, by kind.

    A matter counts when it is tied to the organisation, or when its counterpart is written as one of its names.
    """
    names = [name.name.upper() for name in organisation.names.all()]
    tied = Dealing.objects.filter(organisation=organisation).values("matter")
    written = Matter.objects.annotate(upper=Upper("counterpart")).filter(upper__in=names).values("pk")
    found: dict[str, list[Matter]] = {}
    readable = Matter.objects.visible_to(person).filter(pk__in=tied.union(written)).select_related("body")
    for matter in readable.order_by("-opened_on", "-id")[:MOST_DEALINGS]:
        found.setdefault(matter.kind, []).append(matter)
    return found


def _require_writer(person: Person) -> None:
    if not may_write(person):
        raise PermissionDenied(
            _("Only those who prepare matters, contact persons and secretaries, may change organisations.")
        )


def _name(organisation: Organisation, aliases: Iterable[tuple[str, str]]) -> None:
    """Keep every name the organisation goes by in one place; the same name is kept once."""
    wanted = {organisation.name.upper(): (organisation.name, "")}
    if organisation.acronym:
        wanted.setdefault(organisation.acronym.upper(), (organisation.acronym, ""))
    for name, language in aliases:
        if name.strip():
            wanted.setdefault(name.strip().upper(), (name.strip(), language))
    organisation.names.all().delete()
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=organisation, name=name, language=language)
        for name, language in wanted.values()
    )


def _free_slug(name: str) -> str:
    """An address made of the name; a number is added when it is taken."""
    base = slugify(name.translate(SWEDISH))[:70].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


SWEDISH = str.maketrans("åäöÅÄÖ", "aaoAAO")

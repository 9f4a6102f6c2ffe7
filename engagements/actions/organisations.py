"""What is done with organisations: each verb checks, locks, changes and records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Upper
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagements import duplicates, trees
from engagements.models import Dealing, Identifier, Organisation, OrganisationName
from governance import access, coordination
from governance.errors import StaleVersion
from governance.models import Matter, Person

# By kind the values an organisation goes by in other registers.
Identifiers = Mapping[str, Sequence[str]]


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
    identifiers: Identifiers | None = None,
    slug: str = "",
    source: str = "",
    is_invented: bool = False,
    **facts: Any,
) -> Organisation:
    """Write down a partner. `aliases` are pairs of name and language ("sv", "en", another code or empty)."""
    require_writer(by)
    organisation = Organisation(
        slug=slug or _free_slug(name), name=name, kind=kind, source=source, is_invented=is_invented, **facts
    )
    organisation._history_user = by
    organisation.save()
    _write_beside(organisation, aliases, identifiers)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation,
    version: int,
    *,
    by: Person,
    aliases: Iterable[tuple[str, str]],
    identifiers: Identifiers | None = None,
    **facts: Any,
) -> Organisation:
    """Change what is known of a partner. Raises StaleVersion when somebody else was faster.

    Identifiers that are not given stay as they are.
    """
    require_writer(by)
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.version != version:
        raise StaleVersion(
            _("Somebody else changed %(name)s while you were writing.") % {"name": current}, current
        )
    if "parent" in facts:
        _require_no_circle(current, facts["parent"])
    for field, value in facts.items():
        setattr(current, field, value)
    current.version += 1
    current._history_user = by
    current.save()
    _write_beside(current, aliases, identifiers)
    return current


def tie(matter: Matter, organisation: Organisation) -> None:
    """Note that the matter concerns the organisation. Saying it twice is saying it once."""
    known = {"kind": matter.kind, "opened_on": matter.opened_on}
    _dealing, is_new = Dealing.objects.get_or_create(matter=matter, organisation=organisation, defaults=known)
    if is_new:
        coordination.tell(matter, organisation.name, organisation.acronym)


def tie_written(organisation: Organisation) -> None:
    """Tie the matters whose counterpart was written as one of its names before the register knew it."""
    names = [name.name.upper() for name in organisation.names.all()]
    written = Matter.objects.annotate(upper=Upper("counterpart")).filter(upper__in=names)
    Dealing.objects.bulk_create(
        (
            Dealing(matter_id=pk, organisation=organisation, kind=kind, opened_on=opened_on)
            for pk, kind, opened_on in written.order_by().values_list("pk", "kind", "opened_on")
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


def tie_named(matter: Matter) -> None:
    """Tie the matter to those of the register that its counterpart is written as."""
    for organisation in Organisation.objects.named(matter.counterpart):
        tie(matter, organisation)


def require_writer(person: Person) -> None:
    """Raise PermissionDenied for who prepares no matters."""
    if not may_write(person):
        raise PermissionDenied(
            _("Only those who prepare matters, contact persons and secretaries, may change organisations.")
        )


def _require_no_circle(organisation: Organisation, parent: Organisation | None) -> None:
    """What lies below an organisation cannot lie above it. The database says so too, whoever comes at once."""
    if parent and organisation.pk in (parent.pk, *(each.pk for each in trees.above(parent))):
        raise ValidationError(
            {
                "parent": _("%(parent)s is itself a part of %(name)s.")
                % {"parent": parent, "name": organisation}
            }
        )


def _write_beside(
    organisation: Organisation, aliases: Iterable[tuple[str, str]], identifiers: Identifiers | None
) -> None:
    """What hangs on an organisation and follows from it: names, identifiers, matters, likely duplicates."""
    _name(organisation, aliases)
    if identifiers is not None:
        _identify(organisation, identifiers)
    tie_written(organisation)
    duplicates.compare(organisation)


def _identify(organisation: Organisation, identifiers: Identifiers) -> None:
    """Put these in place of those it had. An identifier that another has is told with whose it is."""
    taken = {}
    for kind, values in identifiers.items():
        for value in values:
            others = Identifier.objects.filter(kind=kind).annotate(upper=Upper("value"))
            owner = others.filter(upper=value.upper()).exclude(organisation=organisation).first()
            if owner:
                taken[f"identifier_{kind}"] = _("%(value)s belongs to %(name)s.") % {
                    "value": value,
                    "name": owner.organisation,
                }
    if taken:
        raise ValidationError(taken)
    organisation.identifiers.all().delete()
    Identifier.objects.bulk_create(
        Identifier(organisation=organisation, kind=kind, value=value)
        for kind, values in identifiers.items()
        for value in {each.upper(): each for each in values}.values()
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
    taken = RESERVED | set(
        Organisation._base_manager.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


# Addresses under /motparter/ that are no organisation's.
RESERVED = {"ny", "liknande", "personer", "dubbletter", "underlag"}
SWEDISH = str.maketrans("åäöÅÄÖ", "aaoAAO")

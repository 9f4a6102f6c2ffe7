"""What of agreements, EU projects and declarations may be published in the open register (settings.PUBLISHABLE)."""

from collections.abc import Iterator
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance.models import Kind, Matter
from governance.publishing import Fact, Publishable

from .lifecycle import agreements, declarations, eu_projects
from .models import Agreement, Declaration, EuProject, theme_label


def _year_or_day(day: date | None, year_only: bool) -> date | str | None:
    return str(day.year) if day and year_only else day


def _theme(matter: Matter) -> Fact:
    return Fact("theme", _("Theme"), capfirst(theme_label(matter.theme)))


def _agreement(matter: Matter) -> Iterator[Fact]:
    """What sort it is and when it holds. Who signed it and whom one turns to are persons, and left out."""
    agreement = Agreement.objects.get(pk=matter.pk)
    signed = agreement.signed_by_city_on, agreement.signed_by_counterpart_on
    yield Fact("type", _("Type"), capfirst(agreement.get_type_display()))
    yield Fact("initiative", _("Within the initiative"), agreement.initiative)
    yield _theme(matter)
    yield Fact("signed", _("Signed by both sides"), max(filter(None, signed)) if all(signed) else None)
    yield Fact("from", _("In force from"), _year_or_day(matter.starts_on, agreement.starts_year_only))
    yield Fact("until", _("In force until"), matter.ends_on)
    yield Fact("ended", _("Ended on"), agreement.ended_on)
    yield Fact("cost", _("Cost per year"), agreement.cost_per_year)


def _eu_project(matter: Matter) -> Iterator[Fact]:
    project = EuProject.objects.get(pk=matter.pk)
    yield Fact("acronym", _("Acronym"), project.acronym)
    yield Fact("role", _("Stockholm's role in the project"), capfirst(project.get_role_display()))
    yield Fact("programme", _("EU fund or programme"), project.programme)
    yield _theme(matter)
    yield Fact("from", _("Begins"), matter.starts_on)
    yield Fact("until", _("Ends"), matter.ends_on)
    yield Fact("eu_funding", _("EU funding to the City of Stockholm"), project.eu_funding_to_city)
    yield Fact("grant_reference", _("Number of the grant"), project.grant_reference)


def _declaration(matter: Matter) -> Iterator[Fact]:
    declaration = Declaration.objects.get(pk=matter.pk)
    joined = _year_or_day(declaration.joined_on, declaration.joined_year_only)
    yield Fact("form", _("Form"), capfirst(declaration.get_kind_display()))
    yield _theme(matter)
    yield Fact("joined", _("Joined on"), joined)
    yield Fact("signed", _("Signed on"), declaration.signed_on)
    yield Fact("ended", _("Ended on"), declaration.ended_on)
    yield Fact("text", _("The text"), declaration.link)


KINDS = (
    # What waits for its signatures is decided, but nothing is agreed yet; of what is unclear nothing can be said.
    Publishable(
        Kind.AGREEMENT,
        (
            agreements.Status.SIGNED,
            *agreements.CURRENT,
            agreements.Status.ENDED,
            agreements.Status.EVALUATED,
        ),
        _agreement,
        dict.fromkeys(agreements.CURRENT, agreements.Status.IN_FORCE),
    ),
    Publishable(Kind.EU_PROJECT, eu_projects.WITH_MONEY, _eu_project),
    Publishable(Kind.DECLARATION, declarations.ENTERED, _declaration),
)

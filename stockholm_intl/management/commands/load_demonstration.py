"""Fill an empty register with the demonstration city. Doing it again changes nothing."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

import engagements.example_agreements
import engagements.example_aid
import engagements.example_declarations
import engagements.example_eu_questions
import engagements.example_journeys
import engagements.example_partners
import engagements.example_projects
import governance.meetings.demonstration
import memberships.demonstration
import network.demonstration
import planning.demonstration
import profiling.demonstration
import referrals.demonstration
import reporting.demonstration
import reporting.questions.costs
import visits.demonstration
from governance import lamps
from stockholm_intl.demonstration import in_the_open, organisation, residents, secrecy, substitutes

STEPS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("bodies", organisation.load_bodies),
    ("persons (invented)", organisation.load_persons),
    ("memberships and EU projects", memberships.demonstration.load),
    ("agreements", engagements.example_agreements.load),
    ("declarations and initiatives", engagements.example_declarations.load),
    ("aid-like projects (invented examples)", engagements.example_aid.load),
    ("ideas and applications for EU projects (invented examples)", engagements.example_projects.load),
    ("EU questions (real files, invented dealings)", engagements.example_eu_questions.load),
    ("visits (invented examples)", visits.demonstration.load),
    ("journeys (invented examples)", engagements.example_journeys.load),
    ("meetings (invented examples)", governance.meetings.demonstration.load),
    ("referrals (2008 and 2016, and an invented one)", referrals.demonstration.load),
    ("partners (facts, invented persons and a duplicate)", engagements.example_partners.load),
    ("residents' background (invented)", residents.load),
    ("good examples, key messages and information on the city", profiling.demonstration.load),
    ("the international network and horizon scanning (facts, invented dealings)", network.demonstration.load),
    ("plans and accounts of the bodies (invented examples)", planning.demonstration.load),
    ("published figures and annual report", reporting.demonstration.load),
    ("a secrecy marked matter (invented)", secrecy.load),
    ("what everybody reads in the open register", in_the_open.load),
    ("a substitute who stands in (invented)", substitutes.load),
)


class Command(BaseCommand):
    help = "Loads the demonstration city: real bodies and facts, invented persons, marked examples."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in STEPS:
            created = load()
            if options["verbosity"]:
                self.stdout.write(f"  {name}: {created} new" if created else f"  {name}: there already")
        lamps.count()
        reporting.questions.costs.count()

"""The demonstration's EU questions: real files of the EU, invented dealings with them, in every state; and guidelines.

The references and days of the two adopted directives are public. What the city held and whom it met is invented.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.decisions import Record
from governance.models import Body, Decision, Notice, Scope

from .actions import eu_guidelines
from .actions import eu_questions as actions
from .demonstration import preparer, secretary
from .lifecycle.eu_questions import Stage
from .models import EuGuideline, EuQuestion, Institution, Theme

Outcome, Process = Decision.Outcome, EuQuestion.Process
BOARD, STREETS, CLIMATE = "kommunstyrelsen", "trafiknamnden", "miljo-och-halsoskyddsnamnden"
WATER, HARBOURS = "stockholm-vatten-och-avfall", "stockholms-hamnar"
BUILDING, WORK = "exploateringsnamnden", "arbetsmarknadsnamnden"
OFFICE = "Lo Wester, stadsledningskontoret"
IN_LINE = "Ståndpunkten följer stadens EU-policy: lokalt självstyre, klimat och kostnader som går att bära."


@transaction.atomic
def load() -> int:
    """EU questions with positions and meetings. Doing it again changes nothing. Returns how many were created."""
    if EuQuestion.objects.exists() or not Body.objects.filter(slug=WATER).exists():
        return 0
    _sewage()
    _budget()
    _air()
    _others()
    _guidelines()
    old = Notice.objects.filter(matter__eu_question__isnull=False)
    old.filter(read_at=None, matter__closed_on__isnull=False).update(read_at=timezone.now())
    return EuQuestion.objects.count()


def _sewage() -> None:
    """Adopted and now carried out in Sweden: decided on by the committee, with the water company taking part."""
    asked = _enter(
        CLIMATE,
        "Avloppsdirektivet: rening av avloppsvatten från tätbebyggelse",
        reference="COM(2022) 541",
        stages=[
            (Stage.PROPOSED, date(2022, 10, 26)),
            (Stage.ADOPTED, date(2024, 11, 27)),
            (Stage.NATIONAL, date(2025, 1, 13)),
        ],
        process=Process.LEGISLATION,
        theme=Theme.CLIMATE,
        last_day=date(2025, 6, 30),
        interest="Kraven på rening av läkemedelsrester avgör hur reningsverken byggs ut och vad det kostar.",
        opened_on=date(2025, 1, 20),
    )
    _cooperate(asked, date(2025, 2, 3))
    actions.take_part(asked, by=preparer(asked.matter.body), body=Body.objects.get(slug=WATER))
    _decide(
        asked,
        "Den som sätter läkemedel och kosmetika på marknaden ska bära kostnaden för reningen, och övergångstiden ska"
        " räcka till att bygga om anläggningarna.",
        date(2025, 4, 9),
        "8",
    )
    _meeting(
        asked, date(2025, 5, 14), "commission", "generaldirektoratet för miljö", "En handläggare (exempel)"
    )
    _meeting(
        asked,
        date(2025, 9, 25),
        "government",
        "Klimat- och näringslivsdepartementet",
        "Ett kansliråd (exempel)",
    )
    _stakeholder(asked, "Svenskt Vatten (exempel)", "for", "Delar synen på vem som ska betala.")
    _stakeholder(asked, "Ett branschförbund för läkemedel (exempel)", "against", "Har gått till domstol.")


def _budget() -> None:
    """City-wide: the Executive Board decides; a second position on its way; several bodies take part."""
    asked = _enter(
        BOARD,
        "EU:s långtidsbudget efter 2027",
        stages=[(Stage.EXPECTED, date(2025, 2, 10)), (Stage.PARLIAMENT_AND_COUNCIL, date(2025, 9, 1))],
        process=Process.BUDGET,
        theme=Theme.GENERAL,
        scope=Scope.CITY_WIDE,
        directions=["cooperation"],
        last_day=timezone.localdate() + timedelta(days=75),
        interest="Hur stor del städer kan söka direkt, och om de får vara med och styra sammanhållningspolitiken.",
        opened_on=date(2025, 2, 17),
    )
    _cooperate(asked, date(2025, 2, 17))
    for slug in (WORK, CLIMATE):
        actions.take_part(asked, by=preparer(asked.matter.body), body=Body.objects.get(slug=slug))
    _decide(asked, "Städer ska kunna söka medel direkt och delta i styrningen.", date(2025, 5, 7), "21")
    _meeting(asked, date(2025, 10, 8), "parliament", "budgetutskottet", "En ledamot (exempel)")
    _meeting(asked, date(2026, 3, 18), "regions", "utskottet för sammanhållning", "En rapportör (exempel)")
    by = preparer(asked.matter.body)
    actions.advocate(
        _current(asked),
        by=by,
        kind="letter",
        held_on=date(2026, 4, 22),
        subject="Gemensamt brev med andra huvudstäder (exempel)",
        from_city="Borgarrådet",
    )
    _stakeholder(asked, "Eurocities", "for", "Har en gemensam ståndpunkt.")
    _write(asked, "Som den förra, och en särskild del för städernas klimatomställning.")
    actions.send_for_decision(_current(asked), by=by)


def _air() -> None:
    """From the first idea to closed with what came of it."""
    asked = _enter(
        CLIMATE,
        "Luftkvalitetsdirektivet",
        reference="COM(2022) 542",
        stages=[
            (Stage.PROPOSED, date(2022, 10, 26)),
            (Stage.TRILOGUE, date(2024, 1, 15)),
            (Stage.ADOPTED, date(2024, 10, 23)),
        ],
        process=Process.LEGISLATION,
        theme=Theme.CLIMATE,
        last_day=date(2024, 6, 28),
        interest="Gränsvärden som går att nå med staden egna åtgärder, också för dubbdäcksslitaget.",
        opened_on=date(2024, 1, 22),
    )
    _cooperate(asked, date(2024, 2, 1))
    _decide(
        asked, "Gränsvärdena ska skärpas, med undantag för dygn med särskilt väder.", date(2024, 3, 19), "12"
    )
    _meeting(asked, date(2024, 4, 24), "parliament", "miljöutskottet", "En ledamot (exempel)")
    actions.close(
        _current(asked),
        by=preparer(asked.matter.body),
        result="Direktivet antogs. Gränsvärdena är de skärpta, och undantaget kom delvis med.",
        learning="Mätdata från egna stationer vägde tyngre än argument.",
    )


def _others() -> None:
    """A last day that is near and one that has passed, one before its body, and a question of foreign policy."""
    today = timezone.localdate()
    _enter(
        STREETS,
        "Samråd om varutransporter i städer (exempel)",
        stages=[(Stage.CONSULTATION, today - timedelta(days=40))],
        process=Process.CONSULTATION,
        theme=Theme.CLIMATE,
        last_day=today + timedelta(days=12),
        interest="Regler för leveranser på natten.",
        opened_on=today - timedelta(days=33),
    )
    missed = _enter(
        BUILDING,
        "Samråd om upphandling av byggnader (exempel)",
        stages=[(Stage.CONSULTATION, today - timedelta(days=90))],
        process=Process.CONSULTATION,
        theme=Theme.CITY_DEVELOPMENT,
        last_day=today - timedelta(days=19),
        opened_on=today - timedelta(days=70),
    )
    actions.note_stage(
        missed, by=preparer(missed.matter.body), stage=Stage.EXPECTED, since=today - timedelta(days=18)
    )
    ports = _enter(
        HARBOURS,
        "Elanslutning av fartyg i hamn (exempel)",
        stages=[(Stage.PARLIAMENT_AND_COUNCIL, today - timedelta(days=60))],
        process=Process.LEGISLATION,
        theme=Theme.CLIMATE,
        last_day=today + timedelta(days=55),
        interest="Vem som betalar för kraften fram till kaj.",
        opened_on=today - timedelta(days=50),
    )
    _cooperate(ports, today - timedelta(days=30), group_board=True)
    _write(ports, "Kostnaden ska delas mellan hamn, nät och rederi.")
    actions.send_for_decision(_current(ports), by=preparer(ports.matter.body))
    foreign = _enter(
        STREETS,
        "Upprop om en annan stats transporter (exempel)",
        stages=[(Stage.EXPECTED, date(2026, 5, 4))],
        process=Process.OTHER,
        theme=Theme.SAFETY,
        institution=Institution.OTHER,
        concerns_foreign_policy=True,
        opened_on=date(2026, 5, 4),
    )
    actions.refer(foreign, by=preparer(foreign.matter.body))


def _enter(
    slug: str, title: str, *, stages: Sequence[tuple[str, date]], opened_on: date, **given: Any
) -> EuQuestion:
    """A question of the body, with the stages it has gone through so far."""
    body = Body.objects.get(slug=slug)
    by = preparer(body)
    (first, since), *later = stages
    written: dict[str, Any] = {
        "institution": Institution.COMMISSION,
        "scope": Scope.OWN_OPERATION,
        "concerns_foreign_policy": False,
    }
    asked = actions.enter(
        by=by,
        body=body,
        title=title,
        stage=first,
        since=since,
        opened_on=opened_on,
        is_invented=True,
        **(written | given),
    )
    for stage, day in later:
        actions.note_stage(asked, by=by, stage=stage, since=day)
    return _current(asked)


def _current(asked: EuQuestion) -> EuQuestion:
    return EuQuestion.objects.select_related("matter__body").get(pk=asked.pk)


def _cooperate(asked: EuQuestion, on: date, group_board: bool | None = None) -> None:
    asked = _current(asked)
    actions.cooperate(
        asked,
        asked.matter.version,
        by=preparer(asked.matter.body),
        cooperation_with=OFFICE,
        cooperation_on=on,
        cooperation_note="Vi stämmer av före varje möte med en institution.",
        group_board_needed=group_board,
        group_board_with="Kim Koncern (exempel), Stockholms Stadshus AB" if group_board else "",
    )


def _write(asked: EuQuestion, text: str) -> None:
    asked = _current(asked)
    by = preparer(asked.matter.body)
    actions.write_position(asked, asked.matter.version, by=by, text=text, in_line=IN_LINE)


def _decide(asked: EuQuestion, text: str, on: date, paragraph: str) -> None:
    """The position as the question's own body decided it; the Executive Board decides its own."""
    _write(asked, text)
    asked = actions.send_for_decision(_current(asked), by=preparer(asked.matter.body))
    body = asked.matter.body
    record = Record(
        body=body,
        outcome=Outcome.APPROVED,
        decided_on=on,
        paragraph=paragraph,
        minutes=f"Protokoll {on.month}/{on.year}",
        minutes_approved_on=on + timedelta(days=6),
        posted_on=on + timedelta(days=7),
        wording="Ståndpunkten beslutas.",
    )
    actions.decide(asked, record, by=secretary(body))


def _meeting(asked: EuQuestion, on: date, institution: str, unit: str, persons: str) -> None:
    actions.advocate(
        _current(asked),
        by=preparer(asked.matter.body),
        kind="meeting",
        held_on=on,
        subject="Stadens ståndpunkt",
        institution=institution,
        unit=unit,
        persons=persons,
        from_city="Kontaktpersonen",
        place="Stockholm" if institution == "government" else "Bryssel",
        papers="Ståndpunkten på en sida",
    )


def _stakeholder(asked: EuQuestion, name: str, stance: str, note: str) -> None:
    actions.note_stakeholder(
        _current(asked),
        by=preparer(asked.matter.body),
        name=name,
        stance=stance,
        noted_on=timezone.localdate(),
        note=note,
    )


def _guidelines() -> None:
    """Of one committee as the source has it; invented ones of some others, one replaced by the next."""
    work = Body.objects.get(slug=WORK)
    EuGuideline.objects.create(
        body=work,
        title="Riktlinjer för EU-policyarbete",
        diary_number="2017-0192.01.05",
        decided_by=work.name_sv,
        decided_on=date(2017, 8, 3),
        since=date(2017, 8, 3),
        note="Kända genom en öppen källa; om de ännu gäller är inte prövat.",
    )
    for slug, day in (
        (CLIMATE, date(2022, 2, 8)),
        (CLIMATE, date(2025, 3, 11)),
        (STREETS, date(2023, 4, 18)),
    ):
        body = Body.objects.get(slug=slug)
        eu_guidelines.lay_down(
            body,
            by=preparer(body),
            title="Riktlinjer för EU-arbete (exempel)",
            diary_number=f"EX {day.year}/17",
            decided_by=body.name_sv,
            decided_on=day,
            since=day,
            is_invented=True,
        )

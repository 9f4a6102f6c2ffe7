"""The demonstration's referrals: those of 2008 and 2016 as far as the sources go, and an invented one that is out."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from governance import access, casework
from governance.decisions import Record
from governance.models import Body, Matter, Notice, Office, Person, Strategy
from governance.models import Section as StrategySection

from . import actions
from .actions.answering import WHOLE
from .actions.drafting import ask, enter_existing
from .lifecycle import Answering
from .models import DocumentSection, Referral, ReferralAnswer, SectionAnswer, SectionStance, Stance
from .text import Section

LIST = Path(settings.BASE_DIR) / "stockholm_intl" / "demonstration" / "referrals.csv"
# The day the demonstration's register is said to have begun.
BEGAN = date(2024, 1, 8)
# The version of the strategy that came of each.
STRATEGY_OF = {"006-1137/2007": "2008", "171-482/2016": "2016"}
TRANSPORT, ENVIRONMENT, PORTS = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "stockholms-hamnar"
Said = dict[str, tuple[str, str, str]]

# What the Transport Committee's office wrote, in our words: stance, opinion, question by section.
OF_TRANSPORT: Said = {
    "": (
        SectionStance.SUPPORT,
        "Strategin är tydligare än riktlinjerna den ersätter, och bra utan egna mål.",
        "",
    ),
    "3.3": (
        SectionStance.QUESTION,
        "Relationer till länder som många stockholmare kommer från är en god tanke.",
        "Hur ska det gå till i praktiken? Ge ett konkret exempel.",
    ),
    "5": (
        SectionStance.REMARK,
        "Ansvarsfördelningen välkomnas. Stödet från stadsledningskontoret bör även gälla resor med politisk"
        " representation, och övergripande information på engelska bör samlas och hållas aktuell.",
        "Vad betyder kontaktpersonens mandat? Samordnaren är en väg in och kan inte fatta bindande beslut.",
    ),
}
OF_RINKEBY_KISTA: Said = {
    "": (
        SectionStance.NO_OBJECTION,
        "Ett samlat dokument välkomnas. Avtalet om Europa Direkt i Rinkeby-Kista ska snart prövas på nytt.",
        "",
    ),
}


@transaction.atomic
def load() -> int:
    """Referrals with their answers. Doing it again changes nothing. Returns how many referrals were created."""
    by = access.holders(Office.Role.COORDINATOR).order_by("pk").first()
    if by is None or Referral.objects.exists() or not Body.objects.filter(slug="rinkeby-kista").exists():
        return 0
    for diary_number, lines in groupby(_lines(), key=lambda line: line["diary_number"]):
        _of_the_sources(list(lines), Strategy.objects.get(key=STRATEGY_OF[diary_number]), by)
    _invented(by)
    _forget_old_news()
    return Referral.objects.count()


def _lines() -> Iterator[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _of_the_sources(lines: list[dict[str, str]], strategy: Strategy, by: Person) -> None:
    first = lines[0]
    year = strategy.since.year
    referral = enter_existing(
        by=by,
        title=first["document"],
        document=Referral.Document.STRATEGY,
        answer_by=date.fromisoformat(first["deadline"]),
        sections=_sections_of(strategy),
        opened_on=BEGAN,
        diary_number=first["diary_number"],
        adopted_on=strategy.since,
        strategy=strategy,
        contact="Finansroteln" if year == 2016 else "",
        instruction=(
            "Svara i Word till rotelns brevlåda, med kommunstyrelsens diarienummer som ärenderubrik, och på papper till"
            " kansliet. Bifoga inte remissunderlaget."
            if year == 2016
            else ""
        ),
        note="Avsnitten återges i korthet efter den antagna texten. Källorna säger inte när remissen skickades.",
        source="Remissmissivet 2016" if year == 2016 else "Rinkeby-Kista stadsdelsnämnds svar 2008",
    )
    for line in lines:
        body = Body.objects.get(slug=line["recipient"])
        known = _KNOWN.get((year, body.slug))
        status = Answering.REGISTERED if known else Answering.UNKNOWN
        answer = ask(
            referral,
            body,
            by=by,
            opened_on=BEGAN,
            closed_on=BEGAN,
            status=status,
            **(known or {}).get("written", {}),
        )
        if known:
            _say(answer, known["said"], by)


_KNOWN: dict[tuple[int, str], dict[str, Any]] = {
    (2016, TRANSPORT): {
        "written": {
            "stance": Stance.AGREE_WITH_COMMENTS,
            "submitted_on": date(2016, 9, 22),
            "report": "Trafikkontoret är i huvudsak positivt. Synpunkterna gäller stöd vid resor med politisk"
            " representation, konkreta exempel, information på engelska och kontaktpersonens mandat.",
            "source": "Trafikkontorets tjänsteutlåtande 2016-09-22; nämndens beslut finns inte i källan.",
        },
        "said": OF_TRANSPORT,
    },
    (2008, "rinkeby-kista"): {
        "written": {
            "stance": Stance.AGREE,
            "report": "Förvaltningen är positiv till ett samlat dokument och har inget att erinra. Omedelbar justering"
            " föreslås.",
            "source": "Förvaltningens tjänsteutlåtande 2008; nämndens beslut finns inte i källan.",
        },
        "said": OF_RINKEBY_KISTA,
    },
}


def _sections_of(strategy: Strategy) -> list[Section]:
    """A version without numbered sections is numbered in its order."""
    rows = StrategySection.objects.filter(strategy=strategy).order_by("position")
    return [
        Section(row.number if row.number[:1].isdigit() else str(place), row.title_sv, row.text_sv)
        for place, row in enumerate(rows, start=1)
    ]


def _say(answer: ReferralAnswer, said: Said, by: Person) -> None:
    sections: dict[str, DocumentSection] = {row.number: row for row in answer.referral.edition(1)}
    for number, (stance, text, question) in said.items():
        section = sections.get(number)
        row = SectionAnswer(
            answer=answer,
            section=section,
            label=str(section or WHOLE),
            stance=stance,
            text=text,
            question=question,
        )
        casework.save(row, by=by)


def _invented(by: Person) -> None:
    """One that has been out for five weeks: answered, being written, late in asking for more time, untouched."""
    today = timezone.localdate()
    strategy = Strategy.objects.in_force(today).get()
    sections = _sections_of(strategy)
    sections[0] = sections[0]._replace(text=f"{sections[0].text} Den prövas på nytt vart fjärde år.")
    sent_on = today - timedelta(days=36)
    referral = actions.draft(
        by=by,
        title="Internationell strategi, förslag till ny version (exempel)",
        document=Referral.Document.STRATEGY,
        answer_by=today + timedelta(days=20),
        contact=f"{by.name}, stadsledningskontoret",
        instruction="Påhittat exempel. Svara avsnitt för avsnitt, och ge förslag till lydelse där ni vill ändra.",
        sections=sections,
        diary_number="KS 2026/1500",
        opened_on=sent_on,
        is_invented=True,
    )
    asked = Body.objects.in_force(today).filter(
        slug__in=(
            TRANSPORT,
            ENVIRONMENT,
            PORTS,
            "exploateringsnamnden",
            "jarva",
            "kungsholmen",
            "stockholms-stadshus",
        )
    )
    actions.choose_recipients(referral, referral.matter.version, by=by, recipients=list(asked))
    actions.send(referral, by=by, sent_on=sent_on)
    answers = {answer.matter.body.slug: answer for answer in _answers(referral)}
    if TRANSPORT in answers:
        _answer_in_full(answers[TRANSPORT], today)
    if ENVIRONMENT in answers:
        _begin(answers[ENVIRONMENT])
    if PORTS in answers:
        actions.ask_for_time(
            answers[PORTS],
            by=_preparer(answers[PORTS].matter.body),
            asked_to=today + timedelta(days=34),
            reason="Bolagsstyrelsen möts först efter sista svarsdag.",
        )


def _answers(referral: Referral) -> list[ReferralAnswer]:
    return list(referral.answers.select_related("matter__body", "referral"))


def _begin(answer: ReferralAnswer) -> None:
    by = _preparer(answer.matter.body)
    actions.write(
        answer, _version(answer), by=by, report="Påhittat utkast: kontoret väntar på avdelningarnas svar."
    )


def _answer_in_full(answer: ReferralAnswer, today: date) -> None:
    by, body = _preparer(answer.matter.body), answer.matter.body
    said = {section.number: section.pk for section in answer.referral.edition(1)}
    actions.write(
        answer,
        _version(answer),
        by=by,
        stance=Stance.AGREE_WITH_COMMENTS,
        report="Påhittat exempel. Kontoret tillstyrker förslaget och vill se ett tillägg om resor.",
        sections={
            None: {"stance": SectionStance.SUPPORT, "text": "", "proposal": "", "question": ""},
            said["5"]: {
                "stance": SectionStance.REMARK,
                "text": "Ansvaret för resor med politisk representation behöver skrivas ut.",
                "proposal": "Stadsledningskontoret ger stöd även vid resor med politisk representation.",
                "question": "",
            },
        },
    )
    actions.finish(answer, by=by)
    actions.lay_before(answer, by=by)
    secretary = access.holders(Office.Role.SECRETARY, body).order_by("pk")[0]
    on = today - timedelta(days=8)
    record = Record(
        body=body,
        outcome="approved",
        decided_on=on,
        paragraph="21",
        minutes=f"Protokoll {on.month}/{on.year}",
        immediate_approval=True,
        wording="Nämnden överlämnar och åberopar kontorets tjänsteutlåtande som svar på remissen.",
    )
    actions.decide(answer, record, by=secretary)
    actions.submit(answer, by=by, submitted_on=today - timedelta(days=7))


def _version(answer: ReferralAnswer) -> int:
    return Matter.objects.get(pk=answer.pk).version


def _preparer(body: Body) -> Person:
    for role in (Office.Role.CONTACT_PERSON, Office.Role.SECRETARY):
        person = access.holders(role, body).order_by("pk").first()
        if person is not None:
            return person
    raise LookupError(f"nobody prepares the matters of {body.name_sv}")


def _forget_old_news() -> None:
    """What happened before the register began is no news to anybody."""
    old = Notice.objects.filter(
        matter__kind__in=("referral", "referral_answer"), matter__closed_on__isnull=False
    )
    old.filter(read_at=None).update(read_at=timezone.now())

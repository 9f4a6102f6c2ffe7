"""What tests of referrals begin with: one that is drafted, sent, answered, compiled, adopted."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from governance.decisions import Record
from governance.models import Body, Matter, Person, Section, Strategy, StrategyDraft
from referrals import actions
from referrals.models import Referral, ReferralAnswer
from referrals.text import Section as Written

ASKED = ("trafiknamnden", "miljo-och-halsoskyddsnamnden", "stockholms-hamnar")
SHORT = (
    Written("1", "Syfte", "Staden ska lära av andra städer."),
    Written("2", "Ansvar", "Varje nämnd svarar för sitt arbete."),
)
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=60)


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def body(slug: str) -> Body:
    return Body.objects.get(slug=slug)


def strategy_sections() -> list[Written]:
    """The strategy of 2016 as a document: it has every section that the table cites."""
    rows = Section.objects.filter(strategy=Strategy.objects.get(key="2016")).order_by("position")
    return [Written(row.number, row.title_sv, row.text_sv) for row in rows]


def drafted(**given: Any) -> Referral:
    """A draft with everything but its recipients."""
    values: dict[str, Any] = {
        "title": "Internationell strategi 2027 (exempel)",
        "document": "strategy",
        "diary_number": "KS 2026/100",
        "answer_by": TODAY + timedelta(days=30),
        "contact": "Lo Ledning, 08-508 00 000",
        "instruction": "Svara avsnitt för avsnitt.",
        "sections": SHORT,
    }
    return actions.draft(by=person("coordinator"), **(values | given))


def fresh(referral: Referral) -> Referral:
    return Referral.objects.select_related("matter__body").get(pk=referral.pk)


def fresh_answer(answer: ReferralAnswer) -> ReferralAnswer:
    return ReferralAnswer.objects.select_related("matter__body", "referral__matter__body").get(pk=answer.pk)


def sent(asked: tuple[str, ...] = ASKED, **given: Any) -> Referral:
    referral = drafted(**given)
    actions.choose_recipients(
        referral, referral.matter.version, by=person("coordinator"), recipients=[body(slug) for slug in asked]
    )
    return fresh(actions.send(fresh(referral), by=person("coordinator")))


def letter_of_draft(draft: StrategyDraft, diary_number: str = "KS 2026/700") -> Referral:
    """The referral of a draft of the strategy, not sent yet."""
    return actions.refer_draft(
        draft,
        by=person("coordinator"),
        title=draft.title_sv,
        diary_number=diary_number,
        answer_by=TODAY + timedelta(days=30),
        contact="Lo Ledning",
        instruction="Svara avsnitt för avsnitt.",
    )


def referred(draft: StrategyDraft, **given: Any) -> Referral:
    """A draft of the strategy that is out for answers."""
    referral = letter_of_draft(draft, **given)
    actions.choose_recipients(
        referral, referral.matter.version, by=person("coordinator"), recipients=[body(slug) for slug in ASKED]
    )
    return fresh(actions.send(fresh(referral), by=person("coordinator")))


def answer_of(referral: Referral, slug: str = "trafiknamnden") -> ReferralAnswer:
    rows = ReferralAnswer.objects.select_related("matter__body", "referral__matter__body")
    return rows.get(referral=referral, matter__body__slug=slug)


def written(answer: ReferralAnswer, by: str = "contact", **given: Any) -> ReferralAnswer:
    """The office's answer with a remark on the first section and support for the second."""
    first, second = answer.referral.edition(1)[:2]
    values: dict[str, Any] = {
        "stance": "agree_with_comments",
        "report": "Kontoret tillstyrker med en synpunkt.",
        "sections": {
            None: {"stance": "support", "text": "", "proposal": "", "question": ""},
            first.pk: {
                "stance": "remark",
                "text": "Nämn resor.",
                "proposal": "… även på resa.",
                "question": "",
            },
            second.pk: {"stance": "no_objection", "text": "", "proposal": "", "question": ""},
        },
    }
    version = Matter.objects.get(pk=answer.pk).version
    return fresh_answer(actions.write(answer, version, by=person(by), **(values | given)))


def record(decided_by: Body, outcome: str = "approved", on: date | None = None, **facts: Any) -> Record:
    entered = {"paragraph": "12", "minutes": "Protokoll 9/2026", "wording": "Utlåtandet är svar på remissen."}
    return Record(body=decided_by, outcome=outcome, decided_on=on or TODAY, **(entered | facts))


def before_the_body(answer: ReferralAnswer, by: str = "contact") -> ReferralAnswer:
    answer = actions.finish(written(answer, by), by=person(by))
    return fresh_answer(actions.lay_before(answer, by=person(by)))


def submitted(
    answer: ReferralAnswer, by: str = "contact", secretary: str = "secretary", **facts: Any
) -> ReferralAnswer:
    """Decided by its board and submitted."""
    answer = before_the_body(answer, by)
    actions.decide(answer, record(answer.matter.body, **facts), by=person(secretary))
    return fresh_answer(actions.submit(answer, by=person(by)))


def compiled(**given: Any) -> Referral:
    """Two bodies have answered and the answers are compiled."""
    referral = sent(**{"sections": strategy_sections(), **given})
    submitted(answer_of(referral))
    submitted(answer_of(referral, ASKED[1]), "other_contact", "other_secretary")
    return fresh(actions.compile_answers(referral, by=person("coordinator")))


def replied(referral: Referral) -> Referral:
    """Every remark is answered, and the new version says something else in its first section."""
    coordinator = person("coordinator")
    for remark in referral.remarks.select_related("referral"):
        where = remark.section_answer.section
        actions.reply(
            remark,
            Matter.objects.get(pk=referral.pk).version,
            by=coordinator,
            handling="accepted" if where else "noted",
            because="Ni har rätt.",
            changed_where=where.number if where else "",
        )
    first, *others = strategy_sections()
    version = Matter.objects.get(pk=referral.pk).version
    actions.revise(
        fresh(referral),
        version,
        by=coordinator,
        sections=[first._replace(text=f"{first.text} Även på resa."), *others],
    )
    return fresh(referral)


def proposed(**given: Any) -> Referral:
    referral = replied(compiled(**given))
    return fresh(actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER))


def before_council() -> Referral:
    referral = proposed()
    actions.deciding.decide(referral, record(body("kommunstyrelsen")), by=person("board_secretary"))
    return fresh(referral)


def adopted() -> Referral:
    referral = before_council()
    actions.deciding.decide(referral, record(body("kommunfullmaktige")), by=person("council_secretary"))
    return fresh(referral)

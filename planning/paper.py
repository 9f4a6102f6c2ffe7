"""A plan or an account as a Word file, in Swedish: what the body puts into the city's planning system, or files."""

from collections.abc import Iterable

from django.utils.translation import override

from governance.language import choice_label
from governance.meetings import word
from governance.meetings.papers import LANGUAGE, Paper, Part

from . import content
from .models import Account, Handed, LineOutcome, Plan, PlanLine

WORD = word.MEDIA_TYPE


def as_word(paper: Paper) -> bytes:
    return word.draw(paper)


def of(handed: Handed) -> Paper:
    """The whole of it, every line under the number that other systems know it by."""
    with override(LANGUAGE):
        matter = handed.matter
        is_plan = isinstance(handed, Plan)
        return Paper(
            kind="Plan" if is_plan else "Redovisning",
            sender=matter.body.name_sv,
            title=matter.title,
            reference=f"{matter.number} {handed.year}",
            facts=(
                ("Ärende", matter.number),
                ("År", str(handed.year)),
                ("Status", str(matter.status_label)),
                ("Version", str(handed.edition)),
                ("Inlämnad", handed.submitted_on.isoformat() if handed.submitted_on else "–"),
            ),
            parts=tuple(_of_plan(handed) if is_plan else _of_account(handed)),  # type: ignore[arg-type]
        )


def _of_plan(plan: Plan) -> Iterable[Part]:
    if plan.has_none:
        yield Part("", "Inget internationellt arbete under året", texts=(("", plan.none_because),))
        return
    budget = "–" if plan.budget is None else _kronor(plan.budget)
    yield Part("", "Vad nämnden eller bolaget vill", facts=f"Egen budget: {budget}", texts=(("", plan.aims),))
    for line in content.lines_of(plan):
        yield Part(line.ident, line.title, facts=_facts(line), texts=tuple(_texts(line)))


def _facts(line: PlanLine) -> str:
    said = [choice_label(PlanLine.Kind, line.kind).capitalize()]
    said += [f"mål {line.goal.ident}"] if line.goal else []
    said += [f"kostnad {_kronor(line.cost)}"] if line.cost is not None else []
    said += [f"budgetrad {line.budget_line}"] if line.budget_line else []
    said += [f"ansvarig {line.owner}"] if line.owner else []
    said += [f"klart {line.until.isoformat()}"] if line.until else []
    return ", ".join(said)


def _texts(line: PlanLine) -> Iterable[tuple[str, str]]:
    yield "Varför", line.why
    if line.measure:
        yield "Så ser man att det är nått", line.measure
    ties = list(line.ties.all())
    matters = [f"{tie.matter.number} {tie.matter.title}" for tie in ties if not tie.matter.is_secret]
    if withheld := len(ties) - len(matters):
        matters.append(f"Sekretessmarkerade: {withheld}")
    if matters:
        yield "Ärenden", "\n".join(matters)


def _of_account(account: Account) -> Iterable[Part]:
    yield Part("", "Vad det internationella arbetet gav", texts=(("", account.summary),))
    if account.lessons:
        yield Part("", "Vad nämnden eller bolaget har lärt sig", texts=(("", account.lessons),))
    figures = "\n".join(
        f"{figure['label']['sv']}: {figure['said']['sv']} (året före {figure['said_before']['sv']})"
        for figure in account.figures
    )
    yield Part("", "Uppgifter ur registret", texts=(("", figures or "Inga uppgifter."),))
    for row in account.outcomes.select_related("line").order_by("line"):
        result = choice_label(LineOutcome.Result, row.result).capitalize()
        yield Part(row.line.ident, row.line.title, facts=result, texts=(("", row.text),) if row.text else ())


def _kronor(amount: object) -> str:
    return f"{amount:,.0f} kr".replace(",", "\u00a0")

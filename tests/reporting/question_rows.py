"""The rows of the page policy for the ten questions: whoever can log in asks them, out of what they read."""

from collections.abc import Callable
from typing import Any


def question_pages(page: Callable[..., Any]) -> dict[str, Any]:
    return {
        "questions:list": page(),
        "questions:commitments": page(query="kind=membership&body=trafiknamnden"),
        "questions:undecided": page(query="state=all"),
        "questions:costs": page(query="sort=fees&year=2026"),
        "questions:membership": page(query="q=Policy&years=10"),
        "questions:reviews": page(query="kind=membership"),
        "questions:meetings": page(query="q=Helsingfors"),
        "questions:comparison": page(query="outcome=no"),
        "questions:committee": page(query="state=late"),
        "questions:boards": page(query="lack=any"),
        "questions:numbers": page(query="figure=memberships&year=2025"),
    }

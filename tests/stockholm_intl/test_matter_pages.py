"""The parts of a matter's pages: words from outside are escaped wherever they stand, and nothing empty is framed."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from stockholm_intl.templatetags import matter_pages

HOSTILE = "<script>\"'&"
AT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def draw(template: str, **context) -> str:
    return Template(template).render(Context(context))


def decision(**other) -> SimpleNamespace:
    """With something hostile wherever somebody writes."""
    written = (
        "body_then outcome_label wording form_label paragraph minutes delegate_name power_source reasons"
    )
    facts = dict.fromkeys([*written.split(), "reservations", "explanation"], HOSTILE)
    return SimpleNamespace(
        pk=7,
        **facts
        | {
            "form": "meeting",
            "decided_on": date(2026, 3, 2),
            "immediate_approval": True,
            "cited": ("2016", "5", "/strategier/2016/#avsnitt-5"),
            "noted": [
                SimpleNamespace(kind="posted", happened_on=date(2026, 3, 9), paragraph=HOSTILE),
            ],
            "legal_force_on": date(2026, 3, 30),
            "notified": None,
            "body": SimpleNamespace(in_a_sentence=HOSTILE),
            "recorded_by": SimpleNamespace(name=HOSTILE),
            "recorded_at": AT,
            "checksum": "abc",
            "corrected_by": None,
            "supersedes_id": None,
            "is_superseded": False,
            "may_record": True,
            "may_get_events": True,
        }
        | other,
    )


CHANGES = [
    SimpleNamespace(at=AT, who=HOSTILE, title=HOSTILE, is_first=True, changes=[(HOSTILE, "", HOSTILE)])
]
EVENTS = [SimpleNamespace(at=AT, who=HOSTILE, title=HOSTILE, note=HOSTILE)]
DOCUMENTS = [SimpleNamespace(pk=3, name=HOSTILE, sha256="abc", created_at=AT, by=HOSTILE, length=1400)]
ANSWER = SimpleNamespace(
    ground=SimpleNamespace(section_id=1, name=HOSTILE), get_verdict_display=lambda: HOSTILE, reason=HOSTILE
)
STRATEGY = SimpleNamespace(section_numbers={1: HOSTILE}, key=HOSTILE)
RULING = {
    "decides": HOSTILE,
    "power": HOSTILE,
    "explanation": HOSTILE,
    "section": HOSTILE,
    "strategy": HOSTILE,
}


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: matter_pages.decision_cards([decision()], "2026-00001"),
        lambda: matter_pages.decision_lines([decision(is_superseded=True)]),
        lambda: matter_pages.ground_table([ANSWER], [SimpleNamespace(points=2, weight=3, sum=6)], STRATEGY),
        lambda: matter_pages.figure(HOSTILE, HOSTILE),
        lambda: matter_pages.document_table(DOCUMENTS, "2026-00001"),
        lambda: matter_pages.change_timeline(CHANGES),
        lambda: matter_pages.event_timeline(EVENTS, HOSTILE),
        lambda: matter_pages.tab_links([(HOSTILE, HOSTILE, True, 3)], HOSTILE),
        lambda: matter_pages.step_line([(HOSTILE, "done", HOSTILE)], HOSTILE),
        lambda: matter_pages.ruling_box(
            RULING, HOSTILE, HOSTILE, href=HOSTILE, more=HOSTILE, actions=HOSTILE
        ),
        lambda: draw(
            "{% panel words words count=words tone=words actions=words %}{{ words }}{% endpanel %}",
            words=HOSTILE,
        ),
    ],
    ids="cards lines grounds figure documents changes events tabs steps ruling panel".split(),
)
def test_what_somebody_wrote_is_escaped(drawn) -> None:
    html = drawn()
    assert "&lt;script&gt;&quot;" in html
    assert "<script>" not in html


def test_words_are_in_the_language_of_the_page_whoever_asked_first() -> None:
    with override("sv"):
        swedish = matter_pages.decision_cards([decision()], "2026-00001")
    with override("en"):
        english = matter_pages.decision_cards([decision()], "2026-00001")
    assert "Beslutat" in swedish
    assert "Decided on" not in swedish
    assert "Decided on" in english


def test_a_moment_is_told_in_the_time_of_the_city() -> None:
    with override("sv"):
        html = matter_pages.change_timeline(CHANGES)
    assert '<time datetime="2026-07-02T00:30:00+02:00">2026-07-02 kl.\u00a000.30</time>' in html


def test_each_document_and_record_has_its_own_address() -> None:
    assert '"/arenden/2026-00001/handlingar/3/"' in matter_pages.document_table(DOCUMENTS, "2026-00001")
    html = matter_pages.decision_cards([decision()], "2026-00001")
    for page in ("post.json", "handelse/", "ratta/"):
        assert f'"/arenden/2026-00001/beslut/7/{page}"' in html


def test_a_delegated_decision_says_that_it_is_not_yet_notified() -> None:
    told = {"form": "delegated", "legal_force_on": None, "noted": []}
    with override("en"):
        assert "not yet notified" in matter_pages.decision_cards([decision(**told)], "2026-00001")
        notified = decision(**told, notified=object())
        assert "not yet notified" not in matter_pages.decision_cards([notified], "2026-00001")
        corrected = decision(**told, is_superseded=True, corrected_by=8)
        html = matter_pages.decision_cards([corrected], "2026-00001")
    assert "not yet notified" not in html
    assert 'href="#beslut-8"' in html
    assert "ratta/" not in html


def test_what_is_empty_gets_no_frame() -> None:
    assert draw('{% within "page-actions" %} {% endwithin %}') == ""
    assert (
        draw('{% within "page-actions" %}<b>x</b>{% endwithin %}')
        == '<div class="page-actions"><b>x</b></div>'
    )

"""Every page, for everybody who is let in, is accessible in a real browser.

The addresses and who gets in come from tests/page_policy.py, as in tests/test_pages.py: a page that is added there is
checked here without a word more. Some three thousand answers would keep Chromium busy for half an hour, so it is
given only what it has not met:

- Django's test client fetches every page for every persona, which costs some hundredths of a second, and undoes
  what the request wrote.
- Of each answer the skeleton is taken (tests/browser/skeleton.py): tags and attributes, and where there is text at
  all. Neither axe nor a ruler cares which words stand in a cell, so what has a known frame around a known main part is
  not looked at again. What one persona alone sees, a button or a warning, makes a new skeleton.
- A small server hands the answer out as it was, with its policies, style sheets and scripts
  (tests/browser/shelf.py); one page of the browser meets them all and keeps the style sheets.

What each is asked, and why no more:

- Each new skeleton, in Swedish at 1280 px: all of axe, and our own measures.
- Each page once: what a first visit loads, packed, and that nothing jumps meanwhile; the colours of the dark theme
  (nothing else differs); 320 px, which is 1280 at 400 per cent (our measures, and the rules of axe that depend on the
  width); text of 200 per cent (nothing is pushed out of the window).
- Each page once in English, where its skeleton is not that of the Swedish one: all of axe but the colours, and our
  measures. Most differ in words alone, and the Swedish ones are longer.

The browser is told that the reader wants no motion: nothing may move then, and colours stand still while they are
measured. Pieces that are fetched into a page are checked within a page. The pages are dealt into hands so that both
cores take part; the frame is looked at anew by each worker.
"""

import gzip
import secrets
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_source, measured, violations
from tests.browser.shelf import Shelf, shelf
from tests.browser.skeleton import skeletons
from tests.factories import PERSONAS
from tests.page_policy import PAGES, scene
from tests.test_pages import REACHABLE, ask
from tests.visits.open.rows import LANGUAGE as OPEN_LANGUAGE

pytestmark = pytest.mark.django_db

HANDS = 8
STRANGER = "stranger"
DESK, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
# The rules of axe whose answer depends on the width of the window. The size of targets is measured by ourselves there,
# and without the exceptions axe allows.
OF_THE_WIDTH = [
    "scrollable-region-focusable",
    "landmark-unique",
    "bypass",
    "label",
    "link-name",
]
COLOURS = ["color-contrast"]
# What stands around the main part. Where it is known, axe is asked for the rest; rules on the whole page still hold.
FRAME = ".skip, .masthead, .rail, .foot"
# Where a piece is put.
PIECE = '<main id="main" tabindex="-1"><h1>x</h1><div class="page"><div class="page-content">{}</div></div></main>'
# A piece that is a part of something else stands in that.
WITHIN = {"palette": '<div role="listbox" aria-label="x">{}</div>'}
# So many bytes, packed, a first visit loads at most; and so far the page may jump (cumulative layout shift).
MOST_BYTES, MOST_SHIFT = 100_000, 0.01
# What the browser notes of each page while it loads.
SHIFT = """window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
AFTER_THE_NEXT_PICTURE = """() => new Promise(
  (go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))))"""
# What has been looked at by this worker.
known: set[str] = set()


@pytest.fixture(scope="module")
def server() -> Iterator[Shelf]:
    with shelf() as made:
        yield made


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """One page for a whole hand, with axe in it before anything else."""
    context = browser.new_context(locale="sv-SE", viewport=DESK, reduced_motion="reduce")
    context.add_init_script(axe_source())
    context.add_init_script(SHIFT)
    page = context.new_page()
    yield page
    context.close()


class Look:
    """Looks at answers in the browser and notes what is wrong, each fault once with where it was met."""

    def __init__(self, window: Page, server: Shelf) -> None:
        self.window, self.server = window, server
        self.beside = ""
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.where = ""
        window.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        window.on("pageerror", lambda error: self.note(f"script: {error}"))
        window.on("request", lambda asked: self._is_ours(asked.url))

    def note(self, *faults: str) -> None:
        for fault in faults:
            self.faults[fault].append(self.where)

    def _hear(self, said: str) -> None:
        """Django's administration sets styles in attributes; the policy refuses them, and nobody misses them."""
        if not (said.startswith("Applying inline style") and self.where.startswith("admin:")):
            self.note(f"console: {said}")

    def _is_ours(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:")):
            self.note(f"asks somebody else: {url}")

    def open(self, where: str, answer: HttpResponse, html: str, beside: str = "") -> None:
        self.where, self.beside = where, beside
        self.html = html
        self.window.goto(self.server.put(where.replace(" ", "/"), answer, html))

    def measure(self, only: str = "") -> None:
        self.note(
            *(
                f"{self._state}{fault}: {place}"
                for fault, places in measured(self.window).items()
                if only in fault
                for place in places
            )
        )

    def ask_axe(self, only: list[str] | None = None, without: list[str] | None = None) -> None:
        self.note(*(self._state + found for found in violations(self.window, only, without, self.beside)))

    _state, html = "", ""

    def _weigh(self) -> None:
        """The page with every file it asks for, as a first visit that has nothing kept."""
        files = self.window.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
        paths = {urlsplit(file).path for file in files if file.startswith(self.server.url)}
        bodies = {path: self.server.find(path)[1] for path in paths}
        weights = {
            path: len(body if path.endswith("woff2") else _packed(body)) for path, body in bodies.items()
        }
        weights["the page"] = len(_packed(self.html.encode()))
        if (total := sum(weights.values())) > MOST_BYTES:
            heaviest = sorted(weights.items(), key=lambda item: -item[1])[:3]
            self.note(f"heavy: {total} bytes, {heaviest}")
        if (shift := self.window.evaluate("window.shift")) > MOST_SHIFT:
            self.note(f"jumps: {shift:.3f}")

    def once_of_each_page(self) -> None:
        """What it weighs and whether it jumps; in the dark, narrow, and with letters twice as large."""
        self._weigh()
        self._state = "dark: "
        self.window.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self.ask_axe(COLOURS)
        self.measure("borders")
        self.window.emulate_media(color_scheme="light", reduced_motion="reduce")
        self._state = "320 px: "
        self.window.set_viewport_size(NARROW)
        self.window.evaluate(AFTER_THE_NEXT_PICTURE)  # the page hears of its new width
        self.ask_axe(OF_THE_WIDTH)
        self.measure()
        self.window.set_viewport_size(DESK)
        self._state = "text of 200 %: "
        self.window.evaluate("document.documentElement.style.fontSize = '200%'")
        self.measure("wider")
        self._state = ""


@cache
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6)


@pytest.mark.parametrize("hand", range(HANDS))
def test_every_page_is_accessible_to_everybody_who_is_let_in(
    hand: int, city, client_of, window, server
) -> None:
    look = Look(window, server)
    things = scene()
    clients = {who: client_of(who) for who in PERSONAS} | {STRANGER: Client()}
    words = reverse("admin:jsi18n")
    server.put_as(words, clients["administrator"].get(words))
    frame = {
        language: in_language(clients["contact"], "help:words", things, language) for language in ("sv", "en")
    }
    looked_at = 0
    for name in REACHABLE[hand::HANDS]:
        met = False
        for who, client in clients.items():
            if not lets_in(name, who):
                continue
            answer = in_language(client, name, things, "sv")
            if not answer.get("Content-Type", "").startswith("text/html"):
                break  # a file, to everybody
            if answer.status_code != 200:
                continue
            html = in_frame(answer, frame["sv"], name)
            parts = skeletons(html)
            if known.issuperset(parts):
                continue
            look.open(f"{name} {who}", answer, html, FRAME if parts[0] in known else "")
            known.update(parts)
            look.ask_axe()
            look.measure()
            looked_at += 1
            if not met:
                met = True
                look.beside = FRAME if f"once: {parts[0]}" in known else ""
                known.add(f"once: {parts[0]}")
                look.once_of_each_page()
                answer = in_language(client, name, things, "en")
                html = in_frame(answer, frame["en"], name)
                parts = skeletons(html)
                if not known.issuperset(parts):
                    look.open(f"{name} {who} in English", answer, html, FRAME if parts[0] in known else "")
                    known.update(parts)
                    look.ask_axe(without=COLOURS)
                    look.measure()
    assert looked_at > 30
    assert not look.faults, told(look.faults)


def test_a_planted_fault_is_found(city, client_of, window, server) -> None:
    """The control: each way of looking is able to fail, and what differs by one attribute is looked at."""
    answer = in_language(client_of("contact"), "notices", scene(), "sv")
    sound = in_frame(answer, answer)
    planted = sound.replace(
        "</main>",
        '<img src="/x.png"><p class="wide">x</p><button class="sr">y</button><i class="grey">pale</i></main>',
    ).replace("</head>", '<link rel="stylesheet" href="/planted.css"></head>')
    assert set(skeletons(planted)) != set(skeletons(sound))
    assert skeletons(sound.replace("Tove", "Else")) == skeletons(sound)
    planted = planted.replace("<body", f"<!--{secrets.token_hex(MOST_BYTES)}--><body").replace(
        "</body>", "<script src='/planted.js'></script></body>"
    )
    server.pages["/planted.js"] = (
        {"Content-Type": "text/javascript"},
        b"setTimeout(() => document.querySelector('main').style.setProperty('padding-top', '9rem'), 150);",
    )
    server.pages["/planted.css"] = (
        {"Content-Type": "text/css"},
        b"""
        .wide { min-width: 40rem } .grey { color: #bbb; animation: x 1s infinite; display: inline-block }
        @keyframes x { to { opacity: .9 } }
        @media (prefers-color-scheme: dark) { .grey { color: #333 } }""",
    )
    look = Look(window, server)
    look.open("planted", answer, planted)
    look.ask_axe()
    look.measure()
    look.once_of_each_page()
    found = {fault.rpartition(": ")[0] for fault in look.faults}
    assert any(fault.startswith("image-alt") for fault in look.faults)
    assert any(fault.startswith("color-contrast") for fault in look.faults)
    assert any(fault.startswith("dark: color-contrast") for fault in look.faults)
    assert {"heavy", "jumps"} <= {fault.partition(":")[0] for fault in look.faults}
    assert {"moves although no motion is wanted", "320 px: wider than the window"} <= found
    look = Look(window, server)
    look.open("sound", answer, sound)
    look.ask_axe()
    look.measure()
    assert not look.faults


def lets_in(name: str, who: str) -> bool:
    page = PAGES[name]
    return page.open if who == STRANGER else page.get[who] == 200


def in_language(client: Client, name: str, things: dict[str, Any], language: str) -> HttpResponse:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return ask(client, name, "get", things | {OPEN_LANGUAGE: language})


def in_frame(answer: HttpResponse, frame: HttpResponse, name: str = "") -> str:
    """The page; what is only a piece of one stands within another page."""
    html = answer.content.decode()
    if "<html" in html:
        return html
    before, _, rest = frame.content.decode().partition("<main")
    html = WITHIN.get(name, "{}").format(html)
    return before + PIECE.format(html) + rest.partition("</main>")[2]


def told(faults: dict[str, list[str]]) -> str:
    return "\n" + "\n".join(
        f"{fault}  [{len(places)}: {', '.join(places[:3])}]"
        for fault, places in sorted(faults.items(), key=lambda item: -len(item[1]))
    )

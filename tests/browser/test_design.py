"""The design keeps its promises in a real browser: contrast, focus, reflow, targets, weight, no script needed."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.axe import assert_accessible, measured

pytestmark = pytest.mark.django_db(transaction=True)
STYLE = "/stil/"
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"

TEXT_PAIRS = [
    "ink/sheet",
    "ink/canvas",
    "ink/sunken",
    "ink/tint",
    "ink-2/sheet",
    "ink-2/canvas",
    "ink-2/sunken",
    "link/sheet",
    "link/canvas",
    "link/sunken",
    "link/tint",
    "link-hover/sheet",
    "link-hover/tint",
    "action-ink/action",
    "action-ink/action-hover",
    "danger/sheet",
    "danger/sunken",
    "danger-ink/danger",
    "danger-ink/danger-hover",
    "danger/danger-ground",
    "ink/danger-ground",
    "ink-2/danger-ground",
    "waiting/waiting-ground",
    "waiting/sheet",
    "ink/waiting-ground",
    "info/info-ground",
    "ink/info-ground",
    "positive/positive-ground",
    "ink/positive-ground",
    "neutral/neutral-ground",
    "ink-2/neutral-ground",
    "cite/cite-ground",
    "cite-sign/cite",
    "rule-ink/rule",
    "masthead-ink/masthead",
]
SHAPE_PAIRS = [
    "line-strong/sheet",
    "line-strong/sunken",
    "line-strong/canvas",
    "focus/sheet",
    "focus/canvas",
    "focus/sunken",
    "focus/tint",
    "action/sheet",
    "rule/sheet",
    "rule/canvas",
    "danger/sheet",
    "chart-1/sheet",
    "chart-3/sheet",
    "chart-4/sheet",
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; dark changes what light has."""
    light, _dark_by_device, dark = palettes()
    return light if theme == "light" else light | dark


def palettes() -> list[dict[str, str]]:
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", TOKENS.read_text(encoding="utf-8"))
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_can_be_read_on_its_grounds(theme: str) -> None:
    colours = tokens(theme)
    weak = [p for p in TEXT_PAIRS if contrast(*(colours[name] for name in p.split("/"))) < 4.5]
    weak += [p for p in SHAPE_PAIRS if contrast(*(colours[name] for name in p.split("/"))) < 3]
    assert weak == []


def test_dark_by_the_device_and_dark_by_choice_are_the_same() -> None:
    _light, by_device, by_choice = palettes()
    assert by_device == by_choice


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_style_page_is_accessible(page_as, page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page_as("contact", STYLE)
    assert page.locator("html").get_attribute("data-theme") is None
    assert_accessible(page)


def test_the_measures_notice_a_weak_border_a_small_target_and_a_bare_link(page_as) -> None:
    page = page_as("contact", STYLE)
    page.evaluate("""() => {
      const main = document.querySelector(".page-content");
      main.insertAdjacentHTML("beforeend",
        '<input id="weak"><button id="small">x</button><p><a id="bare" href="#">x</a></p>');
      const set = (id, name, value) => document.getElementById(id).style.setProperty(name, value, "important");
      set("weak", "border", "1px solid #ccc"); set("small", "all", "unset"); set("bare", "text-decoration", "none");
    }""")
    assert set(measured(page)) == {
        "borders under 3:1",
        "targets under 24 px",
        "links in text without a line",
    }


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_keyboard_always_sees_where_it_is(page_as, page: Page, forced: str) -> None:
    page.emulate_media(forced_colors=forced)
    page_as("contact", STYLE)
    page.locator(".skip").focus()
    seen = set()
    for _step in range(90):
        page.keyboard.press("Tab")
        tag, style, width = page.evaluate("""() => {
          const at = document.activeElement, css = getComputedStyle(at);
          return [`${at.tagName} ${at.type || ""} ${at.className}`, css.outlineStyle, parseFloat(css.outlineWidth)];
        }""")
        if tag.startswith("BODY"):
            break
        assert (style, width >= 3) == ("solid", True), tag
        seen.add(tag)
    assert len(seen) > 12


def test_main_actions_are_large_enough_for_a_thumb(page_as) -> None:
    page = page_as("contact", STYLE)
    heights = page.locator("main .button:visible").evaluate_all(
        "(all) => all.map((e) => Math.round(e.getBoundingClientRect().height))"
    )
    assert heights
    assert min(heights) >= 44


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 3840])
def test_nothing_is_wider_than_the_window(page_as, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page_as("contact", STYLE)
    assert "wider than the window" not in measured(page)


def test_roomier_text_is_not_cut(page_as, page: Page) -> None:
    """WCAG 1.4.12: line height 1.5, letters .12, words .16 and paragraphs 2 em apart."""
    page.set_viewport_size({"width": 320, "height": 640})
    page_as("contact", STYLE)
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
      document.adoptedStyleSheets = [sheet];
    }""")
    cut = page.locator("main .button, main .tag, main .cite, main h1, main h2").evaluate_all(
        "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflowX !== 'visible')"
        ".map((e) => e.outerHTML.slice(0, 80))"
    )
    assert cut == []


def test_the_first_load_is_light_and_asks_nobody_else(page_as, page: Page, live_server) -> None:
    weights: dict[str, int] = {}

    def weigh(response) -> None:
        body = response.body()
        packed = body if response.url.endswith("woff2") else gzip.compress(body, 6)
        weights[response.url] = len(packed)

    page.on("response", weigh)
    page_as("contact", STYLE)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(live_server.url) for url in weights)
    assert any(url.endswith("woff2") for url in weights)
    assert sum(weights.values()) <= 100_000, weights


def test_the_page_does_not_jump_while_it_loads(page_as, page: Page) -> None:
    page.add_init_script("""window.shift = 0; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });""")
    page_as("contact", STYLE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") < 0.01


def test_the_console_is_silent(page_as, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page_as("contact", STYLE)
    page.wait_for_load_state("networkidle")
    assert said == []


def test_a_chosen_theme_stays_when_the_server_draws_the_next_page(page_as) -> None:
    page = page_as("contact", STYLE)
    page.locator(".me > summary").click()
    page.get_by_role("button", name="Mörkt").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert 'data-theme="dark"' in page.request.get(page.url).text()


def test_theme_and_menu_work_without_scripts(browser: Browser, live_server, log_in) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="sv-SE"
    )
    log_in(context, "contact")
    page = context.new_page()
    page.goto(live_server.url + STYLE)
    menu = page.locator(".phone-menu")
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="Ärenden").is_visible()
    menu.locator("summary").click()
    page.locator(".me > summary").click()
    page.get_by_role("button", name="Mörkt").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_errors_take_the_focus_and_lead_to_their_fields(page_as) -> None:
    page = page_as("contact", STYLE)
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_paper_gets_the_sheet_and_nothing_around_it(page_as, page: Page) -> None:
    page_as("contact", STYLE)
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".foot").is_visible()
    assert page.locator(".print-head").is_visible()
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_the_steps_of_a_life_stand_at_even_distances_on_a_phone(page_as, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page_as("contact", STYLE)
    down, across = (
        page.locator(f"{where} .step").evaluate_all(
            "(all) => all.map((e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })"
        )
        for where in (".page-content > .steps", ".open .steps")
    )
    assert len({round(height) for _x, _y, _width, height in down}) == 1
    assert len({round(step) for _x, _y, step, _height in across}) == 1
    sizes = page.locator(".step-current .step-label").evaluate_all(
        "(all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 14


def test_what_the_search_of_the_header_asks_for_is_read_whole_on_a_phone(page_as, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page_as("contact", STYLE)
    wanted, given = page.locator("#find").evaluate("""(field) => {
      const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      return [pen.measureText(field.placeholder).width, room];
    }""")
    assert 0 < wanted <= given


def test_the_fields_of_the_filters_stand_under_one_another(page_as, page: Page) -> None:
    page_as("contact", "/arenden/")
    page.locator(".filters-more > summary").click()
    rows = [
        {round(box["x"]) for box in (field.bounding_box() for field in row.locator("> .field").all()) if box}
        for row in page.locator(".filters-fields").all()
    ]
    assert rows[1]
    assert min(len(row) for row in rows) > 1
    assert rows[0] <= rows[1] or rows[1] <= rows[0]


def test_everything_that_unfolds_has_the_same_mark(page_as, page: Page) -> None:
    page_as("contact", STYLE)
    marks = page.locator("main details:not(.term, .confirm, .pick) > summary").evaluate_all("""(all) => all.map((e) => {
      const mark = getComputedStyle(e, "::before");
      return [getComputedStyle(e).listStyleType, mark.content, mark.borderBottomWidth].join();
    })""")
    assert len(marks) > 3
    assert set(marks) == {'none,"",2px'}

"""By keyboard alone: the focus is seen and covered by nothing, nothing holds it, and it is where one left it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from governance import meetings
from governance.models import Meeting, Person
from tests.page_policy import scene
from tests.test_pages import address

pytestmark = pytest.mark.django_db(transaction=True)

# Where most of the work is done, one of each way of building a page.
MAIN_PAGES = [
    ("contact", "my_work"),
    ("contact", "matters"),
    ("contact", "search"),
    ("contact", "visits:new"),
    ("contact", "visits:detail"),
    ("contact", "visits:board"),
    ("contact", "visits:programme"),
    ("contact", "visits:invitations"),
    ("contact", "calendar"),
    ("contact", "engagements:world_map"),
    ("contact", "engagements:organisation"),
    ("contact", "engagements:agreement"),
    ("contact", "referrals:answer"),
    ("contact", "substitutes"),
    ("contact", "notice_settings"),
    ("secretary", "meeting"),
    ("secretary", "meeting_attendance"),
    ("coordinator", "reporting:version"),
    ("administrator", "admin:index"),
]
SIZES = {"desk": {"width": 1280, "height": 900}, "400 %": {"width": 320, "height": 256}}
MOST_STOPS = 320

# Where the focus stands: whether it has a ring, and how much of it can be seen.
STANDS = r"""() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const css = getComputedStyle(at);
  const boxes = [...at.getClientRects()].filter((box) => box.width && box.height);
  let seen = 0, asked = 0;
  for (const box of boxes) for (const across of [.05, .25, .5, .75, .95]) for (const down of [.1, .5, .9]) {
    asked += 1;
    const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    if (top && (at.contains(top) || top.contains(at) || [...(at.labels || [])].some((label) => label.contains(top)))) seen += 1;
  }
  return { ring: css.outlineStyle === "solid" ? parseFloat(css.outlineWidth) : 0, seen: asked ? seen / asked : 0,
    name: `${at.tagName} ${at.id} ${(at.getAttribute("aria-label") || at.innerText || at.name || "").trim().slice(0, 40)}` };
}"""  # noqa: E501 - JavaScript


@pytest.fixture
def things(city) -> dict[str, Any]:
    with transaction.atomic():
        return scene()


def walk(page: Page) -> tuple[int, list[str]]:
    """Tab from the top to the end of the page: how many stops, and what is wrong at them."""
    faults = []
    for stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stands = page.evaluate(STANDS)
        if stands is None:
            return stop, faults
        if stands["ring"] < 3:
            faults.append(f"no ring: {stands['name']}")
        if stands["seen"] < 0.3:
            faults.append(f"covered: {stands['name']}")
    return MOST_STOPS, [*faults, "the walk has no end"]


@pytest.mark.parametrize("size", SIZES)
def test_the_focus_is_seen_at_every_stop(page: Page, page_as, things, size: str) -> None:
    page.set_viewport_size(SIZES[size])
    page.emulate_media(reduced_motion="reduce")
    faults, stops = [], 0
    for who, name in MAIN_PAGES:
        page.context.clear_cookies()
        page_as(who, address(name, things))
        count, found = walk(page)
        stops += count
        faults += [f"{name}: {fault}" for fault in found]
    assert stops > 400
    assert not faults, "\n".join(faults)


def test_what_covers_the_focus_and_what_holds_it_is_found(page: Page, page_as) -> None:
    """The control: the walk is able to fail."""
    page_as("contact", "/stil/")
    page.evaluate("""() => {
      document.querySelector("main").innerHTML = '<button id="under">x</button><button id="bare">y</button><div id="lid"></div>';
      const set = (id, css) => Object.assign(document.getElementById(id).style, css);
      const box = document.getElementById("under").getBoundingClientRect();
      document.body.append(document.getElementById("lid"));
      set("lid", { position: "absolute", top: box.top + scrollY - 5 + "px", left: box.left - 5 + "px", width: "50px", height: box.height + 10 + "px" });
      document.getElementById("bare").style.setProperty("outline", "none", "important");
      document.getElementById("bare").style.setProperty("margin-left", "80px");
    }""")  # noqa: E501 - JavaScript
    _, faults = walk(page)
    assert faults == ["covered: BUTTON under x", "no ring: BUTTON bare y"]


def test_the_menus_and_the_cards_close_when_one_goes_on(page: Page, page_as) -> None:
    page_as("contact", reverse("matters"))
    menu = page.locator(".me")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    for _stop in range(5):
        page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
    mark = page.locator(".word-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator(".word-card:popover-open")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".filters input").first.focus()
    expect(card).to_be_hidden()


def test_the_menu_of_a_phone_closes_on_escape(page: Page, page_as) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page_as("contact", "/")
    menu = page.locator(".phone-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_no_single_key_does_anything_outside_what_has_the_focus(page: Page, page_as) -> None:
    """WCAG 2.1.4: who speaks to the computer, or rests a hand on it, sets nothing off."""
    page_as("contact", "/")
    before = page.url
    for key in "abcdefghijklmnopqrstuvwxyz0123456789/?+-.,":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")
    assert page.url == before


def test_what_happened_is_said_when_the_page_comes(page: Page, page_as) -> None:
    page_as("contact", reverse("notice_settings"))
    announcer = page.locator("[data-announcer]")
    expect(announcer).to_have_text("")
    page.get_by_role("button", name=re.compile("^Spara")).first.press("Enter")
    expect(page.locator(".messages [role=status]")).to_be_visible()
    expect(announcer).to_have_text(page.locator(".messages").inner_text().strip())


def test_how_many_there_are_is_said_when_a_list_is_narrowed(page: Page, page_as, things) -> None:
    page_as("contact", reverse("matters"))
    announcer = page.locator("[data-announcer]")
    kind = page.locator("#id_kind")
    kind.focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("kind=visit"))
    expect(announcer).not_to_be_empty()
    expect(kind).to_be_focused()


def test_a_form_with_faults_says_so_first_of_all(page: Page, page_as) -> None:
    page_as("contact", reverse("visits:new"))
    page.locator("#form button[type=submit]").first.press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile(r"^Det finns något att rätta – "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_an_item_that_is_moved_can_be_moved_further(page: Page, page_as, things) -> None:
    meeting, secretary = Meeting.objects.get(pk=things["meeting"]), Person.objects.get(username="secretary")
    for title in ("Val av justerare", "Anmälan"):
        meetings.add_other(meeting, by=secretary, title=title)
    page_as("secretary", address("meeting", things))
    last = page.locator(".agenda-item").last
    title = last.locator(".agenda-title").inner_text()
    last.locator("button[name=up]").press("Enter")
    expect(page).to_have_url(re.compile("#item-"))
    assert page.locator(".agenda-item").last.locator(".agenda-title").inner_text() != title
    expect(
        page.locator(".agenda-item", has_text=title).locator(".agenda-moves").locator(":focus")
    ).to_have_count(1)


def test_a_part_that_is_fetched_anew_leaves_the_focus_where_it_was(page: Page, page_as) -> None:
    page_as("contact", "/")
    link = page.locator(".foot-in a").nth(1)
    link.focus()
    page.evaluate("""async () => {
      document.querySelector(".foot-in").dataset.old = "";
      await htmx.ajax("GET", location.pathname, { target: ".foot-in", select: ".foot-in", swap: "outerHTML" });
    }""")
    expect(page.locator(".foot-in[data-old]")).to_have_count(0)
    expect(link).to_be_focused()


def test_on_a_phone_the_keyboard_goes_as_the_eye(page: Page, page_as) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page_as("contact", "/")
    places = []
    for _stop in range(7):
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        places.append((round(box["y"] + box["height"] / 2) // 24, box["x"]))
    assert places[1:] == sorted(places[1:])


def test_from_month_to_month_one_stays_among_the_days(page: Page, page_as, things) -> None:
    page_as("contact", reverse("calendar"))
    page.locator("[data-calendar] .cal-date a").nth(10).focus()
    title = page.title()
    page.keyboard.press("PageDown")
    expect(page).not_to_have_title(title)
    expect(page.locator("[data-calendar] > li:not(.is-beside) .cal-date a").first).to_be_focused()


@pytest.fixture
def told_apart(page: Page) -> Callable[[str, str], bool]:
    """Whether two things look different where the reader's own colours are forced."""

    def differ(one: str, other: str) -> bool:
        looks = """(element) => { const css = getComputedStyle(element);
          return [css.borderStyle, css.borderWidth, css.backgroundColor, css.color, css.borderColor].join(); }"""
        return page.locator(one).first.evaluate(looks) != page.locator(other).first.evaluate(looks)

    return differ


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_tell_states_apart(page: Page, page_as, things, told_apart, scheme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page_as("contact", reverse("calendar"))
    assert told_apart(
        "[data-calendar] .is-today .cal-date a", "[data-calendar] > li:not(.is-today) .cal-date a"
    )
    assert told_apart("[data-calendar] > .is-beside", "[data-calendar] > li:not(.is-beside)")
    page_as("contact", reverse("engagements:world_map"))
    assert told_apart(".world-regions [aria-current]", ".world-regions a:not([aria-current])")
    # A picture keeps its shades in the colours of the reader: what is filled with the sheet is the sheet.
    page_as("contact", "/stil/")
    told = "(svg) => getComputedStyle(svg).getPropertyValue('--sheet')"
    ground = page.locator(".chart-drawing svg").first.evaluate(told)
    assert ground.strip() == "Canvas"


def test_on_paper_the_days_of_a_month_tell_their_titles_whole(page: Page, page_as, things) -> None:
    page.emulate_media(media="print")
    page_as("contact", reverse("calendar"))
    lines = page.locator(".cal-month .cal-what")
    assert lines.count()
    cut = lines.evaluate_all(
        "(all) => all.filter((line) => line.scrollHeight > line.clientHeight + 1).length"
    )
    assert cut == 0

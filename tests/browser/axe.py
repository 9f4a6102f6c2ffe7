"""Asks axe, and looks for what axe does not see: contrast of borders, focus, reflow, size of targets."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# ruff: noqa: E501 - the measures are JavaScript, set as such
# A country on the map stands in the list beside it too, with a line of full height (WCAG 2.5.8, equivalent).
# The luminance of the WCAG; the ground of an element is that of the nearest ancestor that has one.
MEASURES = """() => {
  const numbers = (colour) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [a, b] = [light(numbers(one)), light(numbers(other))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] > 0) return colour;
    }
    return "white";
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const name = (element) => element.outerHTML.slice(0, 90);
  const fields = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit], [type=button]), select, textarea";
  const borders = [...document.querySelectorAll(fields)].filter(seen).filter((field) => !field.closest(".find"))
    .map((field) => [name(field), contrast(getComputedStyle(field).borderTopColor, ground(field.parentElement))])
    .filter(([, ratio]) => ratio < 3);
  const inText = (element) => element.matches("p a, li a, td a, dd a, th a, .crumbs a") && getComputedStyle(element).display === "inline";
  const small = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")].filter(seen)
    .filter((element) => !inText(element) && !element.closest("[inert]") && !element.matches(".skip, .term > summary, .world a"))
    .filter((element) => { const box = element.getBoundingClientRect(); return box.width < 23.9 || box.height < 23.9; }).map(name);
  const plain = [...document.querySelectorAll("main p a, main td a, main li a")].filter(seen)
    .filter((a) => !a.closest("nav, .tabs, .figures") && !a.matches(".button, .cite, .attachment, .chip"))
    .filter((a) => !getComputedStyle(a).textDecorationLine.includes("underline")).map(name);
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter((e) => !e.closest(".table-wrap, .chart-drawing")).slice(0, 3).map(name).concat(["the page scrolls sideways"])
    : [];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? [...document.querySelectorAll("body *")].filter((element) => {
    const css = getComputedStyle(element);
    return css.animationName !== "none" || css.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  }).slice(0, 3).map(name) : [];
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const met = new Set(), twice = ids.filter((id) => met.size === met.add(id).size);
  return { "borders under 3:1": borders, "targets under 24 px": small, "links in text without a line": plain, "wider than the window": wide,
    "moves although no motion is wanted": still, "stands twice as an id": twice };
}"""


# Every finding in one go; what passes is not written down.
ASK = """([tags, only, without, beside]) => axe.run(beside ? { include: [["html"]], exclude: [[beside]] } : document, {
  resultTypes: ["violations"],
  runOnly: only.length ? only : { type: "tag", values: tags },
  rules: only.length ? {} : Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
}).then((found) => found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`)))"""


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(
    page: Page, only: list[str] | None = None, without: list[str] | None = None, beside: str = ""
) -> list[str]:
    """What axe finds, one line each; not within what `beside` selects. Evaluated from outside, so the content
    policy stays in force."""
    page.wait_for_load_state()
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    return page.evaluate(ASK, [RULES, only or [], without or [], beside])


def measured(page: Page) -> dict[str, Any]:
    """What axe does not see and a ruler does; only what is wrong."""
    page.wait_for_load_state()
    return {fault: where for fault, where in page.evaluate(MEASURES).items() if where}


def assert_fits(page: Page, width: int) -> None:
    """Nothing on the page that came makes it wider than `width` CSS pixels. A link that was followed may have
    led to a document of which nothing is there yet, so it is waited for."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def assert_accessible(page: Page) -> None:
    """The page as it stands now passes axe and our own measures."""
    faults = {"axe": violations(page)} | measured(page)
    told = [f"{fault}: {where}" for fault, places in faults.items() for where in places]
    assert not told, page.url + "\n" + "\n".join(told)

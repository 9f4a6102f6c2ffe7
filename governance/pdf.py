"""HTML to tagged PDF: the only place that knows WeasyPrint. Slow, so called from the worker.

A letter is drawn where one stands. A report takes hundreds of megabytes that a worker would keep: it is drawn apart, in
a process of its own that has neither settings nor database and ends when the pages are there. So nothing here asks
Django for anything.
"""

import faulthandler
import gc
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .language import Language

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent

# Everything a print template may refer to, by exact address. Nothing else is fetched, from anywhere. A style
# sheet in static/css reaches the fonts by the same relative address as in the browser: ../fonts/print/...
ORIGIN = "https://bundled.invalid/static/"
BASE = ORIGIN + "css/"
BUNDLED = {
    ORIGIN + name: media_type
    for name, media_type in (
        ("fonts/print/SourceSans3_400Regular.ttf", "font/ttf"),
        ("fonts/print/SourceSans3_400Regular_Italic.ttf", "font/ttf"),
        ("fonts/print/SourceSans3_600SemiBold.ttf", "font/ttf"),
        ("fonts/print/SourceSans3_700Bold.ttf", "font/ttf"),
        ("img/icon.svg", "image/svg+xml"),
    )
}


# A report of 180 pages takes 1.2 GB and a minute (docs/performance.md). One that takes much more is ill.
MOST_MEMORY = 4 * 2**30
MOST_SECONDS = 600
REFUSED = 3
# How a process ends that its native libraries broke.
BROKEN = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT)
# What it says first, with where it stood, when they wait for ever (faulthandler).
STUCK = "Timeout ("
# One that computes meets its bound of processor time before it is called stuck, and one that is stuck says where
# before it is killed.
STUCK_AFTER, KILLED_AFTER = 5, 10


class CannotDraw(Exception):
    """The PDF could not be made. The message says why and, where the machine is at fault, what to install."""


def render(html: str, stylesheets: Sequence[str], lang: "Language", title: str) -> bytes:
    """The page as PDF/UA-1: tagged, with its language and title set.

    `html` is a whole document, `stylesheets` are names of files in static/css. The same input gives the same
    bytes. Raises CannotDraw, also when the document asks for anything that is not bundled.
    """
    engine = _engine()
    fonts = engine.FontConfiguration()
    fetcher = engine.BundledOnly()
    try:
        sheets = [
            engine.CSS(string=_sheet(name), base_url=BASE, url_fetcher=fetcher, font_config=fonts)
            for name in stylesheets
        ]
        document = engine.HTML(string=html, base_url=BASE, url_fetcher=fetcher).render(
            stylesheets=sheets, font_config=fonts
        )
        document.metadata.lang = lang
        document.metadata.title = title
        drawn = bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
        if fetcher.refused:  # the drawer of inline SVG swallows even the fatal error
            raise engine.FatalURLFetchingError(fetcher.refused[0])
        return drawn
    except engine.FatalURLFetchingError as error:
        # It is a BaseException, so that WeasyPrint itself cannot swallow it; nor must it end our worker.
        raise CannotDraw(str(error)) from error


def render_apart(
    html: Callable[[], str],
    stylesheets: Sequence[str],
    lang: "Language",
    title: str,
    *,
    seconds: int | None = None,
) -> bytes:
    """As `render`, in a process of its own with bounds of memory and time. Raises CannotDraw.

    `html` is asked for the page while the process loads its engine, which takes a second. `seconds` is how long the
    pages may take, MOST_SECONDS if it is not said.
    """
    bound = seconds or MOST_SECONDS
    page = ""

    def asked() -> bytes:
        nonlocal page
        page = page or html()
        return json.dumps(
            {"html": page, "stylesheets": list(stylesheets), "lang": lang, "title": title}
        ).encode()

    drawing = _draw_apart(asked, bound)
    if -drawing.returncode in BROKEN or STUCK in _said(drawing):
        # About one in some thousand breaks in the native libraries, or waits there for ever, whatever the page.
        logger.warning("A drawing broke and is done once more: %s", _said(drawing))
        drawing = _draw_apart(asked, bound)
    if drawing.returncode == 0:
        return drawing.stdout
    if drawing.returncode == REFUSED:
        raise CannotDraw(_said(drawing))
    raise CannotDraw(f"The drawing ended with {drawing.returncode}: {_said(drawing)}")


def _draw_apart(asked: Callable[[], bytes], seconds: int) -> subprocess.CompletedProcess[bytes]:
    """One try of a process of its own. What it lays aside goes with it, however it ends."""
    command = [sys.executable, "-X", "faulthandler", "-m", "governance.pdf"]
    with (
        tempfile.TemporaryDirectory(prefix="drawing-") as folder,
        subprocess.Popen(
            [*command, str(MOST_MEMORY), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": folder},
        ) as drawing,
    ):
        try:
            drawn, said = drawing.communicate(asked(), timeout=seconds + KILLED_AFTER)
        except subprocess.TimeoutExpired as error:
            raise CannotDraw(f"The pages were not there after {seconds} seconds.") from error
        finally:
            drawing.kill()  # does nothing to one that has ended
    return subprocess.CompletedProcess(command, drawing.returncode, drawn, said)


def _said(drawing: subprocess.CompletedProcess[bytes]) -> str:
    return drawing.stderr.decode(errors="replace").strip()[-2000:]


def _bound(memory: int, seconds: int) -> None:
    """Bounds of the process that draws, set by itself: Python between fork and exec among threads may break it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    faulthandler.dump_traceback_later(seconds + STUCK_AFTER, exit=True)


def _sheet(name: str) -> str:
    return (ROOT / "static" / "css" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _engine() -> Any:
    """WeasyPrint and a fetcher that refuses everything it was not given by name.

    Imported here because it takes two seconds and loads Pango: a web process never needs it, and a machine
    without Pango shall get a sentence and not a stack of dlopen errors at start.
    """
    # Subsetted fonts carry the time they were made; a fixed one makes two drawings of a letter equal.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import (  # noqa: PLC0415
            FatalURLFetchingError,
            URLFetcher,
            URLFetcherResponse,
        )
    except OSError as error:
        raise CannotDraw(
            "PDF files need Pango and HarfBuzz. On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            f"libharfbuzz-subset0 ({error})"
        ) from error

    class BundledOnly(URLFetcher):
        """Opens bundled files by exact address. No network, no file system, no data addresses, no redirects."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in BUNDLED:
                # An ordinary exception would be swallowed and the PDF come out with a hole in it.
                self.refused.append(f"refused to fetch {url[:200]!r}")
                raise FatalURLFetchingError(self.refused[-1])
            path = ROOT / "static" / url.removeprefix(ORIGIN)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": BUNDLED[url]})

    return SimpleNamespace(
        CSS=CSS,
        HTML=HTML,
        FontConfiguration=FontConfiguration,
        FatalURLFetchingError=FatalURLFetchingError,
        BundledOnly=BundledOnly,
    )


if __name__ == "__main__":
    _bound(*map(int, sys.argv[1:]))
    # Looking for garbage among millions of boxes is a fifth of the time and finds next to none; what there is goes
    # when the process ends, and its memory is bounded.
    gc.disable()
    try:
        _engine()  # while whoever asked is still writing the page
        sys.stdout.buffer.write(render(**json.load(sys.stdin)))
        sys.stdout.flush()
        ended = 0
    except CannotDraw as refusal:
        sys.stderr.write(str(refusal))
        sys.stderr.flush()
        ended = REFUSED
    # The pages are out. Taking down what is left one by one would let the native libraries go before their objects.
    os._exit(ended)

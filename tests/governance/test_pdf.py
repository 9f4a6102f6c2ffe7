"""The PDF is drawn from what is bundled and nothing else, whatever the text of a letter smuggles in."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from governance import pdf
from governance.pdf import BASE, ORIGIN, CannotDraw

PAGE = (
    "<!doctype html><html lang='sv'><head><title>x</title>{head}</head><body><h1>x</h1>{body}</body></html>"
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    "{}</svg>"
)
# What each would fetch if it could. {url} is an address of this machine or of a server that waits for a knock.
BODY = {
    "img": '<img alt="x" src="{url}">',
    "img srcset": '<img alt="x" src="{url}" srcset="{url} 2x">',
    "object": '<object data="{url}">x</object>',
    "embed": '<embed src="{url}">',
    "svg image": SVG.format('<image href="{url}" width="9" height="9"/>'),
    "svg xlink": SVG.format('<image xlink:href="{url}" width="9" height="9"/>'),
    "svg use": SVG.format('<use href="{url}#a"/>'),
    "style attribute": "<p style=\"background: url('{url}')\">x</p>",
    "list image": "<ul style=\"list-style-image: url('{url}')\"><li>x</li></ul>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
}
HEAD = {
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "@import": "<style>@import url('{url}');</style>",
    "@font-face": "<style>@font-face {{ font-family: F; src: url('{url}') }} h1 {{ font-family: F }}</style>",
    "attachment": '<link rel="attachment" href="{url}">',
}
CASES = [("body", *case) for case in BODY.items()] + [("head", *case) for case in HEAD.items()]
ADDRESSES = {
    "file": "{file}",
    "http": "http://127.0.0.1:{port}/",
    "data": "data:text/css,p%7Bcolor:red%7D",
    "beside the bundle": BASE + "../../stockholm_intl/settings.py",
    "a file that is ours but not bundled": BASE + "report.css",
    "one that only looks like ours": ORIGIN.replace("bundled.invalid", "bundled.invalid@127.0.0.1"),
}


NEVER_DRAWN = ("embed", "object", "img srcset", "svg use", "attachment")


def _draw(html: str) -> bytes | None:
    """The PDF, or None where it was refused for what it asked to fetch."""
    try:
        return pdf.render(html, ["report.css"], "sv", "x")
    except CannotDraw as refusal:
        if "refused to fetch" in str(refusal):
            return None
        raise


@pytest.fixture
def listener():
    """A server on this machine that nobody may knock at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>SECRET</text></svg>')
    return file


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
@pytest.mark.parametrize(("place", "name", "snippet"), CASES, ids=[case[1] for case in CASES])
def test_nothing_is_fetched_that_is_not_bundled(place, name, snippet, address, listener, secret) -> None:
    url = address.format(file=secret.as_uri(), port=listener.getsockname()[1])
    html = PAGE.format(**{"head": "", "body": "", place: snippet.format(url=url)})
    drawn = _draw(html)
    # Either it is refused, or the element is one that is never drawn.
    assert drawn is None or (name in NEVER_DRAWN and drawn.startswith(b"%PDF-"))
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_what_is_bundled_is_drawn() -> None:
    icon = f'<img alt="x" src="{ORIGIN}img/icon.svg">'
    assert pdf.render(PAGE.format(head="", body=icon), ["report.css"], "sv", "x").startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text", ["\x01\x02\x0b\x0c\x7f", "\u202e\ufeff\u2028\ufffe", "a\u0300" * 6000, "å" * 12_000]
)
def test_odd_characters_and_endless_words_are_drawn(text: str) -> None:
    body = f'<p class="letter-text">{text}</p>'
    assert pdf.render(PAGE.format(head="", body=body), ["report.css"], "sv", text[:200]).startswith(b"%PDF-")


def test_a_report_is_drawn_apart_to_the_same_bytes() -> None:
    html = PAGE.format(head="", body="<p>åäö</p>")
    assert pdf.render_apart(lambda: html, ["report.css"], "sv", "x") == pdf.render(
        html, ["report.css"], "sv", "x"
    )


def test_apart_too_nothing_is_fetched_and_the_reason_comes_back() -> None:
    page = PAGE.format(head="", body='<img alt="x" src="http://127.0.0.1:9/">')
    with pytest.raises(CannotDraw, match=r"refused to fetch 'http://127\.0\.0\.1:9/'"):
        pdf.render_apart(lambda: page, ["report.css"], "sv", "x")


@pytest.mark.parametrize(("bound", "most"), [("MOST_SECONDS", 1), ("MOST_MEMORY", 150 * 2**20)])
def test_a_drawing_that_takes_too_much_is_ended_and_the_worker_goes_on(bound, most, monkeypatch) -> None:
    monkeypatch.setattr(pdf, bound, most)
    rows = "<tr><td>x</td></tr>" * 20_000
    with pytest.raises(CannotDraw):
        pdf.render_apart(
            lambda: PAGE.format(head="", body=f"<table>{rows}</table>"), ["report.css"], "sv", "x"
        )


def test_the_drawing_apart_has_neither_settings_nor_database() -> None:
    words = "import sys, governance.pdf; assert not any(name.startswith('django') for name in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True, cwd=pdf.ROOT)


def test_a_page_that_cannot_be_written_leaves_no_process_behind() -> None:
    def html() -> str:
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        pdf.render_apart(html, ["report.css"], "sv", "x")
    mine = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    assert not any("governance.pdf" in Path(f"/proc/{pid}/cmdline").read_text() for pid in mine)


def test_a_drawing_that_breaks_is_done_once_more_and_leaves_nothing(tmp_path, monkeypatch, caplog) -> None:
    broken, kept = tmp_path / "broken", tmp_path / "kept"
    kept.mkdir()
    python = tmp_path / "python"
    python.write_text(
        f"#!/bin/sh\ntouch $TMPDIR/begun\n[ -e {broken} ] || {{ touch {broken}; kill -SEGV $$; }}\n"
        f'exec {sys.executable} "$@"\n'
    )
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(tempfile, "tempdir", str(kept))
    html = PAGE.format(head="", body="<p>x</p>")
    assert pdf.render_apart(lambda: html, ["report.css"], "sv", "x").startswith(b"%PDF-")
    assert broken.exists()
    assert "done once more" in caplog.text
    assert not list(kept.iterdir())


def test_a_drawing_that_waits_for_ever_says_where_and_is_done_once_more(
    tmp_path, monkeypatch, caplog
) -> None:
    stuck, python = tmp_path / "stuck", tmp_path / "python"
    (tmp_path / "wait.py").write_text(
        "import sys, time; sys.path.insert(0, '.'); from governance import pdf\n"
        "pdf._bound(2**32, int(sys.argv[1]))\ntime.sleep(60)\n"
    )
    python.write_text(
        f'#!/bin/sh\n[ -e {stuck} ] && exec {sys.executable} "$@"\ntouch {stuck}\n'
        f"exec {sys.executable} {tmp_path}/wait.py 3\n"
    )
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    html = PAGE.format(head="", body="<p>x</p>")
    drawn = pdf.render_apart(lambda: html, ["report.css"], "sv", "x", seconds=20)
    assert drawn.startswith(b"%PDF-")
    assert "done once more" in caplog.text
    assert "wait.py" in caplog.text


def test_a_drawing_that_breaks_again_is_not_begun_for_ever(tmp_path, monkeypatch) -> None:
    tries = tmp_path / "tries"
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho x >> {tries}\nkill -SEGV $$\n")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(CannotDraw, match="ended with -11"):
        pdf.render_apart(lambda: PAGE.format(head="", body=""), ["report.css"], "sv", "x")
    assert len(tries.read_text().split()) == 2

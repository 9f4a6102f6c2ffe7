"""What a browser would see of a page, without its words: tags, attributes and where there is text at all."""

import re
from functools import cache
from html.parser import HTMLParser

EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
# What is the same for the eye and for axe whatever stands there, as long as something does.
WORDS = frozenset(
    "action alt aria-label content d href lang nonce placeholder points src title transform value".split()
)
# What is another in every answer: numbers, tokens of forms, identifiers of drafts.
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\w{64}\b|\d+")

Node = tuple[str, list["Node"]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[Node] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = " ".join(sorted(f"{name}={_worth(name, value or '')}" for name, value in attrs))
        node: Node = (f"{tag} {said}", [])
        self.open[-1][1].append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth][0].split(" ", 1)[0] == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1][1].append(("text", []))


def skeletons(html: str) -> tuple[str, str]:
    """The frame of a page, and what stands in its main part. Rows that look like the one before count once."""
    before, opens, rest = NUMBER.sub("0", html).partition("<main")
    main, _, after = rest.rpartition("</main>")
    return _skeleton(before + after), _skeleton(opens + main)


@cache
def _skeleton(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return _written(reader.open[0])


def _worth(name: str, value: str) -> str:
    if name in WORDS or name.startswith(("data-", "hx-")):
        return "…" if value.strip() else ""
    return value


def _written(node: Node) -> str:
    inner: list[str] = []
    for child in map(_written, node[1]):
        if child not in inner[-4:]:
            inner.append(child)
    return f"{node[0]}({','.join(inner)})"

"""A small server that hands out pages somebody has fetched, with the style sheets and scripts of the product."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from django.contrib.staticfiles import finders
from django.http import HttpResponse

KEPT_HEADERS = ("Content-Type", "Content-Security-Policy")


class Shelf:
    """`put` an answer of the product and get the address at which a browser meets it, policies and all."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[dict[str, str], bytes]] = {}
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # one connection for a page and all that belongs to it

            def do_GET(self) -> None:
                headers, content = shelf.find(self.path.partition("?")[0])
                self.send_response(200 if headers else 204)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *words: object) -> None:
                """Says nothing: the test does."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, name: str, answer: HttpResponse, content: str | None = None) -> str:
        headers = {kept: answer[kept] for kept in KEPT_HEADERS if kept in answer}
        path = f"/{len(self.pages)}/{name}"
        self.pages[path] = headers, answer.content if content is None else content.encode()
        return self.url + path

    def put_as(self, path: str, answer: HttpResponse) -> None:
        """A script that pages ask for at its own address."""
        self.pages[path] = {"Content-Type": answer["Content-Type"]}, answer.content

    def find(self, path: str) -> tuple[dict[str, str], bytes]:
        """A page, or a file that the browser then keeps; nothing at all for what a script asks on its own."""
        if path in self.pages:
            return self.pages[path]
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if not file:
            return {}, b""
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return {"Content-Type": media_type, "Cache-Control": "max-age=3600"}, Path(file).read_bytes()


@contextmanager
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    Thread(target=made.server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()

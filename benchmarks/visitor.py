"""A person at the product's door: requests in process through the real WSGI handler and every middleware."""

import io
import os
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connection

BARE = "/bare-auth/"


class Visitor:
    """Logged in as one person. `get` returns the page, or raises when it is not a page."""

    def __init__(self, person: Any) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def get(self, address: str, part: bool = False) -> bytes:
        """The page; or, as a page that stands asks for it, the part of one."""
        parts = urlsplit(address)
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie, "HTTP_ACCEPT_LANGUAGE": "sv",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
            **({"HTTP_HX_REQUEST": "true"} if part else {}),
        }  # fmt: skip
        response = _application()(environ, lambda status, headers, *_: said.append(status))
        try:
            body = b"".join(response)
        finally:
            response.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address} answered {said[0]}")
        return body

    def getting(self, address: str, part: bool = False) -> Callable[[], bytes]:
        return lambda: self.get(address, part)

    def queries(self, address: str, part: bool = False) -> int:
        """How many statements the page sends to the database."""
        count = 0

        def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            self.get(address, part)
        return count


@lru_cache(maxsize=1)
def _application() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    return get_wsgi_application()

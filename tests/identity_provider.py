"""A small OpenID Connect provider that really runs, signs with a real key, and can be told to misbehave."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "internationella-registret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IdentityProvider:
    """`person` is who logs in. `claims` overrides what the token says; `key` and `algorithm` how it is signed."""

    def __init__(self) -> None:
        self.key = KEY
        self.published_key = self.key
        self.algorithm = "RS256"
        self.person = "contact"
        self.email = "somebody@stockholm.example"
        self.claims: dict[str, Any] = {}
        self.user_information: dict[str, Any] = {}
        self.nonces: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, query: dict[str, list[str]]) -> str:
        """The person has logged in: where the browser is sent back to."""
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = query["nonce"][0]
        return f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def token(self, form: dict[str, list[str]]) -> dict[str, str]:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": self.person,
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonces.pop(form["code"][0]),
        } | self.claims
        key = self.key if self.algorithm != "none" else None
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "1"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published_key.public_key()))
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(parse_qs(address.query)))
                    self.end_headers()
                elif address.path == "/keys":
                    self._answer(provider.keys())
                else:
                    self._answer(
                        {"sub": provider.person, "email": provider.email} | provider.user_information
                    )

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._answer(provider.token(form))

            def _answer(self, body: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        return Handler

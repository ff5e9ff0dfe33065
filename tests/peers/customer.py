"""A customer's HTTP receiver that can be as bad as real ones are."""

import hashlib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATES = Path(__file__).parent / "certificates"
"""Self-signed, for tests on this machine alone; their keys protect nothing."""

SMALL = 1 << 20


@dataclass
class Got:
    """A request that arrived whole."""

    headers: dict[str, str]
    sha256: str
    size: int
    content: bytes | None
    """Its body, when it is small."""

    longest_read: int


@dataclass
class Customer:
    """A server in a thread; ``mode`` says how it behaves from the next request on."""

    mode: str = "takes"
    certificate: str | None = None
    got: list[Got] = field(default_factory=list)
    asked: int = 0
    """How many requests came, whatever became of them."""

    def __post_init__(self) -> None:
        self.ended = threading.Event()
        customer = self

        class Handler(_Handler):
            owner = customer

        self._server = _Server(("127.0.0.1", 0), Handler)
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{self.certificate}.pem")
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        scheme = "http" if self.certificate is None else "https"
        return f"{scheme}://localhost:{self._server.server_port}/in?token=t"

    def close(self) -> None:
        """End it, and every request that hangs."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing of callers that went away: many tests make them."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Customer

    def do_POST(self) -> None:
        """Behave as told."""
        self.owner.asked += 1
        mode = self.owner.mode
        if mode == "sleeps":
            self.owner.ended.wait(20)
            return
        if mode == "refuses-early":
            self._say(422, "too early to read it")
            self.close_connection = True
            return
        got = self._read()
        behave: dict[str, Callable[[Got], None]] = {
            "takes": self._take,
            "accepts": lambda one: self._take(one, 202),
            "fails": lambda _: self._say(500, "it broke"),
            "busy": lambda _: self._say(429, "slow down", Retry_After="7"),
            "closed": lambda _: self._say(503, Retry_After="Mon, 02 Mar 2026 09:01:00 GMT"),
            "hangs": lambda _: self._hang(),
            "drops": self._drop,
            "trickles": lambda _: self._trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"),
            "trickles-head": lambda _: self._trickle(b""),
            "floods": lambda _: self._flood(),
            "redirects": lambda _: self._say(307, Location="http://localhost:1/x"),
            "refuses": lambda _: self._say(422, "unknown\x1b[31m order\r\n" + "y" * 900),
            "knows": lambda one: self._say(409, f"have {one.headers['Idempotency-Key']}"),
            "conflicts": lambda _: self._say(409, "something else"),
            "locked": lambda _: self._say(401, "who are you"),
            "forbidden": lambda _: self._say(403, "not you"),
            "gone": lambda _: self._say(410, "we moved"),
            "dawdles": self._dawdle,
            "speaks-nonsense": lambda _: self._raw(b"\x00\x01nonsense\r\n\r\n"),
        }
        behave[mode](got)

    def _read(self) -> Got:
        left = int(self.headers["Content-Length"])
        size, longest = left, 0
        digest, kept = hashlib.sha256(), bytearray()
        while left:
            piece = self.rfile.read1(min(left, SMALL))
            if not piece:
                raise ConnectionError("only half of it came")
            left -= len(piece)
            longest = max(longest, len(piece))
            digest.update(piece)
            if size <= SMALL:
                kept += piece
        content = bytes(kept) if size <= SMALL else None
        return Got(dict(self.headers), digest.hexdigest(), size, content, longest)

    def _take(self, got: Got, status: int = 200) -> None:
        self.owner.got.append(got)
        self._say(status, "thanks", Hub_Receipt="r-1", Set_Cookie="a=b")

    def _dawdle(self, got: Got) -> None:
        self.owner.ended.wait(0.5)
        self._take(got)

    def _drop(self, got: Got) -> None:
        self.owner.got.append(got)
        self.close_connection = True

    def _hang(self) -> None:
        self.owner.ended.wait(20)
        self.close_connection = True

    def _trickle(self, head: bytes) -> None:
        self.wfile.write(head)
        for _ in range(1000):
            if self.owner.ended.wait(0.02):
                break
            self.wfile.write(b"H")
        self.close_connection = True

    def _flood(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not self.owner.ended.is_set():
            self.wfile.write(b"x" * 65536)

    def _raw(self, words: bytes) -> None:
        self.wfile.write(words)
        self.close_connection = True

    def _say(self, status: int, text: str = "", **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

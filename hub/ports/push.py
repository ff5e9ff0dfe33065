"""A port that sends documents to a receiver's HTTP address."""

import base64
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from hub import __version__
from hub.disk import safe_name
from hub.errors import ConfigurationError, HubError, PortUnavailable, StoreUnavailable
from hub.formats.payload import Payload
from hub.pipeline.protocols import Clock, Consignment, Receipt
from hub.ports.addresses import Resolve, checked_addresses, resolve
from hub.ports.deadline import Deadline
from hub.ports.replies import Reply, judged
from hub.ports.signing import HEADER, sign

__all__ = ["PushPort"]

CHUNK = 1 << 16
LONGEST_ANSWER = 1 << 16
CONNECT_WITHIN = 10.0
SLOWEST = 1 << 18
"""Bytes a second that a receiver should take at least: a large document gets more time."""

SHORTEST_SECRET = 16


class PushPort:
    """Posts each document as it is, with the same id at every attempt.

    A repeat is unavoidable when an answer is lost, so the id is what a receiver recognises
    it by. One connection is used for a batch, until ``flush``. It goes to an address that was
    checked, whatever the name means a moment later, and redirects are not followed.

    Args:
        url: where to.
        clock: the time, for signatures.
        secret_file: holds what documents are signed with; a second line may hold another
            secret while it is being changed.
        timeout: seconds that one delivery may take in all, and more for a large document.
        allow_private: whether the receiver may be a machine of one's own network.
        context: whom to trust; the machine's authorities when it is None.
        look_up: how names become addresses.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        *,
        secret_file: Path | None = None,
        timeout: float = 60.0,
        allow_private: bool = False,
        context: ssl.SSLContext | None = None,
        look_up: Resolve = resolve,
    ) -> None:
        try:
            self._url = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise ConfigurationError([f"port url {url!r}: {error}"]) from error
        self._where = str(self._url.copy_with(query=None, fragment=None))
        self._clock = clock
        self._secret_file = secret_file
        self._timeout = timeout
        self._allow_private = allow_private
        self._look_up = look_up
        self._context = context or ssl.create_default_context()
        self._transport: httpx.HTTPTransport | None = None
        self._line: socket.socket | None = None

    def send(self, consignment: Consignment) -> Receipt:
        """Post it; raises ``PortUnavailable`` or ``PortRefused``."""
        headers = self._headers(consignment)
        deadline = Deadline(self._timeout + consignment.payload.size / SLOWEST)
        try:
            with deadline:
                reply = self._posted(consignment.payload, headers, deadline)
            return judged(reply, consignment.id, self._where, self._clock.now())
        except HubError:
            self.flush()
            raise

    def flush(self) -> None:
        """End the connection; what was answered is the receiver's already."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
            self._line = None

    def _posted(self, payload: Payload, headers: dict[str, str], deadline: Deadline) -> Reply:
        url = self._url
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = checked_addresses(
            url.host, port, allow_private=self._allow_private, look_up=self._look_up
        )
        trouble: httpx.TransportError | None = None
        for address in addresses:
            try:
                return self._exchange(url.copy_with(host=address), payload, headers, deadline)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                trouble = error  # nothing was sent: the next address may answer
            except httpx.TransportError as error:
                trouble = error
                break
        late = f"took longer than {deadline.seconds:.0f} s" if deadline.passed else None
        said = late or str(trouble) or type(trouble).__name__
        raise PortUnavailable(f"{self._where}: {said}") from trouble

    def _exchange(
        self, url: httpx.URL, payload: Payload, headers: dict[str, str], deadline: Deadline
    ) -> Reply:
        def trace(event: str, details: dict[str, Any]) -> None:
            if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
                self._line = details["return_value"].get_extra_info("socket")

        limits = httpx.Timeout(self._timeout, connect=min(self._timeout, CONNECT_WITHIN))
        deadline.watch(lambda: self._line)
        request = httpx.Request(
            "POST",
            url,
            headers=headers,
            content=_pieces(payload),
            extensions={
                "timeout": limits.as_dict(),
                "sni_hostname": self._url.host,
                "trace": trace,
            },
        )
        with closing(self._connected().handle_request(request)) as response:
            body = b""
            for piece in response.iter_raw():
                body += piece
                if len(body) >= LONGEST_ANSWER:
                    break
            return Reply(response.status_code, response.headers, body[:LONGEST_ANSWER])

    def _connected(self) -> httpx.HTTPTransport:
        if self._transport is None:
            self._transport = httpx.HTTPTransport(
                verify=self._context, trust_env=False, limits=httpx.Limits(max_connections=1)
            )
        return self._transport

    def _headers(self, consignment: Consignment) -> dict[str, str]:
        payload = consignment.payload
        name = safe_name(consignment.name)
        digest = base64.b64encode(bytes.fromhex(payload.sha256)).decode()
        headers = {
            "Host": self._url.netloc.decode("ascii"),
            "User-Agent": f"procurement-hub/{__version__}",
            "Accept-Encoding": "identity",
            "Content-Type": consignment.media_type,
            "Content-Length": str(payload.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Digest": f"sha-256=:{digest}:",
            "Idempotency-Key": consignment.id,
            "Hub-Kind": consignment.kind,
            "Hub-Number": str(consignment.number),
            "Hub-Lane": quote(consignment.lane, safe=" !#$&'*+-./:<>=?@^_|~"),
            "Hub-Interchange": consignment.interchange,
        }
        if consignment.document is not None:
            headers["Hub-Document"] = consignment.document
        if consignment.verdict is not None:
            headers["Hub-Verdict"] = consignment.verdict
        secrets = self._secrets()
        if secrets:
            headers[HEADER] = sign(secrets, consignment.id, payload.sha256, self._clock.now())
        return headers

    def _secrets(self) -> list[bytes]:
        """Read the secrets anew, so that one can be changed while the hub runs."""
        if self._secret_file is None:
            return []
        try:
            lines = self._secret_file.read_bytes().split()
        except OSError as error:
            raise PortUnavailable(f"{self._secret_file}: {error.strerror}") from error
        if not lines or min(len(line) for line in lines) < SHORTEST_SECRET:
            raise PortUnavailable(
                f"{self._secret_file}: write a secret of {SHORTEST_SECRET} characters or more"
            )
        return lines


def _pieces(payload: Payload) -> Iterator[bytes]:
    try:
        with payload.open() as stream:
            while piece := stream.read(CHUNK):
                yield piece
    except OSError as error:
        raise StoreUnavailable(f"{payload.name} cannot be read: {error}") from error

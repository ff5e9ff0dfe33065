"""What every way out promises, whatever its receiver is."""

import dataclasses
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from hub.errors import PortRefused, PortUnavailable
from hub.formats.payload import Payload
from hub.pipeline.protocols import Consignment
from tests.contract.portbench import (
    FolderBench,
    MailBench,
    PortBench,
    PullBench,
    PushBench,
    QueueBench,
)

Make = Callable[[pytest.FixtureRequest, Path], PortBench]

BENCHES: dict[str, Make] = {
    "folder": lambda _, home: FolderBench(home),
    "mail": lambda _, home: MailBench(home),
    "pull": lambda _, home: PullBench(home),
    "push": lambda _, home: PushBench(home),
    "queue": lambda request, _: QueueBench(request.getfixturevalue("vhost")),
}
CAN_VANISH = ("folder", "mail", "push", "queue")
CAN_REFUSE = ("mail", "push")
STREAMING = ("folder", "push")
"""Ways out for documents of any size. Mails and messages are limited; a fetched document is not
sent."""

PIECE = 4 << 20
"""Bytes that may be read at once of a large document."""


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PortBench]:
    """Each way out with its receiver."""
    made = BENCHES[request.param](request, tmp_path)
    yield made
    made.close()


def send(bench: PortBench, one: Consignment) -> None:
    """Hand over and write down, as the role does."""
    receipt = bench.port.send(one)
    bench.port.flush()
    bench.settle(one, receipt)


def sha256(content: bytes) -> str:
    """The hash that the receiver should find."""
    return hashlib.sha256(content).hexdigest()


def test_sends_the_bytes(bench: PortBench) -> None:
    """The receiver gets exactly the bytes, line ends, stray bytes and all."""
    contents = [b"<a/>", b"\xff\xfe\x00.\r\n.\n\r", b"x" * 300_000]
    for number, content in enumerate(contents):
        send(bench, bench.consignment(content, f"{number}.xml"))
    assert [one.sha256 for one in bench.delivered()] == [sha256(one) for one in contents]


def test_receipt_says_where(bench: PortBench) -> None:
    """A receipt names the place in words for the trace, in one printable line."""
    receipt = bench.port.send(bench.consignment(b"<a/>"))
    bench.port.flush()
    assert receipt.where.isprintable()
    assert receipt.where
    assert receipt.id is None or receipt.id.isprintable()


def test_repeat_can_be_recognised(bench: PortBench) -> None:
    """A repeat after a lost answer shows once, or under the same key with the same bytes."""
    one = bench.consignment(b"<a/>")
    bench.port.send(one)
    bench.port.flush()
    send(bench, dataclasses.replace(one, attempt=2))
    got = bench.delivered()
    assert len(set(got)) == 1
    other = bench.consignment(b"<b/>", "b.xml")
    send(bench, other)
    assert len({arrived.key for arrived in bench.delivered()}) == 2


NAMES = (
    *("../../etc/passwd", "a\r\nBcc: evil@evil.example\r\n\r\nb.xml", "\x1b[31mred\x00.xml"),
    *("\u202efdp.xml", "x" * 300 + ".xml", "præmie nr. 1.xml", '"a"; b=c', "..", "%2e%2e%2f"),
)


def test_names_are_harmless(bench: PortBench) -> None:
    """Whatever a document is called, it arrives under a name that does no harm."""
    for name in NAMES:
        send(bench, bench.consignment(name.encode(), name))
    got = bench.delivered()
    assert sorted(one.sha256 for one in got) == sorted(sha256(name.encode()) for name in NAMES)
    for one in got:
        assert one.name.isprintable()
        assert not set('/\\\r\n"') & set(one.name)
        assert not one.name.startswith(".")


@pytest.mark.parametrize("bench", CAN_VANISH, indirect=True)
def test_trouble_of_the_world_passes(bench: PortBench) -> None:
    """While the receiver is away nothing arrives and the port says so; afterwards it is sent."""
    one = bench.consignment(b"<a/>")
    bench.vanish()
    for attempt in (1, 2):
        with pytest.raises(PortUnavailable):
            bench.port.send(dataclasses.replace(one, attempt=attempt))
    bench.come_back()
    assert bench.delivered() == []
    send(bench, dataclasses.replace(one, attempt=3))
    assert [arrived.sha256 for arrived in bench.delivered()] == [sha256(b"<a/>")]


@pytest.mark.parametrize("bench", CAN_REFUSE, indirect=True)
def test_refusal_is_final_for_one_document(bench: PortBench) -> None:
    """A receiver that refuses one document gets the next one all the same."""
    bench.refuse()
    with pytest.raises(PortRefused) as caught:
        bench.port.send(bench.consignment(b"<a/>"))
    assert str(caught.value).isprintable()
    bench.come_back()
    send(bench, bench.consignment(b"<b/>"))
    assert [arrived.sha256 for arrived in bench.delivered()] == [sha256(b"<b/>")]


class Watched(io.RawIOBase):
    """A stream that notes the longest read."""

    def __init__(self, stream: BinaryIO, longest: list[int]) -> None:
        self._stream = stream
        self._longest = longest

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read, and note how much."""
        piece = self._stream.read(size)
        self._longest.append(len(piece))
        return piece

    def close(self) -> None:
        """Close what is underneath."""
        self._stream.close()
        super().close()


class WatchedPayload(Payload):
    """A payload that cannot be loaded at once without being seen."""

    longest: list[int] = []  # noqa: RUF012 - shared on purpose: a payload cannot be changed

    def open(self) -> BinaryIO:
        """Open a watched stream."""
        return Watched(super().open(), self.longest)  # type: ignore[return-value]


@pytest.mark.parametrize("bench", STREAMING, indirect=True)
def test_large_document_is_streamed(bench: PortBench, tmp_path: Path) -> None:
    """A large document goes out piece by piece and arrives whole."""
    path = tmp_path / "large"
    path.write_bytes(b"0123456789abcdef" * (1 << 20))
    known = Payload.of_file(path)
    payload = WatchedPayload(known.name, known.size, known.sha256, path=path)
    send(bench, dataclasses.replace(bench.consignment(b""), payload=payload))
    assert 0 < max(payload.longest) <= PIECE
    assert [one.sha256 for one in bench.delivered()] == [known.sha256]

"""Pushing documents to receivers that behave and that do not."""

import base64
import datetime as dt
import hashlib
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.app.clock import SystemClock
from hub.errors import ConfigurationError, PortRefused, PortUnavailable
from hub.formats.payload import Payload
from hub.pipeline.protocols import Consignment, Receipt
from hub.ports.addresses import checked_addresses
from hub.ports.push import PushPort
from hub.ports.replies import retry_after
from hub.ports.signing import sign, verify
from tests.contract.consignments import ID, consignment
from tests.peers.customer import CERTIFICATES, Customer
from tests.world import START, FakeClock


@pytest.fixture
def customer() -> Iterator[Customer]:
    """A receiver."""
    with closing(Customer()) as opened:
        yield opened


def push(customer: Customer, **settings: Any) -> PushPort:
    """A port to it."""
    given = {"timeout": 5.0, "allow_private": True, **settings}
    return PushPort(customer.url, FakeClock(), **given)


def send(customer: Customer, one: Consignment | None = None, **settings: Any) -> Receipt:
    """Send one thing through a port of its own."""
    port = push(customer, **settings)
    receipt = port.send(one or consignment())
    port.flush()
    return receipt


def test_tells_what_it_is(customer: Customer, tmp_path: Path) -> None:
    """The receiver gets id, name, hash, type, lane, number and a signature it can check."""
    secret = tmp_path / "secret"
    secret.write_text("new-secret-new-secret\nold-secret-old-secret\n")
    port = push(customer, secret_file=secret)
    receipt = port.send(consignment(b"<a/>", name="præmie\r\nX: y.xml", lane="mill>nörth"))
    port.flush()
    assert receipt.id == "r-1"
    assert receipt.where == customer.url.partition("?")[0]
    got = customer.got[0].headers
    digest = hashlib.sha256(b"<a/>")
    assert got["Content-Type"] == "application/xml"
    assert got["Idempotency-Key"] == ID
    assert got["Content-Disposition"] == "attachment; filename*=UTF-8''pr%C3%A6mie__X_%20y.xml"
    assert got["Content-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert got["Hub-Lane"] == "mill>n%C3%B6rth"
    assert (got["Hub-Number"], got["Hub-Document"], got["Hub-Kind"]) == ("7", "d", "output")
    assert got["Host"] == customer.url.split("/")[2]
    for name in (b"new-secret-new-secret", b"old-secret-old-secret"):
        assert verify(got["Hub-Signature"], name, ID, digest.hexdigest(), START)


def test_documented_check_works(customer: Customer, tmp_path: Path) -> None:
    """The example in docs/http.md tells this hub's documents from others."""
    text = (Path(__file__).parents[3] / "docs" / "http.md").read_text(encoding="utf-8")
    example: dict[str, Any] = {}
    exec(text.partition("```python\n")[2].partition("```")[0], example)  # noqa: S102 - our own
    (tmp_path / "secret").write_text("secret-secret-secret")
    port = PushPort(
        customer.url, SystemClock(), secret_file=tmp_path / "secret", allow_private=True
    )
    port.send(consignment(b"<a/>"))
    port.flush()
    check, headers = example["is_from_the_hub"], customer.got[0].headers
    assert check(headers, b"<a/>", b"secret-secret-secret")
    assert not check(headers, b"<b/>", b"secret-secret-secret")
    assert not check(headers, b"<a/>", b"another")


def test_signatures_are_checked() -> None:
    """Another secret, body, id or time does not pass; nor does a header that is none."""
    sha, secret = "ab" * 32, b"secret-secret-secret"
    header = sign([secret], ID, sha, START)
    assert verify(header, secret, ID, sha, START + dt.timedelta(seconds=299))
    assert not verify(header, secret, ID, sha, START + dt.timedelta(seconds=301))
    assert not verify(header, b"other", ID, sha, START)
    assert not verify(header, secret, "x", sha, START)
    assert not verify(header, secret, ID, "cd" * 32, START)
    for wrong in ("", "t=1", "v1=00", "t=x, v1=00", f"t=1, {header}", header.replace("v1", "v2")):
        assert not verify(wrong, secret, ID, sha, START)


LATER = {
    "fails": r"answered 500: it broke",
    "busy": "answered 429: slow down",
    "closed": "answered 503",
    "drops": "disconnected",
    "redirects": "redirects are not followed",
    "locked": "answered 401",
    "forbidden": "answered 403: not you",
    "gone": "answered 410: we moved",
    "speaks-nonsense": "localhost",
}


def test_trouble_that_passes(customer: Customer) -> None:
    """Failures, lost answers, redirects and wrong set-up are tried again later."""
    port = push(customer)
    for mode, words in LATER.items():
        customer.mode = mode
        with pytest.raises(PortUnavailable, match=words):
            port.send(consignment())
    customer.mode = "takes"
    port.send(consignment())
    port.flush()
    assert {one.headers["Idempotency-Key"] for one in customer.got} == {ID}
    assert "Cookie" not in customer.got[-1].headers


def test_retry_after_is_kept(customer: Customer) -> None:
    """Seconds or a date of Retry-After say when to come again."""
    port = push(customer)
    for mode, seconds in (("busy", 7.0), ("closed", 60.0), ("fails", None)):
        customer.mode = mode
        with pytest.raises(PortUnavailable) as caught:
            port.send(consignment())
        assert caught.value.retry_after == seconds
    for text, wait in (("999999999", 86400.0), ("-1", None), ("soon", None), (None, None)):
        assert retry_after(text, START) == wait
    assert retry_after("Mon, 02 Mar 2026 08:00:00 GMT", START) == 0.0
    for zone in ("+9999", "+99999999999999", "-99999999999999"):
        assert retry_after(f"Mon, 01 Jan 2024 00:00:00 {zone}", START) in (None, 0.0)


@pytest.mark.parametrize("mode", ["hangs", "trickles", "trickles-head", "sleeps"])
def test_time_is_limited(customer: Customer, mode: str) -> None:
    """A receiver that says nothing, or a byte now and then, is given up in time."""
    customer.mode = mode
    began = time.monotonic()
    with pytest.raises(PortUnavailable):
        send(customer, timeout=0.3)
    assert time.monotonic() - began < 5


def test_time_is_limited_under_encryption() -> None:
    """The same holds for an encrypted connection, and for one that is used again."""
    with closing(Customer(certificate="localhost")) as customer:
        port = push(customer, context=trusting("localhost"))
        port.send(consignment())
        customer.mode = "trickles"
        port._timeout = 0.5
        with pytest.raises(PortUnavailable, match="longer than"):
            port.send(consignment())
        customer.mode = "takes"
        port._timeout = 5.0
        port.send(consignment())
        port.flush()


def test_endless_answer_is_cut(customer: Customer) -> None:
    """An answer without end is read to its limit only; what it said first counts."""
    customer.mode = "floods"
    send(customer)


def test_document_is_refused(customer: Customer) -> None:
    """A refusal of the document is final and quotes what was said, fit to be shown."""
    customer.mode = "refuses"
    with pytest.raises(PortRefused, match=r"answered 422: unknown \[31m order y+$") as caught:
        send(customer)
    assert len(str(caught.value)) < 400
    customer.mode = "conflicts"
    with pytest.raises(PortRefused, match="409"):
        send(customer)


def test_large_document_is_refused_early(customer: Customer) -> None:
    """A refusal that comes before the body was sent is understood."""
    customer.mode = "refuses-early"
    with pytest.raises((PortRefused, PortUnavailable)):
        send(customer, consignment(b"x" * (8 << 20)))


def test_already_there_is_delivered(customer: Customer) -> None:
    """409 that names our id means that an earlier attempt arrived."""
    customer.mode = "knows"
    assert send(customer, consignment(attempt=2)).where.endswith("/in")


def test_nobody_there_is_unavailable(customer: Customer) -> None:
    """A closed port, an unknown name and a missing secret are trouble that passes."""
    customer.close()
    with pytest.raises(PortUnavailable, match="refused"):
        send(customer)
    with pytest.raises(PortUnavailable, match="its address is not known"):
        PushPort("https://nobody.invalid/", FakeClock()).send(consignment())
    with pytest.raises(PortUnavailable, match="gone"):
        send(customer, secret_file=Path("/gone"))


def trusting(name: str) -> ssl.SSLContext:
    """Trusts one certificate only."""
    return ssl.create_default_context(cafile=CERTIFICATES / f"{name}.pem")


def test_certificate_is_checked() -> None:
    """The right certificate passes; an unknown one and another machine's do not."""
    with closing(Customer(certificate="localhost")) as right:
        send(right, context=trusting("localhost"))
        with pytest.raises(PortUnavailable, match=r"(?i)certificate"):
            send(right)
    with closing(Customer(certificate="other.example")) as wrong:
        with pytest.raises(PortUnavailable, match=r"(?i)hostname mismatch"):
            send(wrong, context=trusting("other.example"))
        assert wrong.got == []


INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("0.0.1.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
    *("::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("ff02::1", "2001:0:53aa:64c:0:0:80ff:fffe", "192.0.2.1"),
)
NEVER = ("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "::", "224.0.0.1")


def test_own_network_is_out_of_reach() -> None:
    """A name that leads to any address inside is not connected to, however it is written."""
    for inside in INSIDE:
        with pytest.raises(PortUnavailable, match="no address on the internet"):
            checked_addresses(
                "h", 443, allow_private=False, look_up=lambda *_, one=inside: ["192.0.9.9", one]
            )
    for never in NEVER:
        with pytest.raises(PortUnavailable):
            checked_addresses("h", 1, allow_private=True, look_up=lambda *_, one=never: [one])
    for fine in ("192.0.9.9", "2606:4700::1", "::ffff:8.8.8.8"):
        seen = checked_addresses("h", 1, allow_private=False, look_up=lambda *_, one=fine: [one])
        assert seen == [fine]
    allowed = checked_addresses("h", 1, allow_private=True, look_up=lambda *_: ["10.0.0.1"])
    assert allowed == ["10.0.0.1"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost"])
def test_disguised_addresses_are_seen_through(customer: Customer, host: str) -> None:
    """Numbers and names that mean this machine are refused without being allowed."""
    port = PushPort(customer.url.replace("localhost", host), FakeClock(), timeout=2)
    with pytest.raises(PortUnavailable, match=r"internet|not known"):
        port.send(consignment())
    assert customer.got == []


def test_connects_to_what_was_checked(customer: Customer) -> None:
    """The name is looked up once for a delivery; the next address is tried when one is dead."""
    asked = []

    def look_up(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.2", "127.0.0.1"]

    send(customer, look_up=look_up)
    assert asked == ["localhost"]
    assert customer.got[0].headers["Host"].startswith("localhost:")


def test_unusable_url_is_a_mistake_of_the_configuration() -> None:
    """A port whose address is none does not come to be."""
    with pytest.raises(ConfigurationError, match=r"0177\.0\.0\.1"):
        PushPort("https://0177.0.0.1/", FakeClock())


def test_large_document_is_streamed(customer: Customer, tmp_path: Path) -> None:
    """A document of many megabytes is sent in pieces and arrives whole."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        for number in range(24):
            file.write(bytes([number]) * (1 << 20))
    payload = Payload.of_file(path)
    send(customer, consignment(payload=payload))
    assert (customer.got[0].sha256, customer.got[0].size) == (payload.sha256, 24 << 20)

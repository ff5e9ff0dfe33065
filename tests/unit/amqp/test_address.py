"""Where the broker is."""

import ssl
from pathlib import Path

import pytest

from hub.amqp.address import BrokerAddress
from hub.errors import ConfigurationError


def test_reads_every_part() -> None:
    """Hosts, port, virtual host, name and password come out of one address."""
    address = BrokerAddress.parse("amqp://hub:s%40cret@one,two:5673/prod%2Fhub")
    assert address == BrokerAddress(("one", "two"), 5673, "prod/hub", "hub", "s@cret")


@pytest.mark.parametrize(
    ("url", "hosts", "port", "vhost"),
    [
        ("amqp://one", ("one",), 5672, "/"),
        ("amqps://one/", ("one",), 5671, "/"),
        ("amqp://one/%2F", ("one",), 5672, "/"),
        ("amqp://[::1]:5673/hub", ("::1",), 5673, "hub"),
        ("amqp://[::1],[::2]/hub", ("::1", "::2"), 5672, "hub"),
    ],
)
def test_fills_in_what_is_usual(url: str, hosts: tuple[str, ...], port: int, vhost: str) -> None:
    """Port and virtual host may be left out."""
    address = BrokerAddress.parse(url)
    assert (address.hosts, address.port, address.vhost) == (hosts, port, vhost)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hub:s3cret@one", "amqp://"),
        ("amqp://hub:s3cret@", "no host"),
        ("amqp://hub:s3cret@one,,two", "no host"),
        ("amqp://hub:s3cret@one:http", "port"),
        ("amqp://hub:s3cret@one:99999", "port"),
        ("amqp://hub:s3cret@one/a/b", "%2F"),
        ("amqp://hub:s3cret@one/a?heartbeat=3", "amqps"),
        ("amqps://hub:s3cret@one/a?cafile=x", "cafile"),
        ("amqp://[hub:s3cret@one", "not an address"),
        ("amqp://hub:s3cret", "port"),
    ],
)
def test_says_what_is_wrong_without_the_password(url: str, said: str) -> None:
    """A wrong address is explained, and nothing of it is repeated."""
    with pytest.raises(ConfigurationError, match=said) as caught:
        BrokerAddress.parse(url)
    assert "s3cret" not in str(caught.value)


def test_password_is_never_shown() -> None:
    """Neither form of an address in words holds the password."""
    address = BrokerAddress.parse("amqps://hub:s3cret@one,[::1]/prod")
    assert str(address) == "amqps://hub@one,[::1]:5671/prod"
    assert "s3cret" not in repr(address) + str(address) + f"{address!r:>9}"


def test_encrypts_when_asked(tmp_path: Path) -> None:
    """TLS checks certificate and name of the broker; a file that is none is a mistake."""
    assert BrokerAddress.parse("amqp://one").encryption() is None
    context = BrokerAddress.parse("amqps://one").encryption()
    assert context is not None
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "missing.pem"):
        wrong = BrokerAddress.parse(f"amqps://one?cacertfile={tmp_path / name}")
        with pytest.raises(ConfigurationError, match="certificate"):
            wrong.encryption()

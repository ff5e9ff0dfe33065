"""What tests of the connections to the broker share."""

import pytest

from hub.amqp.address import BrokerAddress
from tests.unit.amqp.broker import Notes, Operator


@pytest.fixture
def address(vhost: str) -> BrokerAddress:
    """A virtual host of one's own."""
    return BrokerAddress.parse(vhost)


@pytest.fixture
def operator(vhost: str) -> Operator:
    """Whoever looks after the broker."""
    return Operator(vhost)


@pytest.fixture
def notes() -> Notes:
    """What the watch is told."""
    return Notes()

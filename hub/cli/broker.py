"""What commands do with the broker; imported only by the commands that do.

Its client libraries cost a second, which no other command should pay.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from hub.amqp.address import BrokerAddress
from hub.amqp.blocking import visited
from hub.amqp.declaring import inspect
from hub.amqp.definitions import Release, release_of
from hub.amqp.difference import Difference, State
from hub.amqp.management import ManagementAPI, apply, found_by
from hub.amqp.objects import User
from hub.amqp.topology import PARKED, UNROUTED, Topology
from hub.app.register import Register
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.config.credentials import salted
from hub.errors import ConfigurationError

__all__ = ["applied", "compared", "differing", "exported", "lying", "topology_of"]

_IMPORT = "hub topology export --rabbitmq {release} | rabbitmqctl import_definitions"
_VHOST = "hub"


def topology_of(register: Register, settings: Settings) -> Topology:
    """Return what the broker has to have for a configuration.

    Raises ``ConfigurationError`` when an account is named like the hub's own user.
    """
    topology = Topology.of(register.accounts, register.ports)
    if settings.broker_url and (mistakes := topology.clashes(_address(settings).user)):
        raise ConfigurationError(mistakes)
    return topology


def applied(topology: Topology, settings: Settings) -> Iterator[str]:
    """Bring the broker to a topology; yield what was done and what is left to do."""
    return _over_api(topology, settings) if settings.broker_api else _over_amqp(topology, settings)


def compared(topology: Topology, settings: Settings) -> tuple[Difference, ...]:
    """Return how the broker differs from a topology, as far as it can be asked."""
    address = _address(settings)
    if settings.broker_api:
        with ManagementAPI(settings.broker_api) as api:
            return topology.difference(found_by(api, address.vhost))
    with visited(address) as channel:
        found = inspect(channel, address.vhost, topology.exchanges, topology.queues)
    return topology.difference(found)


def lying(settings: Settings) -> dict[str, int]:
    """Return how many messages lie in the broker's queues of last resort, where any do.

    Raises ``BrokerUnavailable``.
    """
    found = {}
    with visited(_address(settings)) as channel:
        for queue in (PARKED, UNROUTED):
            try:
                count = channel.queue_declare(queue, passive=True).method.message_count
            except ChannelClosedByBroker:
                break  # not there, as long as nobody typed `hub topology apply`
            if count:
                found[queue] = int(count)
    return found


def differing(settings: Settings) -> int:
    """Return how many objects the broker lacks or has otherwise.

    Raises ``BrokerUnavailable``, and ``ConfigurationError``.
    """
    return len(compared(topology_of(Toolbox(settings).register, settings), settings))


def exported(
    topology: Topology, settings: Settings, release: Release, *, own_user: bool
) -> Mapping[str, Any]:
    """Return the definitions file; the virtual host is that of HUB_BROKER_URL, else ``hub``."""
    if not settings.broker_url and not own_user:
        return topology.definitions(release, _VHOST)
    address = _address(settings)
    own = User(address.user, salted(address.password)) if own_user else None
    return topology.definitions(release, address.vhost, own)


def _over_api(topology: Topology, settings: Settings) -> Iterator[str]:
    address = _address(settings)
    own = User(address.user, salted(address.password))
    with ManagementAPI(settings.broker_api or "") as api:
        done = apply(api, topology, address.vhost, own)
    yield from _made(address, done.changed)
    yield from (f"left over: {one}" for one in done.left)


def _over_amqp(topology: Topology, settings: Settings) -> Iterator[str]:
    """Make what AMQP can make, and say plainly what it cannot."""
    address = _address(settings)
    with visited(address) as channel:
        found = inspect(channel, address.vhost, topology.exchanges, topology.queues)
        topology.declare(channel)
        release = _release(channel)
    yield from _made(address, topology.difference(found))
    yield (
        f"Not made, because AMQP cannot: users ({len(topology.users)}), their permissions, and "
        f"policies ({len(topology.policies)}). Type where the broker runs, as often as you like:"
    )
    yield "  " + _IMPORT.format(release=release)
    yield "or set HUB_BROKER_API and repeat."


def _made(address: BrokerAddress, changed: Sequence[Difference]) -> Iterator[str]:
    for one in changed:
        done = "made" if one.state is State.MISSING else "changed"
        yield f"{done}: {one.kind} {one.name}"
    yield f"{address}: {'complete' if changed else 'was complete already'}"


def _release(channel: BlockingChannel) -> Release:
    # pika keeps what the broker said of itself in the connection behind the blocking one.
    said = channel.connection._impl.server_properties or {}  # noqa: SLF001
    return release_of(str(said.get("version", "")))


def _address(settings: Settings) -> BrokerAddress:
    if not settings.broker_url:
        raise ConfigurationError(
            ["HUB_BROKER_URL: is not set; it names the broker, its virtual host and the hub's user"]
        )
    return BrokerAddress.parse(settings.broker_url)

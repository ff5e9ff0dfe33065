"""What the broker has to have for a set of accounts and ports, on a real RabbitMQ."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from hub.amqp.declaring import inspect
from hub.amqp.definitions import RELEASES, Release, objects_in
from hub.amqp.difference import Found, State
from hub.amqp.objects import User
from hub.amqp.topology import (
    AGAIN,
    DEAD_LETTERS,
    INTAKE_QUEUES,
    WORK,
    WORK_TOPICS,
    Topology,
    intake_exchange,
    intake_queue,
    work_queue,
)
from hub.errors import BrokerUnavailable, ConfigurationError
from hub.pipeline.party import Account, Port
from tools.servers import RabbitNode

SALT = b"salt"
HASH = base64.b64encode(SALT + hashlib.sha256(SALT + b"secret").digest()).decode()

ACCOUNTS = (
    Account("shop", "shop", "queue", ("shop",), {"password_hash": HASH}),
    Account("shop-night", "shop", "queue", ("shop",)),
    Account("dropper", "dropper", "folder", ("dropper",)),
)
PORTS = (
    Port("town.catalogues", "town", "queue", {"max_length": 3}),
    Port("town.answers", "town", "queue"),
    Port("town.files", "town", "folder"),
)


@pytest.fixture
def topology() -> Topology:
    """Of two accounts and two ports on queues; the others need nothing."""
    return Topology.of(ACCOUNTS, PORTS)


@pytest.fixture
def channel(vhost: str) -> Iterator[BlockingChannel]:
    """A channel of the hub's own user."""
    with pika.BlockingConnection(pika.URLParameters(vhost)) as connection:
        yield connection.channel()


def host(address: str) -> str:
    """The virtual host of an address."""
    return unquote(urlsplit(address).path[1:])


def test_only_queues_need_the_broker(topology: Topology) -> None:
    """Accounts and ports of other kinds have no object there."""
    names = {one.key[1] for one in topology.objects}
    assert not [name for name in names if "dropper" in name or "files" in name]
    assert {"in.shop", "in.shop-night", "out.town.catalogues", "out.town.answers"} <= names


def test_an_account_has_one_queue_for_good() -> None:
    """An account leads to one of sixteen queues, always the same, and accounts spread."""
    assert intake_queue("shop") == "hub.intake.02"
    spread = Counter(intake_queue(f"account-{number}") for number in range(1600))
    assert set(spread) == set(INTAKE_QUEUES)
    assert max(spread.values()) < 2 * min(spread.values())


def test_every_account_is_bound_once(topology: Topology) -> None:
    """What arrives on an account's exchange is kept in one queue."""
    for account in ("shop", "shop-night"):
        bound = [b.queue for b in topology.bindings if b.exchange == intake_exchange(account)]
        assert bound == [intake_queue(account)]


def test_no_queue_drops_anything(topology: Topology) -> None:
    """Queues refuse when full and park what they give up; the last resort has no limit."""
    work = {work_queue(topic) for topic in WORK_TOPICS}
    for queue in topology.queues:
        assert queue.arguments["x-queue-type"] == "quorum"
        if queue.name in {"hub.parked", "hub.unrouted"}:
            assert queue.arguments["x-delivery-limit"] == 1_000_000
            assert "x-dead-letter-exchange" not in queue.arguments
        else:
            assert queue.arguments["x-overflow"] == "reject-publish"
            assert queue.arguments["x-dead-letter-strategy"] == "at-least-once"
            assert queue.arguments["x-dead-letter-exchange"] == "hub.dlx"
            goal = queue.arguments["x-dead-letter-routing-key"]
            assert goal == ("again" if queue.name in work else "parked")
        one_reader = queue.arguments.get("x-single-active-consumer", False)
        assert one_reader == queue.name.startswith("hub.intake.")


def test_the_hub_is_told_what_reached_no_queue(topology: Topology) -> None:
    """The hub's own exchanges return what they cannot route; an account's keeps it aside."""
    for exchange in topology.exchanges:
        caught = exchange.arguments.get("alternate-exchange")
        own = exchange.name in {"hub.work", "hub.ports", "hub.unrouted"}
        assert caught == (None if own else "hub.unrouted")


def test_a_user_may_write_to_its_exchange_and_read_its_queues(topology: Topology) -> None:
    """Permissions are exact: no other account, no other party, nothing of the hub."""
    [shop, night] = topology.permissions
    assert (shop.configure, shop.write, shop.read) == ("^$", r"^in\.shop$", r"^out\.shop\..*$")
    assert (night.write, night.read) == (r"^in\.shop-night$", r"^out\.shop\..*$")


def test_hashes_are_not_shown(topology: Topology) -> None:
    """Neither printing a topology nor telling a difference shows a hash of a password."""
    [shop, _] = topology.users
    other = {**shop.properties, "password_hash": "another"}
    found = Found({shop.key: other}, frozenset({"user"}), "hub")
    said = f"{topology!r} {topology.difference(found)}"
    assert HASH not in said
    assert "password_hash is another (not shown)" in said


@pytest.mark.parametrize("release", RELEASES)
def test_definitions_hold_no_password_and_one_virtual_host(
    topology: Topology, release: Release
) -> None:
    """The file of either release has hashes only, and everything in the one virtual host."""
    file = topology.definitions(release, "procurement", User("hub", HASH))
    assert file["vhosts"] == [{"name": "procurement"}]
    assert {user["name"] for user in file["users"]} == {"shop", "shop-night", "hub"}
    for user in file["users"]:
        assert user.keys() == {"name", "password_hash", "hashing_algorithm", "tags", "limits"}
        assert user["tags"] == []
    for part in ("permissions", "policies", "exchanges", "queues", "bindings"):
        assert {one["vhost"] for one in file[part]} == {"procurement"}


def test_releases_differ_in_what_policies_apply_to(topology: Topology) -> None:
    """3.10 knows no policies for quorum queues only; nothing else differs."""
    older, newer = (dict(topology.definitions(release, "hub")) for release in RELEASES)
    assert {policy["apply-to"] for policy in older["policies"]} == {"queues"}
    assert {policy["apply-to"] for policy in newer["policies"]} == {"quorum_queues"}
    known = {"max-length", "max-length-bytes"}
    assert all(policy["definition"].keys() <= known for policy in older["policies"])
    assert {**older, "policies": []} == {**newer, "policies": []}


def test_declaring_makes_everything_and_may_be_repeated(
    topology: Topology, channel: BlockingChannel, vhost: str
) -> None:
    """After declaring, AMQP sees no difference; declaring again changes nothing."""
    before = topology.difference(inspect(channel, host(vhost), topology.exchanges, topology.queues))
    assert {difference.state for difference in before} == {State.MISSING}
    assert len(before) == len(topology.exchanges) + len(topology.queues)
    topology.declare(channel)
    topology.declare(channel)
    found = inspect(channel, host(vhost), topology.exchanges, topology.queues)
    assert topology.difference(found) == ()


def test_looking_makes_nothing(topology: Topology, channel: BlockingChannel, vhost: str) -> None:
    """Comparing with a broker leaves it as it was."""
    inspect(channel, host(vhost), topology.exchanges, topology.queues)
    again = inspect(channel, host(vhost), topology.exchanges, topology.queues)
    assert again.objects == {}


def test_each_thing_that_is_otherwise_is_told(
    topology: Topology, channel: BlockingChannel, vhost: str
) -> None:
    """All of them at once: queue, argument, what was found, what is wanted, what to do."""
    channel.queue_declare("hub.parked", durable=True, arguments={"x-queue-type": "classic"})
    work = next(queue for queue in topology.queues if queue.name == "hub.work.bulk")
    channel.queue_declare(
        work.name, durable=True, arguments={**work.arguments, "x-delivery-limit": 20}
    )
    channel.exchange_declare("hub.work", "topic", durable=True)
    channel.exchange_declare("in.shop", "fanout", durable=True)
    with pytest.raises(ConfigurationError) as caught:
        topology.declare(channel)
    told = {one.split(" on the broker: ")[0]: one for one in caught.value.mistakes}
    assert set(told) == {
        "queue hub.parked",
        "queue hub.work.bulk",
        "exchange hub.work",
        "exchange in.shop",
    }
    assert "x-delivery-limit is 20, wanted 100;" in told["queue hub.work.bulk"]
    assert f"--vhost {host(vhost)} delete_queue hub.work.bulk" in told["queue hub.work.bulk"]
    assert "type is topic, wanted direct;" in told["exchange hub.work"]
    assert "alternate-exchange is none, wanted hub.unrouted;" in told["exchange in.shop"]
    found = inspect(channel, host(vhost), topology.exchanges, topology.queues)
    assert {str(one).split(": ")[0] for one in topology.difference(found)} == set(told)


def test_a_user_without_rights_is_told_so(
    topology: Topology, vhost: str, rabbitmq: RabbitNode
) -> None:
    """A user that may not declare is a matter of configuration, with what to type."""
    rabbitmq.define(Topology.of(ACCOUNTS, ()).definitions("3.10", host(vhost)))
    as_shop = pika.PlainCredentials("shop", "secret")
    parameters = pika.URLParameters(vhost)
    parameters.credentials = as_shop
    with pika.BlockingConnection(parameters) as connection:
        with pytest.raises(ConfigurationError, match="rabbitmqctl set_permissions"):
            topology.declare(connection.channel())
        with pytest.raises(ConfigurationError, match="rabbitmqctl set_permissions"):
            inspect(connection.channel(), host(vhost), topology.exchanges, topology.queues)


def test_a_lost_connection_is_no_mistake_of_the_operator(
    topology: Topology, channel: BlockingChannel
) -> None:
    """A broker that has gone is told as such, to be tried again."""
    channel.connection.close()
    with pytest.raises(BrokerUnavailable):
        topology.declare(channel)


def test_the_node_takes_the_definitions(
    topology: Topology, rabbitmq: RabbitNode, vhost: str, tmp_path: Path
) -> None:
    """3.10 imports the whole file, and what it exports then is the same and nothing besides."""
    path = tmp_path / "definitions.json"
    path.write_text(json.dumps(topology.definitions("3.10", host(vhost))), encoding="utf-8")
    rabbitmq.import_definitions(path)
    exported = json.loads(rabbitmq.ctl("export_definitions", "-"))
    kinds = frozenset(one.key[0] for one in topology.objects)
    found = Found(objects_in(exported, host(vhost)), kinds, host(vhost), complete=True)
    assert topology.difference(found) == ()
    fewer = Topology.of(ACCOUNTS[1:], PORTS[1:])
    left = {f"{one.kind} {one.name}" for one in fewer.difference(found)}
    assert left == {
        "exchange in.shop",
        "binding in.shop hub.intake.02",
        "permission shop",
        "queue out.town.catalogues",
        "binding hub.ports out.town.catalogues out.town.catalogues",
        "policy out.town.catalogues",
    }


def test_a_limit_from_the_configuration_holds(
    topology: Topology, rabbitmq: RabbitNode, vhost: str, channel: BlockingChannel
) -> None:
    """A customer's queue refuses what is over its limit, and the publisher is told."""
    rabbitmq.define(topology.definitions("3.10", host(vhost)))
    channel.confirm_delivery()
    refused = 0
    for _ in range(10):
        try:
            channel.basic_publish("hub.ports", "out.town.catalogues", b"x", mandatory=True)
        except pika.exceptions.NackError:
            refused += 1
    assert refused >= 5
    with pytest.raises(pika.exceptions.UnroutableError):
        channel.basic_publish("hub.ports", "out.town.gone", b"x", mandatory=True)


def test_work_is_never_lost_by_coming_back(topology: Topology, channel: BlockingChannel) -> None:
    """Work that a worker throws away reaches the queue for a last look, under its own id."""
    topology.declare(channel)
    channel.confirm_delivery()
    channel.basic_publish(
        WORK, "bulk", b"work", pika.BasicProperties(message_id="7", delivery_mode=2), mandatory=True
    )
    method, _, _ = channel.basic_get(work_queue("bulk"))
    channel.basic_reject(method.delivery_tag, requeue=False)
    for method, properties, body in channel.consume(AGAIN, inactivity_timeout=10):
        assert method is not None
        assert (method.exchange, properties.message_id, body) == (DEAD_LETTERS, "7", b"work")
        break


def test_a_hash_of_the_file_is_a_password_of_the_broker(
    topology: Topology, rabbitmq: RabbitNode, vhost: str
) -> None:
    """The user signs in with the password that was hashed, and not with another."""
    rabbitmq.define(topology.definitions("3.10", host(vhost)))
    parameters = pika.URLParameters(vhost)
    parameters.credentials = pika.PlainCredentials("shop", "secret")
    with pika.BlockingConnection(parameters) as connection:
        channel = connection.channel()
        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            channel.queue_declare("mine")
    for name, password in (("shop", "wrong"), ("shop-night", "")):
        parameters.credentials = pika.PlainCredentials(name, password)
        with pytest.raises(pika.exceptions.ProbableAuthenticationError):
            pika.BlockingConnection(parameters)

"""The broker brought to a topology over its management API, on a real managed."""

import socket
from collections.abc import Iterator

import pika
import pytest

from hub.amqp.address import BrokerAddress
from hub.amqp.blocking import visited
from hub.amqp.difference import State
from hub.amqp.management import ManagementAPI, apply, found_by
from hub.amqp.objects import User
from hub.amqp.topology import Topology, intake_queue
from hub.errors import BrokerUnavailable, ConfigurationError
from hub.pipeline.party import Account, Port
from tools.servers import RabbitNode

SALTED = "c2FsdMpQ2Vmps2VGDvtCfT9wb8Rhi6cG4JHz8iCA1hgKyPQk"
SHOP = Account("shop", "shop", "queue", ("shop",), {"password_hash": SALTED})
OTHER = Account("other", "other", "queue", ("other",), {"password_hash": SALTED})
PORT = Port("town.catalogues", "town", "queue", {"max_length": 3})
OWN = User("hub-own", SALTED)


@pytest.fixture
def api(managed: RabbitNode) -> Iterator[ManagementAPI]:
    """A client of its management API."""
    with ManagementAPI(managed.api) as api:
        yield api


def test_it_makes_everything_in_a_virtual_host_of_its_own(api: ManagementAPI) -> None:
    """The first apply makes all of it, the hub's own user too; a second finds nothing to do."""
    topology = Topology.of([SHOP], [PORT])
    applied = apply(api, topology, "first", OWN)
    assert len(applied.changed) == len(topology.objects)
    assert applied.left == ()
    assert apply(api, topology, "first", OWN).changed == ()
    permissions = found_by(api, "first").objects
    assert permissions["permission", "hub-own"] == dict.fromkeys(
        ("configure", "write", "read"), ".*"
    )


def test_what_changed_is_changed_and_what_went_is_told(api: ManagementAPI) -> None:
    """A new password and a new limit are taken over; an account that went is left for a person."""
    apply(api, Topology.of([SHOP, OTHER], [PORT]), "second", OWN)
    renewed = Account("shop", "shop", "queue", ("shop",), {"password_hash": SALTED[:-4] + "AAAA"})
    wider = Port("town.catalogues", "town", "queue", {"max_length": 30})
    applied = apply(api, Topology.of([renewed], [wider]), "second", OWN)
    changed = {(one.kind, one.name, one.state) for one in applied.changed}
    assert changed == {
        ("user", "shop", State.DIFFERENT),
        ("policy", "out.town.catalogues", State.DIFFERENT),
    }
    left = {str(one).partition(":")[0]: str(one) for one in applied.left}
    assert left.keys() == {
        "exchange in.other",
        f"binding in.other {intake_queue('other')}",
        "permission other",
    }
    assert "rabbitmqctl delete_user other" in left["permission other"]


def test_nothing_is_changed_when_something_is_in_the_way(
    managed: RabbitNode, api: ManagementAPI
) -> None:
    """All that is in the way is told at once, and the broker stays as it was."""
    managed.add_vhost("third")
    with pika.BlockingConnection(pika.URLParameters(managed.url("third"))) as connection:
        connection.channel().queue_declare("hub.parked", durable=True)
        connection.channel().exchange_declare("in.shop", "topic", durable=True)
    admin = Account(managed.user, "shop", "queue", ("shop",), {})
    same = Account(OWN.name, "shop", "queue", ("shop",), {})
    before = api.definitions()
    with pytest.raises(ConfigurationError) as caught:
        apply(api, Topology.of([SHOP, admin, same], []), "third", OWN)
    told = "\n".join(caught.value.mistakes)
    assert len(caught.value.mistakes) == 4
    assert "account hub-own: is named like the hub's own user" in told
    assert "account hub: the broker has a user of that name with special rights" in told
    assert "queue hub.parked: x-delivery-limit is none, wanted 1000000" in told
    assert (
        "exchange in.shop: alternate-exchange is none, wanted hub.unrouted, type is topic" in told
    )
    assert api.definitions() == before


def test_the_password_of_the_hub_is_left_alone(managed: RabbitNode, api: ManagementAPI) -> None:
    """A user that is there keeps its password and tags, and may enter the virtual host."""
    own = User(managed.user, "")
    apply(api, Topology.of([], []), "fourth", own)
    with visited(BrokerAddress.parse(managed.url("fourth"))) as channel:
        channel.queue_declare("hub.parked", passive=True)
    [user] = [one for one in api.definitions()["users"] if one["name"] == managed.user]
    assert "administrator" in user["tags"]


def test_who_may_not_is_told_what_to_type(managed: RabbitNode) -> None:
    """A wrong password and a user without the tag are matters of configuration."""
    wrong = managed.api.replace(managed.password, "wrong")
    managed.ctl("add_user", "plain", "secret")
    plain = managed.api.replace(f"{managed.user}:{managed.password}", "plain:secret")
    for url, user in ((wrong, managed.user), (plain, "plain")):
        with (
            ManagementAPI(url) as api,
            pytest.raises(ConfigurationError, match=f"set_user_tags {user} administrator"),
        ):
            api.definitions()


def test_a_broker_that_does_not_answer_is_told_apart() -> None:
    """Nothing listens: the API and AMQP say so, without a password."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        with (
            ManagementAPI(f"http://hub:secret@127.0.0.1:{port}") as api,
            pytest.raises(BrokerUnavailable) as caught,
        ):
            api.release()
        assert "secret" not in str(caught.value)
        address = BrokerAddress.parse(f"amqp://hub:secret@127.0.0.1:{port}/hub")
        with pytest.raises(BrokerUnavailable, match="Connection refused"), visited(address):
            pass


@pytest.mark.parametrize(
    "url",
    ["", "localhost:15672", "amqp://hub:secret@host", "http://hub:secret@", "http://host:15672"],
)
def test_an_address_that_is_none_is_not_repeated(url: str) -> None:
    """A mistake in the address is told with its form, never with what may be a password."""
    with pytest.raises(ConfigurationError, match="the form is") as caught:
        ManagementAPI(url)
    assert "secret" not in str(caught.value)


def test_amqp_tells_what_to_do_about_a_refusal(managed: RabbitNode) -> None:
    """A wrong password and a virtual host that is not there are matters of configuration."""
    wrong = BrokerAddress.parse(managed.url("/").replace(managed.password, "wrong"))
    with pytest.raises(ConfigurationError, match="refuses the user 'hub'"), visited(wrong):
        pass
    absent = BrokerAddress.parse(managed.url("absent"))
    with pytest.raises(ConfigurationError, match="add_vhost absent"), visited(absent):
        pass

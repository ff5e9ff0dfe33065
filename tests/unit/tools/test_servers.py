"""The servers that other tests rely on."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pika
import psycopg
import pytest

from tools.servers import PostgresCluster, RabbitNode
from tools.servers.process import runs, wait_until

QUORUM = {"x-queue-type": "quorum"}

OWNER = """
from tools.servers.process import Den
den = Den("test")
child = den.spawn(["sleep", "1000"], {}, den.folder / "log")
print(den.folder, child.pid, flush=True)
time.sleep(1000)
"""


@pytest.fixture(scope="module")
def node() -> Iterator[RabbitNode]:
    """A node that these tests may kill."""
    with RabbitNode() as started:
        yield started


@pytest.fixture(scope="module")
def cluster() -> Iterator[PostgresCluster]:
    """A cluster that these tests may kill."""
    with PostgresCluster() as started:
        yield started


def test_a_confirmed_message_survives_the_kill_of_the_node(node: RabbitNode) -> None:
    """What the broker confirmed in a settled queue is there after SIGKILL and a new start."""
    address = pika.URLParameters(node.add_vhost("killed"))
    with pika.BlockingConnection(address) as connection:
        channel = connection.channel()
        channel.queue_declare("kept", durable=True, arguments=QUORUM)
        node.settle()
        channel.confirm_delivery()
        channel.basic_publish("", "kept", b"here", mandatory=True)
    node.kill()
    assert not node.answers()
    node.start()
    with pika.BlockingConnection(address) as connection:
        _, _, body = connection.channel().basic_get("kept")
    assert body == b"here"


def test_a_frozen_node_does_not_answer_until_it_is_thawed(node: RabbitNode) -> None:
    """A frozen broker accepts connections and says nothing; thawed it goes on."""
    node.freeze()
    try:
        assert not node.answers()
    finally:
        node.thaw()
    assert wait_until(node.answers, 10)


def test_a_removed_virtual_host_is_gone(node: RabbitNode) -> None:
    """Virtual hosts come and go several at a time."""
    node.add_vhost("one", "two", "three")
    node.delete_vhosts(["one", "three"])
    names = node.ctl("list_vhosts", "name", "--no-table-headers").split()
    assert set(names) & {"one", "two", "three"} == {"two"}


def test_committed_rows_survive_the_kill_of_the_cluster(cluster: PostgresCluster) -> None:
    """What was committed is there after SIGKILL and a new start."""
    url = cluster.create_database("killed")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.kill()
    assert not cluster.answers()
    cluster.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_a_stopped_cluster_starts_again(cluster: PostgresCluster) -> None:
    """After a graceful stop nothing answers, and a start brings it back."""
    cluster.terminate()
    assert not cluster.answers()
    cluster.start()
    assert cluster.answers()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_a_killed_owner(number: signal.Signals) -> None:
    """However the program ends that started a server: the server ends and its folder goes."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as owner:
        assert owner.stdout is not None
        folder, pid = owner.stdout.readline().split()
        owner.send_signal(number)
    assert wait_until(lambda: not Path(folder).exists(), 10)
    assert wait_until(lambda: not runs(int(pid)), 10)


def test_each_test_has_a_virtual_host_and_a_database_of_its_own(vhost: str, database: str) -> None:
    """Both are there, empty, and made for this test."""
    with pika.BlockingConnection(pika.URLParameters(vhost)) as connection:
        connection.channel().queue_declare("mine", durable=True, arguments=QUORUM)
    with psycopg.connect(database) as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchall() == [(0,)]
        connection.execute("CREATE TABLE mine ()")


def test_the_next_test_finds_nothing_of_the_one_before(vhost: str, database: str) -> None:
    """A queue and a table of an earlier test are not there."""
    test_each_test_has_a_virtual_host_and_a_database_of_its_own(vhost, database)

"""`hub topology`: what the broker has to have, shown, compared, made and exported."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

from hub.amqp.definitions import Release
from hub.cli.main import app
from hub.cli.topology import RabbitMQ
from tools.servers import RabbitNode

ROOT = Path(__file__).parents[3]
SALTED = "c2FsdMpQ2Vmps2VGDvtCfT9wb8Rhi6cG4JHz8iCA1hgKyPQk"
SHOP = f"""\
name = "Butik (fiktiv) A/S"
country = "DK"
roles = ["seller"]

[[account]]
kind = "queue"
password_hash = "{SALTED}"
answer = "answers"

[[port]]
name = "answers"
kind = "queue"
max_length = 7
"""

Hub = Callable[..., Result]


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    """A configuration with one party on queues."""
    parties = tmp_path / "config" / "parties"
    parties.mkdir(parents=True)
    (parties / "shop.toml").write_text(SHOP, encoding="utf-8")
    return parties


@pytest.fixture
def hub(tmp_path: Path, parties: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """Run a command of a hub with that configuration; ``HUB_`` settings may be added."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    monkeypatch.setenv("HUB_CONFIG", str(parties.parent))

    def run(*words: str, **settings: str) -> Result:
        for name in ("HUB_BROKER_URL", "HUB_BROKER_API"):
            monkeypatch.delenv(name, raising=False)
        return CliRunner().invoke(app, words, env=settings)

    return run


def test_show_explains_every_object_and_asks_no_broker(hub: Hub) -> None:
    """People get a table, programs one object per line; nobody a hash of a password."""
    shown = hub("topology", "show")
    assert shown.exit_code == 0
    for said in ("in.shop", "hub.intake.00 to 15", "out.shop.answers", "what for"):
        assert said in shown.output
    listed = hub("topology", "show", "--json")
    objects = [json.loads(line) for line in listed.output.splitlines()]
    names = {(one["kind"], one["name"]) for one in objects}
    assert {("exchange", "in.shop"), ("user", "shop"), ("permission", "shop")} <= names
    assert all(one["purpose"] for one in objects if one["kind"] in {"exchange", "queue", "policy"})
    assert SALTED not in shown.output + listed.output


def test_releases_are_those_that_the_hub_knows() -> None:
    """The command's choice is the one of the definitions."""
    assert {one.value for one in RabbitMQ} == set(get_args(Release))


def test_export_writes_hashes_and_a_file_of_its_owner(hub: Hub, tmp_path: Path) -> None:
    """The file has the virtual host of the broker's address and no password of anybody."""
    url = "amqp://keeper:pass-word@broker/procurement"
    path = tmp_path / "definitions.json"
    words = ("topology", "export", "--rabbitmq", "4", "--own-user", "-o", str(path))
    assert hub(*words, HUB_BROKER_URL=url).exit_code == 0
    text = path.read_text(encoding="utf-8")
    file = json.loads(text)
    assert [user["name"] for user in file["users"]] == ["shop", "keeper"]
    assert file["vhosts"] == [{"name": "procurement"}]
    assert "pass-word" not in text
    assert path.stat().st_mode & 0o077 == 0
    printed = hub("topology", "export", "--rabbitmq", "3.10")
    assert json.loads(printed.stdout)["vhosts"] == [{"name": "hub"}]


def test_apply_over_amqp_says_what_is_left(
    hub: Hub, rabbitmq: RabbitNode, vhost: str, tmp_path: Path
) -> None:
    """Queues are made at once; the named command makes the rest."""
    first = hub("topology", "apply", HUB_BROKER_URL=vhost)
    assert first.exit_code == 0
    assert "made: queue out.shop.answers" in first.output
    assert "users (1), their permissions, and policies (4)" in first.output
    assert "hub topology export --rabbitmq 3.10 | rabbitmqctl import_definitions" in first.output
    assert rabbitmq.password not in first.output
    assert "was complete already" in hub("topology", "apply", HUB_BROKER_URL=vhost).output
    path = tmp_path / "definitions.json"
    hub("topology", "export", "--rabbitmq", "3.10", "-o", str(path), HUB_BROKER_URL=vhost)
    rabbitmq.import_definitions(path)
    compared = hub("topology", "compare", HUB_BROKER_URL=vhost)
    assert (compared.exit_code, compared.output) == (0, "no differences\n")


def test_compare_names_differences(hub: Hub, vhost: str) -> None:
    """What is missing is listed, and the exit code says so to a script."""
    compared = hub("topology", "compare", "--json", HUB_BROKER_URL=vhost)
    assert compared.exit_code == 3
    states = {json.loads(line)["state"] for line in compared.output.splitlines()}
    assert states == {"missing"}


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("", 3, "HUB_BROKER_URL: is not set"),
        ("amqp://hub:secret@127.0.0.1:1/hub", 4, "the broker does not answer"),
        ("amqp://shop:secret@127.0.0.1:1/hub", 3, "account shop: is named like the hub's own user"),
        ("http://hub:secret@127.0.0.1", 3, "the form is amqp://"),
    ],
)
def test_trouble_has_its_exit_code(hub: Hub, url: str, code: int, said: str) -> None:
    """A server that is away is told apart from a mistake, and no password is shown."""
    done = hub("topology", "apply", HUB_BROKER_URL=url)
    assert done.exit_code == code
    assert said in done.output
    assert "secret" not in done.output


def test_other_commands_do_not_pay_for_the_broker() -> None:
    """Loading the command line loads no client of a broker, a database or HTTP."""
    program = (
        "import sys, hub.cli.main\n"
        "print([name for name in ('pika', 'httpx', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

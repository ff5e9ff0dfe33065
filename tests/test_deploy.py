"""What runs the hub, under deploy/, fits it: commands, settings, roles and secrets.

No container is started here: the files are read as what runs them reads them, and every name
in them is looked up where it is defined.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest

from hub.app.settings import SETTINGS, Settings
from hub.app.supervisor import STOP_WITHIN
from hub.app.task import DRAIN, ROLES
from tests.deployed import COMPOSE, DEPLOY, HUB, SERVICES, is_command
from tools.servers import RabbitNode


def test_services_run_commands_that_exist() -> None:
    """Each role has a service, and every service of the hub's image a command of the hub."""
    assert {one["command"][2] for one in HUB.values() if one["command"][1] == "run"} == set(ROLES)
    for name, one in HUB.items():
        assert is_command(one["command"]), name
    assert not is_command(["hub", "run", "nobody"])
    assert not is_command(["hub", "walk"])


def test_services_are_locked_up() -> None:
    """The hub's containers write nowhere but where they must, without privileges, with limits."""
    for name, one in HUB.items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
    for name, one in SERVICES.items():
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["deploy"]["resources"]["limits"]["memory"], name
        assert "privileged" not in one, name
        for address in one.get("ports", ()):
            assert re.match(r"\$\{[A-Z]+_AT:-127\.0\.0\.1:", address), f"{name}: open to everybody"
    worker = HUB["worker"]
    room = int(worker["deploy"]["resources"]["limits"]["memory"].removesuffix("M"))
    memory = int(worker["environment"]["HUB_DOCUMENT_MEMORY"])
    assert room >= memory * int(worker["environment"]["HUB_WORKERS"]) + 256


def test_a_stop_is_given_time() -> None:
    """Containers and units wait longer than the hub takes to let documents in hand end."""
    for one in HUB.values():
        assert float(one["stop_grace_period"].removesuffix("s")) > max(DRAIN, STOP_WITHIN)
    assert float(unit("hub@.service")["TimeoutStopSec"]) > max(DRAIN, STOP_WITHIN)


def variables() -> Iterator[tuple[str, str]]:
    """Every setting of the hub that a file of the folder gives."""
    for name, one in HUB.items():
        yield from ((f"compose {name}", key) for key in one["environment"])
    for path in [DEPLOY / "Dockerfile", DEPLOY / "example.env", *DEPLOY.glob("systemd/**/*.*")]:
        if path.is_dir():
            continue
        text = path.read_text(encoding="utf-8")
        yield from ((path.name, key) for key in re.findall(r"\b(HUB_[A-Z_]+)=", text))


def test_settings_exist() -> None:
    """Every variable of the hub in a file of deploy/ is a setting."""
    given = list(variables())
    assert len(given) > 20
    for where, name in given:
        assert name in SETTINGS, where


def test_settings_can_be_used(tmp_path: Path) -> None:
    """With the secrets in place, the settings of each service are ones the hub takes."""
    secrets_made(tmp_path)
    image = re.findall(r"(HUB_[A-Z]+)=([^\s\\]+)", (DEPLOY / "Dockerfile").read_text("utf-8"))
    for name, one in HUB.items():
        environment = dict(image) | {
            key: filled(value).replace("/run/secrets", str(tmp_path / "secrets"))
            for key, value in one["environment"].items()
        }
        settings = Settings.from_environment(environment)
        assert (settings.broker_url or "").startswith("amqp://hub:"), name
        assert (settings.database_url or "").startswith("postgresql://hub:"), name


def filled(text: str) -> str:
    """A value of compose.yaml with the defaults of its variables."""
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", text)


def test_example_env_names_what_compose_asks_for() -> None:
    """example.env and compose.yaml speak of the same variables."""
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE)
    assert asked == set(named)


def secrets_made(folder: Path) -> dict[str, str]:
    """Run make_secrets.py; gives each file's content."""
    made = folder / "secrets"
    script = [sys.executable, str(DEPLOY / "make_secrets.py"), str(made)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_text("ascii") for path in made.iterdir()}


def test_secrets_are_made_once_and_kept_apart(tmp_path: Path) -> None:
    """Every secret of compose.yaml is made, at random, for the owner's eyes, and never again."""
    made = secrets_made(tmp_path)
    assert {f"./secrets/{name}" for name in made} == {
        one["file"] for one in COMPOSE["secrets"].values()
    }
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert secrets_made(tmp_path / "other") != made
    script = [sys.executable, str(DEPLOY / "make_secrets.py"), str(tmp_path / "secrets")]
    again = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (again.returncode, "rotate-a-password.md" in again.stderr) == (1, True)
    assert {path.name: path.read_text("ascii") for path in (tmp_path / "secrets").iterdir()} == made
    password = re.search(r":([0-9a-f]+)@", made["broker_url"])
    assert password is not None
    assert password[1] not in made["rabbitmq_definitions"]


def test_secrets_reach_only_who_needs_them() -> None:
    """Each service gets secrets that exist; what needs none has none; none stands in a file."""
    for name, one in SERVICES.items():
        for secret in one.get("secrets", ()):
            assert secret in COMPOSE["secrets"], name
        for value in one.get("environment", {}).values():
            mounted = re.match(r"/run/secrets/(\w+)$", value)
            assert mounted is None or mounted[1] in one["secrets"], name
        for key, value in one.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|BROKER|DATABASE", key):
                assert value.startswith("/run/secrets/"), f"{name}: {key}"
    ignored = (DEPLOY / ".gitignore").read_text("utf-8").split()
    assert {"/secrets/", "/.env", "/config/"} <= set(ignored)


def test_mounted_files_exist() -> None:
    """What compose.yaml mounts from the folder is there, but for what an operator makes."""
    for name, one in SERVICES.items():
        for volume in one.get("volumes", ()):
            source = volume.get("source", "")
            if volume["type"] == "bind" and source != "./config":
                assert (DEPLOY / source).exists(), name
            elif volume["type"] == "volume" and source:
                assert source in COMPOSE["volumes"], name


def test_the_image_holds_what_the_package_needs() -> None:
    """Folders the wheel is made of are copied, none is kept out, and the user is nobody."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    for folder in (
        "requirements",
        "pyproject.toml",
        "README.md",
        "hub",
        "mappings",
        "xsd",
        "examples",
    ):
        assert re.search(rf"^COPY .*\b{re.escape(folder)}\b", text, re.MULTILINE), folder
        assert f"!{folder}" in kept
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert re.search(r"^HEALTHCHECK", text, re.MULTILINE)
    for words in re.findall(r'CMD \["hub"(?:, "(\w+)")?\]', text):
        assert is_command(["hub", words])


def test_the_broker_starts_with_what_is_made_for_it(tmp_path: Path) -> None:
    """A real broker with this configuration and these definitions lets the hub's user in."""
    made = secrets_made(tmp_path)
    lines = dict(
        line.split(" = ")
        for line in (DEPLOY / "rabbitmq/rabbitmq.conf").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert lines["load_definitions"] == "/run/secrets/rabbitmq_definitions"
    lines["load_definitions"] = str(tmp_path / "secrets" / "rabbitmq_definitions")
    with RabbitNode(settings={**lines, "disk_free_limit.absolute": "50MB"}) as node:
        url = made["broker_url"].replace("rabbitmq:5672", f"127.0.0.1:{node.port}")
        with pika.BlockingConnection(pika.URLParameters(url)) as connection:
            connection.channel().queue_declare("hub.parked", durable=True)
        users = node.ctl("list_users", "--silent")
        assert {line.split()[0] for line in users.splitlines()} == {"hub", "operator"}


def unit(name: str) -> dict[str, str]:
    """The lines of a unit; of a key that is given more than once, the last."""
    text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


def test_units_run_every_role() -> None:
    """The target wants a unit of each role; each has a file that says where it listens."""
    wanted = re.findall(r"hub@(\w+)\.service", unit("hub.target")["Wants"])
    assert sorted(wanted) == sorted(ROLES)
    assert unit("hub@.service")["ExecStart"].endswith("/hub run %i")
    listens = [unit(f"{role}.env")["HUB_LISTEN"] for role in ROLES]
    assert len(set(listens)) == len(ROLES)


@pytest.mark.parametrize(
    "line",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "RestrictNamespaces=yes",
        "SystemCallFilter=@system-service",
        "KillMode=mixed",
        "RestartPreventExitStatus=3",
    ],
)
def test_units_are_locked_up(line: str) -> None:
    """A unit runs without privileges, sees little, and tells only the supervisor to stop."""
    text = (DEPLOY / "systemd" / "hub@.service").read_text(encoding="utf-8")
    assert line in text.splitlines()


def test_nothing_of_a_machine_is_written_down() -> None:
    """No file of the folder holds a password, a key or an address with one."""
    for path in DEPLOY.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and os.access(path, os.R_OK):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\w+://\w+:[^@{\s/]+@", text), path
            assert "BEGIN " not in text, path

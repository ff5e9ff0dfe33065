"""What stands under deploy/ fits the hub: commands, settings, roles, secrets and metrics.

No container is started here: the files are read as what runs them reads them, and every name
in them is looked up where it is defined.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pika
import pytest
import typer.main
import yaml

from hub.app.roles import DRAIN, ROLES
from hub.app.settings import SETTINGS, Settings
from hub.app.supervisor import STOP_WITHIN
from hub.cli.main import app
from hub.telemetry.definitions import METRICS
from tools.servers import RabbitNode

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
RUNBOOKS = ROOT / "docs" / "runbooks"

BROKER_METRICS = frozenset(
    {
        "rabbitmq_alarms_free_disk_space_watermark",
        "rabbitmq_alarms_memory_used_watermark",
        "rabbitmq_detailed_queue_consumers",
        "rabbitmq_detailed_queue_messages_ready",
        "rabbitmq_detailed_queue_messages_unacked",
    }
)
"""The broker's own that are used; looked up on a broker with its Prometheus plug-in."""

PROMETHEUS_METRICS = frozenset({"up", "ALERTS"})
KEYWORDS = frozenset({"and", "or", "unless", "offset", "bool", "inf", "nan"})
GROUPERS = r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)"


def load(path: Path) -> Any:
    """A YAML file of the folder."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


COMPOSE = load(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
HUB = {name: one for name, one in SERVICES.items() if one["image"] == "procurement-hub"}
RULES = [
    rule for group in load(DEPLOY / "prometheus/rules.yaml")["groups"] for rule in group["rules"]
]
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}
RECORDED = frozenset(rule["record"] for rule in RULES if "record" in rule)
DASHBOARD = json.loads((DEPLOY / "grafana/dashboards/overview.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def series() -> dict[str, set[str]]:
    """Every name that a query may use, with its labels where they are known."""
    known: dict[str, set[str]] = {name: set() for name in RECORDED | PROMETHEUS_METRICS}
    known |= {name: {"queue", "vhost"} for name in BROKER_METRICS}
    for one in METRICS:
        labels = set(one.labels)
        if one.kind == "histogram":
            known |= {f"{one.name}_{end}": labels for end in ("sum", "count")}
            known[f"{one.name}_bucket"] = labels | {"le"}
        else:
            known[one.name] = labels
    return known


def complaints_about(query: str) -> list[str]:
    """What is wrong with a query in Prometheus's language, as far as names can tell."""
    said = []
    bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', query)
    for opening, closing in ("()", "[]", "{}"):
        if bare.count(opening) != bare.count(closing):
            said.append(f"{opening} and {closing} do not match")
    asked = {label for found in re.findall(GROUPERS, bare) for label in re.findall(r"\w+", found)}
    asked |= set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"\"", bare))
    names = re.sub(GROUPERS, " ", bare)
    names = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\boffset\s+\w+", " ", names)
    used = {
        name
        for name, follows in re.findall(r"\b([a-zA-Z_:][\w:]*)\b\s*(\(?)", names)
        if not follows and name not in KEYWORDS
    }
    known = series()
    if not used:
        said.append("no metric is asked for")
    said += [f"{name} does not exist" for name in sorted(used - set(known))]
    labels = {"job", "instance", "service"}.union(*(known.get(name, set()) for name in used))
    if not used & PROMETHEUS_METRICS:
        said += [f"no metric here has a label {label}" for label in sorted(asked - labels)]
    return said


def queries() -> Iterator[tuple[str, str]]:
    """Every query of the rules and of the dashboard, with where it stands."""
    for rule in RULES:
        yield rule.get("alert") or rule["record"], rule["expr"]
    for panel in PANELS:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$__rate_interval", "5m")


def commands() -> set[tuple[str, ...]]:
    """The words of every command of the hub."""

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words
            return
        for name, sub in inner.items():
            yield from walk(sub, (*words, name))

    return set(walk(typer.main.get_command(app), ()))


def is_command(words: list[str]) -> bool:
    """Whether these words begin with a command, and a role where one belongs."""
    if words[:1] != ["hub"] or not any(tuple(words[1 : len(c) + 1]) == c for c in commands()):
        return False
    return words[1] != "run" or all(word in ROLES for word in words[2:])


@pytest.mark.parametrize(("where", "query"), list(queries()))
def test_queries_ask_for_what_exists(where: str, query: str) -> None:
    """Every metric and label in a rule or on the dashboard exists."""
    assert complaints_about(query) == [], where


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("sum(hub_outbox_unsend)", "hub_outbox_unsend does not exist"),
        ("sum(hub_outbox_unsent", "( and ) do not match"),
        ("sum by (port) (hub_outbox_unsent)", "no metric here has a label port"),
        ('hub_publishes_total{fate="ack"}', "no metric here has a label fate"),
        ("hub_stage_duration_seconds > 3", "hub_stage_duration_seconds does not exist"),
        ("vector(1)", "no metric is asked for"),
    ],
)
def test_a_wrong_query_is_seen(query: str, complaint: str) -> None:
    """The check above complains about a query that asks for what is not there."""
    assert complaint in complaints_about(query)


def test_alerts_say_what_to_do() -> None:
    """Every alert has a weight, a sentence and a page that exists."""
    assert len(ALERTS) > 20
    for name, rule in ALERTS.items():
        assert rule["labels"]["severity"] in ("page", "ticket"), name
        assert rule["annotations"]["summary"], name
        assert (ROOT / rule["annotations"]["runbook"]).is_file(), name


def test_each_alert_was_seen_to_fire() -> None:
    """rules_test.yaml has a case for every alert, with what the rule itself says."""
    cases = load(DEPLOY / "prometheus/rules_test.yaml")
    assert cases["rule_files"] == ["rules.yaml"]
    tried = {one["alertname"]: one for case in cases["tests"] for one in case["alert_rule_test"]}
    assert set(tried) == set(ALERTS)
    for name, case in tried.items():
        expected = case["exp_alerts"][0]
        assert expected["exp_labels"]["severity"] == ALERTS[name]["labels"]["severity"]
        assert expected["exp_annotations"]["runbook"] == ALERTS[name]["annotations"]["runbook"]


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """Panels have ids and places of their own, and the source that is provisioned."""
    source = load(DEPLOY / "grafana/provisioning/datasources/prometheus.yaml")["datasources"][0]
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(ids)) == len(ids)
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
    for panel in PANELS:
        assert panel["description"].endswith("."), panel["title"]
        for target in panel["targets"]:
            assert target["datasource"] == {"type": source["type"], "uid": source["uid"]}
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    provider = load(DEPLOY / "grafana/provisioning/dashboards/hub.yaml")["providers"][0]
    assert home == f"{provider['options']['path']}/overview.json"


def test_the_dashboard_leaves_nothing_out() -> None:
    """Every metric of the hub can be seen on the overview."""
    text = json.dumps([target["expr"] for panel in PANELS for target in panel["targets"]])
    unseen = [one.name for one in METRICS if one.name not in text]
    assert unseen == []


def test_prometheus_asks_every_service() -> None:
    """Each service that runs a role is scraped where it listens, and the broker's queues."""
    scrape = {
        one["job_name"]: one
        for one in load(DEPLOY / "prometheus/prometheus.yaml")["scrape_configs"]
    }
    found = scrape["hub"]["dns_sd_configs"][0]
    assert set(found["names"]) == set(ROLES)
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert f"HUB_LISTEN=0.0.0.0:{found['port']}" in dockerfile
    assert scrape["rabbitmq-queues"]["params"]["vhost"] == ["hub"]
    plugins = (DEPLOY / "rabbitmq/enabled_plugins").read_text(encoding="utf-8")
    assert "rabbitmq_prometheus" in plugins
    assert all((DEPLOY / "prometheus" / name).is_file() for name in ("rules.yaml",))


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


def test_operations_page_explains_every_metric() -> None:
    """docs/operations.md has a row for every metric, with its labels, and none besides."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(hub_\w+)` \|([^|]*)\|", text, re.MULTILINE))
    expected = {one.name: ", ".join(f"`{label}`" for label in one.labels) for one in METRICS}
    assert {name: labels.strip() for name, labels in rows.items()} == expected


def test_pages_name_only_metrics_and_alerts_that_exist() -> None:
    """Operations and runbooks speak of metrics and alerts under their names."""
    known = set(series()) | {one.name for one in METRICS} | {"rabbitmq_prometheus"}
    for page in [ROOT / "docs" / "operations.md", *RUNBOOKS.glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"`((?:hub|rabbitmq)_[a-z_]+)", text):
            assert name in known, f"{page.name}: {name}"
        for name in re.findall(r"`(Hub[A-Z]\w+)`", text):
            assert name in ALERTS, f"{page.name}: {name}"


def test_every_alert_is_on_its_page() -> None:
    """Whoever opens the page of an alert finds its name there."""
    for name, rule in ALERTS.items():
        page = (ROOT / rule["annotations"]["runbook"]).read_text(encoding="utf-8")
        assert f"`{name}`" in page, name


def test_runbooks_are_listed_and_name_commands_that_exist() -> None:
    """operations.md links every runbook; the commands in them are commands of the hub."""
    listed = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    pages = sorted(RUNBOOKS.glob("*.md"))
    assert len(pages) >= 9
    for page in pages:
        assert f"](runbooks/{page.name})" in listed, page.name
        text = page.read_text(encoding="utf-8")
        lines = re.findall(
            r"^    (?:docker compose exec \w+ |\w+ \| )?(hub .*)$", text, re.MULTILINE
        )
        for line in lines + re.findall(r"`(hub [a-z][^`]*)`", text):
            words = [word for word in line.split() if re.fullmatch(r"[a-z]+", word)]
            assert is_command(words[:3]) or is_command(words[:2]), f"{page.name}: {line}"

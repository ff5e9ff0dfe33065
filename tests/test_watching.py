"""What watches the hub fits it: queries, alerts, dashboard and the pages about them."""

import json
import re
from collections.abc import Iterator

import pytest

from hub.app.task import ROLES
from hub.telemetry.definitions import METRICS
from tests.deployed import DEPLOY, ROOT, SERVICES, is_command, load

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

"""Changes and cancellations through the line, with and without the order that they speak of."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.resources import resource

PARTY = """name = "{name} (made up)"
country = "NL"
roles = ["{role}"]

[[account]]
kind = "folder"
path = "in/{key}"
answer = "system"

[[port]]
name = "system"
kind = "folder"
path = "out/{key}"

[[receives]]
kind = "*"
port = "system"
"""
BUYER, SHOP = "voorbeeld", "leverancier"
ADDRESSES = {BUYER: "NL:OIN,00000001123456782000", SHOP: "NL:KVK,12345678"}
ROLES = {BUYER: "buyer", SHOP: "seller"}


@pytest.fixture
def hub(tmp_path: Path, schemas_home: Path) -> Iterator[Hub]:
    """A hub between a town and a shop."""
    parties = tmp_path / "config" / "parties"
    parties.mkdir(parents=True)
    for key, role in ROLES.items():
        text = PARTY.format(key=key, name=key.title(), role=role)
        (parties / f"{key}.toml").write_text(text, "utf-8")
        rows = f"scheme,value,name\n{ADDRESSES[key]},made up\n"
        (parties / f"{key}.endpoints.csv").write_text(rows, "utf-8")
    settings = Settings(tmp_path / "home", tmp_path / "config", schemas_home, settle=0.0)
    opened = open_hub(settings, tools=Toolbox(settings))
    yield opened
    opened.close()


def sent(hub: Hub, folder: Path, kind: str, number: str | None = None) -> list[str]:
    """Send an example of the buyer's, about order 7 or another; return what it heard of it."""
    text = (resource("mappings") / "ubl" / "examples" / kind / "input.xml").read_text("utf-8")
    path = folder / f"{kind}.xml"
    path.write_text(text if number is None else text.replace("ORDER-7<", f"{number}<"), "utf-8")
    before = set((folder / "home" / "out" / BUYER).glob("*.json"))
    accepted = hub.submit(path, BUYER, path.name)
    assert hub.run_until_idle(40)
    found = hub.archive.interchange(accepted.interchange)
    assert found is not None
    (document,) = found["documents"]
    assert document["outcome"] == "accepted"
    (answer,) = set((folder / "home" / "out" / BUYER).glob("*.json")) - before
    told = json.loads(answer.read_text("utf-8"))
    (one,) = told["documents"]
    findings = [finding for layer in one["report"]["layers"] for finding in layer["findings"]]
    return [f"{finding['rule']} {finding['severity']} {finding['value']}" for finding in findings]


@pytest.mark.parametrize("kind", ["order-change", "order-cancellation"])
def test_an_order_that_never_came_is_told(hub: Hub, tmp_path: Path, kind: str) -> None:
    """It goes on, because the order may have gone another way; but the buyer hears of it."""
    assert sent(hub, tmp_path, kind) == ["order-unknown warn ORDER-7"]
    assert list((tmp_path / "home" / "out" / SHOP).iterdir())


@pytest.mark.parametrize("kind", ["order-change", "order-cancellation"])
def test_an_order_that_went_there_is_not(hub: Hub, tmp_path: Path, kind: str) -> None:
    """Only this one was passed on: about another order it is told again."""
    assert sent(hub, tmp_path, "order") == []
    assert sent(hub, tmp_path, kind) == []
    other = "order-change" if kind == "order-cancellation" else "order-cancellation"
    assert sent(hub, tmp_path, other, "ORDER-8") == ["order-unknown warn ORDER-8"]

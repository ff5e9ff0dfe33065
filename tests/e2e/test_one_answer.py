"""DIG-04 through the line: an order has one answer, until it is changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.resources import resource

UNIT, SHOP = "voorbeeld", "leverancier"
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
ASKS = """
[[receives]]
kind = "order-response"
port = "system"
format = "ubl-ohnl:order-response:1.9"
profile = "digiinkoop-documents"
"""
ISSUED_LATER = ("<cbc:IssueDate>2026-01-05", "<cbc:IssueDate>2026-01-06")
ADDRESSES = {UNIT: "NL:OIN,00000001123456782000", SHOP: "NL:KVK,12345678"}


def configure(folder: Path) -> Path:
    """Write who is who: a unit that wants its answers by DigiInkoop's rules, and a shop."""
    parties = folder / "parties"
    parties.mkdir(parents=True)
    for key, role in ((UNIT, "buyer"), (SHOP, "seller")):
        text = PARTY.format(key=key, name=key.title(), role=role)
        text = text + ASKS if key == UNIT else text
        (parties / f"{key}.toml").write_text(text, "utf-8")
        rows = f"scheme,value,name\n{ADDRESSES[key]},made up\n"
        (parties / f"{key}.endpoints.csv").write_text(rows, "utf-8")
    return folder


@pytest.fixture
def hub(tmp_path: Path, schemas_home: Path) -> Iterator[Hub]:
    """A hub between the two."""
    config = configure(tmp_path / "config")
    settings = Settings(tmp_path / "home", config, schemas_home, settle=0.0)
    opened = open_hub(settings, tools=Toolbox(settings))
    yield opened
    opened.close()


def sent(hub: Hub, folder: Path, account: str, kind: str, *changes: tuple[str, str]) -> list[str]:
    """Send an example, changed; return its outcome, and the rules that refuse it."""
    text = (resource("mappings") / "ubl-ohnl" / "examples" / kind / "input.xml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "document.xml"
    path.write_text(text, "utf-8")
    accepted = hub.submit(path, account, f"{kind}.xml")
    assert hub.run_until_idle(40)
    found = hub.archive.interchange(accepted.interchange)
    assert found is not None
    (document,) = found["documents"]
    return [document["outcome"], *([document["reason"]] if document["reason"] else [])]


def test_an_order_has_one_answer_until_it_is_changed(hub: Hub, tmp_path: Path) -> None:
    """The second is refused under its number; after a change of the order one more may come."""
    second, third = (("ANTWOORD-7", f"ANTWOORD-7-{number}") for number in (2, 3))
    assert sent(hub, tmp_path, UNIT, "order") == ["accepted"]
    assert sent(hub, tmp_path, SHOP, "order-response") == ["accepted"]
    refused = ["rejected", "refused-by-all-receivers"]
    assert sent(hub, tmp_path, SHOP, "order-response", second) == refused
    # Nor does the number of the first make it the first.
    assert sent(hub, tmp_path, SHOP, "order-response", ISSUED_LATER) == refused
    reports = (tmp_path / "home" / "out" / SHOP).glob("*.json")
    found = sorted('"DIG-04"' in path.read_text("utf-8") for path in reports)
    assert found == [False, True, True]
    assert sent(hub, tmp_path, UNIT, "order-change") == ["accepted"]
    assert sent(hub, tmp_path, SHOP, "order-response", third) == ["accepted"]

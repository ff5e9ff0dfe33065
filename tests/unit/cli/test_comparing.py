"""`hub diff`: two versions of a catalogue."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.formats.payload import Payload
from hub.resources import resource
from tests.bizfile import biz_file, item, price

Diff = Callable[..., Result]


@pytest.fixture
def diff(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Diff:
    """Compare two catalogues."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)

    def run(old: Payload, new: Payload, *words: str) -> Result:
        paths = [tmp_path / "old.zip", tmp_path / "new.zip"]
        for path, payload in zip(paths, (old, new), strict=True):
            assert payload.content is not None
            path.write_bytes(payload.content)
        return CliRunner().invoke(app, ("diff", *map(str, paths), *words))

    return run


def version(*items: dict[str, str], amounts: Iterable[tuple[str, str, str]] = ()) -> Payload:
    """Return a catalogue; ``amounts`` are item, quantity and price."""
    prices = [price(ITEM_NO=no, PRICE_QTY=qty, PRICE_AMOUNT=said) for no, qty, said in amounts]
    return biz_file(items=items, prices=prices or (price(),))


def described(done: Result) -> list[dict[str, Any]]:
    """Return what --json printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_same_twice_is_no_difference(diff: Diff) -> None:
    """A catalogue does not differ from itself, and the exit code says so."""
    done = diff(version(item()), version(item()))
    assert done.exit_code == 0, done.output
    assert "the same items at the same prices" in done.output


@pytest.mark.parametrize("which", [0, 1, 2], ids=["old", "new", "both"])
def test_a_file_that_cannot_be_read_is_no_equal_one(diff: Diff, which: int) -> None:
    """What is wrong is told, and neither that nothing changed nor that everything did."""
    fine, broken = version(item()), biz_file(items=({"ITEM_NO": "A-1", "ITEM_NAME": "Blyant"},))
    pair = [(broken, fine), (fine, broken), (broken, broken)][which]
    done = diff(*pair)
    assert done.exit_code == 1
    assert "BIZ-02" in done.output
    assert "the same items" not in done.output
    told = described(diff(*pair, "--json"))
    assert [one["verdict"] for one in told] == ["invalid"] * (2 if which == 2 else 1)
    assert all("BIZ-02" in json.dumps(one) for one in told)


def test_items_come_go_and_change(diff: Diff) -> None:
    """New, gone and changed items are told with their numbers; changed ones with the fields."""
    old = version(item(), item(ITEM_NO="A-2"), item(ITEM_NO="A-3"))
    new = version(item(), item(ITEM_NO="A-3", ITEM_NAME="Blyant 2B"), item(ITEM_NO="A-4"))
    done = diff(old, new, "--json")
    assert done.exit_code == 1
    assert [(one["change"], one["number"]) for one in described(done)] == [
        ("changed", "A-3"),
        ("added", "A-4"),
        ("removed", "A-2"),
    ]
    assert described(done)[0]["fields"] == ["item.name"]


def test_prices_are_told_apart_from_the_rest(diff: Diff) -> None:
    """A price that changed, and one that is new, with the quantity they begin at."""
    old = version(item(), amounts=[("A-1", "1", "10.00")])
    new = version(item(), amounts=[("A-1", "1", "10.50"), ("A-1", "10", "9.00")])
    [change] = described(diff(old, new, "--json"))
    assert change["change"] == "price"
    assert [(one["old"], one["new"]) for one in change["prices"]] == [
        ("10.00 DKK", "10.50 DKK"),
        (None, "9.00 DKK"),
    ]


def test_amounts_are_compared_as_numbers(diff: Diff) -> None:
    """10.00 written as 10.0 is no new price."""
    old = version(item(), amounts=[("A-1", "1", "10.00")])
    new = version(item(), amounts=[("A-1", "1", "10.0")])
    assert diff(old, new).exit_code == 0


def test_an_item_given_twice_is_told(diff: Diff) -> None:
    """The same number twice in a file is told for the file it stands in; the first counts."""
    once = resource("examples", "catalogues", "nordlys-oioubl.xml").read_bytes()
    twice = once.replace(b">NOR-1002<", b">NOR-1001<")
    assert twice != once
    done = diff(Payload.of_bytes(once, "a.xml"), Payload.of_bytes(twice, "b.xml"), "--json")
    assert [one["change"] for one in described(done)] == ["twice-new", "removed"]


def test_an_item_that_its_own_format_refuses_twice_is_told(diff: Diff) -> None:
    """Where the format forbids the second one, its rule says so."""
    done = diff(version(item()), version(item(), item(ITEM_NAME="Another")))
    assert "BIZ-04" in done.output


def test_lines_that_cannot_be_read_are_told(diff: Diff) -> None:
    """What was not compared is said, so that it is not taken for gone."""
    done = diff(version(item()), version(item(ITEM_MIN_QTY="ti")))
    said = " ".join(done.output.split())
    assert "1 line of" in said
    assert "was not compared" in said
    before, _, after = said.partition("Some may only seem so")
    assert "Items that are gone" in before
    assert after


def test_many_changes_are_counted(diff: Diff) -> None:
    """Of each kind some are named and all are counted."""
    many = [item(ITEM_NO=f"N-{number}") for number in range(60)]
    done = diff(version(item()), version(item(), *many), "--limit", "5", "--language", "da")
    assert "Nye varer" in done.output
    assert done.output.count("  N-") == 5
    assert "… og 55 mere" in done.output


def test_only_catalogues_are_compared(diff: Diff) -> None:
    """What is no document at all is told as by `hub check`."""
    done = diff(Payload.of_bytes(b"hello", "x"), version(item()))
    assert done.exit_code == 1
    assert "not valid" in done.output


OLD = resource("examples", "catalogues", "nordlys-oioubl.xml")
CUSTOMER = "kolding"


@pytest.fixture
def reach(diff: Diff, monkeypatch: pytest.MonkeyPatch) -> Diff:
    """Compare the example's catalogue with a changed one, for its customer."""
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))

    def run(*changes: tuple[bytes, bytes], words: tuple[str, ...] = ("--json",)) -> Result:
        old = OLD.read_bytes()
        new = old
        for before, after in changes:
            assert before in new
            new = new.replace(before, after)
        payloads = (Payload.of_bytes(one, "catalogue.xml") for one in (old, new))
        return diff(*payloads, "--for", CUSTOMER, *words)

    return run


def of_customer(done: Result) -> dict[str, Any]:
    """Return what --json said of the one customer."""
    [told] = [one for one in described(done) if "customer" in one]
    return told


def test_changes_reach_a_customer_in_time(reach: Diff) -> None:
    """Its rules say so, and the changes of items it gets are counted."""
    told = of_customer(reach((b">20.35<", b">21.00<"), (b">Blyant, H<", b">Blyant, haard<")))
    assert (told["customer"], told["taken"], told["notice"]) == (CUSTOMER, "whole", "in-time")
    assert told["changes"] == {"price": 1, "changed": 1}


def test_prices_that_come_too_late_change_nothing(reach: Diff) -> None:
    """The version is refused as a whole; the words say by which rule, and what follows."""
    late = ((b">20.00<", b">21.00<"), (b">2030-01-01<", b">2026-01-05<"))
    told = of_customer(reach(*late))
    assert (told["taken"], told["notice"], told["changes"]) == ("refused", "late", {})
    assert [finding["rule"] for finding in told["findings"]] == ["PRI-11"]
    said = reach(*late, words=("--language", "da")).output
    assert "den gamle version med dens priser" in " ".join(said.split())


def test_items_that_are_gone_reach_who_had_them(reach: Diff) -> None:
    """What a customer got of the old version is looked at for that."""
    line = re.search(
        rb"(?s)<cac:CatalogueLine><cbc:ID>NOR-1002<.*?</cac:CatalogueLine>\n?", OLD.read_bytes()
    )
    assert line is not None
    assert of_customer(reach((line[0], b"")))["changes"] == {"removed": 1}


def test_one_product_under_two_numbers(reach: Diff) -> None:
    """The same GTIN twice is a twin of the number it stood under first."""
    twins = [
        one
        for one in described(reach((b">5790001000028<", b">5790001000011<")))
        if one.get("change") == "twin"
    ]
    assert [(one["number"], one["first"]) for one in twins] == [("NOR-1002", "NOR-1001")]

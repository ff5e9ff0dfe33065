"""What an operator reads about an order: the conversation, and answers that are overdue."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli.main import app
from hub.store.store import SqlStore
from tests.contract.speaking import Speaker
from tests.world import FakeClock

PARTY = 'name = "{name} Ltd"\ncountry = "DK"\nroles = ["{role}"]\n{more}'


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: FakeClock) -> Speaker:
    """An installation whose buyer ``north`` waits two hours for answers."""
    folder = tmp_path / "config" / "parties"
    folder.mkdir(parents=True)
    for name, role, more in (
        ("north", "buyer", "order_response_hours = 2\n"),
        ("mill", "seller", ""),
    ):
        (folder / f"{name}.toml").write_text(
            PARTY.format(name=name.title(), role=role, more=more), encoding="utf-8"
        )
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HUB_HOME", str(home))
    monkeypatch.setenv("HUB_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    return Speaker(SqlStore.embedded(home, clock), tmp_path / "spoken")


@pytest.fixture
def clock() -> FakeClock:
    """Long ago: what was said then is overdue for the clock of the machine."""
    return FakeClock()


def said(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_trace_shows_the_conversation(speaker: Speaker) -> None:
    """The order number shows every step with its direction and state, and each step's trace."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "order-response", "R-1", ("order", "PO-1"))
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    text = said("trace", "PO-1")
    assert "Order PO-1 between mill and north" in text
    lines = [line.split() for line in text.splitlines() if " -> " in line]
    assert [line[2:7] for line in lines[:3]] == [
        ["north", "->", "mill", "order", "PO-1"],
        ["mill", "->", "north", "order-response", "R-1"],
        ["mill", "->", "north", "invoice", "INV-1"],
    ]
    assert "No answer" not in text
    assert "waiting" in text


def test_trace_as_data(speaker: Speaker) -> None:
    """The same as one JSON object before those of the interchanges (DIG-10)."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    first, *rest = (json.loads(line) for line in said("trace", "PO-1", "--json").splitlines())
    assert [one["kind"] for one in first["conversation"]["documents"]] == ["order", "invoice"]
    assert [row["reason"] for row in first["conversation"]["overdue"]] == ["no-order-response"]
    assert [one["documents"][0]["number"] for one in rest] == ["PO-1"]


def test_overdue_answer(speaker: Speaker) -> None:
    """An order without an answer in time stands in the trace and among what waits."""
    speaker.say("north", "mill", "order", "PO-1")
    assert "No answer to the order from mill since" in said("trace", "PO-1")
    listed = said("parked")
    assert "PO-1" in listed
    assert "no answer in time" in listed
    row = json.loads(said("parked", "--json"))
    assert (row["what"], row["reason"], row["name"]) == ("order", "no-order-response", "PO-1")


def test_a_lonely_order(speaker: Speaker) -> None:
    """An order of a buyer who waits for ever is no conversation yet."""
    speaker.say("mill", "north", "order", "PO-7")
    assert "between" not in said("trace", "PO-7")
    assert said("parked").strip() == "Nothing is parked."


def test_what_names_an_order_that_never_came(speaker: Speaker) -> None:
    """The number an operator has finds what waits for it, and says that the order is not here."""
    speaker.say("mill", "north", "invoice", "INV-9", ("order", "PO-404"))
    text = said("trace", "PO-404")
    assert "Order PO-404 between mill and north" in text
    assert "INV-9" in text
    assert "The order itself has not come through this hub." in text


def test_an_order_that_came_is_not_called_missing(speaker: Speaker) -> None:
    """Only of an order that nobody sent here is that said."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    assert "has not come" not in said("trace", "PO-1")


def test_a_false_name_stands_apart(speaker: Speaker) -> None:
    """Whoever looks sees the account, and is not told that an order is missing which is there."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    speaker.pretend("bakery", "invoice", "INV-2", ("order", "PO-1"))
    text = said("trace", "PO-1")
    talk, false = text.split("Naming order PO-1, in a name that the account may not use: refused")
    assert "INV-2" not in talk
    assert "account bakery -> -" in false.partition("INV-2")[0]
    assert "has not come" not in text


def test_an_order_in_a_false_name_is_not_called_absent(speaker: Speaker) -> None:
    """It came, and stands below with who sent it; what names it says so."""
    speaker.pretend("bakery", "order", "PO-1")
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    text = said("trace", "PO-1")
    assert "has not come" not in text
    assert "came only in a name that its account may not use: see below" in text


def test_what_went_to_nobody_is_told_so(speaker: Speaker) -> None:
    """An order that was refused is no conversation between two."""
    speaker.say("north", None, "order", "PO-1")
    speaker.say("north", None, "order-change", "PO-1-2", ("order", "PO-1"))
    text = said("trace", "PO-1")
    assert "Order PO-1, from north (refused): nothing of it went to anybody" in text
    assert "has not come" not in text


def test_a_mistake_in_the_parties_hides_nothing(speaker: Speaker, tmp_path: Path) -> None:
    """What happened is told all the same; that nobody looked for late answers is said, too."""
    speaker.say("north", "mill", "order", "PO-1")
    speaker.say("mill", "north", "invoice", "INV-1", ("order", "PO-1"))
    wrong = tmp_path / "config" / "parties" / "north.endpoints.csv"
    wrong.write_text("scheme,value,name\nGLN,5790000000000,Hall\n", encoding="utf-8")
    for words in (("trace", "PO-1"), ("parked",)):
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == 0, done.output
        warned = " ".join(done.stderr.split())
        assert "warning: parties/north.endpoints.csv:2" in warned
        assert "overdue are not told" in warned
    assert "Nothing is parked." in done.stdout
    assert "Order PO-1 between mill and north" in said("trace", "PO-1")

"""What an operator reads and types: reasons with what they mean, and ids cut short."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert, select
from typer.testing import CliRunner, Result

from hub.app.bootstrap import open_hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.main import app
from hub.cli.meaning import Meanings
from hub.cli.parkedlist import show_parked
from hub.cli.tracing import show_trace
from hub.resources import resource
from hub.store.schema import interchange

Run = Callable[..., Result]
SOURCE = resource("examples", "catalogues", "nordlys-kontor.xlsx")
NARROW = 80


@pytest.fixture
def run(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over an installation of its own with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def parked(run: Run) -> str:
    """Return the id of a catalogue that workers died of."""
    done = run("send", SOURCE, "--as", "nordlys")
    assert done.exit_code == 0, done.output
    with open_hub(Settings.from_environment()) as hub:
        [found] = hub.archive.search("")
        hub.store.work.park(found["id"], "worker-died", "the worker ended 5 times")
    return str(found["id"])


@pytest.fixture
def narrow() -> tuple[Console, io.StringIO]:
    """A terminal of 80 columns, and what is written on it."""
    screen = io.StringIO()
    return Console(width=NARROW, file=screen), screen


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Workers ended again and again"),
        ("da", "Arbejdsprocesser sluttede gang på gang"),
        ("nl", "Werkprocessen eindigden keer op keer"),
    ],
)
def test_parked_says_what_a_reason_means(
    run: Run, parked: str, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    """In the language of the installation, and beside it the error; data stay as they were."""
    monkeypatch.setenv("HUB_LANGUAGE", language)
    for command in (("parked",), ("trace", parked)):
        said = run(*command).stdout
        assert "worker-died" in said
        assert sentence in " ".join(said.split())
        assert "the worker ended 5 times" in said
    row = json.loads(run("parked", "--json").stdout)
    assert (row["id"], row["reason"]) == (parked, "worker-died")


@pytest.mark.usefixtures("parked")
def test_a_way_out_of_no_route_names_the_restart(run: Run) -> None:
    """A replay before it would end where the first one did, and has an id of its own."""
    for words in (("explain", "no-route"), ("parked",)):
        said = " ".join(run(*words).stdout.split())
        assert "restart" in said, words
        assert "new id" in said, words


def test_what_went_well_is_replayed_by_naming_a_port(run: Run, parked: str) -> None:
    """The sentence names the option as it is typed."""
    assert run("replay", parked).exit_code == 0
    done = run("replay", parked)
    assert done.exit_code == 3, done.output
    assert "--to PORT" in done.output


def test_a_narrow_terminal_is_enough(parked: str, narrow: tuple[Console, io.StringIO]) -> None:
    """Nothing is cut off at 80 columns, and no word of what matters is broken."""
    console, screen = narrow
    settings = Settings.from_environment()
    meanings = Meanings(Toolbox(settings))
    with open_hub(settings) as hub:
        show_parked(console, hub.archive.parked(), meanings)
        whole = hub.archive.interchange(parked)
        assert whole is not None
        show_trace(console, whole, hub.archive.trace(parked), meanings)
    lines = screen.getvalue().splitlines()
    assert max(map(len, lines)) <= NARROW
    for word in (SOURCE.name, parked[:8], "worker-died", "nordlys", "parked"):
        assert any(word in line for line in lines), word


def test_the_beginning_of_an_id_is_enough(run: Run, parked: str, tmp_path: Path) -> None:
    """For the original, and for a replay."""
    out = tmp_path / "out.xlsx"
    assert run("show", parked[:8], "-o", out).exit_code == 0
    assert out.read_bytes() == SOURCE.read_bytes()
    done = run("replay", parked[:8])
    assert done.exit_code == 0, done.output
    assert "accepted as number 2" in done.stdout


def test_a_beginning_of_several_ids_lists_them(run: Run, parked: str, tmp_path: Path) -> None:
    """Nothing is chosen; the whole id names the one that is meant."""
    other = parked[:-4] + ("0000" if parked[-4:] != "0000" else "1111")
    with open_hub(Settings.from_environment()) as hub, hub.store.database.write() as connection:
        row = connection.execute(select(interchange)).mappings().one()
        twin = {**row, "id": other, "accept_number": row["accept_number"] + 1}
        connection.execute(insert(interchange).values(twin))
    for command in (("show", parked[:8]), ("replay", parked[:8])):
        done = run(*command)
        assert done.exit_code == 2, done.output
        assert "several" in done.output
        assert parked in done.output
        assert other in done.output
    assert run("show", parked, "-o", tmp_path / "out.xlsx").exit_code == 0


def test_what_is_unknown_is_said_with_a_way_on(run: Run, parked: str) -> None:
    """Also that a beginning is too short."""
    done = run("show", parked[:5])
    assert done.exit_code == 1
    assert "at least 8 characters" in done.output
    done = run("trace", "ffffffff-none")
    assert done.exit_code == 1
    assert "hub trace finds ids by" in done.output

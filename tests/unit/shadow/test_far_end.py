"""`hub shadow`: what the hub wrote is loaded by readers that know nothing of its writers."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.resources import resource

Run = Callable[..., Result]
CATALOGUE = resource("examples", "catalogues", "nordlys-kontor.xlsx")
MASTER = resource("examples", "catalogues", "nordlys-stamdata.xlsx")
FAR_ENDS = {
    "prisme": ("esbjerg", "oioubl:catalogue:2.02", "k.xml"),
    "rakat": ("vejle", "rakat:catalogue:1", "k.zip"),
    "opus": ("fredericia", "opus:catalogue:1", "k.xml"),
}
BEFORE = "2029-12-01"


@pytest.fixture
def run(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of the hub with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def written(run: Run, source: Path, receiver: str, target: str, out: Path) -> Path:
    """Convert an example for a receiver."""
    words = ("--to", target, "--as", "nordlys", "--for", receiver, "-o", out)
    done = run("convert", source, *words)
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Ask a stand-in for its answer to one file."""

    def ask(system: str, file: Path, *words: str) -> dict[str, Any]:
        state = ("--state", tmp_path / "state", "--json")
        done = run("shadow", system, file, *state, *words)
        answer: dict[str, Any] = json.loads(done.stdout)
        assert done.exit_code == (1 if answer["state"] == "refused" else 0), done.output
        return answer

    return ask


Ask = Callable[..., dict[str, Any]]


def rules(answer: dict[str, Any], weight: str = "refused") -> set[str]:
    """Return the rules of an answer's remarks of a weight."""
    return {one["rule"] for one in answer["remarks"] if one["weight"] == weight}


@pytest.mark.parametrize("system", FAR_ENDS)
def test_what_was_written_is_loaded(run: Run, asked: Ask, tmp_path: Path, system: str) -> None:
    """Each system takes the example with all its items, each by a reader of its own."""
    receiver, target, name = FAR_ENDS[system]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    answer = asked(system, out, "--day", BEFORE)
    assert answer["state"] in ("loaded", "scheduled"), answer["remarks"]
    assert answer["items"] >= 5


def price_book(run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """Write the master data and a price book, each under the name that says what it is."""
    update = tmp_path / "ttk_katalog_10000009_1.csv"
    book = tmp_path / "ttk_prisbog_HER-KONTOR-2026_1.csv"
    written(run, MASTER, "truetrade", "truetrade:catalogue:1", update)
    written(run, CATALOGUE, "herning", "truetrade:pricebook:1", book)
    return update, book


def test_a_price_book_needs_a_published_catalogue(run: Run, asked: Ask, tmp_path: Path) -> None:
    """Alone it is refused, and beside a draft; once the catalogue is published it is loaded."""
    update, book = price_book(run, tmp_path)
    assert rules(asked("truetrade", book)) == {"TTK-04"}
    assert asked("truetrade", update, "--set", "publish=no")["kind"] == "draft"
    assert rules(asked("truetrade", book)) == {"TTK-04"}
    assert asked("truetrade", update, "--set", "publish=yes")["state"] == "loaded"
    answer = asked("truetrade", book)
    assert answer["state"] != "refused", answer["remarks"]


def test_what_is_refused_leaves_the_old_in_force(run: Run, asked: Ask, tmp_path: Path) -> None:
    """A price book with three decimals, or without a third of its items, changes nothing."""
    update, book = price_book(run, tmp_path)
    far = ("--day", "2031-01-01")
    asked("truetrade", update, *far)
    assert asked("truetrade", book, *far)["in_force"] == "1"
    text = book.read_text(encoding="utf-8")
    second = tmp_path / "ttk_prisbog_HER-KONTOR-2026_2.csv"
    second.write_text(re.sub(r"(\.[0-9]{2}),", r"\g<1>5,", text, count=1), encoding="utf-8")
    answer = asked("truetrade", second, *far)
    assert (rules(answer), answer["in_force"]) == ({"TTK-02"}, "1")
    rows = text.splitlines(keepends=True)
    second.write_text("".join(rows[: 3 + (len(rows) - 3) * 2 // 3]), encoding="utf-8")
    answer = asked("truetrade", second, *far)
    assert (rules(answer), answer["in_force"]) == ({"TTK-05"}, "1")
    assert asked("truetrade", second, "--set", "confirm=yes", *far)["in_force"] == "2"


def test_an_old_price_stays_until_the_new_one_begins(run: Run, asked: Ask, tmp_path: Path) -> None:
    """A price of a later day is told with the one that holds until then."""
    update, book = price_book(run, tmp_path)
    asked("truetrade", update, "--day", "2031-01-01")
    asked("truetrade", book, "--day", "2031-01-01")
    text = book.read_text(encoding="utf-8")
    later = tmp_path / "ttk_prisbog_HER-KONTOR-2026_2.csv"
    head, _, rest = text.rpartition("2030-01-01")
    later.write_text(f"{head}2031-06-01{rest}", encoding="utf-8")
    answer = asked("truetrade", later, "--day", "2031-01-02")
    assert answer["state"] == "loaded"
    assert rules(answer, "noted") == {"GYLDIG_FRA"}


def test_a_catalogue_waits_for_its_day(run: Run, asked: Ask, tmp_path: Path) -> None:
    """Before its first day the one of before is in force; new prices need three working days."""
    receiver, target, name = FAR_ENDS["prisme"]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    first = asked("prisme", out, "--day", "2030-01-02")
    assert (first["state"], first["in_force"]) == ("loaded", "1")
    text = out.read_text(encoding="utf-8")
    newer = text.replace("<cbc:VersionID>1<", "<cbc:VersionID>2<")
    newer = newer.replace("19.30<", "19.40<").replace(">2030-01-01<", ">2030-03-04<")
    assert newer != text
    out.write_text(newer, encoding="utf-8")
    late = asked("prisme", out, "--day", "2030-02-28")
    assert (rules(late), late["in_force"]) == ({"PRI-11"}, "1")
    timely = asked("prisme", out, "--day", "2030-02-20")
    assert (timely["state"], timely["in_force"]) == ("scheduled", "1")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<cbc:OrderableUnit>BX<", "<cbc:OrderableUnit>ÆSKE<", "PRI-04"),
        (">44121706<", ">44120000<", "PRI-07"),
        ("KONTOR-2026<", "KONTOR-2027<", "PRI-09"),
        ("NOR-1001<", f"{'9' * 36}<", "PRI-01"),
    ],
)
def test_a_faulty_catalogue_is_refused_whole(
    run: Run, asked: Ask, tmp_path: Path, old: str, new: str, rule: str
) -> None:
    """One wrong value is enough, and the rule says which."""
    receiver, target, name = FAR_ENDS["prisme"]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    text = out.read_text(encoding="utf-8")
    assert old in text
    out.write_text(text.replace(old, new), encoding="utf-8")
    answer = asked("prisme", out, "--set", "agreements=ESB-KONTOR-2026")
    assert rule in rules(answer)
    assert answer["in_force"] is None


def test_an_unknown_unit_becomes_pieces(run: Run, asked: Ask, tmp_path: Path) -> None:
    """The archive's system loads it as Stk and says that the price is wrong now; or leaves it."""
    receiver, target, name = FAR_ENDS["rakat"]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    answer = asked("rakat", out, "--set", "units=EA,PR")
    assert rules(answer, "changed") == {"RAK-02"}
    whole = answer["items"]
    answer = asked("rakat", out, "--set", "unit_policy=refuse")
    assert rules(answer, "left-out") >= {"RAK-02"}
    assert answer["items"] < whole


def test_an_archive_with_another_file_is_refused(run: Run, asked: Ask, tmp_path: Path) -> None:
    """Prices that the manifest does not know are not loaded."""
    receiver, target, name = FAR_ENDS["rakat"]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(out) as box, zipfile.ZipFile(other, "w") as copy:
        for member in box.namelist():
            data = box.read(member)
            copy.writestr(member, data.replace(b"19.30", b"1.30") if "priser" in member else data)
    assert rules(asked("rakat", other)) == {"FILE"}


def test_a_catalogue_for_another_system_is_refused(run: Run, asked: Ask, tmp_path: Path) -> None:
    """The name that the municipality issued, creditors, and images that have to come along."""
    receiver, target, name = FAR_ENDS["opus"]
    out = written(run, CATALOGUE, receiver, target, tmp_path / name)
    answer = asked("opus", out, "--set", "system_name=ANDEN-01", "--set", "creditors=99999999")
    assert rules(answer) == {"OPU-01", "OPU-02"}
    words = ("--set", "system_name=FREDERICIA-01", "--set", "creditors=10000009")
    assert asked("opus", out, *words)["state"] != "refused"
    assert rules(asked("opus", out, "--set", "images=need")) == {"OPU-03"}


@pytest.mark.parametrize("system", [*FAR_ENDS, "truetrade"])
def test_what_is_no_delivery_is_refused(asked: Ask, tmp_path: Path, system: str) -> None:
    """A letter is refused in a sentence by every system."""
    letter = tmp_path / "brev.txt"
    letter.write_text("Kære alle", encoding="utf-8")
    assert asked(system, letter)["state"] == "refused"


def test_an_unknown_system_is_told(run: Run, tmp_path: Path) -> None:
    """Those that there are are named."""
    done = run("shadow", "saturn", tmp_path, "--state", tmp_path / "state")
    assert done.exit_code == 3
    assert "opus, prisme, rakat, truetrade" in done.output

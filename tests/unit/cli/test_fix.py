"""`hub fix`: accepted suggestions in a copy of the supplier's own file."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result
from xlsxwriter import Workbook

from hub.cli.main import app
from hub.config.settled import SettledUnits
from hub.resources import resource
from tests.bizfile import biz_file, item, price

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The hub's home."""
    return tmp_path / "home"


@pytest.fixture
def hub(home: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `hub` with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(home))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [*map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A catalogue with a decimal comma, a key in the wrong case and a unit nobody knows."""
    payload = biz_file(
        items=[item(), item(ITEM_NO="A-2", ITEM_UNIT="FLAK"), item(ITEM_NO="A-3")],
        prices=[
            price(PRICE_AMOUNT="1,50"),
            price(ITEM_NO="a-2"),
            price(ITEM_NO="A-3", PRICE_AMOUNT="2,345"),
        ],
    )
    path = tmp_path / "katalog.zip"
    assert payload.content is not None
    path.write_bytes(payload.content)
    return path


def prices(path: Path) -> list[str]:
    """Return the rows of prices."""
    with zipfile.ZipFile(path) as box:
        return box.read("priser.csv").decode().splitlines()


def test_a_check_suggests_and_changes_nothing(hub: Run, file: Path, tmp_path: Path) -> None:
    """Text, JSON, page and workbook name what could be written; the file stays as it is."""
    before = file.read_bytes()
    page, marked = tmp_path / "r.html", tmp_path / "m.xlsx"
    done = hub("check", file, "--html", page, "--xlsx", marked)
    assert "hub fix" in done.output
    assert "--accept BIZ-07,BIZ-08" in done.output
    assert "1.50" in done.output
    said = json.loads(hub("check", file, "--json").output)
    [near] = [one for one in said["suggestions"] if one["rules"] == ["BIZ-08"]]
    assert (near["old"], near["new"], near["row"]) == ("a-2", "A-2", 3)
    assert said["suggestion_counts"]["BIZ-07"] == 2
    assert "Suggested" in page.read_text("utf-8")
    rows = CalamineWorkbook.from_path(marked).get_sheet_by_name("priser").to_python()
    assert "Suggestion: write “1.50”" in str(rows[1])
    assert file.read_bytes() == before


def test_accepted_rules_are_written(hub: Run, file: Path, tmp_path: Path) -> None:
    """What needs no choice is written; a comma before three digits waits; a log lies beside."""
    target = tmp_path / "ny" / "rettet.zip"
    done = hub("fix", file, "--accept", "BIZ-07, BIZ-08", "-o", target)
    assert done.exit_code == 0, done.output
    assert prices(target)[1:4] == ["A-1;1;1.50;DKK", "A-2;1;10.00;DKK", "A-3;1;2,345;DKK"]
    assert '--set "2,345=2.3450"' in done.output
    log = CalamineWorkbook.from_path(tmp_path / "ny" / "rettet.zip.changes.xlsx")
    cells = log.get_sheet_by_index(0).to_python()
    assert cells[1][:6] == ["priser.csv", "2", "PRICE_AMOUNT", "BIZ-07", "1,50", "1.50"]
    again = hub("check", target, "--json")
    counts = json.loads(again.output)["suggestion_counts"]
    assert counts.get("BIZ-07") == 1
    assert "BIZ-08" not in counts


def test_a_dry_run_writes_nothing_and_its_list_can_be_given_back(
    hub: Run, file: Path, tmp_path: Path
) -> None:
    """An edited list is carried out; an entry whose cell holds something else is refused."""
    done = hub("fix", file, "--accept", "BIZ-07,BIZ-08", "--dry-run", "--json")
    assert list(tmp_path.glob("*corrected*")) == []
    entries = [json.loads(line) for line in done.output.splitlines()]
    [waiting] = [one for one in entries if one["new"] is None]
    waiting["new"] = "2.345"
    [near] = [one for one in entries if one["rules"] == ["BIZ-08"]]
    near["old"] = "noget andet"
    plan = tmp_path / "plan.json"
    plan.write_text("\n".join(json.dumps(one) for one in entries), "utf-8")
    done = hub("fix", file, "--plan", plan)
    assert done.exit_code == 0, done.output
    assert "noget andet" in done.output
    written = prices(tmp_path / "katalog.corrected.zip")
    assert written[1:4] == ["A-1;1;1.50;DKK", "a-2;1;10.00;DKK", "A-3;1;2.345;DKK"]


def test_a_chosen_unit_is_remembered_and_taken_back(hub: Run, tmp_path: Path, home: Path) -> None:
    """The supplier's next file is read as it decided, until the decision is taken back."""
    payload = biz_file(items=[item(), item(ITEM_NO="A-2", ITEM_UNIT="FLAK")],
                       prices=[price(), price(ITEM_NO="A-2")])  # fmt: skip
    assert payload.content is not None
    file = tmp_path / "katalog.zip"
    file.write_bytes(payload.content)
    done = hub("fix", file, "--set", "FLAK=CS", "--as", "nordlys")
    assert done.exit_code == 0, done.output
    assert "Remembered for nordlys: FLAK means CS" in done.output
    assert SettledUnits(home).of("nordlys") == {"FLAK": "CS"}

    def said() -> set[str]:
        told = hub("check", file, "--for", "esbjerg", "--as", "nordlys", "--json").output
        [one] = json.loads(told)["receivers"]
        return {
            finding["rule"]
            for layer in one["report"]["layers"]
            for finding in layer["findings"]
            if finding["value"] == "FLAK"
        }

    assert said() == {"UOM-02"}
    assert hub("fix", "--forget", "FLAK", "--as", "nordlys").exit_code == 0
    assert SettledUnits(home).of("nordlys") == {}
    assert said() == {"PRI-04"}


def test_a_value_of_the_head_is_corrected_beside_its_key(hub: Run, tmp_path: Path) -> None:
    """In the sheet of keys and values the value is mended, not the key."""
    payload = biz_file(head={"CATALOGUE_ID": "K1", "ISSUE_DATE": "31-01-2026", "CURRENCY": "DKK"})
    assert payload.content is not None
    file = tmp_path / "katalog.zip"
    file.write_bytes(payload.content)
    assert hub("fix", file, "--accept", "BIZ-07").exit_code == 0
    with zipfile.ZipFile(tmp_path / "katalog.corrected.zip") as box:
        assert "ISSUE_DATE;2026-01-31" in box.read("hoved.csv").decode()


def test_the_original_is_never_written_over(hub: Run, file: Path) -> None:
    """-o may not name the file itself, and nothing to correct is not a success."""
    assert hub("fix", file, "--accept", "BIZ-08", "-o", file).exit_code == 2
    assert hub("fix", file, "--accept", "BIZ-99").exit_code == 1
    assert "hub fix" in hub("fix", file).output


def test_a_file_of_another_kind_is_told_and_nothing_is_written(hub: Run, tmp_path: Path) -> None:
    """What cannot be corrected in place is not copied either, and no log pretends it was."""

    def fill(made: Workbook) -> None:
        heads = made.add_worksheet("STAMDATA")
        for column, (name, value) in enumerate(item(ITEM_CONTENT="1,5").items()):
            heads.write_string(0, column, name)
            heads.write_formula(1, column, f'="{value}"', None, value)

    file = tmp_path / "k.xlsx"
    with Workbook(file) as made:
        fill(made)
    done = hub("fix", file, "--accept", "BIZ-07")
    assert done.exit_code == 1, done.output
    assert "computed by a formula" in done.output
    assert [one.name for one in tmp_path.glob("k*")] == ["k.xlsx"]


def test_a_rule_that_suggests_nothing_is_told(hub: Run, file: Path) -> None:
    """Who mistypes the id of a rule hears that nothing was suggested by it."""
    done = hub("fix", file, "--accept", "NOPE-1,BIZ-07", "--dry-run")
    assert "NOPE-1: there is no suggestion" in done.output
    assert "BIZ-07: there is no" not in done.output


def test_without_a_choice_everything_kept_is_shown(hub: Run, tmp_path: Path) -> None:
    """What `hub check` shortens to three of a rule, `hub fix` shows."""
    written = [f"1,{number}5" for number in range(1, 7)]
    payload = biz_file(
        items=[item(ITEM_NO=f"A-{one}") for one in written],
        prices=[price(ITEM_NO=f"A-{one}", PRICE_AMOUNT=one) for one in written],
    )
    path = tmp_path / "katalog.zip"
    assert payload.content is not None
    path.write_bytes(payload.content)
    checked, fixed = hub("check", path).output, hub("fix", path).output
    assert "and 3 more for BIZ-07" in checked
    assert "more for BIZ-07" not in fixed
    assert [one for one in written if fixed.count(one.replace(",", ".")) == 0] == []


def test_a_second_copy_does_not_take_the_place_of_the_first(
    hub: Run, file: Path, tmp_path: Path
) -> None:
    """The corrections of the first time are in it only, and the sender is told."""
    hub("fix", file, "--accept", "BIZ-07")
    first = (tmp_path / "katalog.corrected.zip").read_bytes()
    done = hub("fix", file, "--accept", "BIZ-08", "--language", "en")
    assert (tmp_path / "katalog.corrected.zip").read_bytes() == first
    assert (tmp_path / "katalog.corrected-2.zip").exists()
    assert (tmp_path / "katalog.corrected-2.zip.changes.xlsx").exists()
    assert "is kept as it was" in done.output


def test_the_command_that_is_suggested_can_be_copied(hub: Run, file: Path) -> None:
    """Also where the name of the file has blanks."""
    blank = file.rename(file.with_name("pris liste ÆØÅ.zip"))
    done = hub("fix", blank, "--language", "en")
    assert f"hub fix '{blank}' --accept" in done.output


def test_a_file_that_cannot_be_read_is_told_so(hub: Run, tmp_path: Path) -> None:
    """Nothing to suggest would mean that it is right."""
    path = tmp_path / "ark.xlsx"
    book = Workbook(str(path))
    book.add_worksheet("Ark1").write_row(0, 0, ["Dato", "Sted", "Emne"])
    book.close()
    done = hub("fix", path, "--language", "en")
    assert done.exit_code == 1
    assert "FMT-01" in done.output
    assert "hub mappings new --from" in " ".join(done.output.split())
    assert "othing to suggest" not in done.output


def test_a_unit_that_is_no_code_is_neither_written_nor_remembered(
    hub: Run, file: Path, home: Path, tmp_path: Path
) -> None:
    """UOM-01 would refuse it in every file to come."""
    done = hub("fix", file, "--set", "FLAK=CAN", "--as", "nordlys")
    assert done.exit_code == 2
    assert "CAN for FLAK" in done.output
    assert not SettledUnits(home).of("nordlys")
    assert not list(tmp_path.glob("*corrected*"))

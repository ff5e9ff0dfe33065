"""`hub mappings new`: a supplier's own sheet read by a proposed table."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.resources import resource

Run = Callable[..., Result]

DANISH = (
    "Prisliste 2026;;;;;;\n"
    "Varenr.;Varetekst;Enhed;Nettopris;EAN;Vejl. pris;Farve\n"
    "1001;Blyant HB;stk;1,50;4006381333931;3,00;gul\n"
    "1002;Viskelæder, hvidt;kasse;120,00;4006381333931;200,00;hvid\n"
)
DUTCH = (
    "Artikelcode,Naam,Verkoopeenheid,Prijs excl. btw,Valuta,BTW %,Levertijd\n"
    "P-1,Potlood,stuk,1.50,EUR,21,2\n"
    "P-2,Gum,doos,12.00,EUR,21,3\n"
)
ENGLISH = "SKU\tProduct name\tUoM\tUnit price\tCurrency\nE-1\tPencil\tEA\t1.50\tDKK\n"


@pytest.fixture
def hub(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `hub` with a folder of own mappings."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.setenv("HUB_MAPPINGS", str(own))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [*map(str, words)])


@pytest.mark.parametrize(
    ("text", "more"),
    [(DANISH, ("--currency", "DKK")), (DUTCH, ()), (ENGLISH, ())],
    ids=["da", "nl", "en"],
)
def test_a_sheet_is_read_by_what_was_proposed(
    hub: Run, tmp_path: Path, text: str, more: tuple[str, ...]
) -> None:
    """Headings of three languages are known; the sheet is then a format like any other."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(text, "utf-8")
    done = hub("mappings", "new", "--from", sheet, "--name", "lager", *more)
    assert done.exit_code == 0, done.output
    assert "0 refused" in done.output
    assert hub("identify", sheet).output.startswith("lager:catalogue:1")
    said = json.loads(hub("check", sheet, "--json").output)
    assert said["verdict"] == "valid", said
    done = hub("convert", sheet, "--to", "bizisland:catalogue:1", "-o", tmp_path / "ud.zip")
    assert done.exit_code == 0, done.output
    assert hub("mappings", "check").exit_code == 0


def test_what_is_mended_below_a_title(hub: Run, tmp_path: Path) -> None:
    """Suggestions are for the row of headings, wherever it stands."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(DANISH.replace("1,50", "1.001,50"), "utf-8")
    words = ("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    assert hub(*words).exit_code == 0
    done = hub("fix", sheet, "--accept", "ROW-value")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "liste.corrected.csv").read_text("utf-8")
    assert text == DANISH.replace("1,50", "1001.50").replace("120,00", "120.00")


def test_what_holds_for_the_catalogue_is_said_once(hub: Run, tmp_path: Path) -> None:
    """A version and days that stand in no column come from the table."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(DUTCH, "utf-8")
    words = ("mappings", "new", "--from", sheet, "--name", "lager")
    assert hub(*words, "--head", "colour=red").exit_code == 2
    head = ("--head", "version=7", "--head", "catalogue-from=2026-02-01")
    assert hub(*words, *head).exit_code == 0
    out = tmp_path / "ud.zip"
    assert hub("convert", sheet, "--to", "bizisland:catalogue:1", "-o", out).exit_code == 0
    with zipfile.ZipFile(out) as box:
        said = box.read("hoved.csv").decode("utf-8-sig")
    assert "VERSION;7" in said
    assert "VALID_FROM;2026-02-01" in said


def test_columns_nobody_knows_are_listed(hub: Run, tmp_path: Path) -> None:
    """A guiding price is not taken for the price, and a strange column is not read."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(DANISH, "utf-8")
    words = ("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    done = hub(*words, "--dry-run")
    assert done.exit_code == 0, done.output
    rows = {line.split("  ")[0].strip(): line for line in done.output.splitlines()}
    assert "not read" in rows["Vejl. pris"]
    assert "not read" in rows["Farve"]
    assert "price of one sales unit" in rows["Nettopris"]
    assert not (tmp_path / "own" / "lager").exists()


def test_a_needed_column_that_is_missing_is_said(hub: Run, tmp_path: Path) -> None:
    """Without a unit nothing is written; saying which column it is settles it."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text("Varenr;Navn;Kolonne X;Pris\n1;Blyant;stykvis;1.50\n", "utf-8")
    words = ("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    done = hub(*words)
    assert done.exit_code == 1
    assert "No column seems to be the sales unit" in done.output
    assert hub(*words, "--column", "Kolonne X=unit").exit_code == 0
    assert hub(*words, "--column", "Kolonne Y=unit").exit_code == 2
    assert "sales unit: told" in (tmp_path / "own" / "lager" / "catalogue.toml").read_text("utf-8")


def test_a_new_table_has_a_place_and_a_next_step(
    hub: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder of own mappings it goes to the hub's home; what is typed next is said."""
    monkeypatch.delenv("HUB_MAPPINGS")
    sheet = tmp_path / "prijs lijst.csv"
    sheet.write_text(DUTCH, "utf-8")
    done = hub("mappings", "new", "--from", sheet, "--name", "lager")
    assert done.exit_code == 0, done.output
    folder = tmp_path / "home" / "mappings"
    assert (folder / "lager" / "format.toml").is_file()
    assert f"export HUB_MAPPINGS={folder} " in done.output
    assert f"hub check '{sheet}'" in done.output
    monkeypatch.setenv("HUB_MAPPINGS", str(folder))
    assert hub("identify", sheet).output.startswith("lager:catalogue:1")


def test_a_column_of_numbers_is_no_unit(hub: Run, tmp_path: Path) -> None:
    """The unit lists have codes of figures alone; a margin of 30 is none of them."""
    sheet = tmp_path / "liste.csv"
    first, heads, *rows = DANISH.splitlines()
    text = "\n".join([first, f"{heads};Avance", *(f"{row};30" for row in rows)])
    sheet.write_text(f"{text}\n", "utf-8")
    done = hub("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    (line,) = (one for one in done.output.splitlines() if one.strip().startswith("Avance"))
    assert "not read" in line


GROSS = (
    "Varenr;Varenavn;Enhed;Pris ekskl. moms;Rabat %;{net}\n"
    "1;Pen;stk;10,00;10;9,00\n"
    "2;Blok;stk;20,00;10;18,00\n"
)


@pytest.mark.parametrize("net", ["Netto pris", "Pris efter aftale"])
def test_of_two_prices_it_is_asked_which_holds(hub: Run, tmp_path: Path, net: str) -> None:
    """The gross price was taken as sure; the answer settles it."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(GROSS.format(net=net), "utf-8")
    words = ("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    done = hub(*words)
    said = " ".join(done.output.split())
    assert done.exit_code == 1
    assert f"Pris ekskl. moms; {net}" in said
    assert f'--column "{net}=price"' in said
    assert not (tmp_path / "own" / "lager").exists()
    assert hub(*words, "--column", f"{net}=price").exit_code == 0
    (entry,) = (
        line
        for line in (tmp_path / "own" / "lager" / "catalogue.toml").read_text("utf-8").splitlines()
        if 'price.price_amount" =' in line
    )
    assert net in entry


def test_a_guiding_price_is_no_second_one(hub: Run, tmp_path: Path) -> None:
    """Its heading says what it is."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text(GROSS.format(net="Vejl. pris"), "utf-8")
    done = hub("mappings", "new", "--from", sheet, "--name", "lager", "--currency", "DKK")
    assert done.exit_code == 0, done.output

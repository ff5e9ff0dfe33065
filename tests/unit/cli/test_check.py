"""`hub check`: a file for every customer, read once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from hub.app.rehearsal import rehearse
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.main import app
from hub.formats.payload import Payload
from hub.pipeline.outcome import Accepted
from hub.resources import resource
from tests.bizfile import biz_file, item, price

Check = Callable[..., Result]


@pytest.fixture
def check(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run `hub check` with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, ("check", *map(str, words)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A catalogue of three items: one right, one of an unknown unit, one of a bad price."""
    payload = biz_file(
        items=[item(), item(ITEM_NO="A-2", ITEM_UNIT="FLAK"), item(ITEM_NO="A-3")],
        prices=[price(), price(ITEM_NO="A-2"), price(ITEM_NO="A-3", PRICE_AMOUNT="1,50")],
    )
    path = tmp_path / "katalog.zip"
    assert payload.content is not None
    path.write_bytes(payload.content)
    return path


def test_every_customer_is_a_row(check: Check, file: Path) -> None:
    """The matrix has every customer with an agreement, and each finding once, by rule."""
    done = check(file, "--all-customers", "--as", "nordlys")
    assert done.exit_code == 1, done.output
    rows = [line for line in done.output.splitlines() if "Kommune (eksempel)" in line]
    assert sum("refuses it" in row for row in rows) > 10
    assert done.output.count("has a comma; write the decimals after a point") == 1
    assert "correct  BIZ-07  × 1  every customer" in done.output


def test_the_matrix_speaks_the_clerk_s_language(check: Check, file: Path) -> None:
    """--language wins over the installation's; another word is a mistake of usage."""
    done = check(file, "--all-customers", "--as", "nordlys", "--language", "da")
    assert "Linjer afvist" in done.output
    assert "ret  BIZ-07  × 1  alle kunder" in done.output
    assert check(file, "--language", "fr").exit_code == 2


def test_the_matrix_as_data(check: Check, file: Path) -> None:
    """--json has the same numbers for each receiver, also where it refuses the document."""
    done = check(file, "--all-customers", "--as", "nordlys", "--json")
    said = json.loads(done.output)
    herning = next(one for one in said["receivers"] if one["receiver"] == "herning")
    assert herning["outcome"] == "refused"
    assert (herning["lines"], herning["refused_lines"]) == (1, 2)
    assert {"errors", "warnings", "fixes", "lost_fields"} <= herning.keys()


def test_the_report_as_a_page(check: Check, file: Path, tmp_path: Path) -> None:
    """--html writes one page of one file, in the language asked for."""
    target = tmp_path / "new" / "report.html"
    done = check(file, "--all-customers", "--as", "nordlys", "--language", "nl", "--html", target)
    assert done.exit_code == 1, done.output
    text = target.read_text("utf-8")
    assert '<html lang="nl">' in text
    assert "Controle van katalog.zip" in text
    assert "Herning Kommune (eksempel)" in text
    assert check(file, file, "--html", target).exit_code == 2


def test_a_file_that_cannot_be_read_has_a_page_too(check: Check, tmp_path: Path) -> None:
    """What is no document at all is explained on the page like anything else."""
    letter, target = tmp_path / "brev.txt", tmp_path / "report.html"
    letter.write_text("Kære hub")
    assert check(letter, "--html", target).exit_code == 1
    assert "No customer can be served before this is corrected." in target.read_text("utf-8")


def test_one_receiver_is_told_in_full(check: Check, file: Path) -> None:
    """With one receiver every finding kept and every loss is printed."""
    done = check(file, "--for", "herning", "--as", "nordlys")
    assert "PRICE_AMOUNT" in done.output
    assert "Herning Kommune (eksempel)" in done.output


def test_all_customers_are_one_reading(file: Path, tmp_path: Path, schemas_home: Path) -> None:
    """A file is opened as often for one customer as for all of them."""
    opened: list[str] = []

    class Watched(Payload):
        """A file that notes when it is opened."""

        def open(self) -> BinaryIO:
            opened.append(self.name)
            return Payload.open(self)

    settings = Settings(tmp_path, resource("examples", "config"), schemas_home)
    tools = Toolbox(settings)
    counts = []
    for receivers in (("herning",), ()):
        opened.clear()
        payload = Watched.of_file(file)
        [processed] = rehearse(tools, payload, receivers, "nordlys", tmp_path / "out")
        assert not isinstance(processed.outcome, Accepted)
        counts.append((len(processed.outcome.routes), len(opened)))  # type: ignore[union-attr]
    [(one, for_one), (many, for_all)] = counts
    assert one == 1
    assert many > 10
    assert for_one == for_all


def test_the_file_is_marked_and_reads_back(check: Check, file: Path, tmp_path: Path) -> None:
    """--xlsx writes the file's own tables with the findings; read again it says the same."""
    target = tmp_path / "marked.xlsx"
    done = check(file, "--for", "herning", "--as", "nordlys", "--xlsx", target)
    assert done.exit_code == 1, done.output
    book = CalamineWorkbook.from_path(target)
    assert book.sheet_names == ["What was found", "hoved", "stamdata", "priser"]
    row = book.get_sheet_by_name("priser").to_python()[3]
    assert "1,50" in row
    assert "correct" in row
    first, again = (
        json.loads(check(one, "--json", "--for", "herning", "--as", "nordlys").output)
        for one in (file, target)
    )
    assert [layer["counts"] for layer in first["layers"]] == [
        layer["counts"] for layer in again["layers"]
    ]
    [one], [other] = first["receivers"], again["receivers"]
    assert (one["lines"], one["refused_lines"]) == (other["lines"], other["refused_lines"])


def test_only_tables_can_be_marked(check: Check) -> None:
    """A document that has no rows is not marked; the page is named instead."""
    done = check(resource("examples", "catalogues", "nordlys-oioubl.xml"), "--xlsx", "x.xlsx")
    assert done.exit_code == 2
    assert "--html" in done.output


def test_what_is_for_somebody_else_is_told_so(check: Check) -> None:
    """Nothing is wrong with the document, nobody has to be set up, and nothing is kept."""
    bill = resource("examples", "documents", "faktura-5001.xml")
    done = check(bill, "--for", "esbjerg")
    said = " ".join(done.output.split())
    assert "It is addressed to" in said
    assert "not Esbjerg Kommune" in said
    assert "It does not go to any customer" in said
    for wrong in ("before this is corrected", "Nobody is set up", "kept"):
        assert wrong not in said


def test_a_party_that_nobody_is_called_is_asked_back(check: Check, file: Path) -> None:
    """By its name or with a slip of the hand; what is like nothing is met with all there are."""
    for written in ("Odense Kommune", "odens"):
        done = check(file, "--for", written, "--as", "nordlys")
        assert done.exit_code == 3, done.output
        assert "did you mean 'odense'?" in " ".join(done.output.split())
    done = check(file, "--for", "zzzzzz", "--as", "nordlys")
    assert "did you mean" not in done.output
    assert "known are aarhus, esbjerg" in " ".join(done.output.split())

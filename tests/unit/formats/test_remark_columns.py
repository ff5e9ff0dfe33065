"""The columns that the hub puts beside a supplier's rows, and the supplier's own with the sign."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from hub.cli.main import app
from hub.facts.remarks import TO_DO, WHAT_TO_DO, heads_remarks
from hub.formats.payload import Payload
from hub.model.sentence import LANGUAGES, Language
from hub.render.wording import Wording
from tests.bizfile import Read

HEAD = "ITEM_NO;ITEM_NAME;ITEM_UNIT;ITEM_MIN_QTY"


@pytest.mark.parametrize("own", ["#", "#Lager", "# pr. kolli", "# To do list"])
def test_a_supplier_s_own_column_is_told_and_counted(own: str) -> None:
    """The sign alone does not make it one of the hub's."""
    read = Read(Payload.of_bytes(f"{HEAD};{own}\n1;Lim;EA;1;17\n".encode(), "a.csv"))
    assert [one.value for one in read.of("BIZ-02")] == [own]
    assert {one.field: one.examples for one in read.report.losses}[own] == ("17",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hubs_own_columns_are_passed_over(language: Language) -> None:
    """In each language, and where the header row itself is remarked on."""
    words = Wording(language)
    assert words.speak(TO_DO) == f"# {words.say('severity')}"
    assert words.speak(WHAT_TO_DO) == f"# {words.say('what')}"
    for head in (words.speak(TO_DO), words.speak(WHAT_TO_DO)):
        assert heads_remarks(head)
        assert heads_remarks(f"{head}: BIZ-02")


def test_a_marked_workbook_is_read_again_without_its_remarks(
    tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell too many stays under no heading, and the remarks stand under theirs."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    file, marked = tmp_path / "a.csv", tmp_path / "a.xlsx"
    file.write_text(f"{HEAD};Farve\n1;Lim;EA;1;blå\n2;Saks; stor;EA;1;rød\n", "utf-8")
    CliRunner().invoke(app, ("check", str(file), "--xlsx", str(marked), "--language", "en"))
    book = CalamineWorkbook.from_path(marked)
    (sheet,) = (name for name in book.sheet_names if name != "What was found")
    head, fine, bad = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    assert head[4:6] == ["Farve", ""]
    assert [str(one).partition(":")[0] for one in head[6:]] == ["# To do", "# What to do"]
    assert fine[6:] == ["", ""]
    assert bad[5] == "rød"
    assert all(bad[6:])

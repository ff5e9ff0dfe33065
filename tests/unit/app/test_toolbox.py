"""What commands load when they need it."""

from pathlib import Path

import pytest

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.model.catalogue import CatalogueLine
from hub.model.report import Report
from hub.resources import resource
from hub.rules.unspsc import unspsc_codes

DEMO = resource("examples", "codes", "unspsc-demo.csv")


def tools(unspsc: Path | None, schemas: Path = Path("schemas")) -> Toolbox:
    """The tools of an installation with this table."""
    return Toolbox(Settings(Path("home"), Path("config"), schemas, unspsc=unspsc))


def test_no_table() -> None:
    """Codes are not looked up where the operator has no table."""
    assert tools(None).lookups.unspsc is None


@pytest.mark.parametrize(
    ("name", "version"), [("unspsc-19.0501.csv", "19.0501"), ("codes.csv", "codes")]
)
def test_a_table_is_called_after_its_version(tmp_path: Path, name: str, version: str) -> None:
    """The file's name is what findings say the code is missing from."""
    path = tmp_path / name
    path.write_text("code,level,title_en\n14111507,commodity,Paper\n", encoding="utf-8")
    table = tools(path).lookups.unspsc
    assert table is not None
    assert (table.version, "14111507" in table, "14111508" in table) == (version, True, False)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    """It is named, rather than codes going unchecked in silence."""
    with pytest.raises(ConfigurationError, match=r"gone\.csv"):
        _ = tools(tmp_path / "gone.csv").lookups


@pytest.mark.parametrize("name", ["nordlys-kontor.xlsx", "nordlys-renhold.xlsx", "fjordmad.xlsx"])
def test_the_table_of_the_demo_holds_the_codes_of_the_examples(
    name: str, schemas_home: Path
) -> None:
    """No good example is blamed for a code that the small table leaves out."""
    own = tools(DEMO, schemas_home)
    table = own.lookups.unspsc
    assert table is not None
    path = resource("examples", "catalogues", name)
    payload = Payload.of_file(path, path.name)
    report = Report(path.name)
    source = own.formats.identify(payload, report)
    assert source is not None
    codes = {
        code.value
        for document in source.reader.read(payload, report)
        for line in document.lines()
        if isinstance(line.body, CatalogueLine)
        for _, code in unspsc_codes(line.body)
    }
    assert codes
    assert {code for code in codes if code not in table} == set()

"""What becomes of a document's head in files that have none."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.formats.payload import Payload
from hub.model.report import Report
from tests.unit.mappings_content.reading import form, lost, price, read, said, write

HEAD = {
    "CATALOGUE_NAME": "Kontor",
    "ISSUE_DATE": "2026-01-02",
    "NOTE": "Ring først.",
    "VALID_FROM": "2026-02-01",
    "VALID_TO": "2026-12-31",
    "SUPPLIER_NAME": "Nordlys (fiktiv) A/S",
}
START = "required_item_location_quantity.price.validity_period.start_date"


@pytest.mark.parametrize("kind", ["catalogue", "pricebook"])
def test_what_has_no_place_is_counted(tmp_path: Path, kind: str) -> None:
    """Name, day of issue, note and last day; what the file name says is no loss."""
    _, _, losses = write(kind, read(**HEAD), tmp_path)
    assert {"id", "name", "issue_date", "note", "validity_period.end_date"} <= lost(losses)
    assert "provider_party.party_name.name" in lost(losses)
    assert ("validity_period.start_date" in lost(losses)) is (kind == "catalogue")
    company = "provider_party.party_identification.id"
    assert not {"version_id", company, f"{company}.scheme_id"} & lost(losses)


def test_an_agreement_that_is_written_is_no_loss(tmp_path: Path) -> None:
    """Another number than the one in the head row is."""
    _, _, losses = write("pricebook", read(AGREEMENT_ID="KOL/1"), tmp_path)
    assert "referenced_contract.id" not in lost(losses)
    _, _, losses = write("pricebook", read(AGREEMENT_ID="KOL/2"), tmp_path)
    assert "referenced_contract.id" in lost(losses)


def test_a_first_day_of_the_catalogue_is_told_as_derived(tmp_path: Path) -> None:
    """A price without its own holds from then; where each has one, the catalogue's is lost."""
    _, rows, losses = write("pricebook", read(**HEAD), tmp_path)
    assert rows[3][4] == "2026-02-01"
    assert said(losses)[START, "derived"][0] == 1
    own = read(prices=[price(PRICE_VALID_FROM="2026-01-01")], **HEAD)
    _, rows, losses = write("pricebook", own, tmp_path)
    assert rows[3][4] == "2026-01-01"
    assert (START, "derived") not in said(losses)
    assert "validity_period.start_date" in lost(losses)


def test_a_missing_version_is_told(tmp_path: Path) -> None:
    """A word stands in its place in the file name, and is not read back as a version."""
    catalogue = read()
    catalogue.header = replace(catalogue.header, version_id=None)
    name, _, losses = write("pricebook", catalogue, tmp_path)
    assert name == "ttk_prisbog_KOL-1_ukendt.csv"
    assert ("version_id", "derived") in said(losses)
    payload = Payload.of_file(tmp_path / name)
    (document,) = form("truetrade:pricebook:1").reader.read(payload, Report(name))
    assert document.header.version_id is None


def test_a_version_that_no_file_name_takes_is_told(tmp_path: Path) -> None:
    """The characters that were changed are in the report."""
    name, _, losses = write("pricebook", read(VERSION="2/b"), tmp_path)
    assert name.endswith("_2-b.csv")
    assert said(losses)["version_id", "narrowed"] == (1, ("2/b",))

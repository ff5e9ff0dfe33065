"""What pages call behaviour: the hub does it, whatever a document says."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import load_formats
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.period import Period
from hub.model.report import Report
from hub.rules.path import set_path
from hub.xml.schemas import SchemaStore
from tests.rules.conftest import changed, right_header, right_line, right_price

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
PRICES = "required_item_location_quantity"
PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_pri_14_a_later_start_is_delivered_as_it_is(judge: Any) -> None:
    """Months ahead nothing is moved and nothing waits in the hub."""
    start = dt.date(2025, 11, 1)
    period = Period(start_date=start, end_date=dt.date(2026, 10, 31))
    judged = judge("prisme", header={"validity_period": (period,)})
    assert judged.header.validity_period[0].start_date == start
    assert not judged.checker.holds
    assert judged.of("PRI-11") == []


@pytest.mark.parametrize("profile", ["prisme", "truetrade"])
def test_pri_23_ttk_22_no_setting_lets_lines_be_left_out(profiles: Any, profile: str) -> None:
    """Neither does asking for it: the configuration says that it cannot be set."""
    assert not profiles[profile].takes_parts({"partial_ok": True})
    assert profiles[profile].mistakes({"partial_ok": True})


def test_ttk_20_versions_live_side_by_side(profiles: Any) -> None:
    """A customer on the old version and one on the new have the same profile and its rules."""
    for profile in ("opus-oioubl", "truetrade-documents", "prisme-documents"):
        versions = {one.version for one in profiles[profile].on}
        assert versions == {"2.02", "2.1"}


def test_ttk_16_a_page_alone_is_no_invoice(schemas_home: Path) -> None:
    """Nothing is read out of a picture; the sender hears that it is no document."""
    folders = [path for path in sorted(MAPPINGS.iterdir()) if (path / "format.toml").is_file()]
    formats = load_formats(folders, SchemaStore(schemas_home))
    report = Report("faktura.pdf")
    assert formats.identify(Payload.of_bytes(PAPER, "faktura.pdf"), report) is None
    assert report.fatal


def test_rak_19_only_the_prices_in_force_go_out(tmp_path: Path, schemas_home: Path) -> None:
    """Those of a later set are losses, with their amounts."""
    later = set_path(right_price("6.50"), "price.validity_period", (Period(dt.date(2025, 9, 1)),))
    body = changed(right_line(), {PRICES: (right_price("7.00"), later)})
    forms = load_formats([MAPPINGS / "bizisland", MAPPINGS / "rakat"], SchemaStore(schemas_home))
    context = RouteContext(now=dt.datetime(2025, 6, 2, 8, tzinfo=dt.UTC))
    losses = LossReport()
    writer = forms.get(FormatId.parse("rakat:catalogue:1")).writer
    assert writer is not None
    writing = writer.start(right_header(), context, losses, tmp_path)
    writing.take(body)
    (part,) = writing.finish()
    with zipfile.ZipFile(part.path) as archive:
        text = archive.read("rakat_priser.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [Decimal(row["3.2"]) for row in rows] == [Decimal("7.00")]
    assert "6.50" in [example for loss in losses for example in loss.examples]

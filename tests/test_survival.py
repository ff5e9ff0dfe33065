"""What the loss report does not list survives the round trip, for catalogues nobody thought of.

Made catalogues go to every target as in ``test_catalogue_matrix``; what was written is read back
and compared with what was given, field by field.
"""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.pipeline.roundtrip import RoundTrip
from hub.resources import resource
from hub.rules.profile import Profiles, load_profiles
from hub.xml.schemas import SchemaStore
from tests.bizfile import HEAD, ITEM, Read, biz_file
from tests.test_catalogue_matrix import READ_BACK, converted

MANY = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADED = {
    **HEAD,
    "CATALOGUE_NAME": "Opdigtet",
    "ISSUE_DATE": "2026-01-04",
    "VALID_FROM": "2030-01-01",
    "VALID_TO": "2030-12-31",
    "AGREEMENT_ID": "AFTALE-1",
    "SUPPLIER_CVR": "10000017",
    "SUPPLIER_GLN": "5790000000005",
    "SUPPLIER_NAME": "Nordlys (fiktiv)",
}
LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S"]) | st.just(" ")
TEXT = st.text(LETTERS, min_size=1, max_size=30).map(lambda t: " ".join(t.split()))
PRICES = st.decimals(Decimal("0.01"), Decimal(9999), places=2).map(str)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """All profiles of the project."""
    return load_profiles(mapping_folders({}))


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Make items and their prices, each item with whatever it may have."""
    items, prices = [], []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        key = f"V-{number}"
        amounts = draw(st.lists(PRICES, min_size=1, max_size=3, unique=True))
        items.append(
            {
                "ITEM_NO": key,
                "ITEM_NAME": f"{draw(TEXT)} {number}".strip(),
                "ITEM_UNIT": draw(st.sampled_from(["BX", "EA", "PR"])),
                "ITEM_MIN_QTY": str(draw(st.integers(1, 12))),
                "ITEM_PACK_SIZE": str(draw(st.integers(1, 100))),
                "ITEM_BASE_UNIT": "EA",
                "ITEM_CONTENT": str(draw(st.integers(1, 500))),
                "ITEM_SHORT_DESC": draw(TEXT),
                "ITEM_DESC": draw(TEXT),
                "ITEM_GUIDE_PRICE": draw(PRICES),
                "ITEM_KEYWORDS": draw(TEXT),
                "ITEM_GROUP": "Kontor/Papir",
                "ITEM_UNSPSC": "44121706",
                "ITEM_IMAGE": f"https://billeder.example/{key}.jpg",
            }
        )
        for at, amount in enumerate(amounts):
            prices.append(
                {
                    "ITEM_NO": key,
                    "PRICE_QTY": str(1 + 10 * at),
                    "PRICE_AMOUNT": amount,
                    "PRICE_CURRENCY": "DKK",
                }
            )
    return items, prices


@pytest.mark.parametrize("target", READ_BACK)
@MANY
@given(made=catalogues())
def test_what_is_not_listed_survives(
    formats: Formats, profiles: Profiles, target: str, made: Any
) -> None:
    """Each field comes back, or the report or the format says why it does not."""
    payload = biz_file(items=made[0], prices=made[1], head=HEADED)
    assert payload.content is not None
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "katalog.zip"
        source.write_bytes(payload.content)
        outcome = converted(formats, profiles, source, target, Path(name) / "out")
        assume(outcome.parts)
        assert outcome.survival is not None
        assert outcome.survival.verdict in ("whole", "as-reported"), outcome.survival.otherwise


@pytest.mark.parametrize("target", READ_BACK)
def test_what_a_catalogue_in_xml_says_survives_too(
    formats: Formats, profiles: Profiles, tmp_path: Path, target: str
) -> None:
    """The lists that codes are from stand in XML alone; no table names them."""
    source = resource("examples", "catalogues") / "nordlys-oioubl.xml"
    outcome = converted(formats, profiles, source, target, tmp_path)
    assert outcome.survival is not None
    assert outcome.survival.verdict in ("whole", "as-reported"), outcome.survival.otherwise


def test_a_loss_that_nobody_reports_is_seen(
    formats: Formats, profiles: Profiles, tmp_path: Path
) -> None:
    """With an empty report the same conversion differs, and the fields are named."""
    payload = biz_file(items=[{**ITEM, "ITEM_SHORT_DESC": "En blyant"}], head=HEADED)
    assert payload.content is not None
    source = tmp_path / "katalog.zip"
    source.write_bytes(payload.content)
    outcome = converted(formats, profiles, source, "truetrade:pricebook:1", tmp_path / "out")
    assert outcome.survival is not None
    assert outcome.survival.verdict == "as-reported"
    read = Read(payload)
    trip = RoundTrip(read.header)
    for body in read.bodies:
        trip.take(body)
    form = formats.get(FormatId.parse("truetrade:pricebook:1"))
    silent = trip.compare(outcome.parts, form, LossReport())
    assert silent.verdict == "other-fields"
    assert "head.issue_date" in silent.otherwise

"""BMEcat: what the examples do not show."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.report import Report
from hub.resources import resource
from hub.xml.schemas import SchemaStore

EXAMPLE = "new-catalog"
Read = Callable[..., tuple[Any, list[Any], Report]]


@pytest.fixture(scope="module")
def formats() -> Formats:
    """The formats; no schema is needed to read these."""
    return load_formats(mapping_folders({}), SchemaStore(Path("nowhere")))


@pytest.fixture
def read(formats: Formats) -> Read:
    """Read the example with changes: pattern, replacement."""

    def run(*changes: tuple[str, str], encoding: str = "utf-8") -> tuple[Any, list[Any], Report]:
        path = resource("mappings") / "bmecat" / "examples" / EXAMPLE / "input.xml"
        text = path.read_text(encoding="utf-8")
        for pattern, replacement in changes:
            changed = re.sub(pattern, replacement, text)
            assert changed != text, pattern
            text = changed
        payload, report = Payload.of_bytes(text.encode(encoding), "katalog.xml"), Report("k")
        found = formats.identify(payload, report)
        assert found is not None, report.findings()
        documents = list(found.reader.read(payload, report))
        for document in found.reader.read(payload, Report("again")):
            return document, [line.body for line in document.lines(report)], report
        return documents, [], report

    return run


NAMESPACES = [
    "",
    ' xmlns="http://www.bmecat.org/XMLSchema/1.2/bmecat_new_catalog"',
    ' xmlns="http://www.bmecat.org/bmecat/2005fd"',
]


@pytest.mark.parametrize("space", NAMESPACES)
def test_any_namespace_or_none(read: Read, space: str) -> None:
    """Files go under several; what they say is the same."""
    document, bodies, _ = read((' xmlns="[^"]*"', space))
    assert str(document.format) == "bmecat:catalogue:1.2"
    assert [body.id.value for body in bodies] == ["S-1", "S-9"]


def test_older_encodings(read: Read) -> None:
    """As the file declares them."""
    _, bodies, _ = read(('encoding="UTF-8"', 'encoding="ISO-8859-1"'), encoding="iso-8859-1")
    assert bodies[0].item.additional_item_property[2].value.value == "grøn"


def test_the_groups_of_an_article_are_a_path(read: Read) -> None:
    """From the top down, without the catalogue itself; told after the articles."""
    _, bodies, _ = read()
    group = bodies[0].item.additional_item_property[0]
    assert (group.name.value, group.value.value) == ("ItemGroup", "Redskaber/Spader")


def test_groups_that_hold_each_other_end(read: Read) -> None:
    """A circle of groups is no endless path."""
    _, bodies, _ = read((r"(<GROUP_ID>10</GROUP_ID>\s.*\s*<PARENT_ID>)1<", r"\g<1>11<"))
    assert bodies[0].item.additional_item_property[0].value.value.startswith("Redskaber/")


def test_prices_with_tax_are_left_out_and_told(read: Read) -> None:
    """What the customer pays in the shop is no catalogue price; the report says so."""
    _, bodies, report = read()
    prices = [one.price.price_amount.value for one in bodies[0].required_item_location_quantity]
    assert [str(price) for price in prices] == ["600.00", "540.00"]
    lost = {loss.field: loss.examples for loss in report.losses}
    assert lost["ARTICLE_PRICE_DETAILS.ARTICLE_PRICE.PRICE_AMOUNT"] == ("900.00",)


def test_a_file_without_articles_is_refused(read: Read) -> None:
    """BME-03 names the transaction that is empty, the one that is not read, or the head."""
    articles = (r"(?s)<ARTICLE>.*</ARTICLE>", "")
    for changes, said in (
        ([articles], "T_NEW_CATALOG holds no article that can be read."),
        ([articles, ("T_NEW_CATALOG", "T_NEW_PRODUCTDATA")], "T_NEW_PRODUCTDATA is not read."),
        ([articles, ("T_NEW_CATALOG", "OTHER")], "Nothing in the file says what it is for."),
        ([(r"(?s)<HEADER>.*</HEADER>", "")], "The file has no HEADER, "),
    ):
        _, _, report = read(*changes)
        (finding,) = (one for one in report.findings() if one.rule == "BME-03")
        assert finding.message.en.startswith(said), finding.message.en
        assert "?" not in f"{finding.message.en}{finding.message.da}{finding.message.nl}"


@pytest.mark.parametrize(
    ("base", "unit", "said"),
    [
        ("<PRICE_UNIT>KGM</PRICE_UNIT>", "C62", "The price is for KGM, the article is ordered by"),
        ("<PRICE_UNIT_FACTOR>12</PRICE_UNIT_FACTOR>", "C62", "The price is for 12 C62, the"),
        ("<PRICE_UNIT>KGM</PRICE_UNIT>", "", "The price is for KGM, and the article does not say"),
    ],
)
def test_a_price_for_another_unit_is_told_with_both(
    read: Read, base: str, unit: str, said: str
) -> None:
    """BME-04 never shows a place without a word."""
    _, _, report = read(
        ("<ORDER_UNIT>[^<]*</ORDER_UNIT>", f"<ORDER_UNIT>{unit}</ORDER_UNIT>" if unit else ""),
        ("</PRICE_CURRENCY>", f"</PRICE_CURRENCY><PRICE_BASE>{base}</PRICE_BASE>"),
    )
    found = [one.message for one in report.findings() if one.rule == "BME-04"]
    assert found
    assert all(one.en.startswith(said) for one in found), found
    assert not any("?" in one.en + one.da + one.nl for one in found)


def test_a_cut_off_file_is_refused(read: Read) -> None:
    """Before anything of it is used."""
    documents, _, report = read((r"(?s)</ARTICLE>.*", ""))
    assert documents == []
    assert report.fatal

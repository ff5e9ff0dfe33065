"""Each kind of document as a page: nothing of it is missing, and its words are the reader's."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest
from msgspec import Struct

from hub.formats.payload import Payload
from hub.formats.registry import load_formats, mapping_folders
from hub.formats.selftest import find_examples
from hub.model.despatchadvice import DespatchAdvice, DespatchLine
from hub.model.kinds import KINDS
from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.orderresponse import OrderResponse
from hub.model.report import Report
from hub.model.sentence import Language
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Amount, BinaryObject, Code, Identifier, Quantity, Text
from hub.render.cleaning import clean
from hub.render.composing import compose
from hub.render.leaves import Leaves
from hub.render.pagewording import wording
from hub.render.rendering import Rendered, render
from hub.render.saying import Saying
from hub.xml.schemas import SchemaStore

ROOT = Path(__file__).parents[3]
UNSHOWN = (
    "ubl_version_id",
    "customization_id",
    "profile_id",
    "profile_execution_id",
    "address_format_code",
    "tax_scheme.id",
    "tax_scheme.name",
    "country.identification_code",
)
"""Values that identify formats, or that stand there in words."""
WORDED_TAX = ("S", "StandardRated", "ZeroRated", "ReverseCharge", "Excise")
"""Said by the rate, or by the word for it."""


Examples = dict[str, tuple[Struct, list[Any]]]


@pytest.fixture(scope="module")
def examples(schemas_home: Path) -> Examples:
    """Head and lines of an example of each kind that the mapping folders have one of."""
    formats = load_formats(mapping_folders({}), SchemaStore(schemas_home))
    found: Examples = {}
    for example in find_examples(sorted((ROOT / "mappings").glob("*/"))):
        path = next(example.path.glob("input.*"))
        report = Report(path.name)
        source = formats.identify(Payload.of_file(path, name=path.name), report)
        if source is None or source.id.document in found:
            continue
        for document in source.reader.read(Payload.of_file(path, name=path.name), report):
            if document.header is not None:
                bodies = [line.body for line in document.lines(report) if line.body is not None]
                found[document.format.document] = (document.header, bodies)
    return found


def squeezed(text: str) -> str:
    """Return a text without what a line end may have changed."""
    return "".join(text.split())


def on_page(kind: str, header: Struct, bodies: list[Any], language: Language) -> str:
    """Return what can be read on the pages of a document."""
    page = render(kind, header, bodies, language)
    assert isinstance(page, Rendered), kind
    with pypdfium2.PdfDocument(page.pdf) as document:
        return squeezed("".join(one.get_textpage().get_text_range() for one in document))


def words_of(body: Struct) -> Iterator[tuple[str, str]]:
    """Yield the words and numbers of a head or line that a reader has to find again."""
    for path, value in Leaves(body).rest():
        if path.endswith(UNSHOWN) or isinstance(value, BinaryObject):
            continue
        if path.endswith("tax_category.id") and getattr(value, "value", "") in WORDED_TAX:
            continue
        if isinstance(value, Text | Identifier | Code):
            yield path, value.value
        elif isinstance(value, dt.date):
            yield path, str(value.year)


def test_every_value_of_every_kind_is_on_its_page(examples: Examples) -> None:
    """Names, numbers, codes and texts of our examples can all be read on paper."""
    for kind, (header, bodies) in examples.items():
        text = on_page(kind, header, bodies, "da")
        missing = [
            (path, said)
            for body in (header, *bodies)
            for path, said in words_of(body)
            if squeezed(clean(said)) not in text
        ]
        assert missing == [], kind
    assert len(examples) > 15, examples.keys()


@pytest.mark.parametrize("language", ["da", "nl"])
def test_labels_are_of_the_readers_language(examples: Examples, language: Language) -> None:
    """No field that our examples use is called by its UBL name."""
    steps = {
        step.partition("[")[0]
        for header, bodies in examples.values()
        for body in (header, *bodies)
        for path, _ in Leaves(body).rest()
        for step in path.split(".")
        if "_" in step
    }
    words = wording(language)
    foreign = {step for step in steps if words.name(step).lower() == step.replace("_", " ")}
    assert foreign - {"line_item"} == set()


@pytest.mark.parametrize("kind", [*KINDS, "kind-of-somebody-else"])
def test_any_kind_is_a_page_however_little_it_says(kind: str) -> None:
    """A kind without a title or plan of its own is a document, and an empty one a page."""
    head = KINDS[kind].head() if kind in KINDS else KINDS["order"].head()
    page = render(kind, head, [], "nl")
    assert isinstance(page, Rendered)
    assert page.pdf.startswith(b"%PDF-")
    assert ("Document" in page.text) == (kind == "kind-of-somebody-else")


def test_codes_and_countries_are_told_in_words(examples: Examples) -> None:
    """A code that has a meaning for people stands behind it; a country is called by its name."""
    text = on_page("application-response", *examples["application-response"], "da")
    assert "Afvist(RE)" in text
    text = on_page("invoice", *examples["invoice"], "en")
    assert "Denmark" in text or "Netherlands" in text


def test_units_are_told_in_words() -> None:
    """A unit that only its list calls "one" or "piece" is what people call it."""
    for language, said in (("da", "stk (C62)"), ("nl", "stuk (C62)"), ("en", "pc (C62)")):
        assert Saying(wording(cast(Language, language))).unit(Quantity(Decimal(1), "C62")) == said


def test_sums_of_an_answer_stand_where_those_of_an_order_do() -> None:
    """OIOUBL means the taxes by the sum "exclusive tax": they are not told as what is without."""

    def crowns(value: str) -> Amount:
        return Amount(Decimal(value), "DKK")

    answer = OrderResponse(
        id=Identifier("R-1"),
        tax_total=(TaxTotal(tax_amount=crowns("1250.00")),),
        legal_monetary_total=MonetaryTotal(
            line_extension_amount=crowns("5000.00"),
            tax_exclusive_amount=crowns("1250.00"),
            payable_amount=crowns("6250.00"),
        ),
    )
    page = compose("order-response", answer, [], "en")
    assert [value for _, value in page.totals] == ["5,000.00 DKK", "1,250.00 DKK", "6,250.00 DKK"]
    assert not page.sections


@pytest.mark.parametrize(("orders", "said"), [(("O-1",), 0), (("O-1", "O-2"), 1)])
def test_a_line_does_not_repeat_the_order_of_the_whole(orders: tuple[str, ...], said: int) -> None:
    """Where a document is for one order its lines need not name it; of several each does."""
    head = DespatchAdvice(
        order_reference=tuple(OrderReference(id=Identifier(one)) for one in orders)
    )
    of_order = OrderLineReference(
        line_id=Identifier("7"), order_reference=OrderReference(id=Identifier("O-1"))
    )
    page = compose("despatch-advice", head, [DespatchLine(order_line_reference=(of_order,))], "en")
    assert page.rows[0].further.count("O-1") == said
    assert "7" in page.rows[0].further

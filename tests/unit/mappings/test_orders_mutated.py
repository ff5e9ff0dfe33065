"""Orders, answers and claims that were found by changing real ones, as bills were."""

import copy
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Finding
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
NAMED = (r"(?s)<cbc:DocumentCurrencyCode[^>]*>[^<]*</cbc:DocumentCurrencyCode>", "")
DOLLARS = ('currencyID="[A-Z]{3}"', 'currencyID="USD"')


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def changed(example: str, *changes: tuple[str, str], count: int = 0) -> str:
    """Return an example with patterns replaced, each of which has to be in it."""
    folder, _, name = example.partition("/")
    text = (resource("mappings") / folder / "examples" / name / "input.xml").read_text("utf-8")
    for pattern, replacement in changes:
        made = re.sub(pattern, replacement, text, count=count)
        assert made != text, (example, pattern)
        text = made
    return text


def sent(formats: Formats, folder: Path, text: str, target: str) -> Examined:
    """Convert a document to a target."""
    form = formats.get(FormatId(*target.split(":")))
    (examined,) = examine(Payload.of_bytes(text.encode(), "in.xml"), formats, NOW, form, folder)
    return examined


def gone(examined: Examined) -> str:
    """Return what was written, which is valid."""
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    return examined.parts[0].path.read_text("utf-8")


def refused(examined: Examined) -> Iterator[Finding]:
    """Yield what refused a document, of which nothing was written."""
    assert not examined.parts, examined.checked and examined.checked.findings()
    for one in examined.report.findings():
        if one.severity.refuses:
            yield one


ANSWER = ["ubl/order-response", "oioubl/order-response"]


@pytest.mark.parametrize("example", ANSWER)
def test_an_answer_without_currency_has_that_of_its_amounts(
    example: str, formats: Formats, tmp_path: Path
) -> None:
    """T76-B00106: Peppol has one named, which is told as derived and is not the country's."""
    text = changed(example, NAMED, DOLLARS)
    examined = sent(formats, tmp_path, text, "peppol:order-response:3")
    assert ">USD</cbc:DocumentCurrencyCode>" in gone(examined)
    assert ("document_currency_code", "derived") in {
        (loss.field, str(loss.kind)) for loss in examined.report.losses
    }


@pytest.mark.parametrize("target", ["oioubl:order-response:2.1", "ubl-ohnl:order-response:1.9"])
def test_who_needs_no_currency_gets_none(target: str, formats: Formats, tmp_path: Path) -> None:
    """The demand is Peppol's alone."""
    text = changed("ubl/order-response", NAMED, DOLLARS)
    said = gone(sent(formats, tmp_path, text, target))
    assert 'currencyID="USD"' in said
    assert "DocumentCurrencyCode" not in said


@pytest.mark.parametrize("target", ["oioubl:order-response:2.1", "peppol:order-response:3"])
def test_amounts_that_disagree_are_told_so(target: str, formats: Formats, tmp_path: Path) -> None:
    """EN-25: of a document that names no currency, none of them is the right one."""
    text = changed("ubl/order-response", NAMED)
    text = text.replace('currencyID="EUR"', 'currencyID="USD"', 1)
    found = list(refused(sent(formats, tmp_path, text, target)))
    assert ("EN-25", "USD, EUR") in {(one.rule, one.value) for one in found}
    assert "several" in found[0].message.en


def test_an_answer_without_amounts_has_the_country_s(formats: Formats, tmp_path: Path) -> None:
    """Nothing else says which, and Peppol wants one."""
    text = changed(
        "ubl/order-response",
        NAMED,
        (r"(?s)<cac:Price>.*?</cac:Price>", ""),
        (r"<cbc:LineExtensionAmount.*?</cbc:LineExtensionAmount>", ""),
    )
    said = gone(sent(formats, tmp_path, text, "peppol:order-response:3"))
    assert ">EUR</cbc:DocumentCurrencyCode>" in said


def test_an_endpoint_is_told_as_it_was_written(formats: Formats, tmp_path: Path) -> None:
    """OIO-04: the letters before a number are the hub's, and not what the sender has to find."""
    text = changed("peppol/invoice-response", LETTERS)
    found = list(refused(sent(formats, tmp_path, text, "oioubl:application-response:2.1")))
    assert {(one.rule, one.value) for one in found} == {("OIO-04", "ABCDEF")}


def test_an_answer_about_nothing_is_told_so(formats: Formats, tmp_path: Path) -> None:
    """PEP-79: it is not about too many documents."""
    text = changed(
        "ubl/application-response", (r"(?s)<cac:DocumentResponse>.*</cac:DocumentResponse>", "")
    )
    found = list(refused(sent(formats, tmp_path, text, "peppol:invoice-response:3")))
    assert [one.rule for one in found] == ["PEP-79"]


@pytest.mark.parametrize("example", ["peppol/order", "ubl/order"])
def test_an_order_without_its_sum_is_told_so(
    example: str, formats: Formats, tmp_path: Path
) -> None:
    """F-ORD110, F-ORD118, F-ORD123: what OIOUBL's sums follow from has to be there (EN-20)."""
    text = changed(example, SUMLESS)
    found = list(refused(sent(formats, tmp_path, text, "oioubl:order:2.1")))
    assert {(one.rule, one.value) for one in found} == {("EN-20", None)}
    assert found[0].place.path is not None


COUNTRY = (r"(<cbc:IdentificationCode[^>]*>)[A-Z]{2}<", r"\1XX<")
CURRENCY = (r'(currencyID="|<cbc:DocumentCurrencyCode[^>]*>)[A-Z]{3}', r"\1ZZZ")
ONE_AMOUNT = (r'(<cbc:PayableAmount currencyID=")[A-Z]{3}', r"\1ZZZ")
LETTERS = (r'(<cbc:EndpointID[^>]* schemeID=")[^"]*(">)[^<]*', r"\g<1>0184\2ABCDEF")
SUMLESS = (
    r"(?s)(<cac:AnticipatedMonetaryTotal>.*?)<cbc:LineExtensionAmount.*?</cbc:LineExtensionAmount>",
    r"\1",
)
MUTATIONS = {
    "country": (COUNTRY, "XX"),
    "currency": (CURRENCY, "ZZZ"),
    "one amount": (ONE_AMOUNT, "ZZZ"),
    "endpoint": (LETTERS, "ABCDEF"),
    "sum": (SUMLESS, None),
}
WAYS = [
    ("peppol/order", "oioubl:order:2.1"),
    ("peppol/order", "si-ubl:order:1.2"),
    ("peppol/order", "ubl-ohnl:order:1.9"),
    ("peppol/order-change", "oioubl:order-change:2.1"),
    ("peppol/order-cancellation", "oioubl:order-cancellation:2.1"),
    ("peppol/order-response", "oioubl:order-response:2.1"),
    ("peppol/order-response-rejected", "oioubl:order-response-simple:2.1"),
    ("peppol/invoice-response", "oioubl:application-response:2.1"),
    ("ubl/order", "peppol:order:3"),
    ("ubl/order", "si-ubl:order:1.2"),
    ("ubl/order", "oioubl:order:2.1"),
    ("ubl/order-change", "peppol:order-change:3"),
    ("ubl/order-change", "oioubl:order-change:2.1"),
    ("ubl/order-cancellation", "peppol:order-cancellation:3"),
    ("ubl/order-response", "peppol:order-response:3"),
    ("ubl/order-response", "oioubl:order-response:2.1"),
    ("ubl/order-response-simple", "oioubl:order-response-simple:2.1"),
    ("ubl/application-response", "peppol:invoice-response:3"),
    ("ubl/application-response", "oioubl:application-response:2.1"),
    ("ubl/quotation", "oioubl:quotation:2.1"),
    ("ubl/reminder", "oioubl:reminder:2.1"),
    ("ubl/statement", "oioubl:statement:2.1"),
]
MORE = [
    ("ubl/request-for-quotation", "oioubl:request-for-quotation:2.1"),
    ("oioubl/order", "peppol:order:3"),
    ("ubl-ohnl/order", "oioubl:order:2.1"),
    ("ubl-ohnl/order-response", "oioubl:order-response:2.1"),
    ("ubl/order", "ubl-ohnl:order:1.9"),
    ("ubl/order-change", "ubl-ohnl:order-change:1.9"),
]


@pytest.mark.parametrize(("example", "target"), WAYS, ids=[" to ".join(one) for one in WAYS])
def test_nothing_goes_that_the_target_refuses(
    example: str, target: str, formats: Formats, tmp_path: Path
) -> None:
    """What is wrong is refused with a finding, or left out; it is never written."""
    folder, _, name = example.partition("/")
    text = (resource("mappings") / folder / "examples" / name / "input.xml").read_text("utf-8")
    tried = 0
    for mutation, ((pattern, replacement), wrong) in MUTATIONS.items():
        made = re.sub(pattern, replacement, text)
        if made == text:
            continue
        tried += 1
        examined = sent(formats, tmp_path / mutation, made, target)
        if examined.parts:
            said = gone(examined)
            assert wrong is None or not re.search(f">{wrong}<|currencyID=.{wrong}.", said), mutation
        else:
            assert list(refused(examined)), mutation
    assert tried


def altered(text: str, *, twice: bool) -> Iterator[tuple[str, str]]:
    """Yield a document once without each of its elements, or with the first of each twice."""
    names = {_name(one) for one in etree.fromstring(text.encode()).iterdescendants("{*}*")}
    for name in sorted(names):
        root = etree.fromstring(text.encode())
        found = [one for one in root.iterdescendants("{*}*") if _name(one) == name]
        for one in found[:1] if twice else found:
            parent = one.getparent()
            assert parent is not None
            if twice:
                one.addnext(copy.deepcopy(one))
            else:
                parent.remove(one)
        yield name, etree.tostring(root, encoding="unicode")


def _name(element: etree._Element) -> str:
    steps = [element, *element.iterancestors()]
    return "/".join(etree.QName(one).localname for one in reversed(steps[:-1]))


@pytest.mark.parametrize("twice", [False, True], ids=["missing", "twice"])
@pytest.mark.parametrize(
    ("example", "target"), [*WAYS, *MORE], ids=[" to ".join(one) for one in [*WAYS, *MORE]]
)
def test_what_is_missing_or_there_twice_is_told(
    example: str, target: str, formats: Formats, tmp_path: Path, *, twice: bool
) -> None:
    """Each element is gone once, or there twice: it is refused with a finding, or goes, valid."""
    folder, _, name = example.partition("/")
    text = (resource("mappings") / folder / "examples" / name / "input.xml").read_text("utf-8")
    tried = 0
    for element, made in altered(text, twice=twice):
        tried += 1
        examined = sent(formats, tmp_path / str(tried), made, target)
        if examined.checked is not None:
            assert examined.checked.valid, (element, examined.checked.findings())
        else:
            assert list(refused(examined)), element
    assert tried


TWO = [
    ("peppol/order", "ValidityPeriod", "oioubl:order:2.1", "2 periods"),
    ("peppol/order-cancellation", "OrderReference", "oioubl:order-cancellation:2.1", "2 orders"),
    ("peppol/order-response", "OrderReference", "oioubl:order-response:2.1", "2 orders"),
]


@pytest.mark.parametrize(("example", "name", "target", "words"), TWO)
def test_of_two_none_is_chosen(
    example: str, name: str, target: str, words: str, formats: Formats, tmp_path: Path
) -> None:
    """F-ORD212, F-OCA004, F-ORE008: OIOUBL has one of it (OIO-49)."""
    text = changed(example, (f"(?s)(<cac:{name}>.*?</cac:{name}>)", r"\1\1"), count=1)
    (one,) = refused(sent(formats, tmp_path, text, target))
    assert (one.rule, one.value) == ("OIO-49", "2")
    assert words in one.message.en


PLACE = (
    r"(?s)(<cac:DeliveryLocation>.*?)<cac:Address>",
    r"\1<cbc:Name>Magazijn</cbc:Name><cac:Address>",
)
BOXED = (
    r"(?s)(<cac:DeliveryLocation>.*?<cac:Address>)(.*?</cbc:StreetName>)",
    r"\1<cbc:Postbox>1234</cbc:Postbox>\2<cbc:BuildingName>Huis A</cbc:BuildingName>",
)


def delivered(change: tuple[str, str]) -> str:
    """Return the order of plain UBL with something said of the place of delivery."""
    return changed("ubl/order", change, count=1)


@pytest.mark.parametrize("target", ["oioubl:order:2.1", "ubl-ohnl:order:1.9"])
def test_a_name_that_becomes_a_description_is_told(
    target: str, formats: Formats, tmp_path: Path
) -> None:
    """UBL 2.0 has no name for a place."""
    examined = sent(formats, tmp_path, delivered(PLACE), target)
    assert "<cbc:Description>Magazijn</cbc:Description>" in gone(examined)
    assert ("delivery.delivery_location.name", "narrowed") in {
        (loss.field, str(loss.kind)) for loss in examined.report.losses
    }


def test_a_post_box_says_that_it_is_one(formats: Formats, tmp_path: Path) -> None:
    """Its number alone, in the one further line, would be that of a house."""
    said = gone(sent(formats, tmp_path, delivered(BOXED), "peppol:order:3"))
    assert re.search("<cbc:Line>[^<]*Huis A, Postbus 1234", said), said


def test_what_is_derived_twice_is_told_once(formats: Formats, tmp_path: Path) -> None:
    """OIOUBL's total without tax is the tax: that of Peppol's words is not written."""
    text = (resource("mappings") / "ubl/examples/order-change/input.xml").read_text("utf-8")
    examined = sent(formats, tmp_path, text, "oioubl:order-change:2.1")
    field = "anticipated_monetary_total.tax_exclusive_amount"
    (one,) = (loss for loss in examined.report.losses if loss.field == field)
    assert (one.count, len(one.examples)) == (1, 1)
    assert f">{one.examples[0]}</cbc:TaxExclusiveAmount>" in gone(examined)


SELLING = (
    r"(?s)(<cac:SellerSupplierParty>.*?)(<cac:Contact>.*?</cac:Contact>)?(\s*</cac:Party>)",
    r"\1<cac:Contact><cbc:ID>S-77</cbc:ID><cbc:Name>Salg</cbc:Name></cac:Contact>\3",
)


@pytest.mark.parametrize("target", ["peppol:order:3", "si-ubl:order:1.2"])
def test_the_number_of_the_seller_s_contact_is_told(
    target: str, formats: Formats, tmp_path: Path
) -> None:
    """That of the buyer's finds the document its way; the seller's has no place."""
    text = changed("oioubl/order", SELLING, count=1)
    losses = sent(formats, tmp_path, text, target).report.losses
    field = "seller_supplier_party.party.contact.id"
    assert [loss.examples for loss in losses if loss.field == field] == [("S-77",)]

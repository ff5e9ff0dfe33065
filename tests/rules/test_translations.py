"""Each rule that can refuse to say a document in another format does, with place and reason."""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.sentence import LANGUAGES
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "translations.toml").read_text(encoding="utf-8")
)
WAYS = {
    "EDI": ("peppol", FormatId("edifact", "order", "d96a")),
    "EN": ("oioubl", FormatId("peppol", "invoice", "3")),
    "NLC": ("si-ubl", FormatId("nlcius", "invoice", "1.0")),
    "OHN": ("nlcius", FormatId("ubl-ohnl", "invoice", "1.9")),
    "OIO": ("peppol", FormatId("oioubl", "invoice", "2.1")),
    "PEP": ("oioubl", FormatId("peppol", "invoice", "3")),
    "SIU": ("nlcius", FormatId("si-ubl", "invoice", "1.2")),
}
"""Where the example of a family comes from, and where it goes."""

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def source_of(rule: str) -> str:
    """Return the example that a rule's case starts from, which goes over as it is."""
    folder, _ = WAYS[rule.partition("-")[0]]
    folder = CASES.get(rule, {}).get("source", folder)
    example = CASES.get(rule, {}).get("example", "invoice")
    path = resource("mappings") / folder / "examples" / example / "input.xml"
    return path.read_text(encoding="utf-8")


def target_of(rule: str) -> FormatId:
    """Return the format that a rule's case is to go to: its family's, of the example's kind."""
    case = CASES.get(rule, {})
    _, family = WAYS[rule.partition("-")[0]]
    kind = case.get("target", case.get("example", "invoice"))
    return FormatId(family.authority, kind, family.version)


WHOLE = sorted({(source_of(rule), str(target_of(rule))): rule for rule in CASES}.values())
"""A rule for each example and target that the cases have."""


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_refuses(rule: str, formats: Formats, tmp_path: Path) -> None:
    """The document as changed is refused by this rule, in three languages, with its place."""
    text = source_of(rule)
    for pattern, replacement in CASES[rule]["change"]:
        changed = re.sub(pattern, replacement, text)
        assert changed != text, pattern
        text = changed
    target = target_of(rule)
    payload = Payload.of_bytes(text.encode(), "case.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(target), tmp_path)
    assert not examined.parts
    said = [f for f in examined.report.findings(Layer.MAPPING) if f.rule == rule]
    assert said, examined.report.findings()
    for finding in said:
        assert finding.severity.refuses
        assert finding.place.path
        for language in LANGUAGES:
            sentence = finding.message.speak(language)
            assert sentence
            assert "{" not in sentence


NO_VALUE = "<cac:AdditionalItemProperty><cbc:Name>Farve</cbc:Name></cac:AdditionalItemProperty>"


@pytest.mark.parametrize("kind", ["invoice", "credit-note", "order"])
def test_a_property_without_a_value_is_left_out(
    kind: str, formats: Formats, tmp_path: Path
) -> None:
    """OIOUBL demands one (F-INV235, F-CRN151, F-ORD201); the loss names the property."""
    path = resource("mappings") / "peppol" / "examples" / kind / "input.xml"
    changed = path.read_text(encoding="utf-8").replace("</cac:Item>", NO_VALUE + "</cac:Item>", 1)
    payload = Payload.of_bytes(changed.encode(), "case.xml")
    target = formats.get(FormatId("oioubl", kind, "2.1"))
    (examined,) = examine(payload, formats, CONTEXT, target, tmp_path)
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    lost = {loss.field for loss in examined.report.losses if "Farve" in loss.examples}
    assert {field.rpartition("item.")[2] for field in lost} == {"additional_item_property.name"}


ADDRESS_ALONE = (
    '<cac:AccountingCustomerParty><cac:Party><cbc:EndpointID schemeID="0188">1234567890123'
    "</cbc:EndpointID></cac:Party></cac:AccountingCustomerParty>"
)


def test_a_payer_with_nothing_but_a_foreign_address(formats: Formats, tmp_path: Path) -> None:
    """The address goes under the operators' scheme, which numbers of parties lack (F-LIB183)."""
    path = resource("mappings") / "peppol" / "examples" / "order" / "input.xml"
    text = path.read_text(encoding="utf-8")
    text = re.sub("<cac:AccountingCustomerParty>.*?</cac:AccountingCustomerParty>", "", text)
    changed = text.replace(
        "</cac:SellerSupplierParty>", "</cac:SellerSupplierParty>" + ADDRESS_ALONE
    )
    assert changed != text
    payload = Payload.of_bytes(changed.encode(), "order.xml")
    target = formats.get(FormatId("oioubl", "order", "2.1"))
    (examined,) = examine(payload, formats, CONTEXT, target, tmp_path)
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()


@pytest.mark.parametrize("rule", WHOLE)
def test_the_examples_themselves_go_over(rule: str, formats: Formats, tmp_path: Path) -> None:
    """Without the change nothing is refused, so it is the change that a rule refuses."""
    payload = Payload.of_bytes(source_of(rule).encode(), "case.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(target_of(rule)), tmp_path)
    assert examined.parts
    assert examined.checked is not None
    assert examined.checked.valid


def gone(
    formats: Formats, folder: Path, kind: str, change: tuple[str, str], source: str = "peppol"
) -> Any:
    """Return what became of an example on its way to OIOUBL, with one change in it."""
    path = resource("mappings") / source / "examples" / kind / "input.xml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(change[0], change[1], text, count=1)
    assert changed != text
    payload = Payload.of_bytes(changed.encode(), "case.xml")
    target = formats.get(FormatId("oioubl", kind, "2.1"))
    (examined,) = examine(payload, formats, CONTEXT, target, folder)
    return examined


def whole(examined: Any) -> set[str]:
    """Return the fields that were lost on the way; what was written is valid."""
    assert examined.checked is not None, examined.report.findings()
    assert examined.checked.valid, examined.checked.findings()
    return {loss.field for loss in examined.report.losses}


PAPER = (
    "<cac:AdditionalDocumentReference><cbc:ID>P-1</cbc:ID><cac:Attachment>"
    '<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="a.csv">YQ=='
    "</cbc:EmbeddedDocumentBinaryObject><cac:ExternalReference>"
    "<cbc:URI>https://example.com/a.csv</cbc:URI></cac:ExternalReference></cac:Attachment>"
    "</cac:AdditionalDocumentReference>"
)


@pytest.mark.parametrize(
    ("kind", "before"),
    [("invoice", "<cac:AccountingSupplierParty>"), ("order", "<cac:BuyerCustomerParty>")],
)
def test_a_file_that_came_along_lies_nowhere_else(
    kind: str, before: str, formats: Formats, tmp_path: Path
) -> None:
    """F-LIB095: of the two the file itself stays, and where else it lies is lost."""
    examined = gone(formats, tmp_path, kind, (before, PAPER + before))
    lost = whole(examined)
    assert "additional_document_reference.attachment.external_reference.uri" in lost
    text = examined.parts[0].path.read_text(encoding="utf-8")
    assert ">YQ==<" in text
    assert "example.com/a.csv" not in text


def test_a_party_has_no_agent(formats: Formats, tmp_path: Path) -> None:
    """F-LIB168: who acts for a party has no place in OIOUBL."""
    agent = "<cac:AgentParty><cac:PartyName><cbc:Name>Agent</cbc:Name></cac:PartyName>"
    change = (
        r"(</cac:Party>\s*</cac:AccountingSupplierParty>)",
        rf"{agent}</cac:AgentParty>\1",
    )
    examined = gone(formats, tmp_path, "invoice", change, source="ubl")
    assert any(".agent_party." in field for field in whole(examined))


@pytest.mark.parametrize("kind", ["7.50000", "7.5"])
def test_prices_of_orders_have_the_decimals_that_count(
    kind: str, formats: Formats, tmp_path: Path
) -> None:
    """F-ORD169, F-ORD170: two to four decimals; noughts beyond them say nothing."""
    examined = gone(formats, tmp_path, "order", (">7.50</cbc:Price", f">{kind}</cbc:Price"))
    whole(examined)
    assert ">7.50</cbc:PriceAmount>" in examined.parts[0].path.read_text(encoding="utf-8")


def test_a_price_that_four_decimals_cannot_say_is_refused(formats: Formats, tmp_path: Path) -> None:
    """The hub rounds no price."""
    examined = gone(formats, tmp_path, "order", (">7.50</cbc:Price", ">7.50001</cbc:Price"))
    assert not examined.parts
    (found,) = (one for one in examined.report.findings() if one.severity.refuses)
    assert (found.rule, str(found.value)) == ("OIO-41", "7.50001")


@pytest.mark.parametrize("base", ["0", "-1"])
def test_a_price_of_no_units_is_refused(base: str, formats: Formats, tmp_path: Path) -> None:
    """Nothing follows from it, whatever the line comes to."""
    change = (r"(<cbc:BaseQuantity[^>]*>)2<", rf"\g<1>{base}<")
    examined = gone(formats, tmp_path, "invoice", change, source="nlcius")
    assert not examined.parts
    assert "OIO-12" in {one.rule for one in examined.report.findings() if one.severity.refuses}


def test_a_legal_entity_without_a_number_is_none_at_delivery_either(
    formats: Formats, tmp_path: Path
) -> None:
    """SI-V12-INV-R007 holds for every party; the name stays as the party's own."""
    entity = "<cbc:RegistrationName>Magazijn (fictief)</cbc:RegistrationName>"
    party = (
        f"<cac:DeliveryParty><cac:PartyLegalEntity>{entity}</cac:PartyLegalEntity>"
        "</cac:DeliveryParty>"
    )
    path = resource("mappings") / "nlcius" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?s)<cac:Delivery>.*?</cac:Delivery>", "", text)
    before = "<cac:PaymentMeans>"
    changed = text.replace(before, f"<cac:Delivery>{party}</cac:Delivery>{before}", 1)
    assert changed != text
    target = formats.get(FormatId("si-ubl", "invoice", "1.2"))
    payload = Payload.of_bytes(changed.encode(), "case.xml")
    (examined,) = examine(payload, formats, CONTEXT, target, tmp_path)
    whole(examined)
    written = examined.parts[0].path.read_text(encoding="utf-8")
    made = re.findall(r"(?s)<cac:DeliveryParty>.*?</cac:DeliveryParty>", written)
    assert len(made) == 1
    assert "<cac:PartyName><cbc:Name>Magazijn (fictief)<" in made[0]
    assert "PartyLegalEntity" not in made[0]


def test_the_day_of_the_tax_stands_alone(formats: Formats, tmp_path: Path) -> None:
    """BR-CO-03: beside a day, what the tax is counted from is left out and told as a loss."""
    path = resource("mappings") / "ubl" / "examples" / "invoice" / "input.xml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?s)<cac:InvoicePeriod>.*?</cac:InvoicePeriod>", "", text)
    text = re.sub(r"<cbc:TaxPointDate>.*?</cbc:TaxPointDate>", "", text)
    day, period = (
        "<cbc:TaxPointDate>2026-01-05</cbc:TaxPointDate>",
        (
            "<cac:InvoicePeriod><cbc:StartDate>2026-01-01</cbc:StartDate>"
            "<cbc:DescriptionCode>35</cbc:DescriptionCode></cac:InvoicePeriod>"
        ),
    )
    currency = "<cbc:DocumentCurrencyCode"
    changed = text.replace(currency, day + currency, 1)
    changed = re.sub(
        r"(<cac:OrderReference>|<cac:AccountingSupplierParty>)", period + r"\1", changed, count=1
    )
    payload = Payload.of_bytes(changed.encode(), "case.xml")
    target = formats.get(FormatId("peppol", "invoice", "3"))
    (examined,) = examine(payload, formats, CONTEXT, target, tmp_path)
    assert "invoice_period.description_code" in whole(examined)
    written = examined.parts[0].path.read_text(encoding="utf-8")
    assert day in written
    assert "DescriptionCode" not in written

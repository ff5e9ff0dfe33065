"""What the tests of single rules share: a right catalogue, and a way to judge a wrong one."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.facts.unspsc import UnspscEntry, UnspscLevel, UnspscTable
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import Agreement, PartyCard, RouteContext
from hub.model.finding import Finding, Place, Severity
from hub.model.identity import EndpointID, FormatId
from hub.model.item import CommodityClassification, Item, ItemIdentification
from hub.model.line import Line
from hub.model.party import DocumentParty, PartyLegalEntity, SupplierParty
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.reference import Attachment, Contract, DocumentReference, ExternalReference
from hub.model.sentence import LANGUAGES
from hub.model.values import Amount, Code, Identifier, Quantity, Text
from hub.rules.checker import Checker
from hub.rules.known import Enrolment
from hub.rules.path import set_path
from hub.rules.profile import Profiles, load_profiles
from hub.rules.rule import Lookups
from hub.rules.ruleset import RuleSet, load_rules
from hub.rules.shelf import shelf

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
SELLER, BUYER = "examplefirm", "exampletown"
LONGEST_SENTENCE = 200


def right_header() -> Catalogue:
    """Return a header that every rule accepts."""
    seller = DocumentParty(
        endpoint_id=Identifier("5790000000005", scheme_id="GLN"),
        party_legal_entity=(
            PartyLegalEntity(company_id=Identifier("DK10000009", scheme_id="DK:CVR")),
        ),
    )
    return Catalogue(
        id=Identifier("CAT-1"),
        version_id=Identifier("1"),
        validity_period=(Period(start_date=dt.date(2025, 6, 2), end_date=dt.date(2026, 6, 1)),),
        referenced_contract=(Contract(id=Identifier("A-1")),),
        provider_party=seller,
        receiver_party=DocumentParty(endpoint_id=Identifier("5790099990003", scheme_id="GLN")),
        seller_supplier_party=SupplierParty(party=seller),
    )


def right_price(amount: str = "7.00", kind: str = "CON", quantity: str | None = "1") -> Any:
    """Return a price; without quantity and of type CAT it is a guiding price."""
    return ItemLocationQuantity(
        minimum_quantity=None if quantity is None else Quantity(Decimal(quantity), "BX"),
        price=Price(
            price_amount=Amount(Decimal(amount), "DKK"),
            price_type_code=Code(kind),
        ),
    )


def right_line() -> CatalogueLine:
    """Return a line that every rule accepts."""
    image = ExternalReference(uri=Identifier("https://img.example/1001.jpg"))
    code = Code("44121706", list_id="UNSPSC", list_agency_id="113", list_version_id="19.0501")
    return CatalogueLine(
        id=Identifier("1"),
        action_code=Code("Add"),
        orderable_indicator=True,
        orderable_unit=Text("BX"),
        content_unit_quantity=Quantity(Decimal(12), "EA"),
        minimum_order_quantity=Quantity(Decimal(1), "BX"),
        required_item_location_quantity=(right_price(), right_price("8.00", "CAT", None)),
        item=Item(
            name=Text("Pencil HB"),
            description=(Text("A pencil for writing and drawing."),),
            pack_size_numeric=Decimal(12),
            sellers_item_identification=ItemIdentification(id=Identifier("AB-1001")),
            item_specification_document_reference=(
                DocumentReference(
                    document_type_code=Code("PictureURL"),
                    attachment=Attachment(external_reference=image),
                ),
            ),
            commodity_classification=(CommodityClassification(item_classification_code=code),),
        ),
    )


class Memory:
    """The hub's memory, as far as rules ask."""

    def __init__(
        self,
        published: Iterable[tuple[str, str | None]] | None = (("AB-1001", None),),
        active: Iterable[tuple[str, str | None]] | None = None,
        agreements: Iterable[str] = ("A-1",),
        cvr: str | None = "10000009",
    ) -> None:
        self._published = None if published is None else set(published)
        self._active = active
        self._agreements = set(agreements)
        self._cvr = cvr

    def last_version(self, _seller: str, _catalogue_id: str) -> str | None:
        """No rule here asks for it."""
        return None

    def agreement(self, seller: str, buyer: str, agreement_id: str) -> Agreement | None:
        """Return a known agreement."""
        known = agreement_id in self._agreements
        return Agreement(agreement_id, seller, buyer) if known else None

    def published_items(self, _seller: str) -> None:
        """No rule here asks for it."""

    def network_items(self, _seller: str, _buyer: str) -> Callable[[str, str | None], bool] | None:
        """Return the test of items that a network has."""
        published = self._published
        return None if published is None else lambda number, variant: (number, variant) in published

    def active_items(
        self, _seller: str, _buyer: str, _agreement_id: str
    ) -> Iterable[tuple[str, str | None]] | None:
        """Return the items of the active price book."""
        return self._active

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return the sign-up."""
        if self._cvr is None:
            return None
        return Enrolment(seller, buyer, self._cvr, dt.date(2024, 1, 2), "mail")


@dataclass
class Judged:
    """How a document fared."""

    header: Catalogue
    bodies: list[Any]
    findings: list[Finding]
    checker: Checker

    def of(self, rule: str) -> list[Finding]:
        """Return the findings of one rule."""
        return [finding for finding in self.findings if finding.rule == rule]


@pytest.fixture(scope="session")
def profiles() -> Profiles:
    """All profiles of the project."""
    return load_profiles([path for path in sorted(MAPPINGS.iterdir()) if path.is_dir()])


@pytest.fixture(scope="session")
def rule_sets() -> Callable[[str], RuleSet]:
    """The rules of a format's folder; ``shelf``: the hub's own."""
    loaded: dict[str, RuleSet] = {}

    def rules(folder: str) -> RuleSet:
        if folder == "shelf":
            return RuleSet("shelf", shelf())
        return loaded.setdefault(folder, load_rules(MAPPINGS / folder))

    return rules


@pytest.fixture(scope="session")
def table() -> UnspscTable:
    """A small UNSPSC table: a segment down to two commodities, and a class without any."""
    rows = {
        "44000000": UnspscLevel.SEGMENT,
        "44120000": UnspscLevel.FAMILY,
        "44121700": UnspscLevel.CLASS,
        "44121706": UnspscLevel.COMMODITY,
        "44121708": UnspscLevel.COMMODITY,
        "44121900": UnspscLevel.CLASS,
    }
    return UnspscTable("19.0501", [UnspscEntry(code, level, code) for code, level in rows.items()])


@pytest.fixture(scope="session")
def judge(
    profiles: Profiles, rule_sets: Callable[[str], RuleSet], table: UnspscTable
) -> Callable[..., Judged]:
    """Judge a document: lines as changes of the right line, path to value."""

    def run(  # noqa: PLR0913 - a case names only what it is about
        owner: str,
        *lines: Mapping[str, Any] | CatalogueLine,
        header: Mapping[str, Any] | Catalogue | None = None,
        kind: str = "catalogue",
        source: str = "bizisland:catalogue:1",
        options: Mapping[str, Any] | None = None,
        known: Memory | None = None,
        agreement: Agreement | None = None,
        no_agreement: bool = False,
        now: dt.datetime | None = None,
        unspsc: UnspscTable | None = table,
        sender: bool = True,
    ) -> Judged:
        card = PartyCard(SELLER, "Example Firm", "DK")
        receiver = PartyCard(BUYER, "Exampletown", "DK", (EndpointID("GLN", "5790099990003"),))
        context = RouteContext(
            now=now or dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC),
            sender=card if sender else None,
            receiver=receiver,
            agreement=None if no_agreement else agreement or Agreement("A-1", SELLER, BUYER),
            options=options or {},
            source=FormatId.parse(source),
        )
        lookups = Lookups(unspsc=unspsc)
        if owner in profiles:
            checker = profiles[owner].checker(context, kind, known, lookups)
        else:
            checker = rule_sets(owner).checker(
                context, kind, known, lookups=lookups, options=options or {}
            )
        head = header if isinstance(header, Catalogue) else changed(right_header(), header or {})
        head, findings = checker.header(head, lambda field: Place(path=field))
        bodies = []
        for number, line in enumerate(lines or ({},), start=1):
            body = line if isinstance(line, CatalogueLine) else changed(right_line(), line)
            body = (
                body
                if body.id != Identifier("1")
                else set_path(body, "id", Identifier(str(number)))
            )
            place = Line(number, body, lambda field, n=number: Place(path=field, line=n + 1))
            kept, found = checker.line(place)
            bodies.append(kept)
            findings += found
        findings += checker.end()
        return Judged(head, bodies, findings, checker)

    return run


def changed(body: Any, changes: Mapping[str, Any]) -> Any:
    """Return a struct with values at paths replaced."""
    for path, value in changes.items():
        body = set_path(body, path, value)
    return body


@pytest.fixture(scope="session")
def one() -> Callable[..., Finding]:
    """Return the only finding of a rule, after a look at all that a finding has to say."""

    def look(
        judged: Judged,
        rule: str,
        *,
        field: str,
        severity: str,
        value: str | None = None,
        expected: str | None = None,
        says: str = "",
    ) -> Finding:
        found = judged.of(rule)
        assert len(found) == 1, [f"{f.rule}: {f.message.en}" for f in judged.findings]
        (finding,) = found
        assert (finding.place.path or "") == field
        assert finding.severity is Severity(severity)
        assert (finding.value, finding.expected) == (value, expected)
        assert says in finding.message.en
        spoken = {finding.message.speak(language) for language in LANGUAGES}
        assert len(spoken) == len(LANGUAGES)
        assert all(0 < len(sentence) <= LONGEST_SENTENCE for sentence in spoken), spoken
        assert not any("{" in sentence for sentence in spoken)
        return finding

    return look


@pytest.fixture(scope="session")
def memory() -> type[Memory]:
    """The hub's memory, made for a case."""
    return Memory


@pytest.fixture(scope="session")
def line_with() -> Callable[[Mapping[str, Any]], CatalogueLine]:
    """The right line with changes."""
    return lambda changes: changed(right_line(), changes)


@pytest.fixture(scope="session")
def price() -> Callable[..., ItemLocationQuantity]:
    """A price: amount, type, from quantity."""
    return right_price

"""What several receivers ask of catalogues: agreements, images, mandatory fields, lengths."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from msgspec.structs import replace

from hub.facts.schemes import endpoint
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.model.identity import EndpointID
from hub.model.party import DocumentParty
from hub.model.reference import Contract
from hub.model.sentence import Sentence
from hub.model.values import Identifier
from hub.rules.rule import NEEDS_STATE, Hit, RuleContext

__all__ = [
    "agreement_is_known",
    "agreement_of",
    "image_links",
    "image_links_have_form",
    "is_other_unit",
    "item_key",
    "seller_numbers",
]

IMAGE_TYPES = frozenset({"PictureURL", "Picture"})
"""Document types of OIOUBL's lists 1.2 and 1.1 that mean an image."""

_PLAIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[A-Za-z0-9/._~%-]*)?")
"""Nearly all links; the others are looked at more closely."""

_FORMS = {
    "scheme": Sentence(
        "it does not begin with http:// or https://",
        "det begynder ikke med http:// eller https://",
        "hij begint niet met http:// of https://",
    ),
    "host": Sentence(
        "it names no web server", "det nævner ingen webserver", "hij noemt geen webserver"
    ),
    "user": Sentence(
        "it holds a user name or password",
        "det indeholder brugernavn eller adgangskode",
        "hij bevat een gebruikersnaam of wachtwoord",
    ),
    "blank": Sentence("it holds a blank", "det indeholder et mellemrum", "hij bevat een spatie"),
}


def agreement_of(header: Catalogue, ctx: RuleContext) -> str | None:
    """Return the agreement id: the document's, else that of the route."""
    for contract in header.referenced_contract:
        if contract.id is not None and contract.id.value.strip():
            return contract.id.value.strip()
    return ctx.route.agreement.id if ctx.route.agreement else None


def agreement_is_known(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-09, TTK-11: the agreement is given and known for this supplier and receiver.

    A document without one gets the route's, so that the output carries it.
    """
    wanted = agreement_of(header, ctx)
    field = "referenced_contract[0].id"
    if wanted is None:
        return [Hit(field, expected="1", variant="missing")]
    agreement = ctx.route.agreement
    if agreement is not None and agreement.id == wanted:
        if header.referenced_contract:
            return ()
        contract = Contract(id=Identifier(wanted))
        repaired = replace(header, referenced_contract=(contract,))
        return [
            Hit(
                field,
                expected=wanted,
                severity=Severity.FIX,
                variant="set",
                repaired=repaired,
            )
        ]
    sender, receiver = ctx.route.sender, ctx.route.receiver
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE if agreement is None else [Hit(field, wanted, agreement.id)]
    if ctx.known.agreement(sender.key, receiver.key, wanted) is not None:
        return ()
    return [Hit(field, wanted, agreement.id if agreement else None)]


def image_links(body: CatalogueLine) -> Iterator[tuple[str, str]]:
    """Yield path and address of the item's images."""
    if body.item is None:
        return
    for index, reference in enumerate(body.item.item_specification_document_reference):
        kind = reference.document_type_code
        if kind is None or kind.value not in IMAGE_TYPES:
            continue
        outside = reference.attachment.external_reference if reference.attachment else None
        if outside is not None and outside.uri is not None and outside.uri.value.strip():
            path = f"item.item_specification_document_reference[{index}]"
            yield f"{path}.attachment.external_reference.uri", outside.uri.value


def image_links_have_form(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """PRI-15, as far as can be told without fetching: http(s), a host, no user, no blank."""
    return [
        Hit(path, link, "https://...", args={"why": _FORMS[fault]})
        for path, link in image_links(body)
        if (fault := _fault(link)) is not None
    ]


def _fault(link: str) -> str | None:
    if _PLAIN.fullmatch(link):
        return None
    if any(character.isspace() for character in link):
        return "blank"
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return "host"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if parts.username is not None or parts.password is not None:
        return "user"
    return None if host and "." in host else "host"


def item_key(body: CatalogueLine) -> tuple[str, str | None] | None:
    """Return item number and variant; None without a number."""
    known = body.item.sellers_item_identification if body.item else None
    if known is None or known.id is None or not known.id.value:
        return None
    return known.id.value, known.extended_id.value if known.extended_id else None


def is_other_unit(body: CatalogueLine) -> bool:
    """Return whether a line is an item over again in another unit.

    The extension of its number ends in its unit, and a price of it says how many sales units
    that holds; one alone may come from anywhere.
    """
    unit = body.orderable_unit
    identification = body.item.sellers_item_identification if body.item is not None else None
    extended = identification.extended_id if identification is not None else None
    if unit is None or extended is None or extended.value.rpartition("/")[2] != unit.value:
        return False
    return any(
        place.price is not None and place.price.orderable_unit_factor_rate is not None
        for place in body.required_item_location_quantity
    )


def seller_numbers(header: Catalogue, ctx: RuleContext) -> Iterator[EndpointID]:
    """Yield what the document, else the configuration, says about who the seller is."""
    seller = header.seller_supplier_party
    for party in (header.provider_party, seller.party if seller else None):
        if party is not None:
            yield from _numbers(party)
    if ctx.route.sender is not None:
        yield from ctx.route.sender.endpoints
        for scheme, value in ctx.route.sender.numbers.items():
            yield EndpointID(scheme, value)


def _numbers(party: DocumentParty) -> Iterator[EndpointID]:
    numbers = [party.endpoint_id]
    numbers += [one.id for one in party.party_identification]
    numbers += [entity.company_id for entity in party.party_legal_entity]
    for number in numbers:
        if number is not None and number.scheme_id:
            yield endpoint(number.scheme_id, number.value)

"""Parties of a message that is written: NAD, and the numbers and people behind it."""

from collections.abc import Iterator, Sequence
from typing import Any

from hub.model.loss import LossKind, LossReport
from hub.rules.module import sibling

composer = sibling(__file__, "composer")

NAMES = 5
NAME, STREET, STREETS, CITY, REGION, POSTCODE = 35, 35, 4, 35, 9, 9
PERSON = 17
"""Characters of the number of a contact (an..17)."""

PARTY = 17
"""Characters of the number of a party or place (an..17)."""

ACCOUNT = "payment_means.payee_financial_account"
FURTHER = ("mark_attention", "mark_care", "department", "inhouse_mail", "building_name", "floor")
FURTHER_TOO = ("room", "postbox", "district", "city_subdivision_name")
VAT = "VAT"
PERIODS = tuple(
    f"delivery.{kind}_delivery_period.{end}_{what}"
    for kind in ("requested", "promised")
    for end in ("start", "end")
    for what in ("date", "time")
)
"""Written with the dates of the head."""

CHANNELS = (("telephone", "TE"), ("telefax", "FX"), ("electronic_mail", "EM"))


def party(
    given: Any,
    field: str,
    role: str,
    out: Any,
    losses: LossReport,
    *,
    cost: str = "",
    accounts: Sequence[Any] = (),
) -> None:
    """Write a buyer, seller or whoever else has a role."""
    if given is None:
        return
    said = composer.Said(given, field)
    number, scheme = "", ""
    known = known_by(given)
    if known is not None:
        number, scheme = known.value, known.scheme_id or ""
    for name, one in numbers(given):
        if one.value != number:
            losses.add(f"{field}.{name}", LossKind.NO_HOME, one.value)
    said.apart(f"{field}.endpoint_id", f"{field}.party_identification")
    legal = said.one(f"{field}.party_legal_entity.registration_name")
    names = [legal] if legal else []
    for name in said.every(f"{field}.party_name.name"):
        if name not in names:
            names.append(name)
    lines = _address(said, f"{field}.postal_address", out, losses, exact=False)
    out.add(
        "NAD", role, composer.numbered(number, scheme), "", _names(names, field, losses), *lines
    )
    for one in accounts:
        _account(one, out, losses)
    company = said.one(f"{field}.party_legal_entity.company_id")
    taxed = _taxed(given, field, said)
    for qualifier, value in (("GN", company), ("VA", taxed), ("AOU", cost)):
        if value:
            out.add("RFF", [qualifier, value])
    _contact(said, f"{field}.contact", out, losses)
    said.lose(losses, (".scheme_id", ".scheme_agency_id"))


def known_by(given: Any) -> Any:
    """Return the number that NAD names a party by, the first with room there; None without.

    The envelope names sender and receiver whole: there is room for 35 characters.
    """
    return next((one for _, one in numbers(given) if len(one.value) <= PARTY), None)


def numbers(given: Any) -> Iterator[tuple[str, Any]]:
    """Yield the numbers of a party, its address first."""
    if given.endpoint_id is not None:
        yield "endpoint_id", given.endpoint_id
    for one in given.party_identification:
        if one.id is not None:
            yield "party_identification.id", one.id


def _account(given: Any, out: Any, losses: LossReport) -> None:
    number = "" if given.id is None else given.id.value
    name = "" if given.name is None else given.name.value
    branch = given.financial_institution_branch
    bank = "" if branch is None or branch.id is None else branch.id.value
    _within(name, f"{ACCOUNT}.name", losses)
    out.add("FII", "RB", [number, name[:NAME]], [bank] if bank else "")


def _taxed(given: Any, field: str, said: Any) -> str:
    """Return the number by which a party is registered for VAT; other registrations are left."""
    number = ""
    for one in given.party_tax_scheme:
        scheme = one.tax_scheme
        vat = scheme is None or scheme.id is None or scheme.id.value == VAT
        if vat and not number and one.company_id is not None:
            number = one.company_id.value
    group = f"{field}.party_tax_scheme"
    registered = said.every(f"{group}.company_id")
    schemes = said.every(f"{group}.tax_scheme.id")
    said.keep(f"{group}.company_id", [one for one in registered if one != number])
    said.keep(f"{group}.tax_scheme.id", [one for one in schemes if one != VAT])
    return number


def place(given: Any, out: Any, losses: LossReport) -> None:
    """Write where something is delivered and to whom, whole: whoever delivers needs it (TTK-17)."""
    said = composer.Said(given, "delivery")
    here, who = "delivery.delivery_location", "delivery.delivery_party"
    number = said.one(f"{here}.id", f"{who}.party_identification.id", f"{who}.endpoint_id")
    scheme = said.one(
        f"{here}.id.scheme_id",
        f"{who}.party_identification.id.scheme_id",
        f"{who}.endpoint_id.scheme_id",
    )
    names = [
        name
        for path in (f"{who}.party_name.name", f"{here}.name", f"{here}.description")
        for name in said.every(path)
    ]
    names = list(dict.fromkeys(names))
    below = f"{here}.address"
    lines = _address(said, below, out, losses, exact=True)
    if number or names or any(lines):
        # A name cut off would mislead: it stands in full with the texts of the head.
        for name in names:
            if len(name) > NAME:
                out.text_before("DEL", name)
        out.add(
            "NAD",
            "DP",
            composer.numbered(number, scheme),
            "",
            [name[:NAME] for name in names[:5]],
            *lines,
        )
        _contact(said, f"{who}.contact", out, losses)
    said.apart(*PERIODS, "delivery.actual_delivery_date")
    said.lose(losses, (".scheme_id", ".scheme_agency_id"))


def _names(names: list[str], field: str, losses: LossReport) -> list[str]:
    """Return the parts of the names; one that fills a part goes on in the next."""
    parts: list[str] = []
    for name in names:
        pieces = composer.pieces(name, NAME)
        joined = parts and len(parts[-1]) == NAME
        if joined or len(parts) + len(pieces) > NAMES:
            losses.add(f"{field}.party_name.name", LossKind.CUT, name)
            pieces = [] if joined else pieces[: NAMES - len(parts)]
        parts += pieces
    return parts


def _address(said: Any, below: str, out: Any, losses: LossReport, *, exact: bool) -> list[Any]:
    """Return the elements of an address; one that does not fit stands in full beside them."""
    street = " ".join(
        part
        for part in (said.one(f"{below}.street_name"), said.one(f"{below}.building_number"))
        if part
    )
    streets = [
        street,
        said.one(f"{below}.additional_street_name"),
        *said.every(f"{below}.address_line.line"),
        *(said.one(f"{below}.{name}") for name in (*FURTHER, *FURTHER_TOO)),
    ]
    streets = [one for one in streets if one]
    city = said.one(f"{below}.city_name")
    region = said.one(f"{below}.country_subentity", f"{below}.country_subentity_code")
    zone = said.one(f"{below}.postal_zone")
    country = said.one(f"{below}.country.identification_code")
    said.apart(f"{below}.address_format_code", f"{below}.country.name")
    fits = (
        all(len(one) <= STREET for one in streets)
        and len(streets) <= STREETS
        and len(city) <= CITY
        and len(region) <= REGION
        and len(zone) <= POSTCODE
    )
    if not fits:
        whole = ", ".join(one for one in (*streets, city, region, zone) if one)
        if exact:
            out.text_before("DEL", whole)
        else:
            losses.add(below, LossKind.CUT, whole)
    return [
        [one[:STREET] for one in streets[:STREETS]],
        city[:CITY],
        region[:REGION],
        zone[:POSTCODE],
        country,
    ]


def _within(name: str, field: str, losses: LossReport) -> None:
    """Report a name of which only the beginning is written."""
    if len(name) > NAME:
        losses.add(field, LossKind.CUT, name)


def _contact(said: Any, field: str, out: Any, losses: LossReport) -> None:
    number, name = said.one(f"{field}.id"), said.one(f"{field}.name")
    if len(number) > PERSON:
        # Its beginning may be somebody else's number.
        losses.add(f"{field}.id", LossKind.NO_HOME, number)
        number = ""
    _within(name, f"{field}.name", losses)
    reached = [(said.one(f"{field}.{name}"), code) for name, code in CHANNELS]
    if number or name or any(value for value, _ in reached):
        out.add("CTA", "OC", [number, name[:NAME]])
    for value, code in reached:
        if value:
            out.add("COM", [value, code])

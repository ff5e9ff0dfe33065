"""Parties of a message: nothing that stands behind a NAD vanishes without being told."""

from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed, read

DP = "NAD+DP+5790000000029::9++Skolen+Skolevej 3+Pr\u00f8veby++9999+DK'\n"
ST = "NAD+ST+++Lageret+Lagervej 1+Pr\u00f8veby++9999+DK'\nCTA+IC+:Lis Lager'\nCOM+12345678:TE'\n"
FOLLOWERS = "CTA+DL+:Per Pedel'\nCOM+87654321:TE'\nCOM+per@skolen.example:EM'\nRFF+VA:DK1'\n"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize("example", ["order", "invoice"])
@pytest.mark.parametrize("group", [DP + ST, ST + DP], ids=["first", "second"])
def test_the_place_of_delivery_is_kept_and_the_other_told(
    formats: Formats, example: str, group: str
) -> None:
    """TTK-17: DP is where it goes; where else it might is a loss with all that belongs to it."""
    ((header, _),), report = read(formats, changed(example, (DP, group)))
    assert header.delivery[0].delivery_location.id.value == "5790000000029"
    lost = {text for loss in report.losses for text in loss.examples}
    assert {one.rstrip("'")[:6] for one in lost} == {"NAD+ST", "CTA+IC", "COM+12"}


@pytest.mark.parametrize("example", ["order", "invoice"])
def test_whom_to_ask_at_the_place_comes_along(formats: Formats, example: str) -> None:
    """TTK-17: the contact of the delivery is carried; a number nobody reads there is told."""
    ((header, _),), report = read(formats, changed(example, (DP, DP + FOLLOWERS)))
    contact = header.delivery[0].delivery_party.contact
    assert contact.name.value == "Per Pedel"
    assert contact.telephone.value == "87654321"
    assert contact.electronic_mail.value == "per@skolen.example"
    assert [one.field for one in report.losses] == ["RFF+VA"]


def test_a_party_of_no_role_is_told_with_all_behind_it(formats: Formats) -> None:
    """Who pays the freight is nobody's here: number, account and contact are losses."""
    group = "NAD+FP+++Fragt'\nRFF+VA:DK2'\nFII+RB+DK5000'\nCTA+IC+:Freja'\nCOM+1:TE'\n"
    _, report = read(formats, changed("order", (DP, DP + group)))
    assert [one.field for one in report.losses] == ["COM+1", "CTA+IC", "FII+RB", "NAD+FP", "RFF+VA"]


def test_second_numbers_and_people_are_told(formats: Formats) -> None:
    """Of a party the first company number, tax number and contact are read, others are losses."""
    behind = "RFF+GN:DK10000017'\nRFF+XA:4711'\nRFF+VA:DK8'\nRFF+VA:DK9'\n"
    people = "CTA+IC+:Anna'\nCOM+1:TE'\nCOM+2:TE'\nCTA+IC+:Bo'\nCOM+3:TE'\n"
    anchor = "NAD+DP+5790000000029"
    ((header, _),), report = read(formats, changed("order", (anchor, behind + people + anchor)))
    seller = header.seller_supplier_party.party
    assert seller.party_legal_entity[0].company_id.value == "DK10000017"
    assert seller.party_tax_scheme[0].company_id.value == "DK8"
    assert (seller.contact.name.value, seller.contact.telephone.value) == ("Anna", "1")
    lost = {text for loss in report.losses for text in loss.examples}
    assert lost == {"RFF+XA:4711", "RFF+VA:DK9", "COM+2:TE", "CTA+IC+:Bo", "COM+3:TE"}


def test_a_number_of_the_other_sides_list_says_so(formats: Formats) -> None:
    """A number that the buyer gave (UNCL 3055: 92) is not a location number."""
    content = changed("order", ("NAD+SU+5790000000012::9", "NAD+SU+4711::92"))
    ((header, _),), _ = read(formats, content)
    party = header.seller_supplier_party.party
    assert party.endpoint_id is None
    assert party.party_identification[0].id.scheme_agency_id == "92"


def test_who_is_billed_is_not_who_buys(formats: Formats) -> None:
    """An order for another's account names both, in any order of the groups."""
    payer = "NAD+IV+5790000000036::9++Betalende Kommune'\n"
    ((header, _),), report = read(formats, changed("order", ("NAD+BY+", payer + "NAD+BY+")))
    assert header.buyer_customer_party.party.endpoint_id.value == "5790000000005"
    assert header.accounting_customer_party.party.endpoint_id.value == "5790000000036"
    assert not list(report.losses)

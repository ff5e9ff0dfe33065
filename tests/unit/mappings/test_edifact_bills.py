"""Invoices go into EDIFACT and come back as they were."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.delivery import Delivery
from hub.model.identity import FormatId
from hub.model.item import ItemIdentification
from hub.model.loss import LossReport
from hub.model.party import Contact, DocumentParty, PartyName
from hub.model.payment import FinancialAccount, PaymentMeans
from hub.model.price import AllowanceCharge
from hub.model.values import Amount, Code, Identifier, Text
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed, read

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC))
LONG = "Eksempel Leverandør af Skruer, Søm og Maling til Kommuner og Regioner A/S"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def written(
    formats: Formats, kind: str, header: Any, lines: list[Any], folder: Path
) -> tuple[bytes, list[tuple[str, str]]]:
    """Write a bill; return the interchange and what was lost."""
    writer = formats.get(FormatId("edifact", kind, "d96a")).writer
    assert writer is not None
    losses = LossReport()
    writing = writer.start(header, CONTEXT, losses, folder)
    for line in lines:
        writing.take(line)
    (part,) = writing.finish()
    return part.path.read_bytes(), [(one.field, one.kind.value) for one in losses]


@pytest.mark.parametrize("kind", ["invoice", "credit-note"])
def test_a_bill_comes_back_as_it_was(formats: Formats, tmp_path: Path, kind: str) -> None:
    """Everything that is read of a message is written, and read again, sums and all."""
    ((header, lines),), _ = read(formats, changed(kind))
    data, lost = written(formats, kind, header, lines, tmp_path)
    assert not lost
    ((again, others),), report = read(formats, data)
    assert not list(report.losses)
    assert again == header
    assert others == lines


def test_charges_discounts_and_long_names_come_back(formats: Formats, tmp_path: Path) -> None:
    """An allowance, the discount of a price, notes and a name of several parts stay themselves."""
    content = changed(
        "invoice",
        (
            "PAT+1'",
            "ALC+C+Fragt:FC'\nPCD+1:10'\nMOA+8:20.00'\nMOA+25:200'\nTAX+7+VAT+++:::25+S'\nPAT+1'",
        ),
        ("PRI+AAA:7.50'", "PRI+AAA:7.50:::2:EA'\nPRI+AAB:8.00'"),
        ("LIN+2'", "ALC+A'\nMOA+8:0.50'\nLIN+2'\nFTX+AAI+++Kun hvid'\nFTX+ACF+++Farve:Hvid'"),
    )
    ((header, lines),), _ = read(formats, content)
    seller = header.accounting_supplier_party
    entity = replace(seller.party.party_legal_entity[0], registration_name=Text(LONG))
    party = replace(
        seller.party, party_legal_entity=(entity,), party_name=(PartyName(Text("Eksempel")),)
    )
    header = replace(header, accounting_supplier_party=replace(seller, party=party))
    data, lost = written(formats, "invoice", header, lines, tmp_path)
    assert not lost
    ((again, others),), _ = read(formats, data)
    assert again == header
    assert others == lines
    assert others[0].price.allowance_charge[0].base_amount.value == 8


def test_discounts_of_a_price_stay_there(formats: Formats, tmp_path: Path) -> None:
    """The reason of a price's discount is lost: with it, the discount would be the line's."""
    content = changed(
        "invoice",
        ("PRI+AAA:7.50'", "PRI+AAA:7.50'\nPRI+AAB:8.00'"),
        ("LIN+2'", "ALC+A'\nMOA+8:0.50'\nLIN+2'"),
    )
    ((header, lines),), _ = read(formats, content)
    price = lines[0].price
    (plain,) = price.allowance_charge
    reasoned = replace(
        plain,
        allowance_charge_reason=(Text("Rabat"),),
        allowance_charge_reason_code=Code("95"),
    )
    given = replace(lines[0], price=replace(price, allowance_charge=(reasoned,)))
    data, lost = written(formats, "invoice", header, [given, *lines[1:]], tmp_path)
    field = "price.allowance_charge.allowance_charge_reason"
    assert sorted(lost) == [(field, "no-home"), (f"{field}_code", "no-home")]
    ((_, others),), _ = read(formats, data)
    assert others == lines


def test_what_is_cut_is_told(formats: Formats, tmp_path: Path) -> None:
    """A reason longer than its place is cut, and the report says so; its amount stays."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    charge = AllowanceCharge(
        charge_indicator=True,
        allowance_charge_reason=(Text("Ekspreslevering med kran til tredje sal i gården"),),
        amount=Amount(header.legal_monetary_total.payable_amount.value, "DKK"),
    )
    header = replace(header, allowance_charge=(charge,))
    data, lost = written(formats, "invoice", header, lines, tmp_path)
    assert lost == [("allowance_charge.allowance_charge_reason", "cut")]
    ((again, _),), _ = read(formats, data)
    assert again.allowance_charge[0].amount == charge.amount


def test_segments_stand_where_the_directory_has_them(formats: Formats, tmp_path: Path) -> None:
    """In INVOIC the lines are counted before the sums, and all texts of the head stand together."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    who = DocumentParty(party_name=(PartyName(Text(LONG)),))
    header = replace(header, delivery=(Delivery(delivery_party=who),))
    data, lost = written(formats, "invoice", header, lines, tmp_path)
    assert not lost
    tags = [one[:3] for one in data.decode("latin-1").split("'\n")]
    assert tags[tags.index("UNS") + 1] == "CNT"
    assert tags.count("CNT") == 1
    assert data.index(b"FTX+DEL") < data.index(b"RFF+")
    ((again, _),), report = read(formats, data)
    assert not list(report.losses)
    assert LONG in [one.value for one in again.note]


@pytest.mark.parametrize("length", [69, 70, 71, 140])
def test_lines_of_a_note_stay_lines(formats: Formats, tmp_path: Path, length: int) -> None:
    """A line that fills its part is not glued to the next one."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    header = replace(header, note=(Text(f"{'x' * length}\nLevering på lager"),))
    data, _ = written(formats, "invoice", header, lines, tmp_path)
    ((again, _),), _ = read(formats, data)
    assert again.note == header.note


def test_names_that_are_cut_are_told(formats: Formats, tmp_path: Path) -> None:
    """Names of accounts and people are cut and told; a person's number is never half of one."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    account = FinancialAccount(id=Identifier("80000001"), name=Text(LONG))
    means = PaymentMeans(payment_means_code=Code("30"), payee_financial_account=account)
    seller = header.accounting_supplier_party
    contact = Contact(id=Identifier("1234567890123456789"), name=Text(LONG))
    header = replace(
        header,
        payment_means=(means,),
        accounting_supplier_party=replace(seller, party=replace(seller.party, contact=contact)),
    )
    data, lost = written(formats, "invoice", header, lines, tmp_path)
    field = "accounting_supplier_party.party.contact"
    assert sorted(lost) == [
        (f"{field}.id", "no-home"),
        (f"{field}.name", "cut"),
        ("payment_means.payee_financial_account.name", "cut"),
    ]
    ((again, _),), _ = read(formats, data)
    assert again.accounting_supplier_party.party.contact == Contact(name=Text(LONG[:34]))


@pytest.mark.parametrize("scheme", ["0160", "0112"])
def test_only_numbers_of_gs1_stand_in_lin(formats: Formats, tmp_path: Path, scheme: str) -> None:
    """A number of another scheme is lost, and not declared one of GS1's."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    kept = scheme == "0160"
    number = ItemIdentification(id=Identifier("5790000000012", scheme_id=scheme))
    item = replace(lines[0].item, standard_item_identification=number)
    given = [replace(lines[0], item=item), *lines[1:]]
    data, lost = written(formats, "invoice", header, given, tmp_path)
    ((_, others),), _ = read(formats, data)
    assert lost == ([] if kept else [("item.standard_item_identification.id", "no-home")])
    assert others[0].item.standard_item_identification == (number if kept else None)


@pytest.mark.parametrize("ids", [("2", "A"), ("A", "1"), ("1", "01"), ("7", "7"), ("20", "10")])
def test_no_two_lines_have_one_number(
    formats: Formats, tmp_path: Path, ids: tuple[str, str]
) -> None:
    """LIN calls each line by a number of its own, and the sender's number stands beside it."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    given = [replace(line, id=Identifier(own)) for line, own in zip(lines, ids, strict=True)]
    data, lost = written(formats, "invoice", header, given, tmp_path)
    assert not lost
    named = [int(number) for number in re.findall(rb"LIN\+([0-9]+)", data)]
    assert len(set(named)) == len(named)
    ((_, others),), _ = read(formats, data)
    assert tuple(one.id.value for one in others) == ids


def test_lines_keep_numbers_that_are_none_to_edifact(formats: Formats, tmp_path: Path) -> None:
    """A line number with letters stands beside the line, because LIN takes digits only."""
    ((header, lines),), _ = read(formats, changed("invoice"))
    lines[0] = replace(lines[0], id=Identifier("1-A"))
    data, _ = written(formats, "invoice", header, lines, tmp_path)
    ((_, others),), _ = read(formats, data)
    assert [one.id.value for one in others] == ["1-A", "2"]

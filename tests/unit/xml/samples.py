"""Made-up documents for the tests of the XML layer."""

from collections.abc import Iterable

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC = f"{{{UBL}CommonAggregateComponents-2}}"
CBC = f"{{{UBL}CommonBasicComponents-2}}"


def party(tag: str, name: str) -> str:
    """A party with a name."""
    inner = f"<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>"
    return f"<cac:{tag}>{inner}</cac:{tag}>"


HEADER = f"""<?xml version="1.0" encoding="UTF-8"?>
<Catalogue xmlns="{UBL}Catalogue-2" xmlns:cac="{UBL}CommonAggregateComponents-2"
    xmlns:cbc="{UBL}CommonBasicComponents-2">
  <cbc:UBLVersionID>2.0</cbc:UBLVersionID>
  <cbc:ID>C-1</cbc:ID>
  <cbc:IssueDate>2026-01-02</cbc:IssueDate>
  {party("ProviderParty", "Blue Pencil")}
  {party("ReceiverParty", "Seaside Town")}
"""
FOOTER = "</Catalogue>\n"


def line(number: int) -> str:
    """One valid line."""
    return f"""  <cac:CatalogueLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:OrderableIndicator>true</cbc:OrderableIndicator>
    <cbc:ContentUnitQuantity unitCode="EA">1</cbc:ContentUnitQuantity>
    <cac:RequiredItemLocationQuantity>
      <cac:Price><cbc:PriceAmount currencyID="DKK">{number}.50</cbc:PriceAmount></cac:Price>
    </cac:RequiredItemLocationQuantity>
    <cac:Item>
      <cbc:Description>Pencil {number}</cbc:Description>
      <cbc:Name>Pencil</cbc:Name>
    </cac:Item>
  </cac:CatalogueLine>
"""


def catalogue(lines: int | Iterable[str] = 3) -> bytes:
    """A catalogue with so many lines, or with the given ones; valid when the lines are."""
    texts = (line(n) for n in range(1, lines + 1)) if isinstance(lines, int) else lines
    return (HEADER + "".join(texts) + FOOTER).encode()

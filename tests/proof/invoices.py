"""Small made-up invoices, and the made-up firms and offices that send and receive them.

Each invoice has a number of its own, ``<supplier>-<n>``, so that a receiver can read in the
contents which document it holds; everything else is the same in all of them.
"""

import re
from dataclasses import dataclass

__all__ = ["Party", "customers", "invoice", "number_of", "suppliers"]

_INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:UBLVersionID>2.0</cbc:UBLVersionID>
 <cbc:CustomizationID>OIOUBL-2.02</cbc:CustomizationID>
 <cbc:ProfileID schemeAgencyID="320" schemeID="urn:oioubl:id:profileid-1.2"
 >Procurement-BilSim-1.0</cbc:ProfileID>
 <cbc:ID>{number}</cbc:ID>
 <cbc:IssueDate>2026-03-02</cbc:IssueDate>
 <cbc:InvoiceTypeCode listAgencyID="320" listID="urn:oioubl:codelist:invoicetypecode-1.1"
 >380</cbc:InvoiceTypeCode>
 <cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>
 <cac:OrderReference><cbc:ID>B-{number}</cbc:ID></cac:OrderReference>
 <cac:AccountingSupplierParty>{supplier}</cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty>{customer}</cac:AccountingCustomerParty>
 <cac:PaymentMeans>
  <cbc:ID>1</cbc:ID>
  <cbc:PaymentMeansCode>42</cbc:PaymentMeansCode>
  <cbc:PaymentDueDate>2026-04-01</cbc:PaymentDueDate>
  <cbc:PaymentChannelCode listAgencyID="320"
 listID="urn:oioubl:codelist:paymentchannelcode-1.1">DK:BANK</cbc:PaymentChannelCode>
  <cac:PayeeFinancialAccount>
   <cbc:ID>0000000000</cbc:ID>
   <cac:FinancialInstitutionBranch><cbc:ID>9999</cbc:ID></cac:FinancialInstitutionBranch>
  </cac:PayeeFinancialAccount>
 </cac:PaymentMeans>
 {tax}
 <cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount currencyID="DKK">80.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="DKK">20.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="DKK">100.00</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="DKK">100.00</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
 <cac:InvoiceLine>
  <cbc:ID>1</cbc:ID>
  <cbc:InvoicedQuantity unitCode="EA">4.00</cbc:InvoicedQuantity>
  <cbc:LineExtensionAmount currencyID="DKK">80.00</cbc:LineExtensionAmount>
  {tax}
  <cac:Item>
   <cbc:Description>Ringbind, rødt</cbc:Description>
   <cbc:Name>Ringbind</cbc:Name>
   <cac:SellersItemIdentification><cbc:ID>R-1</cbc:ID></cac:SellersItemIdentification>
  </cac:Item>
  <cac:Price>
   <cbc:PriceAmount currencyID="DKK">20.00</cbc:PriceAmount>
   <cbc:BaseQuantity unitCode="EA">1</cbc:BaseQuantity>
  </cac:Price>
 </cac:InvoiceLine>
</Invoice>
"""

_SCHEME = """<cac:TaxScheme>
    <cbc:ID schemeAgencyID="320" schemeID="urn:oioubl:id:taxschemeid-1.1">63</cbc:ID>
    <cbc:Name>Moms</cbc:Name>
   </cac:TaxScheme>"""

_TAX = f"""<cac:TaxTotal>
  <cbc:TaxAmount currencyID="DKK">20.00</cbc:TaxAmount>
  <cac:TaxSubtotal>
   <cbc:TaxableAmount currencyID="DKK">80.00</cbc:TaxableAmount>
   <cbc:TaxAmount currencyID="DKK">20.00</cbc:TaxAmount>
   <cac:TaxCategory>
    <cbc:ID schemeAgencyID="320" schemeID="urn:oioubl:id:taxcategoryid-1.1">StandardRated</cbc:ID>
    <cbc:Percent>25</cbc:Percent>
    {_SCHEME}
   </cac:TaxCategory>
  </cac:TaxSubtotal>
 </cac:TaxTotal>"""

_PARTY = """<cac:Party>
  <cbc:EndpointID schemeAgencyID="9" schemeID="GLN">{gln}</cbc:EndpointID>
  <cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
  <cac:PostalAddress>
   <cbc:AddressFormatCode listAgencyID="320"
 listID="urn:oioubl:codelist:addressformatcode-1.1">StructuredDK</cbc:AddressFormatCode>
   <cbc:StreetName>Opdigtet Stræde</cbc:StreetName>
   <cbc:BuildingNumber>1</cbc:BuildingNumber>
   <cbc:CityName>Fiktivby</cbc:CityName>
   <cbc:PostalZone>9999</cbc:PostalZone>
   <cac:Country><cbc:IdentificationCode>DK</cbc:IdentificationCode></cac:Country>
  </cac:PostalAddress>{more}
 </cac:Party>"""

_SELLER = f"""
  <cac:PartyTaxScheme>
   <cbc:CompanyID schemeID="DK:SE">DK{{cvr}}</cbc:CompanyID>
   {_SCHEME}
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity>
   <cbc:RegistrationName>{{name}}</cbc:RegistrationName>
   <cbc:CompanyID schemeID="DK:CVR">DK{{cvr}}</cbc:CompanyID>
  </cac:PartyLegalEntity>"""

_BUYER = "\n  <cac:Contact><cbc:ID>42</cbc:ID></cac:Contact>"

_NUMBER = re.compile(rb"<cbc:ID>([A-Za-z0-9-]{1,60})</cbc:ID>")


@dataclass(frozen=True, slots=True)
class Party:
    """A made-up firm or office, with numbers whose check digits are right."""

    key: str
    cvr: str
    gln: str

    @property
    def name(self) -> str:
        """The name in documents."""
        return f"{self.key.title()} (fiktiv)"


def suppliers(count: int) -> tuple[Party, ...]:
    """Return made-up suppliers ``mill0``, ``mill1``, ..."""
    return tuple(_party(f"mill{n}", 100 + n) for n in range(count))


def customers(count: int) -> tuple[Party, ...]:
    """Return made-up customers ``town0``, ``town1``, ..."""
    return tuple(_party(f"town{n}", 500 + n) for n in range(count))


def invoice(number: str, supplier: Party, customer: Party) -> bytes:
    """Return a valid invoice."""
    seller = _SELLER.format(cvr=supplier.cvr, name=supplier.name)
    return _INVOICE.format(
        number=number,
        supplier=_PARTY.format(gln=supplier.gln, name=supplier.name, more=seller),
        customer=_PARTY.format(gln=customer.gln, name=customer.name, more=_BUYER),
        tax=_TAX,
    ).encode()


def number_of(contents: bytes) -> str | None:
    """Return the number that stands in an invoice, as its receiver reads it."""
    found = _NUMBER.search(contents)
    return None if found is None else found[1].decode()


def _party(key: str, seed: int) -> Party:
    return Party(key, _cvr(seed), _gln(seed))


def _cvr(seed: int) -> str:
    """Return the n-th company number with a right check digit (modulus 11), in a range not used."""
    valid = [
        body + str(digit)
        for body in (f"99{seed:03d}{spare:02d}" for spare in range(3))
        for digit in [-sum(map(_times, body, (2, 7, 6, 5, 4, 3, 2))) % 11]
        if digit < 10
    ]
    return valid[0]


def _gln(seed: int) -> str:
    """Return a location number with a right check digit (modulus 10)."""
    body = f"579009{seed:06d}"
    total = sum(map(_times, body, (1, 3) * 6))
    return body + str(-total % 10)


def _times(digit: str, weight: int) -> int:
    return int(digit) * weight

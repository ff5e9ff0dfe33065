"""What of a document's head goes into an output, and what of it has no place there.

The two documents have no head to speak of: supplier, agreement and version stand in the file
name, agreement and customer in the head rows of a price book (README.md). All else the head
says is counted as lost, but for what only serves the exchange of the document.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.model.catalogue import Catalogue
from hub.model.reference import Contract

__all__ = ["homeless"]

PROTOCOL = {
    "ubl_version_id": "says how the document was written",
    "customization_id": "says how the document was written",
    "profile_id": "says by which process the document travels",
    "profile_execution_id": "says by which process the document travels",
    "line_count_numeric": "counts the lines of the document that came",
    "signature": "holds for the document that came",
    "receiver_party": "an update is for all customers; a price book's head row has the GLN",
    "version_id": "stands in the file name",
}
"""Fields of the head that are not counted, and why."""


def homeless(header: Catalogue, document: str, agreement: str, company: str) -> Iterator[
    tuple[str, str]
]:  # fmt: skip
    """Yield path and text of what the head says and the output has no place for.

    ``agreement`` and ``company`` are what stands in the output. The first day of a price
    book's catalogue is left to the writer, which may need it for prices without their own.
    """
    for name in header.__struct_fields__:
        value = getattr(header, name)
        if name in PROTOCOL or value is None or value == ():
            continue
        if name == "seller_supplier_party" and value.party == header.provider_party:
            continue  # said once is enough
        if name == "validity_period" and document == "pricebook":
            value = tuple(replace(p, start_date=None) for p in value if p.end_date is not None)
        if name == "referenced_contract" and document == "pricebook":
            value = tuple(c for c in value if not _is_only(c, agreement))
        for path, text in leaves_of(value, name):
            if name == "provider_party" and _names(path, text, company):
                continue
            yield path, text


def _is_only(contract: Contract, agreement: str) -> bool:
    """Whether a contract says nothing but the number that stands in the output."""
    known = contract.id is not None and contract.id.value == agreement
    return known and replace(contract, id=None) == Contract()


def _names(path: str, text: str, company: str) -> bool:
    """Whether a text is the supplier's number in the file name, or says which number it is."""
    if path.endswith((".scheme_id", ".scheme_agency_id")):
        return True
    number = path.endswith((".id", ".company_id")) and text.removeprefix("DK") == company
    return number and bool(company)

"""What the head of a catalogue says that an output without a UBL head has no place for.

Targets that are files of rows or of their own XML keep a few facts of the head. All else is
counted as lost, but for what only serves the exchange of the document that came.
"""

from collections.abc import Collection, Iterator

from hub.formats.leaves import leaves_of
from hub.model.catalogue import Catalogue

__all__ = ["head_rest"]

PROTOCOL = {
    "ubl_version_id": "says how the document was written",
    "customization_id": "says how the document was written",
    "profile_id": "says by which process the document travels",
    "profile_execution_id": "says by which process the document travels",
    "line_count_numeric": "counts the lines of the document that came",
    "signature": "holds for the document that came",
    "receiver_party": "the output goes to one receiver, who knows its own name",
}
"""Fields of the head that are not counted, and why."""

PARTIES = ("provider_party", "seller_supplier_party")


def head_rest(
    header: Catalogue, housed: Collection[str], company: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield path and text of what has no place.

    Args:
        header: the head.
        housed: paths that have one; what stands below them has, too.
        company: the supplier's number as the output has it; it is not told again.
    """
    told: set[tuple[str, str]] = set()
    for name in header.__struct_fields__:
        value = getattr(header, name)
        if name in PROTOCOL or value is None or value == () or name in housed:
            continue
        if name == "seller_supplier_party" and value.party == header.provider_party:
            continue  # said once is enough
        for path, text in leaves_of(value, name):
            if any(path == one or path.startswith(f"{one}.") for one in housed):
                continue
            if name in PARTIES and _names(path, text, company):
                continue
            if text and (path, text) not in told:
                told.add((path, text))
                yield path, text


def _names(path: str, text: str, company: str) -> bool:
    """Whether a text is the supplier's number that is told, or says which number it is."""
    if path.endswith((".scheme_id", ".scheme_agency_id")):
        return True
    number = path.endswith((".id", ".company_id")) and text.removeprefix("DK") == company
    return number and bool(company)

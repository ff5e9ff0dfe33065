"""Rows below a list that are no items: sums."""

import re
from collections.abc import Iterable

__all__ = ["sum_said"]

_SUMS = (
    *("i alt", "ialt", "total", "totalt", "totalpris", "totalbeløb", "sum", "subtotal"),
    *("delsum", "samlet", "samlet pris", "moms", "heraf moms", "totaal", "totaalprijs"),
    *("totaalbedrag", "subtotaal", "eindtotaal", "btw", "grand total", "totals", "total price"),
    *("vat",),
)
_BESIDE = r"(?:ekskl|excl|exkl|eks|ex|inkl|incl|moms|btw|vat|dkk|eur|kr|[0-9]+ ?%|%)"
_SUM = re.compile(rf"(?:{'|'.join(_SUMS)})(?:[ .:,/()=-]+{_BESIDE})*[ .:,/()=-]*", re.IGNORECASE)
_ASIDE = re.compile(rf"(?:{_BESIDE}|[0-9., ':/()=%-])+", re.IGNORECASE)
"""What else may stand in the row of a sum: numbers, a currency, whether tax is in it."""

LONGEST = 60


def sum_said(cells: Iterable[str]) -> str | None:
    """Return the word by which a row calls itself a sum; None when none of its cells does.

    Whoever asks has seen that the row lacks what an item has. A product or a brand may be called
    so, too, and the sender is told to delete a sum: beside its word there are only numbers in it.
    """
    said = None
    for cell in cells:
        text = cell.strip()
        if not text:
            continue
        if len(text) > LONGEST:
            return None
        if said is None and _SUM.fullmatch(text):
            said = text
        elif not _ASIDE.fullmatch(text) and not _SUM.fullmatch(text):
            return None
    return said

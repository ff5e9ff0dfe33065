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
LONGEST = 60


def sum_said(cells: Iterable[str]) -> str | None:
    """Return the word by which a row calls itself a sum; None when none of its cells does.

    A product may be called so, too: whoever asks has seen that the row lacks what an item has.
    """
    texts = (cell.strip() for cell in cells)
    return next((one for one in texts if len(one) <= LONGEST and _SUM.fullmatch(one)), None)

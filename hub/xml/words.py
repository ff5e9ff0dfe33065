"""Danish and Dutch words for the elements of documents, and what people write in place of units."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

__all__ = ["EVERYDAY_UNITS", "element_words"]

EVERYDAY_UNITS: Final[dict[str, tuple[str, ...]]] = {
    "bundt": ("BE",),
    "doos": ("BX", "CT"),
    "dos": ("BX",),
    "dåse": ("CA",),
    "flaske": ("BO",),
    "fles": ("BO",),
    "gram": ("GRM",),
    "kasse": ("CS", "BX"),
    "karton": ("CT",),
    "kilo": ("KGM",),
    "kg": ("KGM",),
    "krat": ("CR",),
    "l": ("LTR",),
    "liter": ("LTR",),
    "ltr.": ("LTR",),
    "m": ("MTR",),
    "m2": ("MTK",),
    "m3": ("MTQ",),
    "meter": ("MTR",),
    "pair": ("PR",),
    "pak": ("NMP", "PK"),
    "pakke": ("NMP", "PK"),
    "palle": ("PF",),
    "par": ("PR",),
    "paar": ("PR",),
    "pcs": ("EA", "NMP"),
    "pce": ("EA", "NMP"),
    "piece": ("EA", "NMP"),
    "pieces": ("EA", "NMP"),
    "pk": ("PK", "NMP"),
    "pose": ("BG",),
    "rol": ("RO",),
    "rulle": ("RO",),
    "set": ("SET",),
    "stk": ("EA", "NMP"),
    "stk.": ("EA", "NMP"),
    "stuk": ("EA", "NMP"),
    "stuks": ("EA", "NMP"),
    "styk": ("EA", "NMP"),
    "sæt": ("SET",),
    "time": ("HUR",),
    "uur": ("HUR",),
    "zak": ("BG",),
}
"""What people write in place of a UN/ECE unit code, and the codes they mean."""


def element_words(element: str) -> tuple[str, str] | None:
    """Return what an element is called in Danish and Dutch; None where it keeps its own name.

    ``words.csv`` has every element that a field table of the project reads, and the roots and
    lines of every kind.
    """
    return _words().get(element)


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    text = files("hub.xml").joinpath("words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["element"]: (row["da"], row["nl"]) for row in rows})

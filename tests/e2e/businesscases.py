"""The business cases of a corpus: what was said in each of them, in the order it was said."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from hub.facts.checkdigits import gs1_check_digit
from hub.facts.identifiers import check
from hub.formats.registry import Formats
from tests.e2e.conversing import Said, read_document

__all__ = ["STEPS", "business_cases"]

STEPS = (
    *("Order", "OrderResponse", "OrderResponseSimple", "OrderChange", "OrderCancellation"),
    *("Invoice", "ApplicationResponse", "CreditNote", "Invoice_B", "Reminder"),
)
"""What is said of a purchase, by the names of the files, in the order in which it makes sense."""

ANSWER = "ApplicationResponse"
"""Alone it answers a catalogue, and belongs to no purchase."""

_NAME = re.compile(r"([A-Z]+_\d\d_\d\d_\d\d)_(\w+)_v2p2\.xml")
_NUMBER = re.compile(r'schemeID="(DK:CVR|DK:SE|GLN)"[^>]*>\s*(?:DK)?(\d+)\s*<')
_FIRST_COMPANY = 1_000_000
_FIRST_PLACE = 579_000_000_000


def business_cases(corpus: Path, formats: Formats, folder: Path) -> dict[str, list[Said]]:
    """Return the steps of each case of OIOUBL 2.02 that is a purchase; copies lie in ``folder``.

    Numbers with wrong check digits are others there, the same in all steps: nobody can be
    configured with one. What breaks a published rule is no step: the hub refuses it, as other
    tests show.
    """
    cases: dict[str, dict[str, str]] = {}
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            place, _, name = row["file"].rpartition("/")
            named = _NAME.fullmatch(name)
            if named is None or named[2] not in STEPS:
                continue
            if place == "oioubl-2.02" and (row["xsd"], row["fatal"]) == ("ok", "0"):
                text = (corpus / row["file"]).read_text(encoding="utf-8-sig")
                cases.setdefault(named[1], {})[named[2]] = text
    return {
        case: [_copied(formats, folder / f"{case}_{step}.xml", text) for step, text in steps]
        for case, texts in cases.items()
        if texts.keys() - {ANSWER}
        for steps in [list(_with_right_numbers(texts))]
    }


def _copied(formats: Formats, path: Path, text: str) -> Said:
    path.write_text(text, encoding="utf-8")
    return read_document(formats, path)


def _with_right_numbers(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the steps in their order, with a right number for each wrong one."""
    given = {found for text in texts.values() for found in _NUMBER.findall(text)}
    wrong = sorted({number for scheme, number in given if not check(scheme, number).valid})
    companies, places = _companies(), _places()
    right = {one: next(companies if len(one) == 8 else places) for one in wrong}
    for step in sorted(texts, key=STEPS.index):
        text = texts[step]
        for old, new in right.items():
            text = text.replace(old, new)
        yield step, text


def _companies() -> Iterator[str]:
    for body in range(_FIRST_COMPANY, 10 * _FIRST_COMPANY):
        yield from (f"{body}{last}" for last in range(10) if check("DK:CVR", f"{body}{last}").valid)


def _places() -> Iterator[str]:
    for body in range(_FIRST_PLACE, 2 * _FIRST_PLACE):
        yield f"{body}{gs1_check_digit(str(body))}"

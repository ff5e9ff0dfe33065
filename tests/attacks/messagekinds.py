"""Interchanges of UN/EDIFACT that mean harm: much of one thing, and values that are none."""

from tests.attacks.kinds import HARMLESS, Kind
from tests.interchanges import changed

__all__ = ["MESSAGE_KINDS"]

SIZE = 200_000
REFERENCE = "RFF+ON:ORDRE-7'\n"
TEXT = "FTX+AAI+++" + "x" * 70 + (":" + "x" * 70) * 4 + "'\n"
DESCRIBED = "IMD+A++:::" + "y" * 35 + ":" + "y" * 35 + "'\n"
AMOUNT = "MOA+66:75.00"
ENDLESS = 100_000
LAST = "PRI+AAA:125.00'\nTAX+7+VAT+++:::25+S'\n"


def much(piece: str, anchor: str = REFERENCE) -> bytes:
    """Return a bill with very many of one segment behind another."""
    return changed("invoice", (anchor, anchor + piece * (SIZE // len(piece))))


def message(name: str, rule: str, content: bytes) -> Kind:
    """Return a kind in EDIFACT."""
    return Kind(name, rule, lambda _traps: content, ".edi")


MESSAGE_KINDS = [
    message("edifact-uno-everywhere", HARMLESS, much("UNO+", "FTX+GEN+++Tak")),
    message("edifact-uno-never-ends", "EDI-01", much("UNO+")),
    message("edifact-uno-without-unp", "EDI-01", much("UNO+1'")),
    message(
        "edifact-unp-everywhere",
        "EDI-01",
        changed("order", ("UNT+", "UNO+1'" + "UNP+" * ENDLESS + "UNT+")),
    ),
    message("edifact-packages", HARMLESS, much("UNO+1'x'UNP+1+1'")),
    message("edifact-one-text", HARMLESS, much(TEXT)),
    message("edifact-texts", HARMLESS, much("FTX+GEN+++x'\n")),
    message("edifact-terms", HARMLESS, much("FTX+AAB+++x'\n")),
    message("edifact-described", HARMLESS, much(DESCRIBED, "TAX+7+VAT+++:::25+S'\n")),
    message("edifact-references", HARMLESS, much("RFF+AAK:1'\n")),
    message("edifact-accounts", HARMLESS, much("FII+RB+DK5'\n", "COM+?+4512345678:TE'\n")),
    message(
        "edifact-lines",
        HARMLESS,
        much("LIN+3'\nIMD+F++:::x'\nQTY+47:1:EA'\nMOA+66:0'\nPRI+AAA:0'\n", LAST),
    ),
    message("edifact-blanks-behind", HARMLESS, changed("invoice") + b" \n" * SIZE),
    message("edifact-colons", HARMLESS, much(":", "FTX+GEN+++Tak")),
    message("edifact-released", "EDI-01", changed("invoice", ("Tak for ordren", "?" * 99_999))),
    message(
        "edifact-number-huge", "EDI-02", changed("invoice", (AMOUNT, "MOA+66:1E999999999999999"))
    ),
    message(
        "edifact-number-long", "EDI-02", changed("invoice", (AMOUNT, "MOA+66:" + "9" * ENDLESS))
    ),
    message(
        "edifact-number-steers", "EDI-02", changed("invoice", (AMOUNT, "MOA+66:\x1b]0;owned\x07"))
    ),
    message(
        "edifact-function-steers", "EDI-06", changed("invoice", ("EX-1+9", "EX-1+\x1b[2J\x9b"))
    ),
    message("edifact-day-of-weeks", "EDI-02", changed("invoice", ("20260105:102", "202650:616"))),
    message("edifact-una-short", "EDI-01", b"UNA:+"),
    message("edifact-una-one-sign", "EDI-01", b"UNA''''''UNB'"),
    message("edifact-nothing", "EDI-01", b"UNB+UNOC:3'UNZ+0'"),
]
"""Every kind; what takes time by the square of its size takes minutes in these."""

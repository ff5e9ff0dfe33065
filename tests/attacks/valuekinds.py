"""Values that no field should hold, in XML and in tables."""

from tests.attacks.kinds import HARMLESS, Kind, Traps
from tests.attacks.tables import item, price, zipped
from tests.attacks.xmlkinds import TEXT, named, plain, swap

__all__ = ["VALUE_KINDS"]

ISSUED = "<cbc:IssueDate>2026-01-02</cbc:IssueDate>"
AMOUNT = ">49.50</cbc:PriceAmount>"
INJECTIONS = (
    "'; DROP TABLE outbox; --",
    "*)(uid=*))(|(uid=*",
    "x\r\nBcc: all@example.invalid",
    "{{7*7}}${jndi:ldap://127.0.0.1/x}%s%n{0}",
    "<script>alert(1)</script>",
    "$(touch /x)`id`|cat",
    "=cmd|' /C calc'!A0",
    "[bold red]markup[/bold red] [link=http://example.invalid]x[/link]",
)
ZERO_WIDTH = "A\u200b\u200d\u2060\ufeffB"
TURNED = "\u202egnp.exe\u202c \u2066x\u2069"
STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\x85\x7f"
"""What a terminal would obey: title, clear screen, colour in one byte."""


def date(text: str) -> bytes:
    """Return the catalogue with another date of issue."""
    assert ISSUED in TEXT
    return TEXT.replace("2026-01-02", text, 1).encode()


def amount(text: str) -> bytes:
    """Return the catalogue with another price."""
    assert AMOUNT in TEXT
    return TEXT.replace(AMOUNT, f">{text}</cbc:PriceAmount>", 1).encode()


def xml(name: str, rule: str, content: bytes) -> Kind:
    """Return a kind in XML."""
    return Kind(name, rule, plain(content))


def cell(name: str, rule: str, **changed: str) -> Kind:
    """Return a kind in a ZIP of tables, with cells of the item changed."""
    return Kind(name, rule, lambda _traps: zipped([item(**changed)]), ".zip")


def priced(name: str, rule: str, **changed: str) -> Kind:
    """Return a kind in a ZIP of tables, with cells of the price changed."""
    return Kind(name, rule, lambda _traps: zipped([item()], [price(**changed)]), ".zip")


def located(text: str) -> bytes:
    """Return the catalogue with another number."""
    return TEXT.replace("PRØVE-2026-1", text, 1).encode()


def _canary_as_path(traps: Traps) -> bytes:
    """Return a catalogue whose number is a path to the trap."""
    return located(f"../../../..{traps.secret}")


VALUE_KINDS = [
    xml("date-year-0", "XSD-DATE", date("0000-01-01")),
    xml("date-year-99999", HARMLESS, date("99999-01-01")),
    xml("date-negative", HARMLESS, date("-2026-01-01")),
    xml("date-february-31", "XSD-DATE", date("2026-02-31")),
    xml("date-arabic-digits", "XSD-DATE", date("٢٠٢٦-01-02")),
    xml("number-10000-digits", "FMT-05", amount("9" * 10_000)),
    xml("number-10000-decimals", "FMT-05", amount("0." + "1" * 10_000)),
    xml("number-nan", "XSD-", amount("NaN")),
    xml("number-infinite", "XSD-", amount("INF")),
    xml("number-1e308", "XSD-", amount("1e308")),
    xml("number-negative", "F-CAT203", amount("-49.50")),
    xml("number-other-digits", "XSD-", amount("４９")),
    xml("quantity-negative", "F-LIB019", TEXT.replace('"EA">200<', '"EA">-200<').encode()),
    xml("name-1-mb", HARMLESS, named("x" * 1_000_000)),
    xml("name-zero-width", HARMLESS, named(ZERO_WIDTH)),
    xml("name-turned", HARMLESS, named(TURNED)),
    xml("name-c1-controls", HARMLESS, named("&#x9b;31m&#x85;&#x7f;")),
    xml("number-turned", HARMLESS, located(TURNED)),
    xml("number-c1-controls", HARMLESS, located("&#x9b;2J&#x9d;0;owned&#x9c;")),
    xml("date-c1-controls", "XSD-DATE", date("&#x9b;2J&#x202e;")),
    xml("number-like-another", HARMLESS, located("PR\u00d8VE-2026-\u0661")),
    xml("number-1-mb", HARMLESS, located("9" * 1_000_000)),
    Kind("number-is-a-path", HARMLESS, _canary_as_path),
    Kind("unit-1-mb", HARMLESS, swap(">BX<", ">" + "BX " * 300_000 + "<")),
    *(
        xml(f"injection-{n}", HARMLESS, named(text.replace("&", "&amp;").replace("<", "&lt;")))
        for n, text in enumerate(INJECTIONS, start=1)
    ),
    *(
        cell(f"table-injection-{n}", HARMLESS, ITEM_NAME=text)
        for n, text in enumerate(INJECTIONS, start=1)
    ),
    cell("table-steers-the-terminal", HARMLESS, ITEM_NAME=STEERING, ITEM_UNIT=STEERING),
    cell("table-number-steers", "BIZ-07", ITEM_MIN_QTY=STEERING, ITEM_NO=STEERING),
    cell("table-turned", HARMLESS, ITEM_NAME=TURNED, ITEM_UNIT=TURNED),
    cell("table-unit-100-kb", HARMLESS, ITEM_UNIT="x" * 100_000),
    cell("table-unit-blanks", HARMLESS, ITEM_UNIT="1 " * 50_000),
    cell("table-unit-nested", HARMLESS, ITEM_UNIT="(" * 50_000),
    cell("table-number-100-kb", "BIZ-07", ITEM_CONTENT="1." * 50_000),
    cell("table-number-blanks", "BIZ-07", ITEM_CONTENT="1" + " " * 50_000 + "x"),
    cell("table-gtin-100-kb", "ID-GTIN", ITEM_GTIN="0" * 100_000),
    cell("table-unspsc-100-kb", "UNS-01", ITEM_UNSPSC="4" * 100_000),
    cell("table-name-100-kb", "BIZ-21", ITEM_NAME="Ø" * 100_000),
    priced("price-negative", "BIZ-06", PRICE_AMOUNT="-10.00"),
    priced("price-nan", "BIZ-07", PRICE_AMOUNT="NaN"),
    priced("price-infinite", "BIZ-07", PRICE_AMOUNT="Infinity"),
    priced("price-1e308", "BIZ-07", PRICE_AMOUNT="1e308"),
    priced("price-10000-digits", "BIZ-07", PRICE_AMOUNT="9" * 10_000),
    priced("price-28-digits", HARMLESS, PRICE_AMOUNT="9" * 28),
    priced("price-other-digits", "BIZ-07", PRICE_AMOUNT="１０"),
    priced("price-year-0", "BIZ-07", PRICE_VALID_FROM="0000-01-01"),
    priced("price-year-99999", "BIZ-07", PRICE_VALID_FROM="99999-01-01"),
    priced("price-currency-steers", "BIZ-20", PRICE_CURRENCY=STEERING),
]
"""Every kind of bad value. Some are none of the sender's format's business: a receiver objects."""

"""XML that is meant to make a parser read, fetch, grow, or misunderstand."""

import codecs
from collections.abc import Callable
from pathlib import Path

from tests.attacks.kinds import HARMLESS, Kind, Traps

__all__ = ["GOOD", "NAME", "XML_KINDS", "named"]

SAMPLE = Path(__file__).parents[2] / "mappings" / "oioubl" / "examples" / "small" / "input.xml"
GOOD = SAMPLE.read_bytes()
TEXT = GOOD.decode()
DECLARATION, _, BODY = TEXT.partition("\n")
DATE = "2026-01-02"
NAME = "Træskrue 4 x 40"
CATALOGUE = "urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"


def named(text: str) -> bytes:
    """Return the catalogue with this markup as the name of its first item."""
    return TEXT.replace(NAME, text, 1).encode()


def plain(content: bytes) -> Callable[[Traps], bytes]:
    """Return what makes content that needs no trap."""
    return lambda _traps: content


def doctype(subset: str, date: str = DATE) -> Callable[[Traps], bytes]:
    """Return what makes a catalogue with a DOCTYPE; its wrong date would be shown."""

    def make(traps: Traps) -> bytes:
        filled = subset.replace("FILE", traps.file).replace("SERVER", traps.server)
        body = BODY.replace(DATE, date, 1)
        return f"{DECLARATION}\n<!DOCTYPE Catalogue {filled}>\n{body}".encode()

    return make


def root(attributes: str) -> Callable[[Traps], bytes]:
    """Return what makes a catalogue with more attributes at its root."""

    def make(traps: Traps) -> bytes:
        filled = attributes.replace("FILE", traps.file).replace("SERVER", traps.server)
        return TEXT.replace("<Catalogue ", f"<Catalogue {filled} ", 1).encode()

    return make


def swap(old: str, new: str, times: int = -1) -> Callable[[Traps], bytes]:
    """Return what makes a catalogue with one text put for another."""
    assert old in TEXT
    return plain(TEXT.replace(old, new, times).encode())


def declared(encoding: str, codec: str, text: str = TEXT, mark: bytes = b"") -> bytes:
    """Return the catalogue that declares one encoding and is written in another."""
    return mark + text.replace('encoding="UTF-8"', f'encoding="{encoding}"', 1).encode(codec)


def laughs() -> str:
    """Return entities of entities: a thousand million of one word."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'[<!ENTITY l0 "lol">{rows}]'


INSTRUCTION = '<?xml-stylesheet type="text/xsl" href="http://SERVER/x.xsl"?>\n'

XML_KINDS = [
    Kind("entity-file", "SYN-02", doctype('[<!ENTITY x SYSTEM "FILE">]', "&x;")),
    Kind("entity-http", "SYN-02", doctype('[<!ENTITY x SYSTEM "http://SERVER/x">]', "&x;")),
    Kind("entity-ftp", "SYN-02", doctype('[<!ENTITY x SYSTEM "ftp://SERVER/x">]', "&x;")),
    Kind("entity-php", "SYN-02", doctype('[<!ENTITY x SYSTEM "php://filter/FILE">]', "&x;")),
    Kind(
        "entity-parameter",
        "SYN-02",
        doctype('[<!ENTITY % p SYSTEM "FILE"><!ENTITY % q SYSTEM "http://SERVER/q"> %p; %q;]'),
    ),
    Kind("entity-internal", "SYN-02", doctype('[<!ENTITY x "y">]', "&x;")),
    Kind("entity-attribute", "SYN-02", doctype('[<!ATTLIST Catalogue x CDATA "y">]')),
    Kind("entity-laughs", "SYN-02", doctype(laughs(), "&l9;")),
    Kind(
        "entity-quadratic",
        "SYN-02",
        doctype(f'[<!ENTITY x "{"y" * 100_000}">]', "&x;" * 10_000),
    ),
    Kind("entity-undeclared", "SYN-13", plain(named("&x;"))),
    Kind("doctype-external", "SYN-02", doctype('SYSTEM "http://SERVER/x.dtd"')),
    Kind("doctype-public", "SYN-02", doctype('PUBLIC "-//x//y" "FILE"')),
    Kind("doctype-empty", "SYN-02", doctype("")),
    Kind(
        "doctype-after-comment",
        "SYN-02",
        plain(f"{DECLARATION}\n<!--{'x' * 200_000}-->\n<!DOCTYPE x>\n{BODY}".encode()),
    ),
    Kind(
        "doctype-utf-16",
        "SYN-02",
        plain(declared("UTF-16", "utf-16", f"{DECLARATION}\n<!DOCTYPE Catalogue>\n{BODY}")),
    ),
    Kind(
        "xinclude",
        "XSD-UNKNOWN",
        swap(
            f"<cbc:Name>{NAME}</cbc:Name>",
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" '
            'parse="text"/>',
        ),
    ),
    Kind(
        "schema-location",
        HARMLESS,
        root(
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="{CATALOGUE} http://SERVER/x.xsd"'
        ),
    ),
    Kind(
        "schema-location-of-a-line",
        HARMLESS,
        plain(
            TEXT.replace(
                "<cac:CatalogueLine>",
                '<cac:CatalogueLine xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                'xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/x.xsd">',
            ).encode()
        ),
    ),
    Kind(
        "type-of-another",
        "XSD-",
        swap(
            "<cac:ReferencedContract>",
            '<cac:ReferencedContract xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:type="cac:PartyType">',
        ),
    ),
    Kind(
        "nil",
        "XSD-",
        swap(
            "<cbc:ID>PRØVE-2026-1</cbc:ID>",
            '<cbc:ID xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
        ),
    ),
    Kind(
        "stylesheet",
        HARMLESS,
        lambda traps: (
            f"{DECLARATION}\n{INSTRUCTION.replace('SERVER', traps.server)}{BODY}".encode()
        ),
    ),
    Kind("deep-300", "SYN-05", plain(named("<a>" * 300 + "</a>" * 300))),
    Kind("deep-100000", "SYN-05", plain(named("<a>" * 100_000))),
    Kind(
        "attributes-200000",
        "XSD-",
        plain(named("<a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>")),
    ),
    Kind(
        "attributes-million",
        "SYN-07",
        plain(named("<a " + " ".join(f'a{n}=""' for n in range(1_100_000)) + "/>")),
    ),
    Kind(
        "namespaces-20000",
        "XSD-",
        plain(named("<a " + " ".join(f'xmlns:p{n}="u:{n}"' for n in range(20_000)) + "/>")),
    ),
    Kind("elements-million", "SYN-07", plain(named("<a/>" * 1_100_000))),
    Kind("text-11-mb", "SYN-06", plain(named("x" * 11_000_000))),
    Kind("blanks-40-mb", "SYN-0", swap("<cac:Item>", "<cac:Item>" + " " * 40_000_000, 1)),
    Kind("tag-name-long", "SYN-0", plain(named(f"<{'a' * 200_000}/>"))),
    Kind("attribute-long", "SYN-06", plain(named(f'<a b="{"x" * 11_000_000}"/>'))),
    Kind("comment-in-id", HARMLESS, swap("PRØVE-2026-1", "PRØVE<!-- -OTHER -->-2026-1")),
    Kind("instruction-in-id", HARMLESS, swap("PRØVE-2026-1", "PRØVE<?x y?>-2026-1")),
    Kind("cdata-in-id", HARMLESS, swap("PRØVE-2026-1", "PRØVE<![CDATA[-2026]]>-1")),
    Kind("duplicate-attribute", "SYN-01", swap('schemeID="GLN"', 'schemeID="a" schemeID="b"')),
    Kind("encoding-utf-7", "SYN-04", plain(declared("UTF-7", "utf-7"))),
    Kind("encoding-unknown", "SYN-04", plain(declared("x-klingon", "utf-8"))),
    Kind("encoding-ebcdic", "SYN-0", plain(declared("IBM037", "utf-8"))),
    Kind("encoding-ebcdic-true", "FMT-01", plain(declared("IBM037", "cp037"))),
    Kind("encoding-lies", "SYN-04", plain(GOOD.replace("ø".encode(), b"\xf8"))),
    Kind("encoding-utf-16", HARMLESS, plain(declared("UTF-16", "utf-16"))),
    Kind("encoding-utf-16-no-mark", HARMLESS, plain(declared("UTF-16", "utf-16-le"))),
    Kind("encoding-utf-16-claims-8", "SYN-04", plain(declared("UTF-8", "utf-16"))),
    Kind("encoding-utf-16-cut", "SYN-04", plain(declared("UTF-16", "utf-16")[:-1])),
    Kind(
        "encoding-utf-16-surrogate",
        "SYN-04",
        plain(
            codecs.BOM_UTF16_LE
            + declared("UTF-16", "utf-16-le").replace(
                NAME.encode("utf-16-le"), b"\x00\xd8" + "x".encode("utf-16-le")
            )
        ),
    ),
    Kind("encoding-utf-32", "SYN-04", plain(declared("UTF-32", "utf-32"))),
    Kind(
        "encoding-mark-lies",
        "SYN-04",
        plain(declared("ISO-8859-1", "utf-8", mark=codecs.BOM_UTF8)),
    ),
    Kind("mark-twice", "FMT-01", plain(codecs.BOM_UTF8 * 2 + GOOD)),
    Kind("mark-in-the-middle", HARMLESS, plain(named("Træ\ufeffskrue"))),
    Kind("utf-8-overlong", "SYN-", plain(GOOD.replace(NAME.encode(), b"\xc0\xaf"))),
    Kind("utf-8-surrogate", "SYN-", plain(GOOD.replace(NAME.encode(), b"\xed\xa0\x80"))),
    Kind("utf-8-broken", "SYN-", plain(GOOD.replace(NAME.encode(), b"\xff\xfe"))),
    Kind("nul", "SYN-", plain(GOOD.replace(NAME.encode(), b"a\0b"))),
    Kind("nul-reference", "SYN-11", plain(named("&#0;"))),
    Kind("surrogate-reference", "SYN-11", plain(named("&#xD800;"))),
    Kind("control-reference", "SYN-11", plain(named("&#27;[31m"))),
    Kind("two-roots", "SYN-10", plain(GOOD + GOOD.split(b"\n", 1)[1])),
    Kind("truncated", "SYN-09", plain(GOOD[: len(GOOD) // 2])),
    Kind("truncated-in-a-comment", "SYN-09", plain(GOOD[: len(GOOD) // 2] + b"<!-- x")),
    Kind("only-a-declaration", "SYN-0", plain(DECLARATION.encode())),
    Kind("only-a-mark", "FMT-01", plain(codecs.BOM_UTF8)),
    Kind("only-blanks", "FMT-01", plain(b" \n" * 5_000_000)),
    Kind("blanks-then-xml", "FMT-01", plain(b" " * 2000 + GOOD)),
    Kind("wrong-namespace", "FMT-02", swap(f'xmlns="{CATALOGUE}"', 'xmlns="urn:x"')),
    Kind("no-namespace", "FMT-02", swap(f'xmlns="{CATALOGUE}"', "")),
    Kind("namespace-of-another", "FMT-02", swap(CATALOGUE, INVOICE)),
    Kind("namespace-of-children", "XSD-", swap(COMPONENTS, "urn:x")),
    Kind("namespace-blank", "FMT-02", swap(f'"{CATALOGUE}"', f'"{CATALOGUE} "')),
    Kind("prefix-undeclared", "SYN-12", plain(named("<x:y/>"))),
    Kind("type-a-claims-b", HARMLESS, swap("OIOUBL-2.02", "urn:cen.eu:en16931:2017")),
    Kind("root-invoice", "XSD-", plain(TEXT.replace("Catalogue", "Invoice").encode())),
    Kind("namespace-steers-the-terminal", "FMT-02", swap(f'"{CATALOGUE}"', '"urn:&#x9b;31m"')),
]
"""Every kind of bad XML."""

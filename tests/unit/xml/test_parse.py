"""Unusable bytes become findings; usable ones become what they say."""

import io
from pathlib import Path

import pytest

from hub.model.finding import Finding, Severity
from hub.model.sentence import LANGUAGES
from hub.xml.parse import Limits, Peek, parse, peek
from hub.xml.syntax import SYNTAX_RULES

CASES: dict[str, tuple[bytes, str]] = {
    "tags": (b"<a>\n<b></a>", "SYN-01"),
    "attribute-twice": (b'<a b="1" b="2"/>', "SYN-01"),
    "declaration-late": (b'\n<?xml version="1.0"?><a/>', "SYN-01"),
    "doctype": (b"<!DOCTYPE a><a/>", "SYN-02"),
    "doctype-entity": (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "SYN-02"),
    "doctype-file": (
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
        "SYN-02",
    ),
    "doctype-parameter": (
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost:1/p"> %p;]><a/>',
        "SYN-02",
    ),
    "laughs": (
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        "SYN-02",
    ),
    "doctype-utf-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "SYN-02"),
    "large": (b"<a>" + b" " * 300_000 + b"</a>", "SYN-03"),
    "bad-utf-8": (b"<a>\xc3\x28</a>", "SYN-04"),
    "surrogate": (b"<a>\xed\xa0\x80</a>", "SYN-04"),
    "unknown-encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "SYN-04"),
    "utf-7": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "SYN-04"),
    "utf-32": ("<a/>".encode("utf-32"), "SYN-04"),
    "mark-and-declaration": (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="iso-8859-1"?><a/>',
        "SYN-04",
    ),
    "says-utf-16": (b'<?xml version="1.0" encoding="utf-16"?><a/>', "SYN-04"),
    "lone-surrogate-utf-16": ("<a>".encode("utf-16") + b"\x00\xd8</", "SYN-04"),
    "deep": (b"<a>" * 300 + b"</a>" * 300, "SYN-05"),
    "very-deep": (b"<a>" * 50_000, "SYN-05"),
    "many": (b"<a>" + b"<b/>" * 60_000 + b"</a>", "SYN-07"),
    "many-attributes": (
        b"<a " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>",
        "SYN-07",
    ),
    "many-prefixes": (
        b"<a " + b" ".join(b'xmlns:p%d="u"' % n for n in range(12_000)) + b"/>",
        "SYN-07",
    ),
    "empty": (b"", "SYN-08"),
    "blank": (b" \n ", "SYN-08"),
    "no-xml": (b"ISA*00*", "SYN-08"),
    "comment-only": (b"<!-- nothing -->", "SYN-08"),
    "two-marks": (b"\xef\xbb\xbf\xef\xbb\xbf<a/>", "SYN-08"),
    "truncated": (b"<a><b>", "SYN-09"),
    "truncated-comment": (b"<a><!-- ", "SYN-09"),
    "two-roots": (b"<a/><b/>", "SYN-10"),
    "trailing": (b"<a/>\x0b", "SYN-10"),
    "nul": (b"<a>\0</a>", "SYN-11"),
    "control": (b"<a>\x08</a>", "SYN-11"),
    "control-reference": (b"<a>&#8;</a>", "SYN-11"),
    "prefix": (b"<x:a/>", "SYN-12"),
    "attribute-prefix": (b'<a x:b="1"/>', "SYN-12"),
    "ampersand": (b"<a>B & C</a>", "SYN-13"),
    "less": (b"<a>1 < 2</a>", "SYN-13"),
    "entity": (b"<a>&aring;</a>", "SYN-13"),
}
LIMITS = Limits(unit=250_000, marks=10_000)


@pytest.mark.parametrize("name", CASES)
def test_unusable_bytes_have_a_reason(name: str) -> None:
    """Each way of being unusable has its rule, in the syntax of a finding."""
    data, rule = CASES[name]
    limits = LIMITS if rule in ("SYN-03", "SYN-07") else Limits()
    found = parse(data, limits)
    assert isinstance(found, Finding)
    assert (found.rule, found.severity) == (rule, Severity.FATAL)
    for language in LANGUAGES:
        assert 0 < len(found.message.speak(language)) <= 200
        assert "{" not in found.message.speak(language)


def test_a_text_above_10_mb_has_a_reason_of_its_own() -> None:
    """A large attachment is told apart from a file that is too large."""
    for data in (b"<a>" + b"A" * 10_000_001 + b"</a>", b'<a b="' + b"A" * 10_000_001 + b'"/>'):
        found = parse(data)
        assert isinstance(found, Finding)
        assert found.rule == "SYN-06"


def test_every_rule_has_a_case() -> None:
    """No reason without its test."""
    assert {rule for _, rule in CASES.values()} | {"SYN-06"} == set(SYNTAX_RULES)


def test_the_line_of_the_trouble_is_told() -> None:
    """The sender learns where to look."""
    for data, line in (
        (b"<a>\n\n<b></c></a>", 3),
        (b"<a>\n" * 2 + b"&", 3),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a><a/>', 3),
        (b"<a>" + b"\n" * 70_000 + b"<</a>", 70_001),
    ):
        found = parse(data)
        assert isinstance(found, Finding)
        assert found.place.line == line


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("iso-8859-1", b""),
        ("iso-8859-15", b""),
        ("windows-1252", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else value.hex() or "no-mark",
)
def test_declared_encodings_are_read(encoding: str, mark: bytes) -> None:
    """Æ, ø and é arrive, with and without a byte-order mark."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>Æøé</a>'
    root = parse(mark + text.encode(encoding))
    assert not isinstance(root, Finding)
    assert root.text == "Æøé"
    seen = peek(io.BytesIO(mark + text.encode(encoding)))
    assert isinstance(seen, Peek)
    assert seen.root == "a"


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    """Inclusion, schema hints and stylesheets stay what they are: text."""
    secret = tmp_path / "secret.xml"
    secret.write_text("<s>secret</s>", encoding="utf-8")
    text = (
        f'<?xml-stylesheet href="{secret.as_uri()}"?>'
        '<a xmlns:x="http://www.w3.org/2001/XInclude">'
        f'<x:include href="{secret.as_uri()}"/></a>'
    )
    root = parse(text.encode())
    assert not isinstance(root, Finding)
    assert "".join(root.itertext()) == ""
    assert root[0].tag == "{http://www.w3.org/2001/XInclude}include"


def test_peek_reads_the_simple_children_and_no_further() -> None:
    """Root, names and first texts, past extensions, up to the first child with children."""
    data = (
        b'<r xmlns="urn:r" xmlns:c="urn:c" k="v"><c:Ext><c:One>no</c:One></c:Ext>'
        b"<c:Version> 2.1 </c:Version><c:ID>7</c:ID><c:ID>8</c:ID><!-- x -->"
        b"<c:Party><c:Name>no</c:Name></c:Party><c:Late>no</c:Late>"
    )
    seen = peek(io.BytesIO(data + b"<broken"))
    assert isinstance(seen, Peek)
    assert seen.root == "{urn:r}r"
    assert seen.attributes == {"k": "v"}
    assert seen.namespaces == {None: "urn:r", "c": "urn:c"}
    assert seen.texts == {"{urn:c}Ext": "", "{urn:c}Version": "2.1", "{urn:c}ID": "7"}


def test_peek_refuses_what_parse_refuses() -> None:
    """A DOCTYPE or broken beginning is found without reading on."""
    for name in ("doctype", "bad-utf-8", "empty", "truncated", "unknown-encoding", "nul"):
        data, rule = CASES[name]
        found = peek(io.BytesIO(data))
        assert isinstance(found, Finding)
        assert found.rule == rule


def test_peek_sees_the_smallest_document() -> None:
    """A root with nothing in it is seen, though the parser waits for more until the end."""
    seen = peek(io.BytesIO(b"<x/>"))
    assert isinstance(seen, Peek)
    assert (seen.root, seen.texts) == ("x", {})


def test_peek_does_not_read_a_long_file() -> None:
    """A catalogue of any size is recognised by its first pieces."""
    stream = io.BytesIO(b"<a><b>1</b><c><d/></c>" + b"<e/>" * 1_000_000)
    assert isinstance(peek(stream), Peek)
    assert stream.tell() <= 128 * 1024

"""A document says the same however its XML is spelt.

Comments in the middle of a value, CDATA, other prefixes, another encoding: nothing of that is part
of what is said. Each document is read as it is and as it might have been, by every reader of XML.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.report import Report
from hub.xml.parse import Element, parse
from hub.xml.schemas import SchemaStore

RAW = "ExtensionContent"
"""What is in there is carried as it is spelt."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def leaves(root: Element) -> Iterator[Element]:
    """Yield what holds text and nothing else."""
    for one in root.iter(etree.Element):
        above = [etree.QName(each).localname for each in one.iterancestors()]
        if not len(one) and (one.text or "").strip() and RAW not in above:
            yield one


def commented(root: Element) -> bytes:
    """Put a comment and an instruction into the middle of each value, and around the document."""
    for one in leaves(root):
        text = one.text
        half = len(text) // 2
        one.text, inside, order = text[:half], etree.Comment(" 99 "), etree.PI("odd", "98")
        inside.tail, order.tail = text[half:-1], text[-1:]
        one.extend([inside, order])
    root.addprevious(etree.Comment(" before "))
    root.addprevious(etree.PI("odd", "before"))
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def in_sections(root: Element) -> bytes:
    """Write each value as a section of characters, in two pieces."""
    for one in leaves(root):
        one.text = etree.CDATA(one.text)
    text = etree.tostring(root, encoding="unicode")
    return text.replace("<![CDATA[", "<![CDATA[]]><![CDATA[").encode()


def prefixed(root: Element) -> bytes:
    """Give each namespace another prefix, also the one that had none."""
    names = {space: f"n{at}" for at, space in enumerate(sorted(set(root.nsmap.values())))}
    made = etree.Element(root.tag, nsmap={prefix: space for space, prefix in names.items()})
    made.attrib.update(root.attrib)
    made.text = root.text
    made.extend(list(root))
    etree.cleanup_namespaces(made, keep_ns_prefixes=list(names.values()))
    return etree.tostring(made, encoding="UTF-8")


def in_sixteen_bits(root: Element) -> bytes:
    """Write two bytes for each character, after a mark that says so."""
    return etree.tostring(root, encoding="UTF-16", xml_declaration=True)


def marked(root: Element) -> bytes:
    """Put a byte order mark before UTF-8."""
    return b"\xef\xbb\xbf" + etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def escaped(root: Element) -> bytes:
    """Write what is no ASCII by its number."""
    return etree.tostring(root, encoding="US-ASCII")


SPELLINGS = (commented, in_sections, prefixed, in_sixteen_bits, marked, escaped)
Said = tuple[str, list[Any], list[str], list[tuple[str, str, int]]]


def said(formats: Formats, data: bytes) -> Said | None:
    """Return format, heads and lines, rules broken, and losses; None where nobody knows it."""
    payload, report = Payload.of_bytes(data, "x.xml"), Report("x.xml")
    found = formats.identify(payload, report)
    if found is None:
        return None
    read: list[Any] = []
    for document in found.reader.read(payload, report):
        read.append(document.header)
        read += [line.body for line in document.lines(report)]
    rules = [finding.rule for finding in report.findings()]
    losses = sorted((loss.field, loss.kind.value, loss.count) for loss in report.losses)
    return str(found.id), read, rules, losses


def judge(formats: Formats, source: Path, spelling: Callable[[Element], bytes]) -> bool:
    """Whether a document is read the same in another spelling; those nobody knows are none."""
    data = source.read_bytes()
    before, root = said(formats, data), parse(data)
    if before is None or not isinstance(root, etree._Element):
        return False
    if spelling is prefixed and root.find(f".//{{*}}{RAW}") is not None:
        return False
    assert said(formats, spelling(root)) == before, source
    return True


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_examples_say_the_same_in_every_spelling(
    formats: Formats, spelling: Callable[[Element], bytes]
) -> None:
    """No reader takes half a value, or a value with what is no part of it."""
    files = [one for home in mapping_folders({}) for one in home.glob("examples/*/input.xml")]
    assert sum(judge(formats, one, spelling) for one in files) >= 45


def test_real_documents_say_the_same_when_commented(corpus: Path, formats: Formats) -> None:
    """So does what real systems write."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["fatal"] == "0"]
    files = [corpus / row["file"] for row in rows if row["xsd"] in ("ok", "-")]
    small = [one for one in files if one.suffix == ".xml" and one.stat().st_size < 100_000]
    assert sum(judge(formats, one, commented) for one in small[::2]) >= 50

"""Rules written in Schematron, made into the stylesheet that asks them.

Some publishers release their rules as Schematron and leave it to everybody to make a stylesheet
of it. That is done as ISO/IEC 19757-3 says: in each pattern the first rule whose context fits a
place is asked there and no other; every ``assert`` that does not hold and every ``report`` that
does becomes a line of the standard's form of report. Of that only ids, weights and the words
a rule begins with are written, which is all that is read.
"""

import copy
from typing import Final

from lxml import etree

from hub.xml.parse import Element

__all__ = ["SCHEMATRON", "Unreadable", "stylesheet_of"]

SCHEMATRON: Final = "http://purl.oclc.org/dsdl/schematron"
_SCH: Final = f"{{{SCHEMATRON}}}"
_XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
_SVRL_NAMESPACE: Final = "http://purl.oclc.org/dsdl/svrl"
_SVRL: Final = f"{{{_SVRL_NAMESPACE}}}"

_BINDINGS: Final = {"": "1.0", "xslt": "1.0", "xslt1": "1.0", "xslt2": "2.0", "xslt3": "3.0"}
"""Versions of XSLT by the name of the language in which a schema's tests are written."""

_ELSEWHERE: Final = frozenset({"include", "extends"})
"""What takes a part from another file or rule."""

_CHILDREN: Final = "@*|node()"
_NOTHING: Final = "@*|text()|comment()|processing-instruction()"


class Unreadable(ValueError):
    """A schema uses what is not followed here, or a language that nobody knows."""


def stylesheet_of(schema: Element) -> Element:
    """Return a Schematron schema as a stylesheet; raises ``Unreadable``."""
    version = _BINDINGS.get(schema.get("queryBinding", "").lower())
    if version is None:
        raise Unreadable(f"its tests are written in {schema.get('queryBinding')}, not in XPath")
    _refuse_parts(schema)
    sheet: Element = etree.Element(f"{_XSL}stylesheet", nsmap=_namespaces(schema))
    sheet.set("version", version)
    patterns = schema.findall(f"{_SCH}pattern")
    for foreign in schema:
        if isinstance(foreign.tag, str) and foreign.tag.startswith(_XSL):
            sheet.append(copy.deepcopy(foreign))
    for holder in (schema, *patterns):
        _values(holder, sheet)
    start = etree.SubElement(sheet, f"{_XSL}template", match="/")
    said = etree.SubElement(start, f"{_SVRL}schematron-output")
    for title in schema.findall(f"{_SCH}title"):
        said.set("title", " ".join("".join(title.itertext()).split()))
    for number, pattern in enumerate(patterns, start=1):
        mode = f"pattern-{number}"
        etree.SubElement(said, f"{_XSL}apply-templates", select="/", mode=mode)
        _pattern(pattern, mode, sheet)
    return sheet


def _refuse_parts(schema: Element) -> None:
    """Refuse what is put together of several files, or of abstract parts."""
    for one in schema.iter(f"{_SCH}*"):
        name = etree.QName(one).localname
        if name in _ELSEWHERE:
            raise Unreadable(f"it takes parts from elsewhere ({name}); give the one that is whole")
        if one.get("is-a") or one.get("abstract") == "true":
            raise Unreadable("it has abstract parts; give the one in which they are filled in")


def _namespaces(schema: Element) -> dict[str | None, str]:
    found = {prefix: uri for prefix, uri in schema.nsmap.items() if prefix is not None}
    for one in schema.findall(f"{_SCH}ns"):
        found[one.get("prefix", "")] = one.get("uri", "")
    found.pop("", None)
    return {**found, "xsl": _XSL[1:-1], "svrl": _SVRL_NAMESPACE}


def _values(holder: Element, into: Element) -> None:
    """Write the values that a schema, pattern or rule names; those of a rule stay with it."""
    for one in holder.findall(f"{_SCH}let"):
        named = etree.SubElement(into, f"{_XSL}variable", name=one.get("name", ""))
        if one.get("value") is not None:
            named.set("select", one.get("value", ""))


def _pattern(pattern: Element, mode: str, sheet: Element) -> None:
    rules = pattern.findall(f"{_SCH}rule")
    for number, rule in enumerate(rules):
        asked = etree.SubElement(sheet, f"{_XSL}template", match=rule.get("context", ""), mode=mode)
        asked.set("priority", str(len(rules) - number))
        _values(rule, asked)
        for demand in rule:
            _demand(demand, asked)
        etree.SubElement(asked, f"{_XSL}apply-templates", select=_CHILDREN, mode=mode)
    others = etree.SubElement(sheet, f"{_XSL}template", match="*|/", mode=mode, priority="-1")
    etree.SubElement(others, f"{_XSL}apply-templates", select=_CHILDREN, mode=mode)
    etree.SubElement(sheet, f"{_XSL}template", match=_NOTHING, mode=mode, priority="-2")


def _demand(demand: Element, asked: Element) -> None:
    """Write what a rule asks: an assertion must hold, a report must not."""
    test = demand.get("test", "")
    if demand.tag == f"{_SCH}assert":
        test, name = f"not({test})", "failed-assert"
    elif demand.tag == f"{_SCH}report":
        name = "successful-report"
    else:
        return
    broken = etree.SubElement(asked, f"{_XSL}if", test=test)
    line = etree.SubElement(broken, f"{_SVRL}{name}")
    for weight in ("id", "flag", "role"):
        if demand.get(weight) is not None:
            # Braces in an attribute of a stylesheet would be asked as XPath.
            line.set(weight, demand.get(weight, "").replace("{", "{{").replace("}", "}}"))
    text = etree.SubElement(line, f"{_SVRL}text")
    etree.SubElement(text, f"{_XSL}text").text = " ".join((demand.text or "").split())

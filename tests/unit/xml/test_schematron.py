"""Rules written in Schematron are asked as its standard says."""

import pytest
from lxml import etree

from hub.xml.stylesheet import Stylesheet, StylesheetBroken, tree_of

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" {attributes}>
<title>Opdigtede regler</title><ns prefix="a" uri="urn:a"/>{rules}</schema>"""


def schema(rules: str, attributes: str = 'queryBinding="xslt"') -> bytes:
    """Return a schema with such patterns."""
    return SCHEMA.format(rules=rules, attributes=attributes).encode()


def broken(rules: str, document: str) -> list[tuple[str, str]]:
    """Return the ids that a document breaks, each with its weight."""
    said = Stylesheet(schema(rules)).compiled()(tree_of(document.encode())).getroot()
    lines = said.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report")
    return [(line.get("id", ""), line.get("flag", "")) for line in lines]


def test_assertions_must_hold_and_reports_must_not() -> None:
    """Each has its id and its weight in the report of the standard's form."""
    rules = """<pattern><rule context="a:x">
      <assert id="A1" flag="fatal" test="@n = 1">[A1] et {tal}</assert>
      <report id="R1" flag="warning" test="@n = 2">to</report></rule></pattern>"""
    assert broken(rules, '<x xmlns="urn:a" n="1"/>') == []
    assert broken(rules, '<x xmlns="urn:a" n="2"/>') == [("A1", "fatal"), ("R1", "warning")]


def test_of_the_rules_of_a_pattern_the_first_that_fits_is_asked() -> None:
    """A second pattern asks the same place once more; places below are asked as well."""
    rules = """<pattern><rule context="x[y]"><assert id="FIRST" test="false()"/></rule>
      <rule context="x"><assert id="SECOND" test="false()"/></rule>
      <rule context="y"><assert id="BELOW" test="false()"/></rule></pattern>
      <pattern><rule context="x"><assert id="OTHER" test="false()"/></rule></pattern>"""
    found = sorted(identity for identity, _ in broken(rules, "<x><y/></x>"))
    assert found == ["BELOW", "FIRST", "OTHER"]
    assert sorted(identity for identity, _ in broken(rules, "<x/>")) == ["OTHER", "SECOND"]


def test_attributes_are_places_too() -> None:
    """A rule about an attribute is asked at every element that has it."""
    rules = '<pattern><rule context="@n"><assert id="N" test=". = 1"/></rule></pattern>'
    assert broken(rules, '<x n="1"><y n="2"/></x>') == [("N", "")]


def test_values_are_named_once_and_used_in_rules() -> None:
    """Those of the schema hold everywhere, those of a rule at its place."""
    rules = """<let name="most" value="count(//y)"/><pattern><rule context="y">
      <let name="here" value="@n"/>
      <assert id="FEW" test="$here &lt;= $most"/></rule></pattern>"""
    assert broken(rules, '<x><y n="1"/><y n="3"/></x>') == [("FEW", "")]


@pytest.mark.parametrize(
    ("rules", "attributes", "said"),
    [
        ("", 'queryBinding="stx"', "written in stx"),
        ('<include href="b.sch"/>', "", "takes parts from elsewhere"),
        ('<pattern abstract="true" id="p"/>', "", "abstract parts"),
        ('<pattern is-a="p"/>', "", "abstract parts"),
    ],
)
def test_what_is_not_followed_is_refused(rules: str, attributes: str, said: str) -> None:
    """Leaving a part out in silence would be an opinion nobody has."""
    with pytest.raises(StylesheetBroken, match=said):
        Stylesheet(schema(rules, attributes))


def test_functions_of_a_schema_are_kept() -> None:
    """They are of XSLT 2.0, and the stylesheet says that it needs that."""
    function = """<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="a:f">
      <xsl:param name="v"/><xsl:sequence select="$v"/></xsl:function>"""
    sheet = Stylesheet(schema(function, 'queryBinding="xslt2"'))
    assert sheet.version == "2.0"
    assert next(etree.QName(one).localname for one in sheet.root) == "function"

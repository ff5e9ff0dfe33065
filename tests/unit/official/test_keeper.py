"""Stylesheets run where they can open nothing, and are ended when they take too much."""

import subprocess
import sys
from pathlib import Path

import pytest

from hub.official.keeper import Keeper, Leash
from hub.official.wire import Answer
from tests.publisher import rule, stylesheet

DOCUMENT = b"<a><b>1</b></a>"
GOOD = stylesheet(rule("F-1", "a/b = 1"), rule("F-2", "a/b = 2"))
LOOP = stylesheet('<xsl:call-template name="x"/>').replace(
    "</xsl:stylesheet>",
    '<xsl:template name="x"><xsl:param name="n" select="0"/><xsl:for-each select="//node()">'
    '<xsl:if test="$n &lt; 500"><xsl:call-template name="x"><xsl:with-param name="n" '
    'select="$n + 1"/></xsl:call-template></xsl:if></xsl:for-each></xsl:template></xsl:stylesheet>',
)
HUNGRY = stylesheet('<xsl:call-template name="x"/>').replace(
    "</xsl:stylesheet>",
    '<xsl:template name="x"><xsl:param name="t" select="\'0123456789\'"/>'
    '<xsl:call-template name="x"><xsl:with-param name="t" select="concat($t, $t)"/>'
    "</xsl:call-template></xsl:template></xsl:stylesheet>",
)


def ask(keeper: Keeper, sheet: str, document: bytes = DOCUMENT) -> Answer:
    """Ask what a stylesheet says."""
    return keeper.ask(sheet, sheet.encode, document)


def test_broken_rules_are_named() -> None:
    """A stylesheet's report becomes ids; the second question needs no stylesheet any more."""
    with Keeper(Leash()) as keeper:
        assert ask(keeper, GOOD) == Answer(("F-1",))
        assert keeper.ask(GOOD, lambda: b"", b"<a><b>2</b></a>") == Answer(("F-2",))


def test_the_standard_s_form_of_report_is_read() -> None:
    """SVRL names rules in its text or as ids."""
    said = (
        '<s:schematron-output xmlns:s="http://purl.oclc.org/dsdl/svrl"><s:failed-assert id="x">'
        '<s:text>[F-3] text</s:text></s:failed-assert><s:successful-report id="W-4"><s:text>text'
        "</s:text></s:successful-report></s:schematron-output>"
    )
    sheet = stylesheet().partition("<Schematron>")[0] + said + "</xsl:template></xsl:stylesheet>"
    with Keeper(Leash()) as keeper:
        assert ask(keeper, sheet) == Answer(("F-3", "W-4"))


@pytest.mark.parametrize("way", ["file://{path}", "{path}", "http://127.0.0.1:9/x"])
def test_a_stylesheet_reads_no_file_and_no_network(tmp_path: Path, way: str) -> None:
    """What document() would fetch is not there: neither its content nor the rule about it."""
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret>7</secret>")
    address = way.format(path=secret)
    hostile = stylesheet(rule("F-SEEN", f"document('{address}')/secret = 7"))
    with Keeper(Leash()) as keeper:
        assert "F-SEEN" not in ask(keeper, hostile).ids


@pytest.mark.parametrize(
    "attempt",
    [
        f"open({__file__!r})",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "bytearray(2 << 30)",
    ],
)
def test_the_kernel_refuses_the_process_what_it_gave_up(attempt: str) -> None:
    """Not only the processor is asked: no file, socket or process can be opened after the lock."""
    lock = "import subprocess, socket; from hub.official.child import lock_up; lock_up(1 << 30)"
    done = subprocess.run(
        [sys.executable, "-c", f"{lock}; {attempt}"], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "OSError" in done.stderr or "MemoryError" in done.stderr


@pytest.mark.parametrize(
    ("sheet", "said", "leash"),
    [
        (LOOP, "longer than 4 seconds", Leash(seconds=4.0)),
        (HUNGRY, "", Leash(memory=300 << 20)),
    ],
    ids=["loop", "hungry"],
)
def test_a_stylesheet_without_end_is_ended(sheet: str, said: str, leash: Leash) -> None:
    """It is told why there is no opinion, and the next question gets its answer."""
    with Keeper(leash) as keeper:
        trouble = ask(keeper, sheet, b"<a>" + b"<b/>" * 50 + b"</a>").trouble
        assert trouble
        assert said in trouble.en
        assert ask(keeper, GOOD) == Answer(("F-1",))


def test_a_broken_stylesheet_is_trouble_and_no_verdict() -> None:
    """The processor's complaint is passed on."""
    with Keeper(Leash()) as keeper:
        assert "(((" in ask(keeper, stylesheet(rule("F-1", "((("))).trouble.en
        assert ask(keeper, GOOD) == Answer(("F-1",))


def test_stylesheets_of_2_0_are_run_by_a_processor_of_2_0() -> None:
    """Groups, which 1.0 does not know and would pass over in silence, are judged; locked up too."""
    grouped = (
        '<xsl:for-each-group select="a/b" group-by="."><xsl:if test="count(current-group()) > 1">'
        "<Error><Description>[W-TWICE] x</Description></Error></xsl:if></xsl:for-each-group>"
    )
    sheet = stylesheet(grouped, version="2.0")
    with Keeper(Leash()) as keeper:
        assert ask(keeper, sheet) == Answer()
        assert ask(keeper, sheet, b"<a><b>1</b><b>1</b></a>") == Answer(("W-TWICE",))
        assert ask(keeper, stylesheet(rule("F-1", "a/b = 1"), version="2.0")) == Answer(("F-1",))


@pytest.mark.parametrize("call", ["doc('{path}')/secret", "unparsed-text('{path}')"])
def test_stylesheets_of_2_0_read_no_file(tmp_path: Path, call: str) -> None:
    """What they would read ends as trouble, and nothing of it is in the answer."""
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret>7</secret>")
    said = f'[<xsl:value-of select="{call.format(path=secret.as_uri())}"/>] x'
    hostile = stylesheet(f"<Error><Description>{said}</Description></Error>", version="2.0")
    with Keeper(Leash()) as keeper:
        answer = ask(keeper, hostile)
    assert answer.ids == ()
    assert answer.trouble

"""What a publisher's stylesheets say stands beside the hub's findings and changes no verdict."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Finding, Layer, Severity, Who
from hub.model.identity import FormatId
from hub.model.opinion import Agreement, Opinion
from hub.model.report import Report
from hub.model.sentence import LANGUAGES, Sentence
from hub.official.declaration import load_declarations
from hub.official.release import read_release
from hub.official.second import SecondOpinion
from hub.official.shelf import install
from hub.resources import resource
from hub.xml.schemas import SchemaStore
from tests.publisher import release, rule, stylesheet

EXAMPLES = resource("mappings") / "oioubl" / "examples"
INVOICE = (EXAMPLES / "invoice" / "input.xml").read_bytes()
CATALOGUE = (EXAMPLES / "small" / "input.xml").read_bytes()
NAMELESS = INVOICE.replace(b"<cbc:ID>PR\xc3\x98VE-F-1</cbc:ID>", b"<cbc:ID> </cbc:ID>")
SHEETS = {
    "Invoice": stylesheet(rule("F-INV009", "normalize-space(*/cbc:ID) = ''")),
    "Catalogue": stylesheet(rule("W-MANY", "count(*/cac:CatalogueLine) &gt; 100")),
}
Judge = Callable[..., tuple[Report, Opinion | None]]


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


@pytest.fixture
def judge(tmp_path: Path, formats: Formats) -> Judge:
    """Judge a document by the hub, and by a release with such stylesheets."""

    def judged(document: bytes, sheets: dict[str, str]) -> tuple[Report, Opinion | None]:
        declarations = load_declarations(mapping_folders(os.environ))
        if sheets:
            archive = release(tmp_path / "release.zip", sheets)
            install(tmp_path, read_release([archive], declarations))
        report, payload = Report("a.xml"), Payload.of_bytes(document, "a.xml")
        found = formats.identify(payload, report)
        assert found is not None
        for one in found.reader.read(payload, report):
            for _ in one.lines(report):
                pass
        with SecondOpinion(tmp_path, declarations) as second:
            second.add(payload, found, report)
        return report, report.opinion

    return judged


@pytest.mark.parametrize("document", [INVOICE, NAMELESS])
def test_both_say_the_same(judge: Judge, document: bytes) -> None:
    """The same ids on both sides are an agreement, whatever the verdict."""
    report, opinion = judge(document, SHEETS)
    assert opinion == Opinion("oioubl 1.17.2.test", Agreement.AGREES)
    assert report.valid is (document == INVOICE)


def test_what_only_one_side_says_is_named(judge: Judge) -> None:
    """Ids of either side are told apart, and the hub's verdict stands."""
    report, opinion = judge(NAMELESS, {"Invoice": stylesheet(rule("F-NEW", "true()"))})
    assert opinion is not None
    assert opinion.agreement is Agreement.DISAGREES
    assert (opinion.only_hub, opinion.only_publisher) == (("F-INV009",), ("F-NEW",))
    assert not report.valid
    said = report.describe()["second_opinion"]
    assert said["only_publisher"] == ["F-NEW"]
    report, opinion = judge(INVOICE, {"Invoice": stylesheet(rule("F-NEW", "true()"))})
    assert opinion is not None
    assert opinion.only_publisher == ("F-NEW",)
    assert report.valid


@pytest.mark.parametrize(
    ("document", "sheets", "reason"),
    [
        (INVOICE.replace(b"<cbc:Note>", b"<cbc:Nota>").replace(b"</cbc:Note>", b"</cbc:Nota>"),
         SHEETS, "only what the schema accepts"),
        (INVOICE, {"Order": SHEETS["Invoice"]}, "no stylesheet for Invoice"),
        (INVOICE, {"Invoice": stylesheet(rule("F-1", "((("))}, "((("),
    ],
)  # fmt: skip
def test_no_verdict_is_no_disagreement(
    judge: Judge, document: bytes, sheets: dict[str, str], reason: str
) -> None:
    """Where the stylesheets cannot judge, the report says why."""
    _, opinion = judge(document, sheets)
    assert opinion is not None
    assert opinion.agreement is Agreement.UNKNOWN
    assert opinion.reason is not None
    assert reason in opinion.reason.en
    assert len({opinion.reason.speak(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_without_a_release_nothing_is_said(judge: Judge) -> None:
    """The report has no such section then."""
    report, opinion = judge(INVOICE, {})
    assert opinion is None
    assert "second_opinion" not in report.describe()


BILL = (resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml").read_bytes()
NOTHING = {"CEN-EN16931-UBL": "", "PEPPOL-EN16931-UBL": ""}


def schematron(rules: str) -> str:
    """Return rules about a bill as a publisher that releases Schematron has them."""
    bill = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    return (
        f"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='b' uri='{bill}'/>"
        f"<pattern><rule context='/b:Invoice'>{rules}</rule></pattern></schema>"
    )


def asked(tmp_path: Path, files: dict[str, str]) -> SecondOpinion:
    """Return who asks a release of these files."""
    declarations = load_declarations(mapping_folders(os.environ))
    path = tmp_path / "Bills-9.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rules in files.items():
            archive.writestr(f"{name}.sch", schematron(rules))
    install(tmp_path, read_release([path], declarations))
    return SecondOpinion(tmp_path, declarations)


@pytest.mark.parametrize(
    ("weight", "agreement", "named"),
    [("warning", Agreement.AGREES, ()), ("fatal", Agreement.DISAGREES, ("BR-NEW",))],
)
def test_without_rules_as_data_it_counts_whether_both_refuse(
    tmp_path: Path, formats: Formats, weight: str, agreement: Agreement, named: tuple[str, ...]
) -> None:
    """Of a bill that the hub finds good a publisher's warning says nothing else, a refusal does."""
    broken = f"<assert id='BR-NEW' flag='{weight}' test='false()'>x</assert>"
    report, payload = Report("a.xml"), Payload.of_bytes(BILL, "a.xml")
    source = formats.identify(payload, report)
    assert source is not None
    with asked(tmp_path, NOTHING | {"CEN-EN16931-UBL": broken}) as second:
        second.add(payload, source, report)
    assert report.opinion == Opinion("peppol Bills-9", agreement, only_publisher=named)


def test_both_may_refuse_a_document_for_reasons_of_their_own(
    tmp_path: Path, formats: Formats
) -> None:
    """Their rules have different ids: that is an agreement, and the publisher's are named."""
    report, payload = Report("a.xml"), Payload.of_bytes(BILL, "a.xml")
    source = formats.identify(payload, report)
    assert source is not None
    said = Sentence("x", "x", "x")
    report.add(Layer.OFFICIAL, Finding("PEP-99", Severity.ERROR, said, who=Who.SUPPLIER))
    refuses = "<assert id='BR-NEW' test='false()'>x</assert>"
    with asked(tmp_path, NOTHING | {"CEN-EN16931-UBL": refuses}) as second:
        second.add(payload, source, report)
    assert report.opinion == Opinion("peppol Bills-9", Agreement.AGREES, found=("BR-NEW",))


def test_a_release_without_all_files_cannot_say(tmp_path: Path, formats: Formats) -> None:
    """Half of the publisher's rules would be no opinion of the publisher."""
    report, payload = Report("a.xml"), Payload.of_bytes(BILL, "a.xml")
    source = formats.identify(payload, report)
    assert source is not None
    with asked(tmp_path, {"CEN-EN16931-UBL": ""}) as second:
        second.add(payload, source, report)
    assert report.opinion is not None
    told = report.opinion.describe("nl")["reason"]
    assert told == "de uitgave heeft geen stylesheet voor PEPPOL-EN16931-UBL"


@pytest.mark.parametrize("total", ["1", "2"])
def test_what_the_hub_writes_is_looked_at(tmp_path: Path, formats: Formats, total: str) -> None:
    """Whatever the publisher would refuse in an output is a disagreement."""
    target = formats.get(FormatId("peppol", "invoice", "3"))
    path = tmp_path / "out.xml"
    path.write_bytes(b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>")
    payload = Payload.of_file(path)
    part = Part("out.xml", "application/xml", path, payload.size, payload.sha256)
    rule = f"<assert id='BR-ONE' flag='fatal' test='count(.) = {total}'>x</assert>"
    report = Report("out.xml")
    with asked(tmp_path, NOTHING | {"PEPPOL-EN16931-UBL": rule}) as second:
        second.add_output((part,), target, report)
    assert report.opinion is not None
    assert report.opinion.only_publisher == (() if total == "1" else ("BR-ONE",))


def with_lines(count: int, twice: int = 0) -> bytes:
    """Return the example catalogue with so many lines; two of them may have one number."""
    start, _, rest = CATALOGUE.partition(b"<cac:CatalogueLine>")
    line, _, _ = rest.partition(b"</cac:CatalogueLine>")
    _, _, after = line.partition(b"</cbc:ID>")
    lines = (
        b"<cac:CatalogueLine><cbc:ID>%d</cbc:ID>%s</cac:CatalogueLine>" % (number or twice, after)
        for number in range(1 if twice == 0 else 0, count + (twice == 0))
    )
    return start + b"".join(lines) + b"</Catalogue>"


def test_a_long_catalogue_is_judged_in_pieces(judge: Judge) -> None:
    """No piece has more than a hundred lines, and every line is in one."""
    sheets = SHEETS | {
        "Catalogue": stylesheet(
            rule("W-MANY", "count(*/cac:CatalogueLine) &gt; 100"),
            rule("W-LAST", "*/cac:CatalogueLine/cbc:ID = 250"),
            rule("W-HEAD", "*/cbc:VersionID = 4"),
        )
    }
    _, opinion = judge(with_lines(250), sheets)
    assert opinion is not None
    assert opinion.chunks == 3
    assert opinion.only_publisher == ("W-HEAD", "W-LAST")


def test_what_no_piece_can_show_is_no_disagreement(judge: Judge) -> None:
    """A line number used again far away is found by the hub alone, and known to be."""
    report, opinion = judge(with_lines(250, twice=249), SHEETS)
    found = {one.rule for one in report.findings()}
    assert found == {"F-CAT248"}
    assert opinion is not None
    assert opinion.agreement is Agreement.AGREES, opinion

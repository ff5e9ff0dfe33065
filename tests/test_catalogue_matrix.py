"""Every catalogue that can be read goes to every target, past the rules of the receiver there.

Lines that the receiver's rules refuse are left out, as for a receiver who takes parts, so that one
bad line does not hide what becomes of the others. What is written is judged by the target's schema
or read to its end by the target's reader, and says the same of each item that it holds: what the
loss report does not list survives the round trip. What becomes of the documents of each source is
stated in ``matrix.toml``.
"""

import csv
import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from dataclasses import replace as changed
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Severity
from hub.model.identity import EndpointID, FormatId
from hub.model.report import Report
from hub.pipeline.conversion import Conversion
from hub.pipeline.roundtrip import Survival
from hub.resources import resource
from hub.rules.catalogues import item_key
from hub.rules.checker import Checker
from hub.rules.chosenprice import has_amount
from hub.rules.profile import Profiles, load_profiles
from hub.shadow.receiver import received
from hub.xml.schemas import SchemaStore

STATED: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8")
)["catalogue"]
GOES, REFUSED = "with losses", "refused: "
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def supplier(number: str) -> PartyCard:
    """Return the sender whose company has this number."""
    numbers = {"DK:CVR": number, "NL:KVK": "99001234"}
    return PartyCard("nordlys", "Nordlys (fiktiv)", "DK", (EndpointID("DK:CVR", number),), numbers)


SENDER, OTHER_SENDER = supplier("10000017"), supplier("10000009")
RECEIVER = PartyCard(
    "koeber", "Køber (eksempel)", "NL", (EndpointID("GLN", "5790099990003"),),
    {"DK:CVR": "99000007", "NL:OIN": "00000099123456782000"},
)  # fmt: skip
CUT = {"allow_cut": True, "updates": "whole"}
TARGETS: dict[str, tuple[str | None, dict[str, Any]]] = {
    "oioubl:catalogue:2.02": (None, {}),
    "oioubl:catalogue:2.1": (None, {}),
    "ubl:catalogue:2.1": (None, {}),
    "peppol:catalogue:3": (None, {}),
    "bizisland:catalogue:1": (None, {}),
    "rakat:catalogue:1": ("rakat", {"unit_policy": "stk", "lenient": True}),
    "opus:catalogue:1": ("opus", {"system_name": "EKSEMPEL-01", **CUT}),
    "opus:catalogue-package:1": ("opus", {"system_name": "EKSEMPEL-01", **CUT}),
    "digiinkoop:catalogue:1": ("digiinkoop", CUT),
    "truetrade:catalogue:1": ("truetrade", {"allow_round": True}),
    "truetrade:pricebook:1": ("truetrade", {"allow_round": True, "confirm_removals": True}),
    "sample-system:catalogue:1": ("sample-system", {"name_length": 200}),
}
READ_BACK = tuple(one for one in TARGETS if one != "sample-system:catalogue:1")
"""The targets that the hub can read again, too; what it wrote for others a stand-in loads."""

NO_TARGETS = frozenset({"hub:catalogue:1", "oioubl:catalogue:2.01", "ubl:catalogue:2.0"})
"""Our own, which holds everything, and former versions of targets."""

SAMPLES = {"HUB_MAPPINGS": str(resource("examples", "mappings"))}
"""Where the folder lies with which somebody begins who adds a receiving system."""

SOURCES = (
    "bizisland",
    "rakat",
    "opus",
    "digiinkoop",
    "truetrade",
    "oioubl",
    "peppol",
    "ubl",
    "bmecat",
)
PRICES = "required_item_location_quantity"
BMECAT = (
    "bmecat/new_catalog.golden.xml",
    "bmecat/new_catalog.golden_1390f1.xml",
    "bmecat/update_products.golden.xml",
)
"""Real catalogues that the list of real documents has no format for."""


@dataclass
class Outcome:
    """What became of one document on its way to one target."""

    parts: tuple[Any, ...] = ()
    valid: bool = True
    findings: list[Any] = field(default_factory=list)
    checked: list[Any] = field(default_factory=list)
    prices: dict[str, set[Decimal]] = field(default_factory=dict)
    report: Report = field(default_factory=lambda: Report("out"))
    survival: Survival | None = None


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(SAMPLES), SchemaStore(schemas_home))


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """All profiles of the project."""
    return load_profiles(mapping_folders(SAMPLES))


def catalogues(formats: Formats, source: str) -> Iterator[Path]:
    """Yield the examples of a folder that are catalogues."""
    home = next(path for path in mapping_folders({}) if path.name == source)
    for path in sorted((home / "examples").glob("*/input.*")):
        found = formats.identify(Payload.of_file(path), Report(path.name))
        if found is not None and found.model == "catalogue":
            yield path


def receiver_rules(
    profiles: Profiles, form: Format, context: RouteContext, profile: str | None
) -> Checker | None:
    """Return the rules of the profile, else of the format where the document came in another."""
    if profile is not None:
        return profiles[profile].checker(context, form.kind)
    source = context.source
    if form.rules is None or source is None or form.id.authority == source.authority:
        return None
    return form.rules.for_writing().checker(changed(context, options={}), form.kind)


def converted(
    formats: Formats, profiles: Profiles, source: Path, target: str, folder: Path
) -> Outcome:
    """Take one document to one target, as the line does for a receiver who takes parts."""
    form = formats.get(FormatId.parse(target))
    profile, options = TARGETS[target]
    payload, outcome = Payload.of_file(source), Outcome()
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None
    # The examples of OIOUBL are another supplier's.
    sender = OTHER_SENDER if found.id.authority == "oioubl" else SENDER
    for document in found.reader.read(payload, report):
        context = RouteContext(
            now=NOW, sender=sender, receiver=RECEIVER, options=options, source=document.format
        )
        header, own = document.header, None
        if found.rules is not None:
            own = found.rules.checker(changed(context, receiver=None, options={}), found.kind)
            header, _ = own.header(header, document.locate)
        checker = receiver_rules(profiles, form, context, profile)
        if checker is not None:
            header, outcome.findings = checker.header(header, document.locate)
        if not form.takes(document.format, header):
            return outcome
        conversion = Conversion(form, header, context, outcome.report, folder, formats, weighs=True)
        written = 0
        for line in document.lines(report):
            body = line.body if own is None else own.line(line)[0]
            if checker is not None and body is not None:
                body, findings = checker.line(replace(line, body=body))
                outcome.findings += findings
            if body is not None:
                conversion.take(body)
                written += 1
                remember(body, outcome)
        if checker is not None:
            outcome.findings += checker.end()
            outcome.report.losses.extend(checker.losses)
        outcome.report.losses.extend(report.losses)
        fatal = any(f.severity is Severity.FATAL for f in outcome.findings)
        if fatal or not written:
            conversion.discard()
            return outcome
        outcome.parts, checked = conversion.finish()
        outcome.valid, outcome.checked = checked.valid, list(checked.findings())
        outcome.survival = conversion.survival
    return outcome


def remember(body: Any, outcome: Outcome) -> None:
    """Note the prices that a line may go out with."""
    key = item_key(body)
    amounts = {
        place.price.price_amount.value
        for place in body.required_item_location_quantity
        if has_amount(place)
    }
    outcome.prices.setdefault(key[0] if key else "", set()).update(amounts)


def judge(outcome: Outcome, formats: Formats, target: str, source: Path) -> None:
    """What was written is right; what was not was refused, or nothing was for this receiver."""
    if not outcome.parts:
        refused = any(f.severity.refuses for f in outcome.findings)
        assert refused or not outcome.prices or not outcome.findings, (source, target)
        return
    assert outcome.valid, (source, target, outcome.checked)
    survival = outcome.survival
    assert survival is not None
    form = formats.get(FormatId.parse(target))
    if target not in READ_BACK:
        assert not form.readable
        loaded(outcome, form)
        return
    assert survival.verdict in ("whole", "as-reported"), (source, target, survival.otherwise)
    for part in outcome.parts:
        report = Report(part.name)
        for document in form.reader.read(Payload.of_file(part.path), report):
            for line in document.lines(report):
                assert line.body is not None, (source, target, report.findings())
                said = Outcome()
                remember(line.body, said)
                for number, amounts in said.prices.items():
                    assert number in outcome.prices, (source, target, number)
                    assert amounts <= outcome.prices[number], (source, target, number)


def loaded(outcome: Outcome, form: Format) -> None:
    """The stand-in of the system takes what no reader of ours reads."""
    with TemporaryDirectory() as state:
        folder, files = form.folder, [part.path for part in outcome.parts]
        for said in received([folder.path], folder.name, files, Path(state), NOW.date(), {}):
            assert not said.refused, said.remarks
            assert said.items or len(files) > 1


def compare(outcomes: list[Outcome], source: str, target: str) -> None:
    """What became of documents is what the matrix states of their source and target."""
    stated = STATED.get(source, {}).get(target, GOES)
    gone = [outcome for outcome in outcomes if outcome.parts]
    if stated == GOES:
        assert gone or not outcomes, (source, target)
        assert all(list(outcome.report.losses) for outcome in gone), (source, target)
        return
    named = set(stated.removeprefix(REFUSED).split(", "))
    assert stated.startswith(REFUSED)
    assert not gone, (source, target)
    for outcome in outcomes:
        rules = {f.rule for f in outcome.findings if f.severity.refuses}
        assert not rules or rules & named, (source, target, rules)


def test_the_matrix_leaves_nothing_out() -> None:
    """Each source is stated with each target of another format."""
    assert set(STATED) == set(SOURCES)
    for source, row in STATED.items():
        assert set(row) == {one for one in TARGETS if one.partition(":")[0] != source}


def test_every_catalogue_that_is_written_is_a_target(formats: Formats) -> None:
    """Who adds a format says in ``TARGETS`` by which profile and options it is tried."""
    written = {str(one.id) for one in formats if one.model == "catalogue" and one.writer}
    assert written == {*TARGETS, *NO_TARGETS}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("source", SOURCES)
def test_examples_go_to_every_target(
    formats: Formats, profiles: Profiles, tmp_path: Path, source: str, target: str
) -> None:
    """Each example is written and right, or refused by a rule, as the matrix states."""
    outcomes = []
    for number, path in enumerate(catalogues(formats, source)):
        outcome = converted(formats, profiles, path, target, tmp_path / str(number))
        judge(outcome, formats, target, path)
        outcomes.append(outcome)
    compare(outcomes, source, target)


@pytest.mark.parametrize("target", TARGETS)
def test_real_catalogues_go_to_every_target(
    corpus: Path, formats: Formats, profiles: Profiles, tmp_path: Path, target: str
) -> None:
    """The same holds for all valid ones; wrong ones that fit their schema break nothing."""
    gone: Counter[bool] = Counter()
    outcomes: dict[str, list[Outcome]] = {}
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    for number, row in enumerate(rows):
        read = row["xsd"] == "ok" and ":catalogue:" in row["format_id"]
        if read or row["file"] in BMECAT:
            path = corpus / row["file"]
            outcome = converted(formats, profiles, path, target, tmp_path / str(number))
            if row["fatal"] in ("0", "", "-"):
                judge(outcome, formats, target, path)
                came = "bmecat" if row["file"] in BMECAT else row["format_id"].partition(":")[0]
                outcomes.setdefault(came, []).append(outcome)
            gone[bool(outcome.parts)] += 1
    for source, found in outcomes.items():
        # Real documents may all lack what an example gives.
        if STATED[source].get(target, GOES) != GOES:
            compare(found, source, target)
    assert sum(gone.values()) >= 15

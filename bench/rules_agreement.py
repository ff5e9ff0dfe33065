"""Whether the hub's published rules say of real documents what the publisher's say.

Compares the findings of layer official with a manifest (tab separated, with the columns
``file``, ``document_type``, ``rule_set``, ``xsd``, ``fatal`` and ``rule_ids``), or with the
stylesheets of an installed release (``--official``; ``hub rules install official FILE``): then with
every XML file of the folder, and only where the schema accepts it. Prints for each
document type how many documents have the same verdict and the same set of rules, and which
rules are missing or too many. Exits 1 when a verdict differs, or fewer than 98 % of the sets of
fatal rules are the same.

    python bench/rules_agreement.py [CORPUS] [--rules "oioubl 1.17.2"] [--official] [--show]
"""

import argparse
import csv
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.finding import Layer, Severity
from hub.model.opinion import Agreement
from hub.model.report import Report
from hub.official.second import SecondOpinion

WANTED = 0.98
SCHEMA = frozenset({"XSD", "XSLT"})


@dataclass
class Tally:
    """How the documents of one type fared."""

    documents: int = 0
    verdicts: int = 0
    fatal_sets: int = 0
    sets: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    corpus = os.environ.get("HUB_CORPUS")
    parser.add_argument("corpus", type=Path, nargs="?", default=corpus and Path(corpus))
    parser.add_argument("--rules", default="oioubl 1.17.2", help="the rule set of the manifest")
    parser.add_argument("--official", action="store_true", help="ask an installed release")
    parser.add_argument("--show", action="store_true", help="name the documents that differ")
    asked = parser.parse_args()
    if asked.corpus is None:
        print("nothing to compare with: name a folder, or set HUB_CORPUS")
        return 0
    tools = Toolbox(Settings.from_environment())
    formats = tools.formats
    tallies: dict[str, Tally] = {}
    unruled: Counter[str] = Counter()
    if asked.official:
        try:
            with tools.second_opinion() as second:
                ask(asked.corpus, formats, second, tallies, show=asked.show)
        except ConfigurationError as error:
            print(error)
            return 3
        return told(tallies, unruled)
    with (asked.corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["rule_set"] != asked.rules:
                continue
            report = judged(asked.corpus / row["file"], formats)
            if report is None:
                unruled[row["document_type"]] += 1
                continue
            tally = tallies.setdefault(row["document_type"], Tally())
            if not compare(row, report, tally) and asked.show:
                print(f"differs: {row['file']}")
    return told(tallies, unruled)


def ask(
    corpus: Path,
    formats: Formats,
    second: SecondOpinion,
    tallies: dict[str, Tally],
    *,
    show: bool,
) -> None:
    """Compare every document of a folder with what stylesheets say of it."""
    mute: Counter[str] = Counter()
    for path in sorted(corpus.rglob("*.xml")):
        report = judged(path, formats, second)
        opinion = None if report is None else report.opinion
        if report is None or opinion is None:
            continue
        if opinion.agreement is Agreement.UNKNOWN:
            mute["" if opinion.reason is None else opinion.reason.en] += 1
            continue
        tally = tallies.setdefault(str(report.format_id).split(":")[1], Tally())
        fatal = {one.rule for one in report.findings(Layer.OFFICIAL) if one.severity.refuses}
        theirs = {one for one in opinion.only_publisher if not one.startswith("W-")}
        differs = fatal & set(opinion.only_hub) | theirs
        ours = fatal - set(opinion.only_hub)
        tally.documents += 1
        tally.verdicts += bool(fatal) is bool(ours | theirs)
        tally.fatal_sets += not differs
        tally.sets += opinion.agreement is Agreement.AGREES
        tally.missing.update(opinion.only_publisher)
        tally.extra.update(opinion.only_hub)
        if show and opinion.agreement is Agreement.DISAGREES:
            print(f"differs: {path.relative_to(corpus)}")
    for reason, count in mute.most_common():
        print(f"not compared: {count:5}  {reason}")


def judged(path: Path, formats: Formats, second: SecondOpinion | None = None) -> Report | None:
    """Read a document to its end; None for one whose format has no published rules."""
    report = Report(path.name)
    payload = Payload.of_file(path)
    found = formats.identify(payload, report)
    if found is None or found.published is None:
        return None
    for document in found.reader.read(payload, report):
        for _ in document.lines(report):
            pass
    if second is not None:
        second.add(payload, found, report)
    return report


def compare(row: dict[str, str], report: Report, tally: Tally) -> bool:
    """Count one document; return whether it is judged alike in everything."""
    findings = report.findings(Layer.OFFICIAL)
    ours = {one.rule for one in findings}
    fatal = {one.rule for one in findings if one.severity is Severity.FATAL}
    theirs = set(row["rule_ids"].split()) - SCHEMA
    theirs_fatal = {rule for rule in theirs if not rule.startswith("W-")}
    verdict = report.valid is (row["xsd"] == "ok" and row["fatal"] in ("", "0"))
    tally.documents += 1
    tally.verdicts += verdict
    tally.fatal_sets += fatal == theirs_fatal
    tally.sets += ours == theirs
    tally.missing.update(theirs - ours)
    tally.extra.update(ours - theirs)
    return verdict and ours == theirs


def told(tallies: dict[str, Tally], unruled: Counter[str]) -> int:
    """Print what was counted; return the exit code."""
    print(f"{'document':36}{'files':>6}{'verdict':>9}{'fatal':>7}{'all':>6}  missing / extra")
    for name, tally in sorted(tallies.items()):
        missing = " ".join(f"-{rule}" for rule in sorted(tally.missing))
        extra = " ".join(f"+{rule}" for rule in sorted(tally.extra))
        counts = f"{tally.documents:6}{tally.verdicts:9}{tally.fatal_sets:7}{tally.sets:6}"
        print(f"{name:36}{counts}  {missing} {extra}".rstrip())
    documents = sum(one.documents for one in tallies.values())
    verdicts = sum(one.verdicts for one in tallies.values())
    fatal_sets = sum(one.fatal_sets for one in tallies.values())
    for name, count in unruled.items():
        print(f"{name:36}{count:6}  the hub has no published rules for it")
    if not documents:
        print("nothing was compared")
        return 1
    print(f"same verdict {verdicts / documents:.1%}, same fatal rules {fatal_sets / documents:.1%}")
    return 0 if verdicts == documents and fatal_sets >= WANTED * documents else 1


if __name__ == "__main__":
    sys.exit(main())

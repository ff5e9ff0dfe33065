"""The examples of mapping folders: a document in, and what must come of it.

::

    mappings/<folder>/examples/<case>/
      input.xml                              the document, of whatever ending
      findings.json                          its format, verdict and findings
      canonical.jsonl                        what was read of it
      losses.json                            what was not, in reading and in each writing
      output.oioubl_catalogue_2.1.xml        the document written in another format; of a
                                             workbook its cells (.tsv)
      route.toml                             who sends it to whom, and by which profile

::

    profile = "prisme"                       the receiver's rules that each output has to pass
    [options]                                as a receiver's configuration has them
    [sender]                                 key, name, country, numbers; [receiver] likewise
    [agreement]                              id, seller, buyer, product_groups, unspsc_version

Only what is there is compared; an empty file asks for one. Nothing is written unless
``rewrite`` is said, and then only files that are there, so that every new expectation is
somebody's decision.
"""

import dataclasses
import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from hub.formats.document import Document, Part, Writing
from hub.formats.expectation import Difference, compare, content_of
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.context import Agreement, PartyCard, RouteContext
from hub.model.finding import Finding, Layer
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.rules.profile import Profile, Profiles

__all__ = ["Difference", "Example", "find_examples", "run_example"]

CANONICAL = "canonical.jsonl"
CANONICAL_AUTHORITY = "hub"
FINDINGS = "findings.json"
LOSSES = "losses.json"
ROUTE = "route.toml"
NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)
"""The time at which every example is read and written."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a mapping folder."""

    mapping: str
    path: Path

    @property
    def name(self) -> str:
        """The folder and the case."""
        return f"{self.mapping}/{self.path.name}"


def find_examples(folders: Sequence[Path]) -> Iterator[Example]:
    """Yield the examples of mapping folders, in order."""
    for folder in folders:
        for case in sorted((folder / "examples").glob("*/")):
            if next(case.glob("input.*"), None) is not None:
                yield Example(folder.name, case)


def run_example(
    example: Example,
    formats: Formats,
    *,
    profiles: Profiles | None = None,
    rewrite: bool = False,
) -> tuple[Difference, ...]:
    """Run one example and return what differs; nothing when all is as expected.

    ``profiles`` are those that a route.toml may name; without them it may name none. With
    ``rewrite`` the files that differ are written anew; what is returned then is what was
    changed.
    """
    inputs = sorted(example.path.glob("input.*"))
    if len(inputs) != 1:
        return (Difference("input", f"one file is wanted, not {len(inputs)}"),)
    expected = {
        path.name: path
        for path in sorted(example.path.iterdir())
        if path.name in (CANONICAL, FINDINGS, LOSSES) or path.name.startswith("output.")
    }
    if not expected:
        return (Difference("expectations", f"put an empty {FINDINGS} there and rewrite"),)
    with TemporaryDirectory() as folder:
        route = _read_route(example.path / ROUTE, profiles or Profiles())
        if isinstance(route, Difference):
            return (route,)
        run = _Run(formats, Path(folder), inputs[0], tuple(expected), route)
        differences = tuple(
            difference
            for name, path in expected.items()
            if (difference := compare(name, path.read_bytes(), run.came(name))) is not None
        )
        if rewrite:
            for difference in differences:
                content = run.came(difference.file)
                if content is not None:
                    expected[difference.file].write_bytes(content)
    return differences


@dataclass(frozen=True, slots=True)
class _Route:
    """How the outputs of an example travel; by default as at a desk, without parties."""

    context: RouteContext
    profile: Profile | None = None


def _read_route(path: Path, profiles: Profiles) -> "_Route | Difference":
    """Read a route.toml; what is wrong with it is told as a difference."""
    if not path.is_file():
        return _Route(RouteContext(now=NOW))
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(data) - {"profile", "options", "sender", "receiver", "agreement"})
    if unknown:
        return Difference(ROUTE, f"{', '.join(unknown)}: unknown key")
    wanted = data.get("profile")
    if wanted is not None and wanted not in profiles:
        return Difference(ROUTE, f"profile: there is no profile {wanted!r}")
    agreement = data.get("agreement")
    try:
        context = RouteContext(
            now=NOW,
            sender=PartyCard(**data["sender"]) if "sender" in data else None,
            receiver=PartyCard(**data["receiver"]) if "receiver" in data else None,
            agreement=None if agreement is None else Agreement(**agreement),
            options=data.get("options", {}),
        )
    except TypeError as error:
        return Difference(ROUTE, str(error))
    return _Route(context, None if wanted is None else profiles[wanted])


class _Run:
    """One input taken through the hub; keeps what came of it by file name."""

    def __init__(
        self, formats: Formats, folder: Path, source: Path, wanted: Sequence[str], route: _Route
    ) -> None:
        self._route = route
        self._formats = formats
        self._folder = folder
        self._wanted = wanted
        self._report = Report(source.name)
        self._losses: dict[str, LossReport] = {}
        self._files: dict[str, bytes] = {}
        payload = Payload.of_file(source)
        found = formats.identify(payload, self._report)
        self._kind = ""
        if found is not None:
            self._report.format_id = str(found.id)
            self._kind = found.model
            for document in found.reader.read(payload, self._report):
                self._take(document, found)
        self._losses["read"] = self._report.losses

    def came(self, name: str) -> bytes | None:
        """Return what came for an expected file, or None when nothing did."""
        if name == FINDINGS:
            return _json(_findings(self._report))
        if name == LOSSES:
            return _json({key: _losses(self._losses[key]) for key in sorted(self._losses)})
        return self._files.get(name)

    def _take(self, document: Document, source: Format) -> None:
        context = dataclasses.replace(self._route.context, source=document.format)
        header = document.header
        checker = None
        if source.own_rules is not None and header is not None:
            self._report.begin(Layer.OFFICIAL)
            plain = dataclasses.replace(context, options={})
            checker = source.own_rules.checker(plain, source.kind)
            header, found = checker.header(header, document.locate, document.lines)
            self._file(found)
        outputs = self._start(document, header, context) if header is not None else {}
        for line in document.lines(self._report):
            body = line.body
            if checker is not None and body is not None:
                body, found = checker.line(line)
                self._file(found)
            if body is not None:
                for output in outputs.values():
                    output.take(replace(line, body=body))
        if checker is not None:
            self._file(checker.end())
        for name, output in outputs.items():
            self._finish(name, output)

    def _start(
        self, document: Document, header: Any, context: RouteContext
    ) -> dict[str, "_Output"]:
        """Begin every output that is expected."""
        outputs: dict[str, _Output] = {}
        for name in self._wanted:
            target = self._target(name)
            if target is None or target.writer is None:
                continue
            folder = self._folder / name
            folder.mkdir(exist_ok=True)
            losses = self._losses.setdefault(str(target.id), LossReport())
            profile = self._route.profile
            outputs[name] = _Output(target, document, header, context, losses, folder, profile)
        return outputs

    def _target(self, name: str) -> Format | None:
        """Return the format that a file is to be written in."""
        if name == CANONICAL:
            return self._formats.get(FormatId(CANONICAL_AUTHORITY, self._kind, "1"))
        if not name.startswith("output."):
            return None
        # output.oioubl_catalogue_2.1.xml: the format's id between the first and last point.
        authority, kind, version = name.removeprefix("output.").rsplit(".", 1)[0].split("_")
        return self._formats.get(FormatId(authority, kind, version))

    def _finish(self, name: str, output: "_Output") -> None:
        parts = output.finish()
        if output.refused is not None:
            self._files[name] = b"refused: " + _json(_findings(output.refused))
            return
        content = b"".join(content_of(part) for part in parts)
        checked = Report(name)
        for part in parts:
            self._formats.validate_part(part, output.target, checked)
        if not checked.valid:
            content = b"not valid: " + _json(_findings(checked))
        self._files[name] = content

    def _file(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.OFFICIAL, finding)


class _Output:
    """One document on its way into a format.

    It goes past the rules of the receiver's profile, else of the format where that is another.
    ``refused`` holds their findings when they refuse it.
    """

    def __init__(
        self,
        target: Format,
        document: Document,
        header: Any,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
        profile: Profile | None = None,
    ) -> None:
        self.target = target
        self.refused: Report | None = None
        self._report = Report(str(target.id), str(target.id))
        self._losses = losses
        self._checker = None
        rules = target.writing_rules(document.format, header)
        if profile is not None and target.id in profile.on:
            self._checker = profile.checker(context, target.kind)
        elif rules is not None:
            self._checker = rules.checker(context, target.kind)
        if self._checker is not None:
            header, found = self._checker.header(header, document.locate, document.lines)
            self._file(found)
        self._writing: Writing | None = None
        if target.writer is not None and self._report.valid:
            self._writing = target.writer.start(header, context, losses, folder)

    def take(self, line: Line) -> None:
        """Write one line."""
        body = line.body
        if self._checker is not None:
            body, found = self._checker.line(line)
            self._file(found)
        if body is not None and self._writing is not None:
            self._writing.take(body)

    def finish(self) -> list[Part]:
        """Close the output and return its files; none when it is refused."""
        if self._checker is not None:
            self._file(self._checker.end())
            self._losses.extend(self._checker.losses)
        if not self._report.valid:
            self.refused = self._report
        if self._writing is None:
            return []
        return self._writing.finish()

    def _file(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.MAPPING, finding)


def _findings(report: Report) -> dict[str, Any]:
    """Return findings without their sentences, which may be reworded at any time."""
    found = []
    for layer in Layer:
        for finding in report.findings(layer):
            place = finding.place
            said = {
                "layer": layer.value,
                "rule": finding.rule,
                "severity": finding.severity.value,
                "path": place.path,
                "line": place.line,
                "sheet": place.sheet,
                "row": place.row,
                "column": place.column,
                "value": finding.value,
            }
            found.append({key: value for key, value in said.items() if value is not None})
    verdict = "valid" if report.valid else "invalid"
    return {"format": report.format_id, "verdict": verdict, "findings": found}


def _losses(losses: LossReport) -> list[Mapping[str, Any]]:
    return [
        {
            "field": loss.field,
            "kind": loss.kind.value,
            "count": loss.count,
            "examples": list(loss.examples),
        }
        for loss in losses
    ]


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()

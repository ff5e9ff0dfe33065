"""A file judged by its format and by the receivers asked for, with what was found in its rows."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hub.app.opinions import ask
from hub.app.rehearsal import rehearse
from hub.app.toolbox import Toolbox
from hub.cli.advising import Adviser
from hub.cli.documents import desk_context
from hub.cli.receivers import describe_receivers, matrix_of
from hub.formats.owntables import is_table
from hub.formats.payload import Payload
from hub.model.identity import FormatId
from hub.model.sentence import Language
from hub.official.second import Pace, SecondOpinion
from hub.pipeline.examination import examine
from hub.pipeline.outcome import Processed
from hub.render.matrix import Matrix
from hub.render.rownotes import RowNotes
from hub.suggest.listing import Listing

__all__ = ["Asked", "Checked", "CheckedFile", "Question", "check_file"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One document of a file: its matrix and, where there are receivers, how it ended."""

    matrix: Matrix
    processed: Processed | None = None

    @property
    def refuses(self) -> bool:
        """Whether anybody refuses it."""
        if not self.matrix.report.valid:
            return True
        if self.processed is None:
            return False
        said = describe_receivers(self.processed, "en")
        return any(one["outcome"] != "routed" for one in said)


@dataclass(frozen=True, slots=True)
class Asked:
    """Publishers' own stylesheets that are asked as well; ``pace`` hears how far they are."""

    second: SecondOpinion
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Whose opinion is asked for, and in whose name; ``receivers`` None: only the format's."""

    receivers: tuple[str, ...] | None
    account: str | None


@dataclass(frozen=True)
class CheckedFile:
    """What became of a file; ``notes`` have to be closed."""

    payload: Payload
    documents: tuple[Checked, ...]
    notes: RowNotes
    adviser: Adviser

    @property
    def refuses(self) -> bool:
        """Whether anybody refuses any of its documents."""
        return any(document.refuses for document in self.documents)

    @cached_property
    def listing(self) -> Listing | None:
        """What could be written in its rows; None for files that have none."""
        if not is_table(self.payload):
            return None
        return Listing(self.adviser.suggested(self.payload, self.notes))


def check_file(
    tools: Toolbox,
    payload: Payload,
    question: Question,
    language: Language,
    *,
    settled: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> CheckedFile:
    """Judge all documents of a file; what they would be sent as is gone afterwards.

    ``settled`` are the supplier's earlier decisions, ``chosen`` what it decides now.
    """
    notes = RowNotes(language)
    with tempfile.TemporaryDirectory(prefix="hub-check-") as folder:
        documents = tuple(_judged(tools, payload, question, Path(folder), notes, asked))
    return CheckedFile(payload, documents, notes, Adviser(tools, settled or {}, chosen or {}))


def _judged(
    tools: Toolbox,
    payload: Payload,
    question: Question,
    folder: Path,
    notes: RowNotes,
    asked: Asked | None,
) -> Iterator[Checked]:
    witness = notes.take
    if question.receivers is None:
        for examined in examine(payload, tools.formats, desk_context(), witness=witness):
            report = examined.report
            if asked is not None and report.format_id is not None:
                source = tools.formats.get(FormatId.parse(report.format_id))
                asked.second.add(payload, source, report, asked.pace)
            yield Checked(Matrix(report.file, report.format_id, report, ()))
        return
    said = rehearse(tools, payload, question.receivers, question.account, folder, witness=witness)
    if asked is not None:
        ask(asked.second, tools.formats, payload, said, asked.pace)
    for processed in said:
        yield Checked(matrix_of(processed), processed)

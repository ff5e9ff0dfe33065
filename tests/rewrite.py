"""Write canonical documents in their own format again, in a process of its own.

    python rewrite.py SCHEMAS OUT FILE...

Says one JSON object per file: the file written and what was lost in writing.
"""

import datetime as dt
import json
import sys
from pathlib import Path

from hub.formats.canonical import CanonicalDocument
from hub.formats.payload import Payload
from hub.formats.registry import load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.loss import LossReport
from hub.model.report import LayerStatus, Report
from hub.xml.schemas import SchemaStore


def main(schemas: str, out: str, *files: str) -> None:
    """Write each file and say where."""
    formats = load_formats(mapping_folders({}), SchemaStore(Path(schemas)))
    for number, name in enumerate(files):
        payload = Payload.of_file(Path(name))
        report = Report(name)
        source = formats.identify(payload, report)
        if source is None:
            sys.exit(f"{name}: not canonical: {report.findings()}")
        folder = Path(out) / str(number)
        folder.mkdir()
        for document in source.reader.read(payload, report):
            if not isinstance(document, CanonicalDocument) or document.source is None:
                sys.exit(f"{name}: does not say where it came from")
            target = formats.get(document.source)
            if target.writer is None:
                sys.exit(f"{target.id} cannot be written")
            losses = LossReport()
            context = RouteContext(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), source=target.id)
            writing = target.writer.start(document.header, context, losses, folder)
            for line in document.lines(report):
                writing.take(line.body)
            (part,) = writing.finish()
            checked = Report(part.name)
            formats.validate_part(part, target, checked)
            said = {
                "path": str(part.path),
                "fits": _fits(checked) and report.valid,
                "valid": checked.valid and report.valid,
                "losses": [loss.field for loss in losses],
            }
            sys.stdout.write(json.dumps(said) + "\n")


def _fits(checked: Report) -> bool:
    """Whether a schema accepts what was written, whatever published rules say of it."""
    wrong = (Layer.SYNTAX, Layer.SCHEMA)
    return all(checked.status(layer) is not LayerStatus.INVALID for layer in wrong)


if __name__ == "__main__":
    main(*sys.argv[1:])

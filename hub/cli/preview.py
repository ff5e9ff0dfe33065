"""`hub preview`: the items of a catalogue as one customer's orderers will see them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Annotated

import typer

from hub.app.rehearsal import rehearse
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import AsAccount, InLanguage, language_of
from hub.cli.console import errors, out, printable
from hub.cli.documents import payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.givenfile import write_page
from hub.cli.matrixtable import show_matrix
from hub.cli.receivers import matrix_of, routes_of
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.catalogue import CatalogueLine
from hub.model.report import Report
from hub.pipeline.outcome import Processed, Routed
from hub.render.orderable import Orderable, orderable, with_original
from hub.render.pagewording import wording
from hub.render.previewpage import Shown, preview_page
from hub.render.saying import Saying
from hub.render.wording import Wording

__all__ = ["preview"]


def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    for_: Annotated[str, typer.Option("--for", metavar="CUSTOMER", help="Whose system.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.html", help="The page to write.")
    ],
    as_: AsAccount = None,
    language: InLanguage = None,
    limit: Annotated[int, typer.Option(min=1, help="So many items are shown.")] = 200,
) -> None:
    """Show a catalogue as a customer's orderers will see it, from what is written for them.

    Nothing is written when the customer refuses the catalogue; what to correct is told instead.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        spoken = language_of(tools, language)
        payload = payload_of(file)
        with tempfile.TemporaryDirectory(prefix="hub-preview-") as folder:
            processed = rehearse(tools, payload, (for_,), as_, Path(folder))
            shown = [
                one
                for each in processed
                for one in _shown(tools, payload, each, limit, Saying(wording(spoken)))
            ]
        if not shown:
            for each in processed:
                show_matrix(errors(), matrix_of(each), spoken)
            raise typer.Exit(ExitCode.REJECTED)
        pages = len(shown)
        for number, one in enumerate(shown, start=1):
            path = output if pages == 1 else output.with_stem(f"{output.stem}-{number}")
            write_page(path, preview_page(one, Wording(spoken)))
            said = Wording(spoken).say(
                "preview-written", customer=one.customer, count=one.count, file=path
            )
            out().print(printable(said), markup=False)


def _shown(
    tools: Toolbox, payload: Payload, processed: Processed, limit: int, saying: Saying
) -> Iterator[Shown]:
    """Yield what each route of a document hands over; of other documents than catalogues none."""
    for route in routes_of(processed):
        if not isinstance(route, Routed) or processed.format is None:
            continue
        target = tools.formats.get(route.route.format or processed.format)
        if not target.readable:
            raise typer.BadParameter(
                f"what {route.route.receiver.card.name} gets ({target.id}) cannot be shown: the "
                "hub only writes it; look at the file itself with hub convert",
                param_hint="--for",
            )
        items: list[Orderable] = []
        count = 0
        for part in route.parts:
            for item in _items(target, part.payload(), saying):
                count += 1
                if count <= limit:
                    items.append(item)
        source = tools.formats.get(processed.format)
        shown = tuple(_compared(items, _items(source, payload, saying)))
        name, customer = PurePath(payload.name).name, route.route.receiver.card.name
        yield Shown(name, customer, str(target.id), shown, count, route.refused_lines)


def _items(source: Format, payload: Payload, saying: Saying) -> Iterator[Orderable]:
    """Yield the items of a file, as its format's own reader reads them."""
    report = Report(payload.name)
    for document in source.reader.read(payload, report):
        for line in document.lines(report):
            if isinstance(line.body, CatalogueLine):
                yield orderable(line.body, saying)


def _compared(items: list[Orderable], originals: Iterator[Orderable]) -> Iterator[Orderable]:
    """Yield the items, each with what its sender called differently."""
    wanted = {item.number: item for item in items}
    found = {one.number: one for one in originals if one.number in wanted}
    for item in items:
        original = found.get(item.number)
        yield item if original is None else with_original(item, original)

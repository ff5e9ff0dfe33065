"""The composition root: an installation's settings become a hub."""

from functools import cache
from pathlib import Path

from hub.app.clock import SystemClock
from hub.app.heads import Heads
from hub.app.hub import Hub, Wiring
from hub.app.items import CatalogueItems
from hub.app.means import Means
from hub.app.memory import HubMemory
from hub.app.opinions import ask
from hub.app.settings import Settings
from hub.app.standardanswer import StandardAnswers
from hub.app.toolbox import Toolbox
from hub.app.versions import versions_of
from hub.app.workerkit import Line
from hub.formats.payload import Payload
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.process import process
from hub.pipeline.protocols import Clock
from hub.pipeline.workbench import Workbench

__all__ = ["Hub", "open_hub"]


def open_hub(
    settings: Settings, *, tools: Toolbox | None = None, clock: Clock | None = None
) -> Hub:
    """Open the hub of an installation; formats and parties are loaded when first needed.

    Raises ``ConfigurationError`` when the home folder cannot be used.
    """
    toolbox = tools or Toolbox(settings)
    wiring = Wiring(
        register=lambda: toolbox.register,
        line=lambda hub: _line(hub, toolbox),
        versions=cache(lambda: versions_of(toolbox)),
        kinds=lambda: toolbox.kinds,
        columns=lambda: toolbox.columns,
        answers=lambda hub: StandardAnswers(toolbox.formats, hub.register),
    )
    return Hub(settings.home, wiring, clock or SystemClock(), Means.of(settings))


def _line(hub: Hub, tools: Toolbox) -> Line:
    """Put the line together: its workbench is new for every document."""
    # The strict reading of the configuration, with the names of formats and profiles checked.
    directory, formats, profiles = tools.directory, tools.formats, tools.profiles
    # Without schemas nothing can be judged: a worker had better not begin.
    for name in sorted({one.schema_set for one in formats.all() if one.schema_set}):
        tools.schemas.documents(name)
    lookups, columns = tools.lookups, tools.columns
    items = CatalogueItems(hub.store.archive, formats)
    heads = Heads(hub.store.archive, formats)
    second = tools.second_opinion() if tools.settings.second_opinion else None
    if second is not None:
        hub.keep(second)

    def line(envelope: Envelope, payload: Payload, folder: Path) -> list[Processed]:
        recollection = hub.store.work.recollection(envelope.tenant)
        memory = HubMemory(
            recollection,
            directory,
            items.read,
            lambda: hub.store.work.earlier_open(envelope.interchange),
            heads,
        )
        bench = Workbench(formats, profiles, directory, memory, folder, lookups, columns=columns)
        processed = process(envelope, payload, bench)
        if second is not None:
            ask(second, formats, payload, processed)
        return processed

    return line

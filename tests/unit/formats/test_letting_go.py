"""A document that was judged is gone when nobody holds it, without the garbage collector."""

import gc
from pathlib import Path

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.model.report import Report
from hub.resources import resource
from hub.rules.elements.judge import ElementJudge

SAMPLE = resource("mappings", "oioubl", "examples", "small", "input.xml")


def test_a_judged_document_leaves_at_once(schemas_home: Path) -> None:
    """The next large document must not find the last one still in memory."""
    tools = Toolbox(Settings(Path("home"), Path("config"), schemas_home))
    gc.collect()
    gc.disable()
    try:
        judges = _read(tools)
        held = [one for one in gc.get_objects() if isinstance(one, ElementJudge)]
    finally:
        gc.enable()
    assert judges == 1
    assert not held


def _read(tools: Toolbox) -> int:
    """Read the sample to its end; return how many judges were at work meanwhile."""
    report = Report(SAMPLE.name)
    payload = Payload.of_file(SAMPLE, SAMPLE.name)
    source = tools.formats.identify(payload, report)
    assert source is not None
    judges = 0
    for document in source.reader.read(payload, report):
        assert list(document.lines(report))
        judges = sum(isinstance(one, ElementJudge) for one in gc.get_objects())
    return judges

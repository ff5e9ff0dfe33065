"""Things to hand over."""

from dataclasses import replace
from typing import Any

from hub.formats.payload import Payload
from hub.pipeline.protocols import Consignment

ID = "aaaaaaaa-2222-3333-4444-555555555555"


def consignment(content: bytes = b"new", name: str = "a.xml", **given: Any) -> Consignment:
    """Something to hand over; the same id each time unless another is given."""
    usual = Consignment(
        id=ID,
        kind="output",
        port="north.main",
        lane="mill>north",
        epoch=1,
        number=7,
        interchange="11111111-2222-3333-4444-555555555555",
        document="d",
        account="mill",
        name=name,
        media_type="application/xml",
        payload=Payload.of_bytes(content, name),
        attempt=1,
        claimed=0.0,
    )
    return replace(usual, **given)

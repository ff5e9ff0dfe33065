"""What nearly every document of UBL begins with."""

from msgspec import Struct

from hub.model.extension import UblExtension
from hub.model.values import Identifier

__all__ = ["DocumentHead"]


class DocumentHead(Struct, frozen=True, omit_defaults=True):
    """By which rules a document is written, and its number."""

    ubl_extension: tuple[UblExtension, ...] = ()
    ubl_version_id: Identifier | None = None
    customization_id: Identifier | None = None
    profile_id: Identifier | None = None
    profile_execution_id: Identifier | None = None
    id: Identifier | None = None

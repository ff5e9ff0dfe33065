"""What a document says beyond its standard."""

from msgspec import Struct

from hub.model.values import Code, Identifier, Markup, Text

__all__ = ["UblExtension"]


class UblExtension(Struct, frozen=True, omit_defaults=True):
    """UBL ``UBLExtension``: content that the sender and some receiver agreed on.

    The hub neither reads nor changes it. A signature in it holds for the bytes that were
    signed, so only an original forwarded unchanged keeps it valid.
    """

    id: Identifier | None = None
    name: Text | None = None
    extension_agency_id: Identifier | None = None
    extension_agency_name: Text | None = None
    extension_version_id: Identifier | None = None
    extension_agency_uri: Identifier | None = None
    extension_uri: Identifier | None = None
    extension_reason_code: Code | None = None
    extension_reason: Text | None = None
    extension_content: Markup | None = None

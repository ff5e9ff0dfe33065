"""Files that come along with a bill, as EN 16931 takes them (BG-24)."""

from msgspec.structs import replace

from hub.model.reference import Attachment, DocumentReference
from hub.rules.translation import Translation

MIME = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
"""The types of files that it allows (BR-CL-24)."""


def attached(
    one: DocumentReference, said: Translation, types: frozenset[str] = MIME
) -> Attachment | None:
    """Return the file of a document; one of a type that is none of ``types`` stays behind."""
    attachment = one.attachment
    if attachment is None:
        return None
    held = attachment.embedded_document_binary_object
    if held is None:
        return attachment
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    if held.mime_code not in types:
        said.lost(field, f"{held.mime_code} {held.filename or ''}".strip())
        left = replace(attachment, embedded_document_binary_object=None)
        # R008
        return None if left == Attachment() else left
    if not held.filename:
        # BT-125 has a file name.
        stem = one.id.value if one.id is not None else "file"
        name = f"{stem}.{held.mime_code.rpartition('/')[2]}"
        said.derived(f"{field}.filename", name)
        return replace(attachment, embedded_document_binary_object=replace(held, filename=name))
    return attachment

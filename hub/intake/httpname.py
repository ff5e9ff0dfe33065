"""What headers say about a document: its name and media type. Both are hints, made harmless."""

import re
from email.message import Message
from email.utils import collapse_rfc2231_value

from hub.disk import safe_name

__all__ = ["media_type_of", "name_of"]

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,90}")
_SAYS_NOTHING = frozenset({"application/x-www-form-urlencoded", "application/octet-stream"})
"""What programs send when nobody told them the type."""


def name_of(query: str | None, disposition: str | None) -> str:
    """Return a safe file name from the query, else from ``Content-Disposition``."""
    given = query or _disposed(disposition or "")
    last = re.split(r"[/\\]", given)[-1]
    return safe_name(last)


def media_type_of(header: str | None) -> str | None:
    """Return the type without its parameters; None when it is none or says nothing."""
    named = (header or "").partition(";")[0].strip().lower()
    if named in _SAYS_NOTHING or not _MEDIA_TYPE.fullmatch(named):
        return None
    return named


def _disposed(header: str) -> str:
    message = Message()
    # A line break cannot be in a header any more; a form feed would still upset the parser.
    message["Content-Disposition"] = re.sub(r"[\x00-\x1f\x7f]", "_", header)
    found = message.get_param("filename", None, "Content-Disposition")
    if found is None:
        return ""
    if isinstance(found, tuple):
        return collapse_rfc2231_value(found)
    try:
        # Headers are read as Latin-1; browsers and scripts put UTF-8 there all the same.
        return str(found).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return str(found)

"""Every id that `hub explain` has something to say of."""

from hub.app.toolbox import Toolbox

__all__ = ["known_ids"]


def known_ids(tools: Toolbox) -> frozenset[str]:
    """Return the ids of pages, of the rules of receivers and formats, and of published rules."""
    found = {page.rule for page in tools.pages}
    for profile in tools.profiles:
        found |= profile.rules.ids
    for one in tools.formats.all():
        if one.rules is not None:
            found |= one.rules.ids
        if one.published is not None:
            book = one.published.book
            found |= {check.id for check in book.checks} | set(book.known)
    return frozenset(found)

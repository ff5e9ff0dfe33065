"""``format.toml``: the formats of a mapping folder, as data.

::

    authority = "oioubl"        first part of every format id
    parent = "ubl"              folder whose tables, functions and words are inherited
    namespace = "urn:...:{root}-2"

    [[family]]                  many documents at once, passed through
    roots = ["Invoice", ...]    kind is the root in kebab case
    [family.versions."2.02"]    schema, identity, since, until
                                instead = "2.1": read only, since published rules refuse it

    [[document]]                one document; takes the place of the family's
    kind = "catalogue"
    version = "2.02"            or versions = ["2.01", "2.02"] that have all else in common
    earlier = ["urn:..."]       namespaces of earlier releases, which are read as this one
    earlier = ["urn:..."]       namespaces of earlier releases, read as this one
    table = "catalogue.toml"
    write = { profile_id = "...", from = ["peppol"] }     what is written as the profile, and
                                the authorities whose documents can be written in this format
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hub.formats.folder import Folder, Mistakes
from hub.formats.identity import Identity, load_identity
from hub.formats.tablecheck import check_words
from hub.model.identity import FormatId

__all__ = ["Declared", "FormatFile", "load_format_file"]

_TOP = (
    "authority",
    "title",
    "sources",
    "parent",
    "namespace",
    "namespaces",
    "document",
    "family",
    "summary",
    "party",
)
_VERSION = ("schema", "identity", "since", "until", "title", "write", "instead")
_FAMILY = ("roots", "kinds", "versions")
_DOCUMENT = (
    *("kind", "version", "versions", "root", "namespace", "earlier", "table", "read", "elsewhere"),
    *_VERSION,
)
_WRITE = ("ubl_version_id", "customization_id", "profile_id")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Declared:
    """One format as its folder declares it."""

    id: FormatId
    title: str
    folder: Folder
    root: str | None = None
    namespace: str | None = None
    schema: str | None = None
    table: str | None = None
    identity: Identity = field(default_factory=Identity)
    protocol: Mapping[str, str] = field(default_factory=dict)
    read: bool = True
    write: bool = False
    takes: frozenset[str] | None = None
    """Authorities whose documents can be written in this format; None for all."""
    keeps: frozenset[str] = frozenset()
    """What of ``ubl_version_id customization_id profile_id`` a translation decides itself."""
    since: dt.date | None = None
    until: dt.date | None = None
    instead: FormatId | None = None
    """The format to take in its place, where published rules let nobody write it any more."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Fields (``head.version_id``, ``line.id``) that are said in another way, and in which."""
    earlier: tuple[str, ...] = ()
    """Namespaces of earlier releases, whose documents are read as this one."""


@dataclass(frozen=True, slots=True)
class FormatFile:
    """A folder's ``format.toml`` with what it inherits from its parents."""

    folder: Folder
    authority: str
    documents: tuple[Declared, ...]
    namespace: str | None
    namespaces: Mapping[str, str]
    summaries: Mapping[str, Mapping[str, str]]
    addresses: tuple[str, ...]


def load_format_file(
    folder: Folder, parent: FormatFile | None, mistakes: Mistakes
) -> FormatFile | None:
    """Load a folder's ``format.toml``; None when it cannot be read at all."""
    data = folder.toml("format.toml", mistakes)
    if data is None:
        return None
    label = folder.label("format.toml")
    check_words(data, _TOP, label, "", mistakes)
    authority = data.get("authority")
    if not isinstance(authority, str):
        mistakes.add(label, "authority", "is missing")
        return None
    namespace = data.get("namespace", parent.namespace if parent else None)
    loading = _Loading(folder, data, namespace, label, mistakes)
    summaries = dict(parent.summaries) if parent else {}
    summaries.update(data.get("summary", {}))
    party = data.get("party", {})
    addresses = tuple(party.get("addresses", parent.addresses if parent else ()))
    namespaces = {**(parent.namespaces if parent else {}), **data.get("namespaces", {})}
    documents = tuple(loading.documents())
    return FormatFile(folder, authority, documents, namespace, namespaces, summaries, addresses)


class _Loading:
    """Reads families and documents, noting mistakes on the way."""

    def __init__(
        self,
        folder: Folder,
        data: Mapping[str, Any],
        namespace: str | None,
        label: str,
        mistakes: Mistakes,
    ) -> None:
        self.folder = folder
        self.namespace = namespace
        self.data = data
        self.label = label
        self.mistakes = mistakes

    def documents(self) -> Iterator[Declared]:
        found: dict[FormatId, Declared] = {}
        for number, family in enumerate(self.data.get("family", ())):
            for declared in self._family(f"family[{number}]", family):
                found[declared.id] = declared
        own: set[FormatId] = set()
        for key, words in self._single():
            declared_one = self._document(key, words, found)
            if declared_one is None:
                continue
            if declared_one.id in own:
                self.mistakes.add(self.label, key, f"{declared_one.id} is declared twice")
            own.add(declared_one.id)
            found[declared_one.id] = declared_one
        yield from found.values()

    def _single(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each document; one with ``versions`` once for each of them."""
        for number, words in enumerate(self.data.get("document", ())):
            key = f"document[{number}]"
            if "versions" not in words:
                yield key, words
                continue
            if "version" in words or not isinstance(words["versions"], list):
                self.mistakes.add(self.label, f"{key}.versions", "is a list, instead of version")
                continue
            for version in words["versions"]:
                yield key, {**words, "version": version}

    def _family(self, key: str, family: Mapping[str, Any]) -> Iterator[Declared]:
        check_words(family, _FAMILY, self.label, key, self.mistakes)
        kinds = dict(family.get("kinds", {}))
        kinds.update({kebab(root): root for root in family.get("roots", ())})
        if not kinds or not family.get("versions"):
            self.mistakes.add(self.label, key, "needs roots (or kinds) and versions")
        for version, words in family.get("versions", {}).items():
            place = f"{key}.versions.{version}"
            check_words(words, _VERSION, self.label, place, self.mistakes)
            for kind, root in kinds.items():
                declared = self._declared(place, kind, version, root, words)
                if declared is not None:
                    yield declared

    def _document(
        self, key: str, words: Mapping[str, Any], found: Mapping[FormatId, Declared]
    ) -> Declared | None:
        check_words(words, _DOCUMENT, self.label, key, self.mistakes)
        kind, version = words.get("kind"), words.get("version")
        if not isinstance(kind, str) or not isinstance(version, str):
            self.mistakes.add(self.label, key, "needs kind and version, written as text")
            return None
        made = self._declared(key, kind, version, words.get("root"), words)
        family = None if made is None else found.get(made.id)
        if made is None or family is None:
            return made
        return replace(
            made,
            root=made.root or family.root,
            namespace=made.namespace or family.namespace,
            schema=made.schema or family.schema,
            identity=made.identity if "identity" in words else family.identity,
            protocol={**family.protocol, **made.protocol},
            write=made.write and family.instead is None,
            instead=family.instead,
            since=made.since or family.since,
            until=made.until or family.until,
        )

    def _declared(
        self, key: str, kind: str, version: str, root: str | None, words: Mapping[str, Any]
    ) -> Declared | None:
        try:
            identity = FormatId.parse(f"{self.data['authority']}:{kind}:{version}")
        except ValueError as error:
            self.mistakes.add(self.label, key, str(error))
            return None
        named = load_identity(words.get("identity", {}), self.label, key, self.mistakes)
        write = words.get("write", words.get("table") is not None)
        protocol = dict(named.written)
        takes = None
        keeps: frozenset[str] = frozenset()
        if isinstance(write, dict):
            place = f"{key}.write"
            check_words(write, (*_WRITE, "from", "keeps"), self.label, place, self.mistakes)
            if "from" in write:
                takes = frozenset((*write["from"], identity.authority))
            keeps = frozenset(write.get("keeps", ()))
            protocol.update({word: text for word, text in write.items() if word in _WRITE})
            write = True
        namespace = words.get("namespace", self.namespace)
        instead = words.get("instead")
        return Declared(
            identity,
            words.get("title", self.data.get("title", str(identity))),
            self.folder,
            root,
            namespace.format(root=root) if namespace and root else None,
            words.get("schema"),
            words.get("table"),
            named,
            protocol,
            words.get("read", True),
            write,
            takes,
            keeps,
            words.get("since"),
            words.get("until"),
            None if instead is None else FormatId(identity.authority, kind, instead),
            words.get("elsewhere", {}),
            tuple(words.get("earlier", ())),
        )


def kebab(root: str) -> str:
    """Return ``order-response-simple`` for ``OrderResponseSimple``."""
    return _WORD.sub("-", root).lower()

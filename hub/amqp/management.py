"""RabbitMQ's management API: what AMQP cannot make or tell."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import httpx

from hub.amqp.definitions import Release, objects_in, release_of
from hub.amqp.difference import Difference, Found, State
from hub.amqp.objects import User
from hub.amqp.topology import Topology
from hub.errors import BrokerUnavailable, ConfigurationError

__all__ = ["Applied", "ManagementAPI", "apply", "found_by"]

_FORM = "http://USER:PASSWORD@HOST:15672 (https:// with TLS)"
_PATIENCE = 60.0
"""Seconds for one request; a first import makes some twenty queues on every node."""

_KINDS = frozenset({"exchange", "queue", "binding", "policy", "user", "permission"})
_UNAUTHORISED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
_BROKEN = 500


class ManagementAPI:
    """A client; a context manager.

    ``url`` names a user with the tag ``administrator``. Raises ``ConfigurationError`` for an
    address that is none; the message never repeats it, since it holds a password.
    """

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url.strip())
            port = parts.port or (15671 if parts.scheme == "https" else 15672)
        except ValueError as error:
            raise _mistake("is not an address") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _mistake("does not begin with http:// or https:// and a host")
        if parts.username is None or parts.password is None:
            raise _mistake("names no user and password")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.place = f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
        self._user = unquote(parts.username)
        self._client = httpx.Client(
            base_url=self.place,
            auth=httpx.BasicAuth(self._user, unquote(parts.password)),
            timeout=_PATIENCE,
            verify=ssl.create_default_context(),
            # A broker is a neighbour: it is not reached by way of a proxy.
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close its connections."""
        self._client.close()

    def release(self) -> Release:
        """Return the release of the broker, which decides how policies are written."""
        return release_of(self._ask("GET", "/api/overview").json()["rabbitmq_version"])

    def definitions(self) -> Mapping[str, Any]:
        """Return everything that the broker has in all its virtual hosts."""
        found: Mapping[str, Any] = self._ask("GET", "/api/definitions").json()
        return found

    def load(self, definitions: Mapping[str, Any]) -> None:
        """Make what is there in definitions; of what is there already, queues stay as they are."""
        self._ask("POST", "/api/definitions", definitions)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise BrokerUnavailable(f"{self.place}: does not answer: {reason}") from error
        status = answer.status_code
        if status in (_UNAUTHORISED, _FORBIDDEN):
            told = (
                f"HUB_BROKER_API: {self.place} refuses the user {self._user!r}; it needs the right "
                f"password and a tag: rabbitmqctl set_user_tags {self._user} administrator"
            )
            raise ConfigurationError([told])
        if status == _NOT_FOUND:
            raise _mistake(f"leads to {self.place}, which is no management API")
        if status >= _BROKEN:
            raise BrokerUnavailable(f"{self.place}: answers {status}: {answer.text[:200]}")
        if not answer.is_success:
            raise ConfigurationError([f"{self.place}: refuses: {answer.text[:500]}"])
        return answer


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply found and did.

    Attributes:
        changed: what was missing or otherwise before, and is as it should be now.
        left: what nobody wants any more; it is left for an operator.
    """

    changed: tuple[Difference, ...] = field(default_factory=tuple)
    left: tuple[Difference, ...] = field(default_factory=tuple)


def found_by(api: ManagementAPI, vhost: str) -> Found:
    """Return everything that a virtual host has."""
    return Found(objects_in(api.definitions(), vhost), _KINDS, vhost, complete=True)


def apply(api: ManagementAPI, topology: Topology, vhost: str, own: User) -> Applied:
    """Bring a broker to a topology: objects, users, permissions and policies.

    ``own`` is the hub's own user. It is made when there is none; its password and tags are not
    touched otherwise.

    Raises:
        ConfigurationError: something is in the way; nothing has been changed then.
        BrokerUnavailable: the API does not answer.
    """
    there = api.definitions()
    found = Found(objects_in(there, vhost), _KINDS, vhost, complete=True)
    before = topology.difference(found)
    mistakes = [*topology.clashes(own.name), *_taken_names(topology, there), *_in_the_way(before)]
    if mistakes:
        raise ConfigurationError(mistakes)
    wanted = dict(topology.definitions(api.release(), vhost, own))
    if any(user["name"] == own.name for user in there["users"]):
        wanted["users"] = [user for user in wanted["users"] if user["name"] != own.name]
    api.load(wanted)
    after = topology.difference(found_by(api, vhost))
    unmade = [str(one) for one in after if one.state is not State.LEFT_OVER]
    if unmade:
        raise BrokerUnavailable("the broker took the definitions, but: " + "; ".join(unmade))
    return Applied(
        changed=tuple(one for one in before if one.state is not State.LEFT_OVER), left=after
    )


def _taken_names(topology: Topology, there: Mapping[str, Any]) -> list[str]:
    """Return accounts whose user is somebody else: its rights would be taken away."""
    tags = {user["name"]: user["tags"] for user in there["users"]}
    return [
        f"account {user.name}: the broker has a user of that name with special rights "
        f"({_joined(tags[user.name])}); rename the account, or take the user away"
        for user in topology.users
        if tags.get(user.name)
    ]


def _in_the_way(differences: tuple[Difference, ...]) -> list[str]:
    """Return objects that the broker cannot change."""
    return [
        str(one)
        for one in differences
        if one.state is State.DIFFERENT and one.kind in ("exchange", "queue")
    ]


def _joined(tags: str | list[str]) -> str:
    return tags if isinstance(tags, str) else ", ".join(tags)


def _mistake(what: str) -> ConfigurationError:
    return ConfigurationError([f"HUB_BROKER_API: {what}; the form is {_FORM}"])

"""Making exchanges, queues and bindings over AMQP, and seeing what is there already."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    AMQPConnectionError,
    ChannelClosedByBroker,
    ChannelWrongStateError,
    ConnectionWrongStateError,
)

from hub.amqp.difference import Found, changed_sentence
from hub.amqp.objects import Binding, Exchange, Key, Queue
from hub.errors import BrokerUnavailable, ConfigurationError

__all__ = ["declare", "inspect"]

_OTHERWISE = re.compile(
    r"inequivalent arg '(?P<arg>[^']+)' for (?P<kind>queue|exchange) '(?P<name>[^']+)' "
    r"in vhost '(?P<vhost>[^']+)': received .+ but current is "
    r"(?:none|(?:the value )?'(?P<current>.*?)'(?: of type '[a-z]+')?)$"
)
_NOT_FOUND, _REFUSED, _PRECONDITION = 404, 403, 406


class _Trouble(Exception):
    """The broker closed the channel over one object; it never leaves this module."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class _Channels:
    """A channel, replaced each time the broker closes it over one object."""

    def __init__(self, channel: BlockingChannel) -> None:
        self._channel = channel

    def exchange(self, one: Exchange, *, passive: bool = False) -> None:
        with self._asking() as channel:
            channel.exchange_declare(
                one.name,
                exchange_type=one.type,
                durable=True,
                passive=passive,
                arguments=dict(one.arguments),
            )

    def queue(self, one: Queue, *, passive: bool = False) -> None:
        with self._asking() as channel:
            channel.queue_declare(
                one.name, durable=True, passive=passive, arguments=dict(one.arguments)
            )

    def bind(self, one: Binding) -> None:
        with self._asking() as channel:
            channel.queue_bind(one.queue, one.exchange, one.routing_key)

    @contextmanager
    def _asking(self) -> Iterator[BlockingChannel]:
        try:
            if not self._channel.is_open:
                self._channel = self._channel.connection.channel()
            yield self._channel
        except ChannelClosedByBroker as error:
            raise _Trouble(error.reply_code, error.reply_text) from error
        except (AMQPConnectionError, ChannelWrongStateError, ConnectionWrongStateError) as error:
            raise BrokerUnavailable("the broker closed the connection") from error


def declare(
    channel: BlockingChannel,
    exchanges: Iterable[Exchange],
    queues: Iterable[Queue],
    bindings: Iterable[Binding],
) -> None:
    """Make what is not there yet.

    Raises:
        ConfigurationError: an object is there with other properties, or may not be made; every
            such object is named.
        BrokerUnavailable: the connection was lost.
    """
    channels = _Channels(channel)
    mistakes: list[str] = []
    for exchange in exchanges:
        try:
            channels.exchange(exchange)
        except _Trouble as trouble:
            mistakes.append(_sentence(exchange, trouble))
    for queue in queues:
        try:
            channels.queue(queue)
        except _Trouble as trouble:
            mistakes.append(_sentence(queue, trouble))
    for binding in bindings:
        try:
            channels.bind(binding)
        except _Trouble as trouble:
            # What could not be made cannot be bound either; that has been said.
            if trouble.code != _NOT_FOUND or not mistakes:
                mistakes.append(_sentence(binding, trouble))
    if mistakes:
        raise ConfigurationError(mistakes)


def inspect(
    channel: BlockingChannel, vhost: str, exchanges: Iterable[Exchange], queues: Iterable[Queue]
) -> Found:
    """Return which of these exchanges and queues are there, and how; nothing is made.

    AMQP tells of an object that it is there, and of one that is otherwise the first property
    that differs; bindings, policies and users it does not tell.

    Raises:
        ConfigurationError: the user of the connection may not look.
        BrokerUnavailable: the connection was lost.
    """
    channels = _Channels(channel)
    objects: dict[Key, Any] = {}
    for exchange in exchanges:
        if _is_there(channels.exchange, exchange):
            objects[exchange.key] = _compared(channels.exchange, exchange)
    for queue in queues:
        if _is_there(channels.queue, queue):
            objects[queue.key] = _compared(channels.queue, queue)
    return Found(objects, frozenset({"exchange", "queue"}), vhost)


def _is_there(ask: Any, one: Exchange | Queue) -> bool:
    try:
        ask(one, passive=True)
    except _Trouble as trouble:
        if trouble.code == _NOT_FOUND:
            return False
        raise ConfigurationError([_sentence(one, trouble)]) from trouble
    return True


def _compared(ask: Any, one: Exchange | Queue) -> dict[str, Any]:
    """Return the properties of what is there; declaring it again changes nothing."""
    properties = dict(one.properties)
    try:
        ask(one)
    except _Trouble as trouble:
        said = _OTHERWISE.search(trouble.text)
        if trouble.code != _PRECONDITION or said is None:
            raise ConfigurationError([_sentence(one, trouble)]) from trouble
        return _with(properties, said)
    return properties


def _with(properties: dict[str, Any], said: re.Match[str]) -> dict[str, Any]:
    """Return properties as the broker has them: with its own value of the one it named."""
    current = said["current"]
    if current is None:
        properties.pop(said["arg"], None)
    else:
        properties[said["arg"]] = current
    return properties


def _sentence(one: Exchange | Queue | Binding, trouble: _Trouble) -> str:
    kind, name = one.key
    said = _OTHERWISE.search(trouble.text)
    if trouble.code == _PRECONDITION and said is not None:
        wanted = dict(one.properties)
        there = _with(dict(one.properties), said)
        told = changed_sentence(one.key, wanted, there, said["vhost"])
        return f"{kind} {name} on the broker: {told}"
    if trouble.code == _REFUSED:
        return (
            f"{kind} {name}: the user in HUB_BROKER_URL may not make it; give it all rights in its "
            "virtual host: rabbitmqctl set_permissions --vhost VHOST USER '.*' '.*' '.*'"
        )
    return f"{kind} {name}: the broker says {trouble.code}: {trouble.text}"

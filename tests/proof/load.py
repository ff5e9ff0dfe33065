"""Suppliers at work: each sends its documents one after the other, to customers at random."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count

from tests.proof.invoices import Party
from tests.proof.senders import Sender
from tests.proof.shipment import Shipment

__all__ = ["Load"]

Make = Callable[[str, Party, Party], Shipment]
"""Makes the document of a number from a supplier for a customer."""


class Load:
    """Lets every supplier send in a thread of its own.

    Args:
        senders: the ways in, by supplier.
        customers: who receives.
        make: makes a document.
        seed: decides who gets which; the same seed, the same documents.
    """

    def __init__(
        self,
        senders: dict[Party, Sender],
        customers: Sequence[Party],
        make: Make,
        seed: int,
    ) -> None:
        self._senders = senders
        self._customers = customers
        self._make = make
        self._numbers = {supplier: count(1) for supplier in senders}
        self._choices = {supplier: random.Random(f"{seed} {supplier.key}") for supplier in senders}
        self._threads: list[threading.Thread] = []
        self._finish = threading.Event()
        self._stop = threading.Event()

    def start(
        self,
        rate: float,
        each: int | None = None,
        customers: Sequence[Party] | None = None,
    ) -> None:
        """Begin to send.

        Args:
            rate: documents a second, of all suppliers together; less when they must wait.
            each: how many each supplier sends; None: until it is stopped.
            customers: who receives this time.
        """
        self._finish.clear()
        wait = len(self._senders) / rate
        self._threads = [
            threading.Thread(
                target=self._work,
                args=(supplier, wait, each, customers or self._customers),
                name=supplier.key,
                daemon=True,
            )
            for supplier in self._senders
        ]
        for thread in self._threads:
            thread.start()

    def join(self, seconds: float = 120.0) -> None:
        """Wait until everybody has sent what they had to, all of it accepted."""
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0.0))
        late = [thread.name for thread in self._threads if thread.is_alive()]
        assert not late, f"still sending after {seconds} s: {', '.join(late)}"

    def finish(self) -> None:
        """Let everybody end with the document in hand, when it is accepted."""
        self._finish.set()
        self.join()

    def close(self) -> None:
        """End and go away, accepted or not."""
        self._stop.set()
        self.finish()
        for sender in self._senders.values():
            sender.close()

    def _work(
        self, supplier: Party, wait: float, each: int | None, customers: Sequence[Party]
    ) -> None:
        sender = self._senders[supplier]
        choice = self._choices[supplier]
        due = time.monotonic() + wait * choice.random()
        sent = 0
        while not self._finish.is_set() and sent != each:
            pause = due - time.monotonic()
            if pause > 0:
                sender.rest(min(pause, 0.2))
                continue
            number = f"{supplier.key}-{next(self._numbers[supplier])}"
            sender.send(self._make(number, supplier, choice.choice(customers)), self._stop)
            sent += 1
            # What was held up is not made up for: the rate is a rate, not a count.
            due = max(due + wait, time.monotonic() - wait)
        sender.settle(self._stop)

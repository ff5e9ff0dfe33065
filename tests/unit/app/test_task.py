"""What a process is told to do."""

import pytest

from hub.app.settings import Settings
from hub.app.supervisor import tasks
from hub.app.task import Task
from hub.errors import ConfigurationError


@pytest.mark.parametrize(
    "task",
    [
        Task(("intake", "relay", "ports"), serves=("intake", "relay", "worker", "ports")),
        Task(("worker",), 3),
        Task((), serves=("worker",)),
        Task(("relay",)),
    ],
)
def test_a_child_reads_what_its_supervisor_wrote(task: Task) -> None:
    """Roles, number of the worker and whose health it answers for arrive unchanged."""
    assert Task.read(task.words()) == task


def test_unknown_roles_are_told() -> None:
    """A role that does not exist is named, with those that do."""
    with pytest.raises(ConfigurationError, match="'workre' is not known; use intake"):
        Task.read(["workre"])


def test_a_worker_is_alone(settings: Settings) -> None:
    """A worker may die of a document, so it shares its process with nothing."""
    found = list(tasks(("intake", "relay", "worker", "ports"), settings))
    assert [task.roles for task in found] == [
        ("intake", "relay", "ports"),
        ("worker",),
        ("worker",),
    ]
    assert [task.slot for task in found] == [1, 1, 2]
    assert [bool(task.serves) for task in found] == [True, False, False]


def test_workers_alone_are_served_by_a_process_beside_them(settings: Settings) -> None:
    """Health and numbers of workers are answered for where no document can end it."""
    first, *workers = tasks(("worker",), settings)
    assert (first.roles, first.serves) == ((), ("worker",))
    assert len(workers) == 2


@pytest.fixture
def settings() -> Settings:
    """Two workers, and HTTP."""
    return Settings.from_environment({"HUB_WORKERS": "2"})

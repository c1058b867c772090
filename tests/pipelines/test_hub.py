"""The hub's promises: whole batches, answers after the commit, back-pressure, trouble said."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from pipelines.engine import TickResult
from pipelines.event import Event
from pipelines.hub import Hub, HubStopped, QueueFull, TickReport
from pipelines.store import StoreError

NINE = datetime(2026, 7, 15, 1, tzinfo=UTC)


def noted(number: int) -> Event:
    return Event(
        source="desk",
        id=str(number),
        type="case.noted",
        time=NINE,
        subject="case",
        data={"text": "seen"},
    )


class Ledger:
    """An engine that only remembers; it fails while `fault` is set, or on a poisoned id."""

    def __init__(self) -> None:
        self.ticks: list[list[str]] = []
        self.known: set[str] = set()
        self.fault: Exception | None = None
        self.poison = ""

    def tick(self, events: Sequence[Event], received_at: datetime) -> TickResult:
        if self.fault:
            raise self.fault
        if any(event.id == self.poison for event in events):
            raise ValueError("a bug")
        self.ticks.append([event.id for event in events])
        accepted = [event.id not in self.known for event in events]
        self.known |= {event.id for event in events}
        return TickResult(accepted=accepted, families=frozenset({"case"}))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def make_hub(ledger: Ledger, queue_events: int = 100, tick_events: int = 10) -> Hub:
    return Hub(ledger, lambda: NINE, queue_events=queue_events, tick_events=tick_events)


def test_each_sender_learns_after_the_commit_which_of_its_events_were_new(ledger: Ledger) -> None:
    hub = make_hub(ledger)
    mine, yours = hub.submit([noted(1), noted(2)]), hub.submit([noted(3)])
    assert not mine.done()
    assert hub.tick()
    assert (mine.result(), yours.result()) == ([True, True], [True])
    again = hub.submit([noted(2), noted(4)])
    hub.tick()
    assert again.result() == [False, True]


def test_a_batch_is_never_split_between_ticks(ledger: Ledger) -> None:
    hub = make_hub(ledger, tick_events=3)
    hub.submit([noted(1), noted(2)])
    hub.submit([noted(3), noted(4)])
    hub.submit([noted(n) for n in range(5, 12)])
    while hub.tick():
        pass
    assert [len(tick) for tick in ledger.ticks] == [2, 2, 7]


def test_a_full_queue_refuses_and_takes_again_once_it_was_drained(ledger: Ledger) -> None:
    hub = make_hub(ledger, queue_events=2)
    hub.submit([noted(1), noted(2)])
    with pytest.raises(QueueFull) as full:
        hub.submit([noted(3)])
    assert full.value.retry_after_s > 0
    hub.tick()
    assert hub.depth == 0
    hub.submit([noted(3)])


def test_a_batch_larger_than_the_queue_is_taken_when_nothing_waits(ledger: Ledger) -> None:
    hub = make_hub(ledger, queue_events=2)
    large = hub.submit([noted(n) for n in range(5)])
    hub.tick()
    assert large.result() == [True] * 5


def test_a_poisoned_batch_spoils_no_other(ledger: Ledger) -> None:
    hub, ledger.poison = make_hub(ledger), "2"
    good, bad, later = (hub.submit([noted(n)]) for n in (1, 2, 3))
    hub.tick()
    assert good.result() == later.result() == [True]
    with pytest.raises(ValueError, match="a bug"):
        bad.result()


def test_a_full_disk_is_said_until_a_tick_succeeds_again(ledger: Ledger) -> None:
    hub, ledger.fault = make_hub(ledger), StoreError("no space left")
    lost = hub.submit([noted(1)])
    hub.tick()
    assert hub.trouble == "no space left"
    with pytest.raises(StoreError):
        lost.result()
    ledger.fault = None
    hub.submit([noted(1)])
    hub.tick()
    assert hub.trouble is None


def test_listeners_hear_what_a_tick_did(ledger: Ledger) -> None:
    hub, heard = make_hub(ledger), list[TickReport]()
    hub.listen(heard.append)
    hub.submit([noted(1), noted(1)])
    hub.tick()
    assert (heard[0].newest_at, heard[0].families) == (NINE, frozenset({"case"}))
    assert heard[0].accepted + heard[0].duplicate == 2


def test_a_job_runs_between_ticks_and_in_its_turn(ledger: Ledger) -> None:
    hub = make_hub(ledger)
    hub.submit([noted(1)])
    counted = hub.call(lambda: len(ledger.ticks))
    hub.submit([noted(2)])
    while hub.tick():
        pass
    assert counted.result() == 1


def test_stopping_finishes_what_waits_and_takes_nothing_more(ledger: Ledger) -> None:
    hub = make_hub(ledger)
    hub.start()
    last = hub.submit([noted(1)])
    hub.stop()
    assert last.result() == [True]
    with pytest.raises(HubStopped):
        hub.submit([noted(2)])


def test_a_running_hub_recovers_by_itself_and_answers(ledger: Ledger) -> None:
    hub, ledger.fault = make_hub(ledger), StoreError("no space left")
    hub.start()
    with pytest.raises(StoreError):
        hub.submit([noted(1)]).result(timeout=10)
    ledger.fault = None
    assert hub.submit([noted(1)]).result(timeout=10) == [True]
    hub.stop()
    assert hub.trouble is None

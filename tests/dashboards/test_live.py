"""The socket: full on connect, then what changed, one counter for all, a heartbeat every 5 s."""

import json
from dataclasses import dataclass, field

from pipelines.reads import Ticker
from tests.dashboards.fixtures.morning import morning
from tests.dashboards.server import make_screens

QUIET = {Ticker(limit=5): {"acts": [], "last_minute": 0}}


@dataclass
class Hands:
    """A city and a clock that a test moves by hand."""

    now: float = 0.0
    answers: dict = field(default_factory=dict)

    def snapshot(self):
        return morning(self.answers)

    def monotonic(self):
        return self.now


def opened(hands, query="", server=None):
    screens = server or make_screens(hands.snapshot, monotonic=hands.monotonic)
    client = screens.socketio.test_client(
        screens.server, namespace="/live", query_string=query or None
    )
    return screens, client


def frames_of(client):
    return [message["args"][0] for message in client.get_received("/live")]


def test_a_client_gets_one_full_frame_on_connect():
    _, client = opened(Hands())
    (frame,) = frames_of(client)
    assert frame["full"] is True
    assert {"header", "channels", "loop", "response", "verdict"} <= set(frame["panels"])


def test_then_only_the_panel_that_changed_is_sent_with_the_next_seq():
    hands = Hands()
    screens, client = opened(hands)
    (first,) = frames_of(client)
    hands.answers = QUIET
    assert screens.live.step()
    (second,) = frames_of(client)
    assert second["seq"] == first["seq"] + 1
    assert list(second["panels"]) == ["ticker"]
    assert second["full"] is False


def test_nothing_is_said_when_nothing_changed_until_the_heartbeat():
    hands = Hands()
    screens, client = opened(hands)
    (first,) = frames_of(client)
    hands.now = 4.9
    assert not screens.live.step()
    hands.now = 5.0
    assert screens.live.step()
    (beat,) = frames_of(client)
    assert (beat["seq"], beat["panels"]) == (first["seq"] + 1, {})


def test_a_beat_that_comes_late_does_not_delay_the_next():
    hands = Hands()
    screens, _ = opened(hands)
    for hands.now, beats in ((5.7, True), (9.9, False), (10.0, True), (60.0, True), (64.9, False)):
        assert screens.live.step() is beats


def test_a_busy_city_has_its_heartbeat_too():
    hands = Hands()
    screens, client = opened(hands)
    hands.now, hands.answers = 4.0, QUIET
    screens.live.step()
    hands.now = 5.0
    screens.live.step()
    assert [frame["panels"].keys() for frame in frames_of(client)[1:]] == [{"ticker"}, set()]


def test_every_client_gets_every_seq_whatever_its_language():
    hands = Hands()
    screens, chinese = opened(hands)
    _, english = opened(hands, "lang=en", screens)
    hands.answers = QUIET
    screens.live.step()
    both = frames_of(chinese)[-1], frames_of(english)[-1]
    assert both[0]["seq"] == both[1]["seq"]
    assert "今日还没有动态" in str(both[0]["panels"])
    assert "Nothing has happened" in str(both[1]["panels"])


def test_a_client_that_saw_a_gap_asks_and_gets_the_whole_again():
    hands = Hands()
    screens, client = opened(hands)
    hands.answers = QUIET
    screens.live.step()
    frames_of(client)
    client.emit("resync", namespace="/live")
    (frame,) = frames_of(client)
    assert frame["full"] is True
    assert "今日还没有动态" in str(frame["panels"]["ticker"])


def test_a_frame_is_written_once_for_all_screens_of_a_room():
    hands, counted = Hands(), []
    screens = make_screens(
        hands.snapshot, monotonic=hands.monotonic, framed=lambda *one: counted.append(one)
    )
    clients = [opened(hands, server=screens)[1] for _ in range(3)]
    assert len({size for size, _ in counted}) == 1
    hands.answers = QUIET
    screens.live.step()
    frame = frames_of(clients[0])[-1]
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    assert counted[-1] == (len(text.encode()), 3)


def test_a_page_is_first_painted_with_the_frame_its_socket_goes_on_from():
    hands = Hands()
    screens, client = opened(hands)
    (first,) = frames_of(client)
    assert screens.live.full("overview", "zh-CN") == first


def test_two_apps_in_one_process_count_for_themselves():
    hands = Hands()
    one, _ = opened(hands)
    two, _ = opened(hands)
    hands.answers = QUIET
    one.live.step()
    assert one.live.full("overview", "zh-CN")["seq"] == 2
    assert two.live.full("overview", "zh-CN")["seq"] == 1


def test_the_thread_sends_and_ends_when_told():
    hands = Hands()
    screens, _ = opened(hands)
    screens.live.start()
    screens.live.notify()
    screens.live.stop()
    assert not screens.live.step()

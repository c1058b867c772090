"""Reads that scan much are asked only while a screen shows them, and not again at once."""

from pathlib import Path
from typing import Any

from dashboards.api.later import Answers, Later
from dashboards.api.taking import reads_of_scenes
from pipelines.reads import Alarms, Checks, Health, Read
from tests.dashboards.api.room import Room, reported


class Asked:
    """Counts how often each read was asked."""

    def __init__(self) -> None:
        self.now = 0.0
        self.times: dict[Read, int] = {}

    def __call__(self, read: Read) -> int:
        self.times[read] = self.times.get(read, 0) + 1
        return self.times[read]


def test_a_kept_answer_is_shown_for_its_time_and_asked_anew_after_it() -> None:
    asked = Asked()
    later = Later(asked, lambda: asked.now)
    assert [later(Health()), later(Health()), later(Checks())] == [1, 1, 1]
    asked.now = Health.kept_s
    assert [later(Health()), later(Checks())] == [2, 1]


def test_only_looking_a_read_up_asks_it() -> None:
    asked = Asked()
    answers = Answers({Alarms(): []}, Later(asked, lambda: 0.0))
    assert (list(answers), len(answers), answers.get(Alarms())) == ([Alarms()], 1, [])
    assert asked.times == {}
    assert answers.get(Health()) == 1


def test_no_frame_of_the_wall_asks_them(room: Room) -> None:
    assert not {Health(), Checks()} & reads_of_scenes()
    before = room.app.context.live.snapshot().results
    assert Health() not in list(before)
    assert before[Health()]["sources"] == []


def sources(room: Room) -> dict[str, Any]:
    found = room.app.context.live.snapshot().results[Health()]
    return {one["source"]: one for one in found["sources"]}


def written(room: Room) -> None:
    """Let the hub do what waits."""
    while room.app.context.hub.tick():
        pass


def test_what_the_door_refuses_shows_with_its_source_and_one_example(room: Room) -> None:
    bad = [reported(n, lat=91 + n) for n in range(200)]
    nameless: list[object] = [{"id": "x"}, 7]
    answer = room.post([*bad, *nameless, reported(1)]).json
    assert (answer["accepted"], len(answer["rejected"])) == (1, 202)
    written(room)
    found = sources(room)
    assert (found["hotline"]["events"], found["hotline"]["refused"]) == (1, 200)
    [reason] = found["hotline"]["reasons"]
    assert (reason["id"], reason["example"]) == ("r199", "data.lat: 290 lies outside -90 to 90")
    assert {one["id"] for one in found[""]["reasons"]} == {"x", "#201"}


def test_a_refused_person_is_named_nowhere_in_the_database(room: Room, tmp_path: Path) -> None:
    room.post([reported(1, reporter={"name": "Zhang San", "phone": 13800138000}, title=7)])
    written(room)
    cursor = room.app.store.cursor()
    cursor.execute(f"export database '{tmp_path / 'all'}'")
    texts = [file.read_bytes() for file in (tmp_path / "all").iterdir()]
    assert any(b"hotline" in text for text in texts)
    assert not any(word in text for text in texts for word in (b"Zhang", b"13800138000"))


def test_refusals_alone_leave_the_numbers_of_the_wall_untouched(room: Room) -> None:
    version = room.app.context.hub.version
    room.post([reported(1, lat=91)])
    written(room)
    assert room.app.context.hub.version == version

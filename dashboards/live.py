"""The socket of the screens: one full frame on connect, then what changed, once for all.

Frames are conflated: whoever notifies only says that there is something newer, and the next frame
is made from the newest snapshot. `seq` is one counter for all rooms; a room is a scene in a
language, and rooms differ only in the panels of a frame.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any

from flask import request
from flask_socketio import (
    Namespace,
    SocketIO,
    emit,
    join_room,
)

from dashboards import frames
from dashboards.i18n import Lang, known_lang
from dashboards.panels import Panel
from dashboards.snapshot import Snapshot
from dashboards.wire import Written, written
from pipelines.setbacks import Setbacks

NAMESPACE = "/live"
HEARTBEAT_S, SHORTEST_S = 5.0, 0.05
Room = tuple[str, Lang]
log = logging.getLogger(__name__)


class Broadcaster:
    """Turns snapshots into frames; `source` gives the newest snapshot whenever it is asked.

    `version` names the browser files; a screen that came up with other ones reloads itself.
    `framed` is told of each frame: its bytes, and to how many screens it went.
    """

    def __init__(
        self,
        *,
        socketio: SocketIO,
        source: Callable[[], Snapshot],
        scenes: Mapping[str, tuple[Panel, ...]],
        hz: float = 8.0,
        version: str = "",
        framed: Callable[[int, int], None] = lambda _size, _screens: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._socketio, self._source, self._scenes = socketio, source, scenes
        self.version, self._framed = version, framed
        self._interval, self._monotonic = 1 / hz, monotonic
        self._lock, self._news, self._stopped = Lock(), Event(), Event()
        self._views: dict[Room, frames.View] = {}
        self._wholes: dict[Room, tuple[int, Written]] = {}
        self._members: dict[str, Room] = {}
        self._snapshot: Snapshot | None = None
        self._seq, self._last_beat = 0, float("-inf")
        self._thread: Thread | None = None
        self._setbacks = Setbacks(log, "frame")

    def notify(self) -> None:
        """There is something newer; cheap, from any thread."""
        self._news.set()

    def step(self, *, beat: bool = False) -> bool:
        """Make and send one frame if something changed or a heartbeat is due; True if sent.

        Between heartbeats nothing is read while nobody looks.
        """
        due = beat or self._monotonic() - self._last_beat >= HEARTBEAT_S
        if not due and not self._members:
            return False
        snapshot = self._source()
        with self._lock:
            due = beat or self._monotonic() - self._last_beat >= HEARTBEAT_S
            news = self._redraw(snapshot)
            if not due and not any(news.values()):
                return False
            self._seq += 1
            for room, panels in news.items():
                self._send(frames.frame(self._seq, snapshot, panels, full=False), room)
            self._last_beat = self._beaten() if due else self._last_beat
            return True

    def _beaten(self) -> float:
        """Since when the next beat is waited for: what reading takes is not added to each."""
        now, due = self._monotonic(), self._last_beat + HEARTBEAT_S
        return due if due <= now < due + HEARTBEAT_S else now

    def full(self, scene: str, lang: Lang) -> dict[str, Any]:
        """The whole of a scene as of the last frame: a first paint, a client's first frame."""
        self._look()
        with self._lock:
            return self._full(self.room(scene, lang))

    def snapshot(self) -> Snapshot:
        """The snapshot the screens show now."""
        self._look()
        return self._shown()

    @property
    def shown_at(self) -> datetime | None:
        """The instant of the snapshot the screens show, None before the first; reads nothing."""
        return self._snapshot.as_of if self._snapshot else None

    def room(self, scene: str | None, lang: str | None) -> Room:
        """A client's room; an unknown scene is the first one."""
        known = scene if scene and scene in self._scenes else next(iter(self._scenes))
        return known, known_lang(lang)

    def enter(self, sid: str, room: Room, welcome: Callable[[Written], None]) -> None:
        """Let a client in: nothing can be sent between its full frame and its membership."""
        self._look()
        with self._lock:
            self._members[sid] = room
            if room not in self._views:
                self._views[room] = self._draw(room)
            welcome(self._whole(room))

    def leave(self, sid: str) -> None:
        """A client is gone; a room nobody is in is no longer drawn."""
        with self._lock:
            room = self._members.pop(sid, None)
            if room and room not in self._members.values():
                self._views.pop(room, None)
                self._wholes.pop(room, None)

    def again(self, sid: str) -> Written | None:
        """The full frame for one client that saw a gap."""
        with self._lock:
            room = self._members.get(sid)
            return self._whole(room) if room else None

    def start(self) -> None:
        """Send frames from a thread of its own until stopped."""
        self._thread = Thread(target=self._run, name="frames", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more; returns once the thread has ended."""
        self._stopped.set()
        self._news.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._news.wait(max(0.0, self._last_beat + HEARTBEAT_S - self._monotonic()))
            self._news.clear()
            begun = self._monotonic()
            try:
                self.step()
                self._setbacks.ended()
            except Exception as wrong:  # noqa: BLE001  # told; screens show their age meanwhile
                self._setbacks.failed(wrong)
            self._stopped.wait(max(SHORTEST_S, begun + self._interval - self._monotonic()))

    def _look(self) -> None:
        """What was not kept fresh for anybody is read for whoever comes."""
        if self._snapshot is None or not self._members:
            self.step(beat=True)

    def _shown(self) -> Snapshot:
        if self._snapshot is None:
            raise RuntimeError("no snapshot has been taken yet")
        return self._snapshot

    def _redraw(self, snapshot: Snapshot) -> dict[Room, frames.View]:
        self._snapshot = snapshot
        news: dict[Room, frames.View] = {}
        for room, shown in list(self._views.items()):
            self._views[room] = self._draw(room)
            news[room] = frames.changed(shown, self._views[room])
        return news

    def _draw(self, room: Room) -> frames.View:
        return frames.view(self._scenes[room[0]], self._shown(), room[1])

    def _full(self, room: Room) -> dict[str, Any]:
        panels = self._views.get(room) or self._draw(room)
        whole = frames.frame(self._seq, self._shown(), panels, full=True)
        return whole | {"version": self.version}

    def _whole(self, room: Room) -> Written:
        """The full frame as it goes over the socket, written once however many come at a time."""
        kept = self._wholes.get(room)
        if kept is None or kept[0] != self._seq:
            kept = self._wholes[room] = self._seq, written(self._full(room))
        self._framed(kept[1].size, 1)
        return kept[1]

    def _send(self, message: dict[str, Any], room: Room) -> None:
        frame = written(message)
        self._socketio.emit("frame", frame, namespace=NAMESPACE, to=name_of(room))
        self._framed(frame.size, sum(one == room for one in self._members.values()))


def name_of(room: Room) -> str:
    """A room's name on the socket."""
    return f"{room[0]} {room[1]}"


class Live(Namespace):  # type: ignore[misc]  # its base has no types
    """The namespace `/live`: connect, resync, disconnect."""

    def __init__(self, broadcaster: Broadcaster) -> None:
        super().__init__(NAMESPACE)
        self._broadcaster = broadcaster

    def on_connect(self, *_: object) -> None:
        """Scene and language are words of the connection's query."""
        room = self._broadcaster.room(request.args.get("scene"), request.args.get("lang"))
        self._broadcaster.enter(_sid(), room, lambda frame: _welcome(frame, room))

    def on_resync(self, *_: object) -> None:
        """A client saw a gap in `seq`."""
        frame = self._broadcaster.again(_sid())
        if frame:
            emit("frame", frame)

    def on_disconnect(self, *_: object) -> None:
        """The client is gone."""
        self._broadcaster.leave(_sid())


def _welcome(frame: Written, room: Room) -> None:
    emit("frame", frame)
    join_room(name_of(room))


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # put there by the socket library

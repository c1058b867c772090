"""What a screen may ask the city for: each kind of read a frozen value, its result's shape beside.

A panel names its reads, `pipelines.reading` answers them once per tick for every screen, and the
answers lie in the snapshot under the read itself. Times in results are aware UTC datetimes, names
are codes (the city pack knows their labels), and a thing that is not known is None, never zero.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

Window = Literal["today", "last_7_days", "last_hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The root of all kinds; equal reads are one question.

    `families` names the families of events that alone change the answer within a day of the city;
    without them, time itself does. A read with `kept_s` scans much and is asked only while a screen
    shows it; its answer is then shown for so many seconds, whatever came since.
    """

    families: ClassVar[frozenset[str]] = frozenset()
    kept_s: ClassVar[float] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Read):
    """Metrics over one window, whole or by a dimension.

    `last_7_days` is the seven days that end with today, from the first one's start to tomorrow's.
    Result: dict[key, MetricValue]; `rows` filled when `by` is given, one per present value.
    """

    keys: tuple[str, ...]
    window: Window = "today"
    by: str | None = None
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDay(Read):
    """Today by hour beside the same weekday of the last eight weeks.

    Result: {"hours": [{"hour": 0..23, "reported": int, "closed": int, "median": float | None,
    "p10": float | None, "p90": float | None}] (24 rows, hours of the city's day, `reported` and
    `closed` None for hours not begun), "now_hour": float (hours since the day's start),
    "usual_so_far": float | None (median of those days' reports until the same time of day)}.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Read):
    """The loop's six steps: acts done today and cases that wait now.

    Result: {step: {"acts": int, "waiting": int, "earlier": int}} with the steps intake, dispatch,
    urge, close, evaluate, call_back; `earlier` = those of today's acts whose case is of a day
    before. Waiting at intake: not filed; dispatch: filed, undispatched; urge: being handled;
    close: handled, unchecked or unclosed; evaluate, call_back: closed within a day without one, and
    reported by somebody who is no worker of the city.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResponses(Read):
    """Today's cases by where they stand towards the 15 minutes.

    Result: {"within": int, "late_answered": int, "late_unanswered": int, "running": int}.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingSplit(Read):
    """The cases due of one window by how they ended, and what is overdue from before it.

    Result: {"due": int, "closed_on_time": int, "closed_late": int, "awaiting_check": int (handled,
    not closed), "open_overdue": int (of the window), "earlier_open_overdue": int}. The four add up
    to `due`; both overdue numbers add up to the metric `open_overdue`.
    """

    window: Window = "last_7_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Read):
    """Cases reported in the last hour, newest first.

    Result: {"points": [{"id", "lat", "lon", "category", "zone", "cell", "reported_at", "age_s",
    "worker"}], "newest": {"id", "lat", "lon", "category", "reported_at", "worker", "worker_lat",
    "worker_lon", "distance_m"} | None (the newest case that has a worker with a known position)}.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class OverduePins(Read):
    """Open overdue cases.

    Result: [{"id", "lat", "lon", "limit_amount": float | None, "limit_unit": str | None,
    "category", "department", "zone", "cell", "due_at", "late_by_s"}], latest first.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdowns(Read):
    """Cases of the last day without a first response, the most urgent first.

    Result: [{"id", "category", "zone", "cell", "reported_at", "deadline", "state": "running" |
    "late"}]; `deadline` = report + the pack's 15 minutes.
    """

    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker(Read):
    """The latest acts of cases, newest first.

    Result: {"acts": [{"time", "case", "zone", "category", "type" (event type), "who": {"dimension":
    "worker" | "department" | "channel", "code"} | None, "stage"}], "last_minute": int}.
    """

    limit: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers(Read):
    """Workers with a position not older than ten minutes.

    Result: [{"id", "lat", "lon", "at", "state": "on" | "off", "cell", "trail": [[lat, lon], …]
    (of the last two minutes, oldest first)}].
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Read):
    """What lies open in the whole city now.

    Result: {"open", "overdue", "suspended", "overdue_over_a_day": int, "oldest_open_days": float |
    None, "red_cards": {department: count of open cases under red supervision},
    "on_duty": [{"role", "id"}] (who leads the shift, empty where nobody said)}.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms(Read):
    """Alarms raised and not cleared, worst first, then newest.

    Result: [{"key", "severity", "text", "since", "acknowledged_by": str | None, "data": dict}].
    """

    families = frozenset({"alarm"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators(Read):
    """The latest published figure of each indicator, for the pack's own area.

    Result: [{"indicator", "area", "period", "value": float, "qualifier": str | None, "unit",
    "source", "published_at"}]; the latest end of a period, the longer period on a tie.
    """

    families = frozenset({"indicator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations(Read):
    """Business registrations decided today: working hours from filing to licence.

    Result: {"median_h": float, "p90_h": float, "decided_today": int}, or None while no event of
    a registration has been decided today.
    """

    families = frozenset({"application"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Health(Read):
    """What each source gives, and what was wrong with it.

    Result: {"as_of", "sources": [{"source", "label": {"zh", "en"} | None, "kinds": [family],
    "events", "today": int, "first_at", "last_at": datetime | None, "lag_s": float | None
    (now − time of the last event), "quiet": bool (silent against its rhythm), "delay_p50_s": float
    | None (received − happened), "cases", "joined": int (of the open and lately changed cases: its
    own, and those others tell of too), "refused", "refused_today": int, "reasons": [{"reason",
    "count", "today", "last_at", "id", "example"}]}], "together": {"cases", "joined"},
    "unknown_codes": [{"dimension", "code", "count", "last_at"}], "unknown_in_all": int}.
    """

    kept_s = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks(Read):
    """The audit queries that can be asked again and again.

    Result: [{"name", "bad_rows": int, "examples": [str], "answers": str}].
    """

    kept_s = 30.0

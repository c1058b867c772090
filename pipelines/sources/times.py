"""Times of case files: often local, often without a zone, twice a year ambiguous or impossible.

An hour that a change of clocks repeats: the earlier reading is taken, unless that would lie before
the report of the same row and the later one would not. An hour that it leaves out: the time is
shifted forward by the gap, and the event says so with `time_shifted`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EXCEL_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant in UTC; `shifted` when the local time does not exist and was moved forward."""

    instant: datetime
    shifted: bool = False


def read_time(
    value: object, text: str, formats: tuple[str, ...], zone: ZoneInfo, after: datetime | None
) -> Moment:
    """A cell → Moment. `after`: the report of the row, to choose in a repeated hour. ValueError."""
    if isinstance(value, datetime):
        return _placed(value, zone, after)
    if isinstance(value, date):
        return _placed(datetime.combine(value, time()), zone, after)
    for form in formats:
        try:
            return _placed(_parsed(text, form), zone, after)
        except (ValueError, OverflowError, OSError):
            continue
    raise ValueError(f"{text!r} is no time in the forms of the profile ({', '.join(formats)})")


def _parsed(text: str, form: str) -> datetime:
    if form == "iso":
        return datetime.fromisoformat(text)
    if form == "epoch":
        return datetime.fromtimestamp(float(text), UTC)
    if form == "epoch_ms":
        return datetime.fromtimestamp(float(text) / 1000, UTC)
    if form == "excel":
        return _EXCEL_ZERO + timedelta(seconds=round(float(text) * 86_400))
    return datetime.strptime(text, form)


def _placed(read: datetime, zone: ZoneInfo, after: datetime | None) -> Moment:
    if read.tzinfo is not None:
        return Moment(instant=read.astimezone(UTC))
    first = read.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = read.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return Moment(instant=first)
    if first.astimezone(zone).replace(tzinfo=None) != read.replace(fold=0):
        return Moment(instant=first, shifted=True)
    before_report = after is not None and first < after <= second
    return Moment(instant=second if before_report else first)

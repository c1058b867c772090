"""Kinds of refusal: few, whatever is sent, and with examples that name nobody."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.event import BY_NAME, Refused, parse
from pipelines.reasons import LONGEST_EXAMPLE, LONGEST_KIND, example_of, kind_of

NOW = datetime(2026, 7, 15, 1, tzinfo=UTC)


def refused(**data: object) -> str:
    event = {
        "id": "1", "source": "desk", "type": "case.reported", "time": "2026-07-15T00:00:00Z",
        "subject": "c", "data": {"channel": "hotline", "category": "lamp"} | data,
    }  # fmt: skip
    found = parse(event, now=NOW)
    assert isinstance(found, Refused)
    return found.reason


@pytest.mark.parametrize(
    ("field", "values", "kind"),
    [
        ("lat", (91, -90.5, 1e9), "data.lat: lies outside -90 to 90"),
        ("lat", ("39", "it is no number", {"is no ": 1}), "data.lat: is no number"),
        ("due", ("soon", "a: is none of b"), "data.due: is no RFC 3339 instant with a zone"),
        ("register", ("moon", "'x' is no word", 7), "data.register: is none of city, enterprise"),
        ("title", (7, ["a: b"], {"a": "lies outside"}), "data.title: is no text"),
        ("reporter", ({"phone": 1}, {"phone": ["x"]}), "data.reporter: phone: is no text"),
    ],
)
def test_refusals_of_one_field_and_fault_are_one_kind(
    field: str, values: tuple[object, ...], kind: str
) -> None:
    assert {kind_of(refused(**{field: value})) for value in values} == {kind}


@given(st.text(min_size=1))
def test_no_sender_makes_kinds_by_what_it_sends(text: str) -> None:
    typed = parse({"id": "1", "source": "s", "type": text}, now=NOW)
    assert isinstance(typed, Refused)
    assert text in BY_NAME or kind_of(typed.reason) == "type: is no known type of event"
    assert kind_of(refused(lat=text)) == "data.lat: is no number"


@pytest.mark.parametrize("name", ["x", "a: b", "'", "data", "q" * 10_000])
def test_a_field_of_the_senders_own_is_no_kind_of_its_own(name: str) -> None:
    assert kind_of(refused(**{name: "\ud800"})).startswith("data.…: holds half")


def test_a_kind_of_a_file_leaves_out_row_and_position() -> None:
    counted = (f"has {n} fields, the heading has {n + 1}" for n in range(30))
    lines = (f"the line is no JSON: Expecting value: line 1 column {n}" for n in range(30))
    assert {kind_of(one) for one in counted} == {"has … fields, the heading has …"}
    assert {kind_of(one) for one in lines} == {"the line is no JSON"}


def test_an_example_quotes_codes_and_instants() -> None:
    assert "'moon'" in example_of(refused(register="moon"))
    assert "91" in example_of(refused(lat=91))
    assert "'soon'" in example_of(refused(due="soon"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reporter", {"name": 7, "phone": "Li Na"}),
        ("reporter", ["Li Na", "13800138000"]),
        ("title", ["Li Na lives here"]),
        ("description", {"who": "Li Na"}),
        ("address", ["Li Na, Jiefang Road 1"]),
        ("lat", "Li_Na@example.org"),
        ("due", "13800138000"),
    ],
)
def test_an_example_names_nobody(field: str, value: object) -> None:
    said = example_of(refused(**{field: value}))
    assert said.startswith(f"data.{field}")
    assert not any(word in said for word in ("Li Na", "Li_Na", "13800138000", "Jiefang"))


@given(st.text(max_size=3_000))
def test_kinds_and_examples_are_short_and_a_kind_is_its_own_kind(text: str) -> None:
    assert len(kind_of(text)) <= LONGEST_KIND
    assert len(example_of(text)) <= LONGEST_EXAMPLE

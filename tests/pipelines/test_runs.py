"""Sorted runs of keys: what was written is found, once, and merging changes nothing."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.runs import KEY, find_keys, merge_runs, to_merge, write_run

keys = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=30)


def numbers(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=KEY)


@given(st.lists(keys.filter(bool), min_size=1, max_size=4), keys)
def test_every_entry_of_an_asked_key_is_found_in_every_run(
    tmp_path_factory, runs: list[list[int]], asked: list[int]
) -> None:
    folder: Path = tmp_path_factory.mktemp("runs")
    paths = [folder / f"{number}.run" for number in range(len(runs))]
    entries = [(key, place) for run in runs for place, key in enumerate(run)]
    for path, run in zip(paths, runs, strict=True):
        write_run(path, numbers(run), numbers(list(range(len(run)))))
    wanted = sorted(
        (place, value) for place, key in enumerate(asked) for k, value in entries if k == key
    )
    assert sorted(find_keys(paths, numbers(asked))) == wanted
    merge_runs(paths, folder / "merged.run")
    assert sorted(find_keys([folder / "merged.run"], numbers(asked))) == wanted


def test_a_run_is_merged_with_those_before_it_that_are_not_much_larger() -> None:
    assert to_merge([100]) == 0
    assert to_merge([100, 10]) == 0
    assert to_merge([100, 30]) == 2
    assert to_merge([1000, 100, 60, 30]) == 3
    assert to_merge([100, 60, 30, 10]) == 4


def test_runs_stay_few_however_many_are_written() -> None:
    sizes: list[int] = []
    for _ in range(1000):
        sizes.append(10)
        while count := to_merge(sizes):
            sizes[-count:] = [sum(sizes[-count:])]
    assert len(sizes) <= 6

"""Sums by keys are those of pandas, for any keys, any size of number, gaps and no rows at all."""

import numpy as np
import pandas as pd
import pytest

from flashreport.domain.grouped import grouped_sums, repeats

KEYS = [
    ["date"],
    ["entity", "date"],
    ["entity", "text", "date"],
    ["text"],
    ["date", "entity", "text"],
    ["at"],
]


def rows_of(count: int, entities: int, largest: int) -> pd.DataFrame:
    chance = np.random.default_rng([count, entities])
    days = np.datetime64("2025-01-01", "s") + chance.integers(0, 400, count) * np.timedelta64(86_400, "s")
    words = [f"e{number:04}" for number in range(entities + 5)]
    codes = chance.integers(-1, entities, count)
    return pd.DataFrame(
        {
            "entity": pd.Categorical.from_codes(codes, categories=pd.Index(words)),
            "text": pd.Series(["x", "a", None, "ب"], dtype="object")
            .take(chance.integers(0, 4, count))
            .to_numpy(),
            "date": days,
            "at": days + chance.integers(0, 2, count) * np.timedelta64(3600, "s"),
            "amount": chance.integers(-largest, largest, count),
            "given": pd.Series(chance.integers(-9, 9, count), dtype="Int64").mask(chance.random(count) < 0.3),
            "stale": chance.random(count) < 0.1,
        }
    )


@pytest.mark.parametrize("largest", [10**6, 10**16])
@pytest.mark.parametrize(("count", "entities"), [(0, 3), (1, 3), (50, 4), (3000, 7), (3000, 2500)])
def test_sums_are_those_of_pandas(count: int, entities: int, largest: int) -> None:
    rows = rows_of(count, entities, largest)
    for by in KEYS:
        grouped = rows.groupby(by, as_index=False, observed=True)
        expected = grouped[["amount", "given"]].sum().assign(stale=grouped["stale"].any()["stale"])
        found = grouped_sums(rows, by, ["amount", "given"], ["stale"])
        assert list(found.dtypes[by]) == list(rows.dtypes[by])
        expected = expected.astype({key: rows[key].dtype for key in by if key == "text"})
        pd.testing.assert_frame_equal(found, expected.astype({"stale": "bool"}), check_index_type=False)
        assert repeats(rows, by) == rows.dropna(subset=by).duplicated(by).any()


def test_a_sum_beyond_the_whole_numbers_of_a_float_is_exact() -> None:
    rows = pd.DataFrame({"key": ["a", "a", "b"], "amount": [2**53, 1, 2**62]})
    assert grouped_sums(rows, ["key"], ["amount"])["amount"].tolist() == [2**53 + 1, 2**62]

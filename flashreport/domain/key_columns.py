"""Columns of keys: few different texts on very many rows, held as small whole numbers.

A frame of ten million rows with four columns of Python texts takes gigabytes, and every grouping
hashes them anew. As categories a cell is two bytes, and grouping counts.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Keys = Any  # a pandas Categorical of texts, whose type pandas-stubs tell too narrowly


def _small(words: int) -> npt.DTypeLike:
    """The smallest whole number that counts so many."""
    return np.min_scalar_type(-max(words, 1))


def filled(like: "pd.Series[Any]", word: str, index: "pd.Index[Any] | None" = None) -> "pd.Series[Any]":
    """``word`` on every row of ``like``, or of ``index``: of the categories of ``like`` where it has them."""
    index = like.index if index is None else index
    if isinstance(like.dtype, pd.CategoricalDtype):
        at = like.cat.categories.get_indexer(_texts([word]))[0]
        if at >= 0:
            codes = np.full(len(index), at, dtype=_small(len(like.cat.categories)))
            return pd.Series(pd.Categorical.from_codes(codes, dtype=like.dtype), index=index)
    return pd.Series(word, index=index, dtype="object")


def one_word(word: str, size: int) -> Keys:
    """A column of ``size`` times the same word."""
    return pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), categories=_texts([word]))


def as_keys(column: "pd.Series[Any]") -> Keys:
    """The column as categories in alphabetical order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        held: Keys = column.array
        return held
    return pd.Categorical(column.astype("object"))


def below_each_other(columns: Sequence[Keys]) -> Keys:
    """The columns as one, over the words of all of them in alphabetical order."""
    first = columns[0].categories
    if all(column.categories is first for column in columns) and first.is_monotonic_increasing:
        codes = np.concatenate([column.codes for column in columns])
        return pd.Categorical.from_codes(codes, categories=first)
    used = [column.categories[np.unique(column.codes[column.codes >= 0])] for column in columns]
    words = pd.Index(np.concatenate([each.to_numpy("object") for each in used])).unique().sort_values()
    size = _small(len(words))
    total = np.empty(sum(len(column) for column in columns), dtype=size)
    end = 0
    for column in columns:
        # the last place stands for a missing word, whose code is -1
        place = np.append(words.get_indexer(column.categories), -1).astype(size)
        start, end = end, end + len(column)
        np.take(place, column.codes, out=total[start:end], mode="wrap")
    return pd.Categorical.from_codes(total, categories=words)


def _texts(words: list[str]) -> "pd.Index[str]":
    return pd.Index(words, dtype="object")

"""Whether kernels run where nothing can be written, and parts are alike on any number of threads."""

from __future__ import annotations

import numpy as np
import pytest
from numba.core import caching

from analytics.network.compiled import in_parts, kernel


def doubled(value):
    return value * 2


def test_a_kernel_runs_where_no_cache_can_be_written(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert kernel(doubled)(21) == 42


@pytest.mark.parametrize("size", [0, 1, 7, 8, 100])
@pytest.mark.parametrize("threads", [1, 2, None])
def test_every_item_is_in_one_part_and_the_parts_do_not_depend_on_the_threads(size, threads):
    items = np.arange(size, dtype=np.int64)
    parts = in_parts(lambda some: some.tolist(), items, threads=threads)
    assert sorted(item for part in parts for item in part) == items.tolist()
    assert parts == in_parts(lambda some: some.tolist(), items, threads=1)

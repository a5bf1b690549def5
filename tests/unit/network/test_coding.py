"""Do names become the codes, and ties the rows, that a dictionary makes of them; is no kernel left for the compiler?"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.network import coding, coding_in_parts, compiled
from analytics.network.coding import coded
from analytics.network.cuts import components
from analytics.network.eigenvector import eigenvector_centrality
from analytics.network.graph import network_from_edges, sparse_of
from analytics.network.tie_rows import rows

FEW = settings(max_examples=60, deadline=None)
NAMES = st.text(max_size=20)


def by_dictionary(known, source, target):
    """What a reader would write."""
    code = {}
    for name in [*known, *(end for pair in zip(source, target, strict=True) for end in pair)]:
        code.setdefault(name, len(code))
    return list(code), [code[name] for name in source], [code[name] for name in target]


def as_plain(told):
    ids, source, target = told
    return ids.to_pylist(), source.tolist(), target.tolist()


def text(values):
    return pa.array(list(values), type=pa.string())


@FEW
@given(st.lists(NAMES, max_size=6), st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_codes_are_given_in_order_of_first_appearance(known, pairs):
    source, target = [a for a, _ in pairs], [b for _, b in pairs]
    found = as_plain(coded(text(known), text(source), text(target)))
    assert found == by_dictionary(known, source, target)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_names_alike_but_for_their_length_or_a_byte_in_the_middle_or_at_the_end_are_apart(kind):
    stem = "九一320105MA1"
    names = [stem[:k] for k in range(len(stem) + 1)] + ["\0" * k for k in range(1, 20)]
    names += [f"{'a' * k}{last}{'a' * (17 - k)}" for k in range(18) for last in "bc"]
    columns = [pa.array([name for name in names for _ in range(2)], type=kind) for _ in range(2)]
    part = [column.slice(2, len(names)) for column in columns]
    for source, target in (columns, part, (columns[0], pa.array(names[::-1] * 2, type=kind))):
        found = as_plain(coded(text(["ab", "ab", stem]), source, target))
        assert found == by_dictionary(["ab", "ab", stem], source.to_pylist(), target.to_pylist())


@pytest.mark.parametrize("known", [0, 3])
def test_many_names_on_several_threads_and_in_many_parts(known, monkeypatch):
    for module in (coding, coding_in_parts):
        monkeypatch.setattr(module, "WORTH_THREADS", 10)
    monkeypatch.setattr(coding_in_parts, "PART_ROWS", 64)
    chance = np.random.default_rng(3)
    ends = np.array([f"9132{k:012d}" for k in chance.integers(0, 3000, 10_000)]).reshape(2, -1)
    names = [f"9132{k:012d}" for k in range(known)]
    assert as_plain(coded(text(names), text(ends[0]), text(ends[1]))) == by_dictionary(names, *ends.tolist())


@pytest.mark.parametrize("known", [0, 3])
def test_a_table_that_grows_with_the_names_it_meets(known):
    chance = np.random.default_rng(4)
    ends = np.array([f"9132{k:012d}" for k in chance.integers(0, 3000, 10_000)]).reshape(2, -1)
    names = [f"9132{k:012d}" for k in range(known)]
    assert as_plain(coded(text(names), text(ends[0]), text(ends[1]))) == by_dictionary(names, *ends.tolist())


def test_names_with_one_hash_are_told_apart(monkeypatch):
    monkeypatch.setattr(coding, "random_keys", lambda: np.zeros((1, 1), dtype=np.uint64))
    # h = (h ^ word) * MIX, h ^= h >> 32 of eight bytes can be undone: two names of 16 bytes are made to meet
    first, second = met(b"coalmine"), met(b"weaveris")
    one = b"coalmine" + b"branch-1"
    last = int.from_bytes(b"branch-1", "little") ^ first ^ second
    other = b"weaveris" + last.to_bytes(8, "little")
    names = pa.LargeStringArray.from_buffers(2, pa.py_buffer(np.array([0, 16, 32])), pa.py_buffer(one + other))
    ids, source, target = coded(names, names, names)
    assert (len(ids), source.tolist(), target.tolist()) == (2, [0, 1], [0, 1])


def met(word):
    """What the kernel holds after the first eight bytes of a name of sixteen."""
    mixed = (16 ^ int.from_bytes(word, "little")) * int(coding.MIX) % 2**64
    return mixed ^ (mixed >> 32)


def test_a_name_longer_than_is_hashed_is_compared(monkeypatch):
    monkeypatch.setattr(coding, "WORTH_THREADS", 0)
    long = "长" * 400
    source, target = [long, long + "a", "b"], [long + "b", long, long + "a"]
    assert as_plain(coded(text(["b"]), text(source), text(target))) == by_dictionary(["b"], source, target)


def test_columns_of_arrow_are_read_whatever_their_offsets_and_chunks():
    small, large = pa.array(["x", "yy"]), pa.array(["zzz", "yy"], type=pa.large_string())
    pieces = pa.chunked_array([["x"], [], ["yy"]])
    dictionary = pa.array(["x", "yy"]).dictionary_encode()
    for source in (small, pieces, dictionary, pa.chunked_array([small])):
        network = network_from_edges(source, large)
        assert (network.ids, network.ties) == (("x", "zzz", "yy"), 1)
    assert network_from_edges(pa.chunked_array([], type=pa.string()), pa.array([], type=pa.string())).nodes == 0


def test_a_slice_of_a_column_is_read_from_where_it_begins():
    column = text(["x", "yy", "zzz", "yy"])
    assert as_plain(coded(text([]), column[1:3], column[2:4])) == by_dictionary([], ["yy", "zzz"], ["zzz", "yy"])


@FEW
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)), max_size=200),
    st.booleans(),
    st.booleans(),
)
def test_rows_hold_what_a_dense_matrix_adds_up(cells, mirrored, weighted):
    dense = np.zeros((6, 6))
    for a, b, w in cells:
        if a != b:
            dense[a, b] += w if weighted else 1
            dense[b, a] += (w if weighted else 1) if mirrored else 0
    a, b = (np.array([cell[k] for cell in cells], dtype=np.int32) for k in (0, 1))
    weight = np.array([w for _, _, w in cells], dtype=np.float64) if weighted else np.empty(0)
    indptr, indices, data, loops = rows(a, b, weight, nodes=6, mirrored=mirrored)
    assert loops == sum(one == other for one, other, _ in cells)
    found = np.zeros((6, 6))
    for v in range(6):
        row = indices[indptr[v] : indptr[v + 1]]
        assert row.tolist() == sorted(set(row.tolist()))
        found[v, row] = data[indptr[v] : indptr[v + 1]]
    np.testing.assert_array_equal(found, dense)


def test_a_long_row_told_twice_is_sorted_and_merged():
    leaves = np.random.default_rng(1).permutation(np.arange(1, 301, dtype=np.int32))
    told = np.concatenate([leaves, leaves[::-1]])
    indptr, indices, data, _ = rows(np.zeros(600, dtype=np.int32), told, np.empty(0), nodes=301, mirrored=False)
    assert (indptr[1], indices.tolist(), set(data.tolist())) == (300, list(range(1, 301)), {2.0})


def test_components_are_numbered_by_their_first_node_whatever_the_direction():
    #      5 -> 0   4 -> 1 -> 3   2 alone
    arcs = sparse_of(np.array([5, 4, 1]), np.array([0, 1, 3]), nodes=6)
    assert components(arcs).tolist() == [0, 1, 2, 1, 1, 0]


def ring(names):
    return list(names), [*names[1:], names[0]]


def test_eigenvector_of_a_large_network_is_none_where_two_components_share_the_largest_eigenvalue():
    one, other = ring([f"a{k}" for k in range(150)]), ring([f"b{k}" for k in range(151)])
    network = network_from_edges(one[0] + other[0], one[1] + other[1])
    assert eigenvector_centrality(network.adjacency, directed=False) is None  # both 2, as of every ring


def test_eigenvector_of_a_large_network_is_that_of_its_strongest_component():
    # a star of 16 leaves has eigenvalue 4; the ring's is 2, though a hub of 9 leaves in it (3.3) has strength 9 > 4
    ring_names = [f"b{k}" for k in range(250)]
    source, target = ring(ring_names)
    source += ["hub"] * 16 + ["b0"] * 7
    target += [f"leaf{k}" for k in range(16)] + [f"own{k}" for k in range(7)]
    network = network_from_edges(source, target)
    found = dict(zip(network.ids, eigenvector_centrality(network.adjacency, directed=False), strict=True))
    assert found["hub"] == pytest.approx(0.5**0.5)
    assert found["leaf3"] == pytest.approx(0.5**0.5 / 4)
    assert found["b0"] == pytest.approx(0.0, abs=1e-8)


def test_pagerank_does_not_depend_on_the_threads(monkeypatch):
    from analytics.network.rank import pagerank

    chance = np.random.default_rng(4)
    ends = chance.integers(0, 400, (2, 2000))
    adjacency = network_from_edges(ends[0].astype(str), ends[1].astype(str)).adjacency
    whole = pagerank(adjacency, directed=False)
    monkeypatch.setattr(compiled, "WORTH_THREADS", 10)
    one, two = (pagerank(adjacency, directed=False, threads=threads) for threads in (1, 2))
    assert one.tolist() == two.tolist()
    np.testing.assert_allclose(one, whole, atol=1e-12)
    np.testing.assert_allclose(one, pagerank(adjacency, directed=True), atol=1e-11)


WARMED = """
import numpy as np
import pyarrow as pa
from analytics.network import warming
from analytics.network.graph import network_from_edges
from analytics.network.measures import network_measures
import analytics.network, importlib, pkgutil
from numba.core.dispatcher import Dispatcher

def compiled():
    return {
        (module.name, name): len(value.signatures)
        for module in pkgutil.iter_modules(analytics.network.__path__)
        for name, value in vars(importlib.import_module(f"analytics.network.{module.name}")).items()
        if isinstance(value, Dispatcher)
    }

warming.warm()
before = compiled()
ends = np.random.default_rng(1).integers(0, 300, (2, 900)).astype(str)
for directed in (False, True):
    network = network_from_edges(ends[0], ends[1], np.ones(900), directed=directed)
    network_measures(network), network_measures(network, exact_up_to=2)
    network_from_edges(pa.array(ends[0]), pa.array(ends[1]), directed=directed)
after = compiled()
print(len(before), {name for name in after if after[name] != before[name]})
"""


def test_once_warm_no_measure_waits_for_the_compiler():
    told = subprocess.run([sys.executable, "-c", WARMED], capture_output=True, text=True, check=True).stdout.split(
        " ", 1
    )
    assert int(told[0]) > 10
    assert told[1].strip() == "set()"

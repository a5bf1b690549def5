"""How is told what ``measure`` answers beside the measures themselves: two modes, structure, mixing, who is alike?

Answers come as ``measure_command`` asked for them; here they are written, as JSON or as tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session
from dashboard.i18n import Wording

CHANCE = ("observed", "mean", "low", "high", "p_value", "draws", "p_least")
MOST_CELLS = 30
"""Cells of a mixing matrix on screen, those with the most ties; JSON has all."""


WEIGHTED = ("constraint", "effective_size", "pagerank", "eigenvector", "modularity", "communities", "community")
"""Measures that heed how strong a tie is; every other counts a tie once."""
MOST_NODES = 20
"""Nodes on screen, those of the highest betweenness; JSON has all."""


def tell_cut(session: Session, shown: int, *, of: int) -> None:
    """That a table is only the first of its rows, and where all are; on stderr, nothing where it has all."""
    if shown < of:
        session.say("measure_rows_cut", shown=shown, of=of)


def measured(words: Wording, value: Any, name: str = "") -> str:
    """A figure; one that is missing is not defined, except the error of a betweenness that is exact."""
    if value is None:
        return words.text("measures.exactly" if name == "betweenness_error" else "measures.not_defined")
    return words.value(value)


def tell_two_modes(session: Session, answer: dict[str, Any], *, output: str) -> None:
    """How many of each mode, then the twenty most central of each."""
    from dashboard.network_file import TWO_MODE

    if output == "json":
        write_json(answer)
        return
    words = session.wording
    whole = ("actors", "events", "ties", "two_mode_density", "components", "largest_component", "betweenness_error")
    sizes = [[words.text(f"measures.{name}"), measured(words, answer[name], name)] for name in whole]
    write_table([words.column("measure"), words.column("value")], sizes, show=str)
    for name, why in answer["left_out"].items():
        reason = words.text(f"methods.undefined_{why}")
        session.say("measure_left_out", measure=words.text(f"measures.{name}"), reason=reason)
    for mode in ("actor", "event"):
        of_mode = {node: told for node, told in answer["node"].items() if told["mode"] == mode}
        highest = sorted(of_mode, key=lambda node: (-(of_mode[node]["betweenness"] or 0.0), node))[:MOST_NODES]
        write_table(
            [words.text(f"measures.{mode}"), *(words.text(f"measures.{name}") for name in TWO_MODE)],
            [[node, *(measured(words, of_mode[node][name]) for name in TWO_MODE)] for node in highest],
            show=str,
        )
        tell_cut(session, len(highest), of=len(of_mode))


def tell_structure(session: Session, answer: dict[str, Any], *, output: str) -> None:
    """What holds the network together, as JSON or as one line a figure."""
    if output == "json":
        write_json(answer)
        return
    words = session.wording

    def line(name: str, value: Any) -> list[str]:
        told_value = "、".join(map(str, value)) if isinstance(value, list) else measured(words, value)
        return [words.text(f"measures.{name}"), told_value]

    told_lines = [line("robustness_by_degree", answer["robustness"]["by_degree"])]
    told_lines.append(line("robustness_by_chance", answer["robustness"]["by_chance"]))
    for name in ("fragmenting_set", "reaching_set"):
        found = answer[name]
        told_lines.append(line(name, None if found is None else found["nodes"]))
        if found is not None:
            facts = ("fragmentation", "before", "share", "exact")
            told_lines += [line(one, found[one]) for one in facts if one in found]
    if "group_assortativity" in answer:
        told_lines.append(line("group_assortativity", answer["group_assortativity"]))
    if "multiplexity" in answer:
        told_lines.append(line("multiplex_share", answer["multiplexity"]["multiplex_share"]))
    told_lines.append([words.text("measures.note"), words.text("measures.structure_note")])
    write_table([words.column("measure"), words.column("value")], told_lines, show=str)
    tell_chance(session, answer["significance"])
    if "betweenness_centralisation" not in answer["significance"]:
        from analytics.network.structure import BETWEENNESS_UP_TO

        session.say("centralisation_not_drawn", most=BETWEENNESS_UP_TO)
    if answer.get("multiplexity", {}).get("pairs"):
        columns = ("first", "second", "ties_first", "ties_second", "both", "jaccard")
        write_table(
            [words.text(f"measures.overlap_{name}") for name in columns],
            [
                [words.word(p[c]) if c in ("first", "second") else measured(words, p[c]) for c in columns]
                for p in answer["multiplexity"]["pairs"]
            ],
            show=str,
        )


def tell_mixing(session: Session, answer: dict[str, Any], *, output: str) -> None:
    """Mixing by a property: figures, groups, the cells with the most ties, and what chance explains."""
    if output == "json":
        write_json(answer)
        return
    words = session.wording
    names = [name for name in ("ties_known", "ties_unknown", "ei_index", "assortativity") if name in answer]
    write_table(
        [words.column("measure"), words.column("value")],
        [[words.text(f"measures.mixing_{name}"), measured(words, answer[name])] for name in names],
        show=str,
    )

    def shown(value: Any) -> str:
        return words.word(value) if isinstance(value, str) else words.value(value)

    if answer["kind"] == "group":
        columns = ("group", "nodes", "ties_within", "ties_across")
        write_table(
            [words.text(f"measures.mixing_{name}") for name in columns],
            [[shown(row[name]) for name in columns] for row in answer["groups"]],
            show=str,
        )
        cells = sorted(answer["matrix"], key=lambda cell: -cell["ties"])[:MOST_CELLS]
        write_table(
            [words.text("measures.mixing_group"), words.text("measures.mixing_group"), words.text("measures.ties")],
            [[shown(cell[name]) for name in ("a", "b", "ties")] for cell in cells],
            show=str,
        )
        tell_cut(session, len(cells), of=len(answer["matrix"]))
    tell_chance(session, answer["significance"], named="mixing_")


def tell_chance(session: Session, significance: dict[str, Any], *, named: str = "") -> None:
    """Figures beside the same of random networks; what could not be judged is left out."""
    words = session.wording
    judged = {name: one for name, one in significance.items() if one is not None}
    if judged:
        write_table(
            [words.text("measures.beside_chance"), *(words.text(f"measures.{name}") for name in CHANCE)],
            [
                [
                    words.text(f"measures.{named}{name}"),
                    *(measured(words, one[column]) for column in CHANCE),
                ]
                for name, one in judged.items()
            ],
            show=str,
        )


def tell_alike(session: Session, answer: dict[str, Any], names: Mapping[str, str], *, output: str) -> None:
    """Who is tied most like one node, nearest first, with the ``names`` of those that have one."""
    if output == "json":
        write_json(answer)
        return
    words = session.wording
    headings = [words.text("measures.alike_distance"), words.text("measures.alike_jaccard")]
    rows = [
        [*named(row["id"], names), measured(words, row["distance"]), measured(words, row["jaccard"])]
        for row in answer["alike"]
    ]
    write_table([*named_headings(words, names), *headings], rows, show=str)


def named(node: str, names: Mapping[str, str]) -> list[str]:
    """A node's id, and its name where the network has any."""
    return [node, names.get(node, "")] if names else [node]


def named_headings(words: Wording, names: Mapping[str, str]) -> list[str]:
    """The headings of ``named``."""
    return [words.column("id"), words.column("name")] if names else [words.column("id")]

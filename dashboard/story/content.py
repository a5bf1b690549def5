"""What does a kind of slide say of its own, before a person wrote anything on it?

The type that the modules of the agenda share.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.story.blocks import Block
from dashboard.story.pieces import Text


@dataclass(frozen=True)
class Content:
    """A slide as the figures say it.

    Attributes
    ----------
    title
        A whole sentence: the decision, with its figures.
    subtitle
        Of how many, and how many unknown.
    blocks
        One across the slide, or two beside each other.
    findings, plans
        Whose figures these are, by id.
    notes
        Further paragraphs for who speaks; how each number is counted is told after them.
    """

    title: Text
    subtitle: Text = ()
    blocks: tuple[Block, ...] = ()
    findings: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()

"""Which subjects on a page or in a drawer does somebody work on?

Reads cases once for all that is drawn; where they cannot be read, findings are shown all the same.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.case_work import CaseWork
from graph_model.errors import GongjianError

if TYPE_CHECKING:
    from dashboard.operations.cases import Case
    from dashboard.service import Service


class CasesSeen:
    """The cases that one page or drawer tells of; each finding's are read once.

    Parameters
    ----------
    service
        As ``CaseWork``.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._of: dict[str, dict[str, Case] | None] = {}

    @cached_property
    def open_counts(self) -> dict[str, int]:
        """How many cases are open, by finding; a check against a newer dataset is begun aside. Nothing on an error."""
        try:
            work = CaseWork(self._service)
            work.check_aside()
            return work.open_counts()
        except GongjianError:  # told where cases are the matter: on their page and in their drawer
            return {}

    def of(self, finding: str) -> dict[str, Case] | None:
        """The cases of a finding by subject; None where they cannot be read."""
        if finding not in self._of:
            try:
                work = CaseWork(self._service)
                self._of[finding] = {one.subject: one for one in work.all(finding=finding)}
            except GongjianError:
                self._of[finding] = None
        return self._of[finding]

"""Signs of a clause: what the grammar rules make of the same words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.extract.overlap import Overlap

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.draft import Draft

_SHARED = 0.5  # of a clause that a draft holds, from which on it reads the same


class RuledSigns:
    """The signs that some drafts of the rules give to clauses."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = Overlap(lambda d: (t.i for t in d.tokens), drafts)

    def of(self, clause: Clause) -> list[str]:
        """The signs of one clause: of each kind, the draft that fits best."""
        best: dict[str, tuple[float, Draft]] = {}
        inside = range(clause.start, clause.end)
        for draft in self._drafts.touching(inside):
            start, end = draft.tokens[0].i, draft.tokens[-1].i + 1
            shared = min(end, clause.end) - max(start, clause.start)
            alike = shared / (max(end, clause.end) - min(start, clause.start))
            if shared >= _SHARED * len(inside) and (draft.kind not in best or alike > best[draft.kind][0]):
                best[draft.kind] = alike, draft
        found = []
        for kind, (alike, draft) in best.items():
            found += [
                f"rules={kind}",
                f"rules={kind}|{int(alike * 4)}",
                f"rules={kind}|accused={draft.accused is not None:d}",
                f"rules={kind}|{draft.by}",
            ]
        return found or ["rules silent"]

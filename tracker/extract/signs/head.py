"""Signs of a clause: its governing word, what hangs on it, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.signs.words import CONDITIONS, MODALS, is_negated, sort

if TYPE_CHECKING:
    from tracker.extract.columns import Columns
    from tracker.extract.lexicon import Lexicon


class HeadSigns:
    """The signs of the words of one text as heads of clauses."""

    def __init__(self, c: Columns, lexicon: Lexicon) -> None:
        self.c, self.lexicon = c, lexicon
        self._memo: dict[int, list[str]] = {}

    def of(self, h: int) -> list[str]:
        """The signs of one word; many clauses share their head."""
        if h not in self._memo:
            self._memo[h] = [*self._roles(h), *self._marks(h), *self._above(h), *self._own(h)]
        return self._memo[h]

    def _roles(self, h: int) -> list[str]:
        """The word itself, who does it, what it is done to, and how: negated, passive, with a modal verb."""
        c = self.c
        subject = c.subject(h)
        thing = c.child(h, "dobj", "attr", "acomp", "oprd", "nsubjpass")
        who, what = sort(c, self.lexicon, subject), sort(c, self.lexicon, thing)
        passive = c.child(h, "auxpass", "nsubjpass") is not None
        negated = is_negated(c, h)
        modal = next((MODALS[c.lower[k]] for k in c.children[h] if c.dep[k] == "aux" and c.lower[k] in MODALS), "no")
        classes = c.acts[h] or ("none",)
        found = [
            f"dep={c.dep[h]}",
            f"tag={c.tag[h]}",
            f"who={who}",
            f"what={what}",
            f"modal={modal}",
            f"neg={negated:d}",
            f"pass={passive:d}",
            f"by={c.child(h, 'agent') is not None:d}",
        ]
        for name in classes:
            found += [f"h={name}", f"h={name}|{who}", f"h={name}|n{negated:d}", f"h={name}|{c.pos[h]}", f"h={name}|m{modal}"]
        found += [f"k={name}" for name in {name for k in c.children[h] for name in c.acts[k]}]
        if thing is not None:
            found += [f"o={name}" for name in c.acts[thing] or ("none",)]
        if subject is not None:
            found += [f"s={name}" for name in c.acts[subject] or ("none",)]
        if passive:
            found += [f"hp={name}" for name in classes]
        return [*found, f"who|what={who}|{what}"]

    def _marks(self, h: int) -> list[str]:
        """Whether it is a condition, or what follows from one."""
        c = self.c
        marks = {c.lower[k] for k in c.children[h] if c.dep[k] in {"mark", "advmod"}}
        found = []
        if marks & CONDITIONS:
            found.append("if")
        if any(c.dep[k] == "advcl" and any(c.lower[m] in {"if", "unless"} for m in c.children[k]) for k in c.children[h]):
            found.append("then")
        if "that" in marks:
            found.append("that")
        return found

    def _above(self, h: int) -> list[str]:
        """What the word hangs on."""
        c, up = self.c, self.c.head[h]
        if up == h:
            return []
        found = [f"up={c.pos[up]}", f"up|dep={c.pos[up]}|{c.dep[h]}"]
        found += [f"u={name}" for name in c.acts[up] or ("none",)]
        found += [f"ucue={name}" for name in c.classes[up]]
        if (cue := self.lexicon.cues.get(c.lemma[up])) is not None:
            found.append(f"uc={cue}|{c.dep[h]}")
        if is_negated(c, up):
            found.append("uneg")
        return found

    def _own(self, h: int) -> list[str]:
        """Whether the word is a cue itself, has others beside it, or is an order."""
        c = self.c
        subject = c.subject(h)
        cue = self.lexicon.cues.get(c.lemma[h])
        found = [f"own={cue}"]
        if cue is not None:
            found.append(f"own={cue}|{sort(c, self.lexicon, subject)}|n{is_negated(c, h):d}")
        found += [f"ownx={name}" for name in c.classes[h]]
        if any(c.dep[k] == "conj" for k in c.children[h]):
            found.append("has conj")
        if c.tag[h] == "VB" and subject is None and c.dep[h] == "ROOT":
            found.append("order")
        return found

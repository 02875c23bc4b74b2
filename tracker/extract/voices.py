"""Who may be speaking in a clause: every source in reach, with the signs by which the speaker model chooses.

The source of the attribution that holds the clause; whoever its own verb makes speak ("Kyiv denied …"); the verb of saying
or the noun ("X's claim that") above it; a transcript's tag; "according to"; the voice that goes on speaking from before;
else the reporter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.choices import Choice, Choices
from tracker.extract.saying.holding import Holding
from tracker.extract.saying.rules import FIRST_PERSON, VERBAL, inverted, subject
from tracker.extract.who import Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.saying.rules import Reading
    from tracker.extract.saying.turns import Turn
    from tracker.extract.who.cast import Cast

_WAYS = (
    "nobody",
    "held0",
    "own head",
    "cited",
    "noun of",
    "quote",
    "above",
    "according",
    "own deep",
    "own verb",
    "held",
    "turn",
    "sentence",
    "before0",
    "before",
    "nsubj in",
    "nsubj",
    "poss",
    "after",
    "agent",
    "other",
    "pobj",
    "chief",
)  # how an answer was found, the surest first
_SPEAKING = (
    "held",
    "own",
    "above",
    "according",
    "quote",
    "turn",
    "cited",
    "noun of",
    "sentence",
    "before",
    "after",
    "top subject",
    "chief",
)
_ANAPHORIC = frozenset(["before0", "chief", "other0", "other1", "held0", "nsubj back"])  # that tell more beside a pronoun
_REACH = 4  # sentences back to the voice that goes on
_VOICES = 3  # voices before that may go on


class Voices:
    """The possible speakers of the clauses of one text."""

    def __init__(self, c: Columns, readings: list[Reading], turned: list[Turn], cast: Cast) -> None:
        self.c, self.readings, self.turned, self.cast = c, readings, turned, cast
        self.lexicon = cast.lexicon
        self.doc = c.doc
        self._sources: dict[int, list[Who]] = {}
        self.holding = Holding(c.size, readings)
        self._said: dict[str, int] = {}
        for a in readings:
            for who in self.source(a):
                self._said[who.name] = self._said.get(who.name, 0) + 1
        self._quoted: dict[int, list[Reading]] = {}
        for a in readings:
            for number in dict.fromkeys(c.quote[i] for i in a.content if c.quote[i]):
                self._quoted.setdefault(number, []).append(a)
        self._ordered = sorted((a for a in readings if self.source(a)), key=lambda a: a.cue.i)

    def source(self, a: Reading) -> list[Who]:
        """Whoever an attribution names as speaking; "I" and "we" are whoever speaks around it."""
        if id(a) not in self._sources:
            self._sources[id(a)] = []  # against going round in circles
            self._sources[id(a)] = self._named(a)
        return self._sources[id(a)]

    def _named(self, a: Reading) -> list[Who]:
        if a.source is not None and a.source.text not in FIRST_PERSON:
            found = self.cast.speakers(a.source)
            return self._not_oneself(a, found) if a.source.pos_ == "PRON" and self.c.quote[a.source.i] else found
        if a.source is None:
            return []
        outer = self.holding.outer(a)
        if outer is not None and (found := self.source(outer)):
            return found
        return self.tagged(a.cue.i)

    def _not_oneself(self, a: Reading, found: list[Who]) -> list[Who]:
        """Whom "he said" means in a quotation: not the one who is quoted, who would say "I"."""
        outer = self.holding.outer(a)
        names = {w.name for w in self.source(outer)} if outer is not None and outer.source is not a.source else set()
        if a.source is None or not names & {w.name for w in found}:
            return found
        return [w for w in self.cast.antecedents(a.source) if w.name not in names][:1] or found

    def reading(self, k: Clause) -> Reading | None:
        """The attribution that a clause belongs to: the innermost that holds it, else the one whose cue governs it."""
        held = self._held(k)
        if held:
            return min(held, key=lambda a: len(a.content))
        own = [
            a
            for a in self.readings
            if k.start <= a.cue.i < k.end and sum(k.start <= i < k.end for i in a.content) >= 0.5 * len(a.content)
        ]
        return min(own, key=lambda a: (a.cue.i != k.head, -len(a.content)), default=None)

    def holder(self, k: Clause) -> list[Who]:
        """Whoever says all that a clause says; empty where the reporter does."""
        held = self._held(k)
        return self.source(min(held, key=lambda a: len(a.content))) if held else []

    def _held(self, k: Clause) -> list[Reading]:
        """The attributions from outside of a clause that hold at least half of it."""
        counts = self.holding.counts(k.start, k.end)
        return [a for a, n in counts if n >= 0.5 * (k.end - k.start) and not k.start <= a.cue.i < k.end]

    def tagged(self, i: int) -> list[Who]:
        """Whoever a transcript's tag makes the speaker at a token; "reporter" for questions."""
        turn = next((t for t in self.turned if t.said[0] <= self.c.start[i] < t.said[1]), None)
        if turn is None:
            return []
        if turn.name == "Q":
            return [Who("reporter", turn.name, 0.9)]
        return [Who(self.cast.tagged(turn.name), turn.name, 0.95)]

    # ------------------------------------------------------------------------------------------------------ choices

    def of(self, k: Clause) -> list[Choice]:
        """All possible speakers of a clause, nobody included, each with its signs."""
        found = Choices()
        reach = self._contents(found, k)
        reach |= self._own(found, k)
        reach |= self._above(found, k)
        reach |= self._beside(found, k)
        if tagged := self.tagged(k.head):
            found.add(tagged, None, "turn", f"turn|read={reach:d}")
            reach = True
        self._of_quote(found, k)
        self._going_on(found, k, reach=reach)
        self._near(found, k, reach=reach)
        found.nobody("nobody", f"nobody|reach={reach:d}", f"nobody|title={self.c.is_title[self.c.sentence[k.head]]:d}")
        told = reach or any(sign.startswith("held sourceless") for c in found.all() for sign in c.signs)
        choices = [c for c in found.all() if not (told and _only_acts(c))]
        if any("held0" in c.signs and c.token is not None and self._able(c.token) == "name" for c in choices):
            choices = [c for c in choices if "held0" in c.signs or not any(s.startswith("held1") for s in c.signs)]
        self._compare(choices, k, reach=reach)
        return choices

    def _compare(self, choices: list[Choice], k: Clause, *, reach: bool) -> None:
        """Add to each choice the signs that it has beside the others; `reach` is true where the grammar leads to anybody."""
        turn = "turn" if any("turn" in choice.signs for choice in choices) else "no turn"
        anaphoric = any("held0" in c.signs and c.token is not None and c.token.pos_ == "PRON" for c in choices)
        for choice in choices:
            self._describe(choice, k, len(choices))
            way = next((w for w in _WAYS if any(sign.startswith(w) for sign in choice.signs)), "far")
            if anaphoric:
                choice.signs |= {f"way={way}|anaphora", *(f"anaphora|{sign}" for sign in choice.signs & _ANAPHORIC)}
            context = (turn, f"reach={reach:d}", f"quoted={self.c.quote[k.head] > 0:d}")
            choice.signs |= {f"way={way}", *(f"way={way}|{state}" for state in context), f"way={way}|{turn}|reach={reach:d}"}

    def _contents(self, found: Choices, k: Clause) -> bool:
        """The attributions that hold the clause, the innermost first."""
        rank = 0
        for a in sorted(self._held(k), key=lambda a: len(a.content)):
            if _is_unsure(a):
                continue
            who = self.source(a)
            sign = "held" if a.source is not None or not who else "held by I"
            signs = [
                f"{sign}{min(rank, 2)}",
                f"{sign}{min(rank, 2)}|{a.by}",
                f"{sign}{min(rank, 2)}|{a.cue_class}",
                f"cue={a.cue.pos_}",
            ]
            if who:
                found.add(who, a.source, *signs)
                self._others(found, a.source, f"held{min(rank, 2)}")
                rank += 1
            else:
                found.nobody(f"held sourceless{min(rank, 2)}", f"held sourceless|{a.cue_class}")
        return rank > 0

    def _own(self, found: Choices, k: Clause) -> bool:
        """An attribution whose cue stands in the clause: "Kyiv denied it", "the charge that …"."""
        done = False
        for a in self.readings:
            if not k.start <= a.cue.i < k.end:
                continue
            inside = sum(k.start <= i < k.end for i in a.content) / max(1, len(a.content))
            who = self.source(a)
            if inside < 0.5 or not who:
                continue
            where = "head" if a.cue.i == k.head else "deep"
            found.add(
                who,
                a.source,
                f"own {where}",
                f"own {where}|{a.cue_class}",
                f"own|{a.cue.pos_}",
                f"own share={len(a.content) > 0.7 * (k.end - k.start):d}",
            )
            self._others(found, a.source, f"own {where}")
            done = True
        head = self.doc[k.head]
        cue = self.lexicon.cues.get(head.lemma_.lower())
        if cue is not None and head.pos_ in VERBAL and (who_token := subject(head) or inverted(head)) is not None:
            done = found.add(self._speaking(who_token), who_token, "own verb", f"own verb|{cue}") is not None or done
        return done

    def _above(self, found: Choices, k: Clause) -> bool:
        """Verbs of saying and nouns of claiming that the clause depends on."""
        token, steps, done = self.doc[k.head], 0, False
        while token.head != token and steps < 6:
            token = token.head
            steps += 1
            if k.start <= token.i < k.end:
                continue
            cue = self.lexicon.cues.get(token.lemma_.lower())
            if token.pos_ in VERBAL and cue is not None:
                source = _agent(token) or subject(token) or inverted(token)
                if source is not None and not k.start <= source.i < k.end:
                    done = (
                        found.add(self._speaking(source), source, "above", f"above|{cue}", f"above|{min(steps, 3)}") is not None
                        or done
                    )
            elif token.pos_ == "NOUN" and token.lemma_.lower() in self.lexicon.cue_nouns:
                for child in token.children:
                    if child.dep_ == "poss" or (child.dep_ == "amod" and child.ent_type_ in {"NORP", "GPE"}):
                        done = found.add(self._speaking(child), child, "noun of", f"noun of|{child.dep_}") is not None or done
        return done

    def _beside(self, found: Choices, k: Clause) -> bool:
        """Whoever "according to" names, and any other source of an attribution in the sentence."""
        first, last = self.c.sentences[self.c.sentence[k.head]]
        done = False
        for i in range(first, last):
            if self.c.lower[i] == "according" and not k.start <= i < k.end:
                to = self.c.child(i, "prep")
                source = self.c.child(to, "pobj") if to is not None else None
                if source is not None:
                    done = found.add(self._speaking(self.doc[source]), self.doc[source], "according") is not None or done
        for a in self.readings:
            if first <= a.cue.i < last and not _is_unsure(a) and (who := self.source(a)):
                side = "left" if a.cue.i < k.start else "right" if a.cue.i >= k.end else "in"
                same = bool(self.c.quote[k.head]) and any(self.c.quote[i] == self.c.quote[k.head] for i in a.content)
                found.add(
                    who, a.source, f"sentence {side}", f"sentence {side}|{a.cue_class}", *(["same quote"] if same else [])
                )
        for i in range(first, last):
            if self.c.lemma[i] in self.lexicon.citing and self.c.pos[i] == "VERB" and not k.start <= i < k.end:
                cited = self.c.child(i, "dobj")
                if cited is not None:
                    where = "left" if i < k.start else "right"
                    found.add(self._speaking(self.doc[cited]), self.doc[cited], "cited", f"cited|{where}")
        root = self.c.root(first, last)
        top = subject(self.doc[root])
        if top is not None and not k.start <= top.i < k.end and (who := self._speaking(top)):
            found.add(who, top, "top subject", f"top subject|{self.c.pos[root]}")
        return done

    def _going_on(self, found: Choices, k: Clause, *, reach: bool) -> None:
        """The voices before: of the paragraph, of the sentences before, of the quotation before."""
        sentence, paragraph = self.c.sentence[k.start], self.c.paragraph[k.start]
        quoted = self.c.quote[k.head] > 0
        before = [a for a in self._ordered if a.cue.i < self.c.sentences[sentence][0]]
        for rank, a in enumerate(reversed(before[-_VOICES:])):
            back = sentence - self.c.sentence[a.cue.i]
            if back > _REACH and not (quoted and rank == 0):
                break
            same = self.c.paragraph[a.cue.i] == paragraph
            nested = any(a.cue.i in b.content for b in self.holding.at[a.cue.i] if b is not a)
            state = f"{'same' if same else 'other'} paragraph|reach={reach:d}"
            tail = max(a.content) if a.content else a.cue.i
            runs = self.c.quote[tail] > 0 and quoted
            found.add(
                self.source(a),
                a.source,
                f"before{rank}",
                f"before{rank}|{state}",
                f"before{rank}|back={min(back, 3)}|reach={reach:d}",
                f"before{rank}|q={quoted:d}{runs:d}|reach={reach:d}",
                f"before|nested={nested:d}|{a.cue_class}",
            )
        after = next((a for a in self._ordered if a.cue.i >= self.c.sentences[sentence][1]), None)
        if after is not None and self.c.sentence[after.cue.i] - sentence == 1:
            state = f"{self.c.paragraph[after.cue.i] == paragraph:d}|q={quoted:d}|reach={reach:d}"
            found.add(self.source(after), after.source, "after", f"after|{state}")

    def _of_quote(self, found: Choices, k: Clause) -> None:
        """Whoever says any part of the quotation that the clause stands in."""
        number = self.c.quote[k.head]
        for a in self._quoted.get(number, ()) if number else ():
            if self.c.quote[a.cue.i] != number and (who := self.source(a)):
                held = any(a is b for b in self.holding.at[k.head])
                found.add(who, a.source, "quote", f"quote|held={held:d}", f"quote|{a.by}")
                self._others(found, a.source, "quote")

    def _near(self, found: Choices, k: Clause, *, reach: bool) -> None:
        """Subjects and possessors in the clause and around it, seen to speak or not; and who speaks most of all."""
        number = self.c.sentence[k.start]
        first, last = self.c.sentences[number]
        before = self.c.sentences[number - 1][0] if number > 0 else first
        for i in range(before, last):
            label = self.c.dep[i]
            if label not in {"nsubj", "nsubjpass", "poss", "agent", "pobj"} or self.c.pos[i] not in {"PROPN", "NOUN", "PRON"}:
                continue
            if label == "pobj" and self.c.lower[self.c.head[i]] not in {"by", "from"}:
                continue
            where = "back" if i < first else "in" if k.start <= i < k.end else "around"
            head = self.c.head[i]
            says = "says" if self.c.lemma[head] in self.lexicon.cues else "acts"
            if where != "in" or i == self.c.subject(k.head) or says == "says":
                found.add(
                    self._speaking(self.doc[i]),
                    self.doc[i],
                    f"{label} {where}",
                    f"{label} {where}|{says}",
                    f"{label} {where}|reach={reach:d}",
                )
        if self._said:
            chief = max(self._said, key=lambda name: self._said[name])
            found.add([Who(chief, "", 0.5)], None, "chief", f"chief|reach={reach:d}")

    def _others(self, found: Choices, source: Token | None, sign: str) -> None:
        """Whom a pronoun or title may mean besides the likeliest."""
        if source is not None and source.text not in FIRST_PERSON:
            for rank, who in enumerate(self.cast.alternatives(source)):
                found.add([who], source, f"other{rank}", f"other{rank}|{source.pos_}", f"other of {sign}")

    def _speaking(self, token: Token) -> list[Who]:
        """Whoever a phrase names, where it can speak."""
        if token.text in FIRST_PERSON:
            outer = self.holding.innermost(token.i)
            return (self.source(outer) if outer is not None else []) or self.tagged(token.i)
        return self.cast.speakers(token)

    def _describe(self, choice: Choice, k: Clause, number: int) -> None:
        if not choice.names:
            choice.signs.add(f"nobody|of={min(number, 4)}")
            return
        kinds = {self.cast.actor(name).kind for name in choice.names}
        kind = "person" if "person" in kinds else next(iter(sorted(kinds)))
        choice.signs.add(f"kind={kind}")
        token = choice.token
        if token is not None:
            inside = k.start <= token.i < k.end
            choice.signs.update((f"inside={inside:d}", f"pos={token.pos_}"))
            choice.signs |= {f"able={self._able(token)}", f"able={self._able(token)}|named={choice.names[0][:1].isupper():d}"}
        elif choice.names[0][:1].islower():
            choice.signs.add("unnamed")
        said = self._said.get(choice.names[0], 0)
        most = max(self._said.values(), default=1)
        choice.signs.add(f"said={0 if not said else 1 if said == 1 else 2 if said < most else 3}")
        if len(choice.names) > 1:
            choice.signs.add("several")
        choice.signs.add(f"sure={int(choice.confidence * 5)}")

    def _able(self, token: Token) -> str:
        """What sort of thing a phrase names: who can speak, and what cannot."""
        lemma = token.lemma_.lower()
        for sort, words in (
            ("document", self.lexicon.documents),
            ("official", self.lexicon.officials),
            ("body", self.lexicon.bodies),
            ("agent", self.lexicon.agents),
        ):
            if lemma in words:
                return sort
        if token.pos_ in {"PROPN", "PRON"} or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
            return "name" if token.pos_ != "PRON" else "pronoun"
        return "people" if token.tag_ == "NNS" and lemma.endswith(("er", "or", "ist", "ian", "an", "ee")) else "thing"


def _only_acts(choice: Choice) -> bool:
    """True for the subject of the clause that nothing makes a speaker: who does what somebody else tells of."""
    return "nsubj in|acts" in choice.signs and not any(sign.startswith(_SPEAKING) for sign in choice.signs)


def _agent(verb: Token) -> Token | None:
    """Who raises what is raised: "the idea that … was also raised by other leaders"."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _is_unsure(a: Reading) -> bool:
    """True for "is not sure how", "did not say whether": who does not know or say it is not the one whose word it is."""
    above = [a.cue, a.cue.head] if a.cue.dep_ == "acomp" else [a.cue]
    return (
        any(c.dep_ == "neg" for token in above for c in token.children)
        and min(a.content, default=a.cue.i) > a.cue.i
        and (a.cue.doc[min(a.content)].tag_ in {"WRB", "WP", "WDT"} or a.cue.doc[min(a.content)].lower_ in {"whether", "if"})
    )

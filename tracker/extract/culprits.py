"""Who may be accused in a clause: every actor in reach, with the signs by which the accused model chooses.

Whoever the grammar makes the doer of an act, the object of a verb of accusing, a possessor ("Moscow's plan") or adjective
("Russian shells"), a pronoun's antecedent, the accused of the clauses before, and the actor that the article accuses most;
or nobody yet. Two passes: what the grammar says surely of all clauses is a sign for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tracker.extract.acts import by_whom, done_to
from tracker.extract.choices import Choice, Choices
from tracker.extract.lexicon import SOFT
from tracker.extract.saying.holding import Holding
from tracker.extract.saying.rules import FIRST_PERSON, VERBAL, blames_nobody
from tracker.extract.who import Who
from tracker.extract.who.groups import insurgents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.saying.rules import Reading
    from tracker.extract.who.cast import Cast

_INDIVIDUALS = frozenset(["person", "unknown"])  # kinds of actors that a compatriot may accuse
_TOPICS = 3  # actors that are accused, and that are named, most: candidates for every clause
_MODIFIERS = frozenset(["amod", "compound", "nmod"])
_GRAMMAR = ("target", "subject", "agent", "poss", "adj", "victim", "inside", "beside")  # how named, the surest first
_DOING = frozenset(["subject", "shared subject", "subject above", "agent", "target", "poss"])
_SUFFERING = frozenset(["victim", "inside|place"])
_PLACES = frozenset(
    [
        "in",
        "near",
        "at",
        "from",
        "across",
        "around",
        "outside",
        "inside",
        "over",
        "throughout",
        "into",
        "to",
        "towards",
        "toward",
    ]
)


class Culprits:
    """The actors that the clauses of one text may accuse. Each clause comes with its speakers and whether it denies."""

    def __init__(
        self, c: Columns, readings: list[Reading], cast: Cast, claims: list[tuple[Clause, tuple[str, ...], bool]]
    ) -> None:
        self.c, self.cast, self.lexicon, self.doc = c, cast, cast.lexicon, c.doc
        self._holding = Holding(c.size, readings)
        self.claims = sorted(claims, key=lambda claim: claim[0].start)
        self._found = [self._by_grammar(k, speakers) for k, speakers, _ in self.claims]
        self._sure = [self._first_pass(n) for n in range(len(self.claims))]
        self._suffering = Counter(
            self.cast.side(name)
            for found in self._found
            for choice in found.all()
            if choice.signs & _SUFFERING and not choice.signs & _DOING
            for name in choice.names[:1]
        )
        self._named = Counter(self.cast.side(name) for name in cast.named())
        self._often = [name for name, _ in Counter(n for n in cast.named() if self._doer(n)).most_common(_TOPICS)]
        self.hold(self._sure)

    def hold(self, accused: Sequence[str | None]) -> None:
        """Take it as known whom each claim accuses (None: unclear), and count by it."""
        self._sure = list(accused)
        self._foes: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for name, (_, speakers, denies) in zip(self._sure, self.claims, strict=True):
            if name and not denies:
                self._foes[frozenset(self._own(speakers))][self._answering(name, speakers)] += 1
        self._counts = Counter(
            self._answering(name, speakers)
            for name, (_, speakers, denies) in zip(self._sure, self.claims, strict=True)
            if name and not denies
        )

    def of(self, n: int) -> list[Choice]:
        """All that claim `n` (in order of the text) may accuse, nobody included, each with its signs."""
        k, speakers, denies = self.claims[n]
        found = self._found[n].copy()
        before = [(m, self._sure[m]) for m in range(n - 1, -1, -1) if self._sure[m] is not None]
        for rank, (m, name) in enumerate(before[:2]):
            gap = self.c.sentence[k.start] - self.c.sentence[self.claims[m][0].start]
            same = self.claims[m][1][:1] == speakers[:1]
            if name is not None:
                found.add(
                    [Who(name, "", 0.6)],
                    None,
                    f"last{rank}",
                    f"last{rank}|gap={min(gap, 4)}",
                    f"last{rank}|same speaker={same:d}",
                )
        after = next((name for m in range(n + 1, len(self.claims)) if (name := self._sure[m]) is not None), None)
        if after is not None:
            found.add([Who(after, "", 0.6)], None, "next")
        for rank, (side, _) in enumerate(self._counts.most_common(_TOPICS)):
            found.add([Who(side, "", 0.5)], None, f"topic{rank}")
        blamed = [name for name in self._often if self._blamed(name) or not self._counts]
        for rank, name in enumerate(blamed):
            found.add([Who(name, "", 0.4)], None, f"often{rank}")
        own = self._own(speakers)
        if denies:
            for name in speakers:
                found.add([Who(self.cast.side(name), "", 0.8)], None, "denier's side")
        found.nobody("nobody")
        choices = [c for c in found.all() if denies or not self._is_absurd(c, own)]
        explicit = any(c.signs & {"target", "subject", "agent", "poss", "adj"} for c in choices)
        for choice in choices:
            self._describe(choice, own, k, denies=denies, explicit=explicit)
        return choices

    def is_own_deed(self, n: int) -> bool:
        """True where the speaker's own side is the doer of claim `n`: its plan or confession accuses nobody else."""
        own = self._own(self.claims[n][1])
        return any(
            c.signs & {"subject", "agent", "first person", "subject|pronoun0"} and c.names and self._is_own(c.names[0], own)
            for c in self._found[n].all()
        )

    @staticmethod
    def plainly(choices: list[Choice]) -> list[int]:
        """Of some choices those that the clause's own verb names, "X accused Y of": nobody else; all where it names none."""
        named = [n for n, choice in enumerate(choices) if "target own|1" in choice.signs]
        return named or list(range(len(choices)))

    def _is_absurd(self, choice: Choice, own: set[str]) -> bool:
        """True for whom an allegation never accuses: a mere victim of it, and the speaker's own side, unless that confesses."""
        if not choice.names or choice.signs & {"target", "first person"}:
            return False
        if self.cast.actor(choice.names[0]).kind == "place":
            return True
        victim = "victim" in choice.signs and not choice.signs & _DOING
        return victim or self._is_own(choice.names[0], own)

    def _answering(self, name: str, speakers: tuple[str, ...]) -> str:
        """Who answers for what somebody is blamed for: abroad his state is meant, at home he himself."""
        side = self.cast.side(name)
        if side == name or self.cast.actor(name).kind not in _INDIVIDUALS:
            return side
        foreign = any(self.cast.actor(s).kind != "unknown" and self.cast.side(s) != side for s in speakers)
        return side if foreign else name

    def _blamed(self, name: str) -> int:
        """How often somebody is blamed, alone or with others, or the state that answers for him."""
        names = {name, *self.cast.members(name), *map(self.cast.side, self.cast.members(name))}
        return sum(self._counts[n] for n in names)

    def _own(self, speakers: tuple[str, ...]) -> set[str]:
        """The speakers themselves, and the states and bodies that they speak for."""
        return {side for name in speakers for side in (name, self.cast.side(name))}

    def _is_own(self, name: str, own: set[str]) -> bool:
        """True for a speaker and for what acts in the name of its side; its compatriots are no side of their own."""
        if name in own:
            return True
        side = self.cast.side(name)
        return side in own and self.cast.actor(name).kind not in _INDIVIDUALS

    # --------------------------------------------------------------------------------------------------- by grammar

    def _by_grammar(self, k: Clause, speakers: tuple[str, ...]) -> Choices:
        found = Choices()
        self._targets(found, k)
        self._doers(found, k, speakers)
        self._inside(found, k)
        self._beside(found, k)
        return found

    def _doers(self, found: Choices, k: Clause, speakers: tuple[str, ...]) -> None:
        """Who does, and who suffers, what the clause's governing word and its acts say."""
        strong = [i for i in range(k.start, k.end) if self._is_act(i)]
        for i in dict.fromkeys([k.head, *strong]):
            for token, how in by_whom(self.doc[i], self.lexicon):
                if self.doc[i].lemma_.lower() in self.lexicon.suffered and self.doc[i].pos_ == "VERB":
                    self._add(found, token, "victim", "victim|suffers")
                    continue
                where = "in" if k.start <= token.i < k.end else "out"
                head = "head" if i == k.head else "act"
                marks = (how, f"{how}|{where}", f"{how}|{head}|{self.doc[i].pos_}")
                named = self._add(found, token, *marks, speakers=speakers)
                if named and i in strong:
                    named.signs.update({f"{how} act", *(f"{how}|{name}" for name in self.c.acts[i])})
            for token, how in done_to(self.doc[i]):
                if k.start <= token.i < k.end:
                    self._add(found, token, "victim", f"victim|{how}", *(f"victim|{name}" for name in self.c.acts[i]))

    def _inside(self, found: Choices, k: Clause) -> None:
        """Whoever the clause names: as the owner of something, or in any other place."""
        for i in range(k.start, k.end):
            token = self.doc[i]
            if token.dep_ == "poss":
                self._add(found, token, "poss", f"poss {self._owned(token.head.i)}")
            elif token.dep_ in _MODIFIERS and (token.ent_type_ in {"NORP", "GPE", "ORG"} or self._is_side(token)):
                self._add(found, token, "adj", f"adj {self._owned(token.head.i)}")
            elif token.pos_ in {"PROPN", "NOUN", "PRON"} and token.dep_ not in {"compound", "det", "poss"}:
                order = "before" if i < k.head else "after"
                self._add(found, token, "inside", f"inside|{_place(token)}", f"inside|{order}")

    def _is_side(self, token: Token) -> bool:
        """True for "rebel" and "regime" before what they do: "rebel propaganda", "regime warplanes"."""
        return token.pos_ in {"NOUN", "ADJ"} and token.lemma_.lower() in self.lexicon.insurgents | self.lexicon.rulers

    def _owned(self, i: int) -> str:
        """What sort of thing somebody owns."""
        return "act" if self._is_act(i) else "force" if "force" in self.c.acts[i] else "thing"

    def _beside(self, found: Choices, k: Clause) -> None:
        """Whoever the sentence names around the clause."""
        first, last = self.c.sentences[self.c.sentence[k.head]]
        for i in (*range(first, k.start), *range(k.end, last)):
            token = self.doc[i]
            if token.pos_ in {"PROPN", "PRON"} or (
                token.pos_ == "NOUN" and ("force" in self.c.acts[i] or token.dep_ in {"nsubj", "dobj"})
            ):
                order = "before" if i < k.start else "after"
                self._add(found, token, "beside", f"beside|{token.dep_}", f"beside|{order}")

    def _targets(self, found: Choices, k: Clause) -> None:
        """Whom a verb of accusing blames: "accused X of …", where the clause is the verb's own or what it governs."""
        held = {id(a): a for i in (k.start, k.head, k.end - 1) for a in self._holding.at[i]}
        for a in held.values():
            if a.target is not None and not blames_nobody(a.cue):
                self._add(found, a.target, "target", "target of holder")
        for i in range(k.start, k.end):
            for a in self._holding.by_cue.get(i, ()):
                if a.target is not None and not blames_nobody(a.cue):
                    self._add(found, a.target, "target", f"target own|{a.cue.i == k.head:d}")
            for token in self._blamed_by(i):
                self._add(found, token, "target", f"target of {self.doc[i].pos_}")

    def _blamed_by(self, i: int) -> list[Token]:
        """Whom a word of accusing names: "accused X", "X was accused", "a lawsuit against X"."""
        word = self.doc[i]
        if word.pos_ in VERBAL and self.lexicon.cues.get(word.lemma_.lower()) == "accuse" and not blames_nobody(word):
            return [c for c in word.children if c.dep_ in {"dobj", "nsubjpass"}]
        if word.pos_ == "NOUN" and word.lemma_.lower() in self.lexicon.accusing_nouns | self.lexicon.suits:
            beside = (
                word.head.children if word.dep_ == "dobj" else ()
            )  # "filed a lawsuit against X": the parser may take either
            against = [c for c in (*word.children, *beside) if c.dep_ == "prep" and c.lower_ == "against"]
            return [c for prep in against for c in prep.children if c.dep_ == "pobj"]
        return []

    def _is_act(self, i: int) -> bool:
        return any(name not in SOFT for name in self.c.acts[i])

    def _add(self, found: Choices, token: Token, *signs: str, speakers: tuple[str, ...] = ()) -> Choice | None:
        """Add whom a word means: for a pronoun, each of its likely antecedents; for "I" and "we", who speaks."""
        if token.text in FIRST_PERSON and speakers and signs[0] in _DOING:
            speaker = self.cast.answerable(Who(speakers[0], token.text, 0.8))
            return found.add([speaker], token, "first person", f"first person|{signs[0]}")
        if token.text in FIRST_PERSON or token.lower_ in {"you", "there", "that", "which", "who", "what", "this"}:
            return None
        if token.pos_ == "PRON":
            first = None
            for rank, meant in enumerate(self.cast.antecedents(token)):
                marks = (f"pronoun{rank}", f"pronoun{rank}|{token.lower_}", f"{signs[0]}|pronoun{rank}")
                added = found.add([meant], token, *marks)
                first = first or added
            return first
        for rank, other in enumerate(self.cast.alternatives(token) if token.pos_ == "NOUN" else ()):
            found.add([self.cast.answerable(other)], token, f"meant{rank}", f"meant{rank}|{signs[0]}")
        who = (self.cast.owner(token) or insurgents(token, self.cast)) if token.dep_ in _MODIFIERS else self.cast.resolve(token)
        if who is None and token.ent_type_ in {"NORP", "GPE"}:
            who = self.cast.demonym(token)
        if who is None and token.pos_ == "NOUN" and signs[0] in _DOING:
            who = self.cast.people_of(token)
        if who is None:
            return None
        who = self.cast.answerable(who)
        return found.add([self._jointly(who, token) if signs[0] in _DOING or signs[0] == "adj" else who], token, *signs)

    def _jointly(self, who: Who, token: Token) -> Who:
        """All that do it together, where a name stands in a row: "Russia and the regime", "Syrian and Russian warplanes"."""
        rows = [token, *(c for c in token.children if c.dep_ == "amod")]
        others = [c for t in rows for c in t.children if c.dep_ == "conj" and any(o.lower_ == "and" for o in t.children)]
        names = [who.name]
        for other in others:
            also = self.cast.owner(other) or insurgents(other, self.cast) or self.cast.people_of(other)
            if also is not None and self.cast.actor(also.name).kind == self.cast.actor(who.name).kind != "unknown":
                names.append(self.cast.answerable(also).name)
        return self.cast.together(names, who) if len(set(names)) > 1 else who

    def _first_pass(self, n: int) -> str | None:
        """Whom the grammar surely accuses in a claim; None where it does not say."""
        _, speakers, denies = self.claims[n]
        if denies:
            return None
        own = self._own(speakers)
        for sign in ("target", "subject act", "agent act", "poss act", "adj act", "adj force", "poss force"):
            for choice in self._found[n].all():
                fits = (
                    sign in choice.signs
                    and "victim" not in choice.signs
                    and not any(s.startswith("pronoun") for s in choice.signs)
                )
                if fits and choice.names and not self._is_own(choice.names[0], own) and self._doer(choice.names[0]):
                    return choice.names[0]
        return None

    def _doer(self, name: str) -> bool:
        return self.cast.actor(name).kind != "unknown" or name[:1].isupper()

    # ---------------------------------------------------------------------------------------------------- the signs

    def _describe(self, choice: Choice, own: set[str], k: Clause, *, denies: bool, explicit: bool) -> None:
        """Add the signs that a choice has beside others; `explicit` is true where the grammar names somebody."""
        d = "denial|" if denies else ""
        if not choice.names:
            choice.signs |= {f"{d}nobody|explicit={explicit:d}", f"nobody|topics={min(2, len(self._counts))}"}
            choice.signs |= {f"nobody|h={name}" for name in self.c.acts[k.head]}
            return
        name, signs = choice.names[0], choice.signs
        first = self.cast.members(name)[0]
        side, kind = self.cast.side(first), self.cast.actor(first).kind
        mine, lower = f"own={self._is_own(name, own):d}", f"lower={name[:1].islower():d}"
        share = self._blamed(name) / max(1, sum(self._counts.values()))
        signs |= {f"kind={kind}", f"{d}{mine}", lower}
        signs.add(f"accused={0 if not share else 1 if share < 0.2 else 2 if share < 0.5 else 3}")
        most = max(self._named.values(), default=1)
        signs.add(f"named={min(3, int(4 * self._named[side] / max(1, most)))}")
        g = f"g={next((s for s in _GRAMMAR if s in signs), 'far')}"
        signs |= {g, f"{d}{g}|{mine}", f"{g}|kind={kind}", f"{g}|accused={share > 0.2:d}", f"{g}|{lower}"}
        if "victim" in signs:
            signs.add("victim too" if signs & {"subject", "target", "agent", "poss"} else "victim only")
        signs.add(f"explicit={explicit:d}|{g}")
        if any(s.startswith("inside|place") for s in signs):
            signs.add(f"place|kind={kind}")
        self._relate(signs, name, own, d, explicit=explicit)

    def _relate(self, signs: set[str], name: str, own: set[str], d: str, *, explicit: bool) -> None:
        """Add what the clause makes of an actor together with how often, and by whom, its side is accused elsewhere."""
        side = self.cast.side(name)
        first = [actor for actor, _ in self._counts.most_common(2)]
        party = name if self._counts[name] else side
        rank = f"rank={first.index(party) if party in first else 2 if self._counts[party] else 3}"
        role = f"role={self._role(signs)}"
        foe = self._foes[frozenset(own)].most_common(1)
        balance = self._blamed(name) - self._suffering[side]
        fate = f"fate={'doer' if balance > 0 else 'victim' if balance < 0 else 'even'}"
        signs |= {fate, f"{fate}|{role}"}
        relation = "own" if self._is_own(name, own) else "foe" if foe and foe[0][0] in {name, side} else "other"
        signs |= {
            role,
            f"{role}|{rank}",
            f"{role}|{relation}",
            f"{role}|{rank}|{relation}",
            f"{d}{role}|{relation}",
            f"{role}|explicit={explicit:d}|{rank}",
            f"{rank}|{relation}|explicit={explicit:d}",
        }

    @staticmethod
    def _role(signs: set[str]) -> str:
        """What the clause makes of an actor: one word, the surest that holds."""
        if "target" in signs:
            return "target"
        if signs & {"subject act", "agent act", "poss act", "adj act"} and "victim" not in signs:
            return "doer"
        if "victim" in signs:
            return "victim and doer" if signs & {"subject", "agent", "poss"} else "victim"
        if signs & {"subject", "agent"}:
            return "subject"
        if signs & {"shared subject", "subject above"}:
            return "shared subject"
        if signs & {"poss force", "adj force"}:
            return "force"
        if signs & {"poss", "adj"}:
            return "possessor"
        if "inside" in signs:
            return "place" if any(s.startswith("inside|place") for s in signs) else "inside"
        if "beside" in signs:
            return "beside subject" if "beside|nsubj" in signs else "beside"
        return "last" if "last0" in signs else "far"


def _place(token: Token) -> str:
    """The place of a word in its clause: its label, for the object of a preposition with that; "place" for where."""
    if token.dep_ != "pobj":
        return token.dep_
    return "place" if token.head.lower_ in _PLACES else f"pobj:{token.head.lower_}"

"""What the attribution model sees of a token: strings for a linear-chain CRF.

Two views: of a word that may be a cue, and of every word around a cue, which may belong to its source or content. The strongest
signs of the second are the path through the parse from the cue to the word, what the rules read, and the quotation marks.
"""

from __future__ import annotations

from itertools import groupby

from tracker.extract.columns import Columns

_FUNCTION = {"ADP", "SCONJ", "CCONJ", "DET", "PRON", "PART", "AUX", "PUNCT", "ADV"}  # their words tell more than their class
_STANDS_ALONE = {"acomp", "ROOT", "ccomp", "conj", "amod", "acl", "attr", "oprd", "advcl"}
_NOUNS = {"saying_noun", "thinking_noun", "willing_noun"}
_BEFORE, _AFTER = 4, 6  # sentences of a quotation that may belong to a cue in another sentence
Features = list[str]


def candidates(c: Columns) -> list[int]:
    """The words that may be a cue: verbs, copulas, some nouns and adjectives, "according" and the colon."""
    return [i for i in range(c.size) if _may_attribute(c, i)]


def by_sentence(c: Columns) -> list[list[int]]:
    """The candidates, those of each sentence together: one sequence for the tagger."""
    return [list(members) for _, members in groupby(candidates(c), key=lambda i: c.sentence[i])]


def _may_attribute(c: Columns, i: int) -> bool:
    pos = c.pos[i]
    if pos == "VERB":
        return True
    if pos == "AUX":
        return c.dep[i] not in {"aux", "auxpass"}
    if pos in {"NOUN", "PROPN"}:
        return not _NOUNS.isdisjoint(c.classes[i]) or (pos == "NOUN" and c.child(i, "ccomp", "acl") is not None)
    if pos == "ADJ":
        return "adjective" in c.classes[i] or (
            c.dep[i] in _STANDS_ALONE and c.child(i, "ccomp", "xcomp", "prep", "csubj") is not None
        )
    return c.lower[i] in {"according", ":"}


def of_cue(c: Columns, i: int) -> Features:
    """The features of a word that may be a cue."""
    start, end = c.sentences[c.sentence[i]]
    lemma, pos, tag, dep, head = c.lemma[i], c.pos[i], c.tag[i], c.dep[i], c.head[i]
    classes = c.classes[i] or ("none",)
    children = c.children[i]
    subject, thing = c.subject(i), c.child(i, "dobj", "attr", "oprd", "nsubjpass")
    complement = _complement(c, i, thing)
    who = "none" if subject is None else _sort(c, subject)
    quoted = c.quote[i] > 0
    found = ["bias", f"l={lemma}", f"w={c.lower[i]}", f"p={pos}", f"t={tag}", f"d={dep}"]
    for name in classes:
        found += [f"x={name}", f"x={name}|{complement}", f"x={name}|{who}", f"x={name}|d={dep}", f"x={name}|t={tag}"]
        found.append(f"x={name}|q{quoted:d}")
    found += [f"c={complement}", f"c={complement}|{pos}", f"s={who}", f"sc={who}|{complement}"]
    found.append("kids=" + ",".join(sorted({c.dep[k] for k in children if c.dep[k] != "punct"})))
    found += [f"l|c={lemma}|{complement.partition(':')[0]}", f"l|s={lemma}|{'n' if subject is None else c.pos[subject]}"]
    for k in children:
        if c.dep[k] in {"prep", "agent"}:
            found += [f"pr={c.lemma[k]}", f"l|pr={lemma}|{c.lemma[k]}"]
        elif c.dep[k] in {"aux", "mark", "prt", "det"}:
            found.append(f"k={c.dep[k]}:{c.lemma[k]}")
        elif c.dep[k] in {"neg", "poss", "amod", "compound"}:
            found.append(f"k={c.dep[k]}:{c.pos[k]}")
    if thing is not None:
        found += [f"o={c.lemma[thing]}", "ox=" + ",".join(c.classes[thing]), f"l|o={lemma}|{c.lemma[thing]}"]
    if subject is not None:
        found.append(f"sl={c.lemma[subject]}")
    found.append("passive" if c.child(i, "auxpass", "nsubjpass") is not None else "active")
    found += ["h=" + (c.lemma[head] if head != i else "ROOT"), f"hp={c.pos[head]}", "hx=" + ",".join(c.classes[head])]
    for offset in (-2, -1, 1, 2):
        j = i + offset
        found.append(f"{offset}={c.lower[j]}" if start <= j < end else f"{offset}=#")
        if start <= j < end:
            found.append(f"{offset}p={c.pos[j]}")
    found += _near_quote(c, i, start, end, classes) if not quoted else ["quoted"]
    found.append("title" if c.is_title[c.sentence[i]] else "plain")
    for a in c.rule_at.get(i, ()):
        found += [f"r={a.rule}", f"rc={a.cue_class}", f"rs={a.source is not None:d}"]
    if i not in c.rule_at:
        found.append("r=no")
    found.append(f"within={i in c.in_rule:d}")
    return found


def _sort(c: Columns, i: int) -> str:
    """What sort of phrase a word heads: a name, a pronoun, a document, or a part of speech."""
    if c.pos[i] == "PRON":
        return c.lower[i]
    return "name" if c.pos[i] == "PROPN" else "document" if "document" in c.classes[i] else c.pos[i]


def _complement(c: Columns, i: int, thing: int | None) -> str:
    """The shape of what a word governs: a clause and its opening word, an object, a preposition."""
    clause = c.child(i, "ccomp", "xcomp", "csubj")
    if clause is not None:
        mark = c.child(clause, "mark")
        return f"{c.dep[clause]}:{c.lemma[mark] if mark is not None else ''}{':before' if clause < i else ''}"
    if (clause := c.child(i, "acl")) is not None:
        mark = c.child(clause, "mark", "aux")
        return f"acl:{c.lemma[mark] if mark is not None else ''}"
    if thing is not None:
        return f"object:{c.pos[thing]}"
    preposition = c.child(i, "prep", "agent")
    return f"prep:{c.lemma[preposition]}" if preposition is not None else "none"


def _near_quote(c: Columns, i: int, start: int, end: int, classes: tuple[str, ...]) -> Features:
    near = "L" if any(c.quote[max(start, i - 6) : i]) else ""
    near += "R" if any(c.quote[i + 1 : min(end, i + 7)]) else ""
    return [f"nq={near}", f"sq={any(c.quote[start:end]):d}", *(f"nq={near}|{name}" for name in classes)]


def window(c: Columns, cue: int) -> tuple[int, int]:
    """The tokens that may belong to a cue, from and up to: its sentence and the quoted ones that run on around it."""
    k = c.sentence[cue]
    start, end = c.sentences[k]
    first = c.paragraph[start]
    for a, b in reversed(c.sentences[max(0, k - _BEFORE) : k]):
        if (c.paragraph[b - 1] != first and c.paragraph[a] != first) or not any(c.quote[a:b]):
            break
        start = a
    for a, b in c.sentences[k + 1 : k + 1 + _AFTER]:
        steps = c.paragraph[a] - c.paragraph[end - 1]
        if steps > 2 or not any(c.quote[a : a + 2] if steps else c.quote[a:b]):
            break
        end = b
    return start, end


def around_cue(c: Columns, cue: int, start: int, end: int, cues: set[int]) -> list[Features]:
    """The features of each token in a cue's window; `cues` are all words taken for cues."""
    shared = _Cue(c, cue, {c.sentence[i] for i in cues if not c.quote[i] and c.sentence[i] != c.sentence[cue]})
    found = [shared.of(j) if j != cue else ["cue"] for j in range(start, end)]
    for way in (range(cue - 1, start - 1, -1), range(cue + 1, end)):
        passed = 0
        for j in way:
            found[j - start].append(f"between={min(passed, 2)}")
            passed += j in cues
            if j in cues:
                found[j - start].append("other cue")
    for j in range(start, end):
        for offset in (-1, 1):
            k = j + offset
            word = "#" if not start <= k < end else c.lower[k] if c.pos[k] in _FUNCTION else c.pos[k]
            found[j - start].append(f"{offset}={word}")
    return found


class _Cue:
    """One cue and what is the same for all words around it."""

    def __init__(self, c: Columns, cue: int, taken: set[int]) -> None:
        self.c, self.cue, self.taken = c, cue, taken
        start, end = c.sentences[c.sentence[cue]]
        self.beside = f"{any(c.quote[start:cue]):d}{any(c.quote[cue:end]):d}"
        self.name = (c.classes[cue] or ("none",))[0]
        self.kind = c.pos[cue] if c.pos[cue] != "VERB" else c.tag[cue]
        above = [cue]
        while c.head[above[-1]] != above[-1]:
            above.append(c.head[above[-1]])
        self.level = {i: k for k, i in enumerate(above)}
        self.path = ["cue"]
        for i in above[:-1]:
            self.path.append(f"{self.path[-1]}<{c.dep[i]}")
        self.branches: dict[int, tuple[int, int | None, int]] = {}
        self.subject = c.subject(cue)
        self.who = self._subject_words()
        self.rules = c.rule_at.get(cue, [])
        self.in_content = {i for a in self.rules for i in a.content}
        self.in_source = {i for a in self.rules for i in c.source_of(a)}

    def _subject_words(self) -> set[int]:
        if self.subject is None:
            return set()
        words = self.c.subtree(self.subject)
        if self.subject in self.level:  # "who said …": the clause hangs on its subject
            words = {i for i in words if self.branch(i)[0] >= self.level[self.subject]}
        return words

    def branch(self, j: int) -> tuple[int, int | None, int]:
        """Where a word hangs: steps up from the cue, the branch taken down there (None: the word itself), steps down."""
        if j not in self.branches:
            if j in self.level:
                self.branches[j] = (self.level[j], None, 0)
            elif self.c.head[j] == j:
                self.branches[j] = (99, j, 0)  # another sentence
            else:
                up, taken, down = self.branch(self.c.head[j])
                self.branches[j] = (up, j, 1) if taken is None else (up, taken, down + 1)
        return self.branches[j]

    def of(self, j: int) -> Features:
        """The features of one word around the cue, but for its neighbours."""
        c = self.c
        side = "L" if j < self.cue else "R"
        apart = c.sentence[j] - c.sentence[self.cue]
        quote = c.quote[j]
        quoted = (
            f"{'q' if quote else 'o'}{'Q' if c.quote[self.cue] else 'O'}{'=' if quote and quote == c.quote[self.cue] else ''}"
        )
        found = ["bias", f"p={c.pos[j]}", f"w={c.lemma[j]}", f"ds={side}{_bucket(abs(j - self.cue))}", f"q={quoted}{side}"]
        apart = max(-2, min(3, apart))
        found.append(f"k={apart}")
        if apart:
            state = f"{quoted}|{self.beside}|{c.sentence[j] in self.taken:d}"
            found += [f"kq={apart}|{quoted}", f"kq={quoted}|{self.name}", f"ks={apart}|{state}", f"ks={state}"]
        else:
            found += self._path(j, side, quoted)
        if self.rules:
            read = "c" if j in self.in_content else "s" if j in self.in_source else "-"
            found += [f"R={read}", f"R={read}|{self.rules[0].rule}"]
        else:
            found.append("R=0")
        if j in c.in_rule:
            found.append("within")
        return found

    def _path(self, j: int, side: str, quoted: str) -> Features:
        c = self.c
        up, taken, down = self.branch(j)
        if taken is None:
            way = f"A{min(up, 5)}:{self.path[min(up, 5)]}R"
        elif up == 99:
            way = "X" + side
        else:
            way = f"{self.path[min(up, 4)]}>{c.dep[taken]}{'L' if taken < self.cue else 'R'}"
        found = [f"B={way}", f"B={way}|{self.name}", f"B={way}|{self.kind}", f"B={way}|{c.pos[j]}", f"B={way}|{quoted}"]
        if taken is not None:
            found += [f"Bh={way}|{min(down, 3)}", f"bd={c.dep[taken]}|{c.dep[j]}"]
            if up == 0:
                turn = f"{c.dep[taken]}{'L' if taken < self.cue else 'R'}"
                found += [f"B0={turn}|{c.lemma[self.cue]}", f"B0={turn}|{c.pos[taken]}|{self.name}"]
                if c.dep[taken] == "prep":
                    found += [f"Bp={c.lemma[taken]}|{self.name}", f"Bp={c.lemma[taken]}|{c.lemma[self.cue]}|{min(down, 2)}"]
        found.append(f"d={c.dep[j]}|{side}")
        if j in self.who:
            found += ["who", f"who|{self.name}", f"who|{self.kind}", f"who|{c.pos[j]}|{c.dep[j]}"]
        if j == self.subject:
            found.append("subject")
        return found


def _bucket(distance: int) -> str:
    if distance <= 4:
        return str(distance)
    return "5-7" if distance < 8 else "8-14" if distance < 15 else "15-29" if distance < 30 else "30+"

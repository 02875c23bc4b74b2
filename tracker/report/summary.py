"""The paragraph that opens a weekly report, and the one that closes it: what it can and cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.report import words
from tracker.report.unlinked import told
from tracker.report.view import View
from tracker.report.weeks import Period
from tracker.text import plural

METHOD = (
    "This report covers only what was ingested here. What other outlets printed, and what was said without being "
    "printed, is not in it; “first” always means first seen here, by date of publication. Where a text dates a "
    "statement earlier, that date is given too.",
    "Allegations are found by a program, and it errs: it misses some, and it can take the wrong person for the speaker "
    "or the accused. Each line leads to quotes, each speaker’s once. Read the quote, and the article around it, before "
    "you rely on the line.",
    "Outlets that print one agency text, or one speaker’s words on one occasion, count as one origin. Many outlets are "
    "not many confirmations, and speakers of one side who repeat each other are not independent.",
    "Where nothing is said about evidence, the evidence is unassessed; “no evidence provided” stands only where a "
    "voice says so. A denial is not evidence. An allegation that has gone quiet is not settled. The tracker does not "
    "decide what is true: a verdict is always somebody’s, and that somebody is named.",
)


def headline(views: Sequence[View], period: Period, scope: str) -> str:
    """Put the period into a sentence or two, as a front page would: what was carried most, who said it, where it stands."""
    ranked = _ranked(views)
    if not ranked or not ranked[0].here:
        return f"No accusation {f'{scope} ' if scope else ''}was made or repeated in this {period.noun}."
    top = ranked[0]
    claim, said = top.allegation.claim.rstrip("."), Counter(n for m in top.here for n in m.mention.speakers)
    # names first: an "official" is no headline
    speakers = sorted(said, key=lambda name: (name[:1].islower(), -said[name]))
    who = words.names(speakers, limit=2) if speakers else f"{plural(_outlets(top), 'outlet')}, naming nobody,"
    again = " again" if top.earlier else ""
    # "said", of one and of many: whether a name is of several ("engineers", "the Taliban") nobody knows here
    return f"{who[:1].upper()}{who[1:]} said{again}: {claim}. It stands as “{top.allegation.status.headline}”."


def summarise(
    views: Sequence[View], lines: Mapping[str, int], articles: int, outlets: int, period: Period, *, unread: int = 0
) -> str:
    """Tell a period in a few sentences: what was read, what was found, what was carried most, what is open.

    `lines` has the number of lines of each section by its key, and as `denied_unlinked` how many denials belong to no
    allegation; `unread` of the `articles` are in languages that the extractor does not read.
    """
    if not articles:
        read = f"{period.phrase} the tracker read no articles."
    else:
        read = f"{period.phrase} the tracker read {plural(articles, 'article')} from {plural(outlets, 'outlet')}"
        nothing = not lines["denied_unlinked"] and not any(v.here or v.denials for v in views)
        read += " and found no allegation in them." if nothing else "."
    sentences = [read, _unread(unread), _found(views, lines), _most_carried(views), _open(lines["unverified"], period)]
    return " ".join(filter(None, sentences))


def _unread(count: int) -> str:
    """Say how many articles are counted, but nothing here is from them."""
    if not count:
        return ""
    where, them = ("is in a language", "it") if count == 1 else ("are in languages", "them")
    return f"{plural(count, 'article')} {where} that it does not read: stored, but nothing here is from {them}."


def _found(views: Sequence[View], lines: Mapping[str, int]) -> str:
    new, repeated = lines["new"], sum(bool(v.here and v.earlier) for v in views)
    made = [f"{plural(new, 'allegation')} made for the first time"] if new else []
    if repeated:
        made.append(f"{repeated if made else plural(repeated, 'allegation')} repeated")
    moved = [f"{lines[key]} {'was' if lines[key] == 1 else 'were'} {key}" for key in ("denied", "resolved") if lines[key]]
    if lines["denied_unlinked"]:
        moved.append(told(lines["denied_unlinked"]))
    if made:
        return f"It found {' and '.join(made)}; {words.names(moved) or 'none was denied'}."
    return f"No allegation was made; {words.names(moved)}." if moved else ""


def _most_carried(views: Sequence[View]) -> str:
    ranked = _ranked(views)
    if not ranked or len(ranked[0].here) < 2:
        return ""
    top, claim = ranked[0], ranked[0].allegation.claim.rstrip(".")
    counts = f"{plural(len(top.here), 'mention')} in {plural(_outlets(top), 'outlet')}"
    status = top.allegation.status.headline
    return f"The most carried was {top.allegation.public_id}, “{claim}”, with {counts}; it stands as “{status}”."


def _ranked(views: Sequence[View]) -> list[View]:
    return sorted(views, key=lambda v: (-len(v.here), -_outlets(v), v.allegation.id))


def _outlets(v: View) -> int:
    return len({words.outlet(m.article) for m in v.here})


def _open(count: int, period: Period) -> str:
    if not count:
        return ""
    return f"At the end of the {period.noun} {plural(count, 'allegation')} {'was' if count == 1 else 'were'} unverified."

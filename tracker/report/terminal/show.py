"""One allegation on a terminal: where it stands and why, how it was said, what it is linked to; or one mention alone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report import as_of, words
from tracker.report.measures.paths import said_order
from tracker.report.terminal.layout import beside, columns, foreign, headline
from tracker.text import plural, squash
from tracker.types import Allegation, Axis, Judgement, Kind, Reason, StatusEvent, StoredMention

# Without `everything`: so many mentions from either end, and quotes no longer than this.
_ENDS = 3
_QUOTE = 200
_DATE, _AXIS, _VALUE, _CERTAINTY = 11, 13, 15, 8


def allegation_page(allegation: Allegation, width: int, everything: bool = False) -> RenderableType:
    """Show claim, axes and why, quotes, links; with `everything` all mentions in context, events and judgements."""
    said = sorted(allegation.mentions, key=said_order)
    parts: list[RenderableType] = [
        columns([[Text(allegation.public_id, style="bold"), _head(allegation)]], [len(allegation.public_id)]),
        Text(),
        beside([_axis(allegation, axis) for axis in Axis], [_AXIS, _VALUE], width),
        Text(),
        Text(_heading(allegation), style="bold"),
    ]
    if everything:
        parts.append(beside([_mention(m, _in_context(m)) for m in said], [_DATE, _CERTAINTY], width))
        events = [_event(event) for event in as_of.chronological(allegation.events)]
        parts += _section("What moved its status", "event", events, [_DATE, _AXIS, _VALUE], width)
        judgements = [_judgement(judgement) for judgement in allegation.judgements]
        parts += _section("Why these belong together", "judgement", judgements, [_DATE, 8], width)
    else:
        parts += [beside(_ends(said), [_DATE, _CERTAINTY], width), *_more(allegation, len(said) - 2 * _ENDS)]
    if allegation.links:
        links = [f"{words.value_words(link.kind)} A-{link.other_id} ({squash(link.other_claim)})" for link in allegation.links]
        parts += [Text(), columns([[Text("Linked", style="bold"), foreign(" · ".join(links))]], [len("Linked")])]
    return Group(*parts)


def mention_page(m: StoredMention, width: int) -> RenderableType:
    """Show one mention in context, and what it belongs to; of a denial that belongs to nothing, how to join it."""
    return Group(
        foreign(squash(m.mention.claim), style="bold"),
        Text(),
        beside([_mention(m, _in_context(m))], [_DATE, _CERTAINTY], width),
        Text(),
        Text(_belonging(m)),
    )


def _belonging(m: StoredMention) -> str:
    if m.allegation_id is not None:
        return f"It belongs to A-{m.allegation_id}: tracker show A-{m.allegation_id}"
    if m.mention.kind is Kind.DENIAL:
        return (
            "This is a denial that was joined to no allegation.\n"
            f"tracker move {m.mention.id} ID joins it to the one that it denies; tracker search WORDS finds that one."
        )
    return "This is a statement: it accuses nobody, and belongs to no allegation."


def _head(allegation: Allegation) -> Text:
    facts = [f"accused {squash(allegation.accused)}" if allegation.accused else "nobody named as accused"]
    if allegation.topics:
        facts.append(", ".join(map(words.topic, allegation.topics)))
    if first := min((m for m in allegation.alleging if m.asserted_on), key=said_order, default=None):
        facts.append(f"first said {words.short_date(*words.said(first))}")
    if allegation.first_seen:
        facts.append(f"first seen here {words.short_date(allegation.first_seen)}")
    facts.append(words.carried_by(allegation))
    claim = foreign(squash(allegation.claim), style="bold")
    return Text("\n").join([claim, headline(allegation.status.headline), foreign(" · ".join(facts), style="dim")])


def _axis(allegation: Allegation, axis: Axis) -> list[Text]:
    """Say where an axis stands and why; the quote that decides it is added where the reason does not give it."""
    why = squash(allegation.status.why.get(axis, ""))
    reasons = [why] if why else []
    event = as_of.deciding(allegation, axis)
    if event and event.quote and squash(event.quote) not in why:
        reasons += [
            words.quoted(squash(event.quote)),
            f"{_origin(event)}, {words.short_date(as_of.happened_on(event))}",
        ]
    value = words.value_words(getattr(allegation.status, axis.value))
    return [Text(axis.value), Text(value, style="bold"), foreign("\n".join(reasons))]


def _heading(allegation: Allegation) -> str:
    denials = len(allegation.mentions) - len(allegation.alleging)
    denied = [plural(denials, "denial")] if denials else []
    if not allegation.alleging:
        return ", ".join(["No mentions", *denied])
    copies = len(allegation.echoes)
    copied = f"; {copies} {'is an echo' if copies == 1 else 'are echoes'} of an earlier text" if copies else ""
    return f"How it was said ({', '.join([plural(len(allegation.alleging), 'mention'), *denied])}{copied})"


def _ends(said: Sequence[StoredMention]) -> list[list[Text]]:
    rows = [_mention(m, _short_quote(m)) for m in said]
    if len(rows) <= 2 * _ENDS:
        return rows
    return [*rows[:_ENDS], [Text("…"), Text(), Text(f"{len(rows) - 2 * _ENDS} more")], *rows[-_ENDS:]]


def _more(allegation: Allegation, left_out: int) -> list[Text]:
    """Count what `everything` would add, so that nothing is left out silently."""
    counts = [
        (max(left_out, 0), "quote"),
        (len(allegation.events), "event"),
        (len(allegation.judgements), "judgement"),
    ]
    more = [plural(count, noun) for count, noun in counts if count]
    if not more:
        return []
    return [Text(f"{words.names(more)} more, in context: tracker show {allegation.public_id} --all", style="dim")]


def _mention(m: StoredMention, quoted: Text) -> list[Text]:
    certainty = "denial" if m.mention.kind is Kind.DENIAL else m.mention.certainty.value
    who = foreign(squash(words.speaker(m)), style="bold")
    where = foreign(f", {squash(words.outlet(m.article))}: ")
    return [Text(words.short_date(*words.said(m))), Text(certainty), who + where + quoted]


def _short_quote(m: StoredMention) -> Text:
    quote = squash(m.mention.quote)
    return foreign(words.quoted(quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]}…"))


def _in_context(m: StoredMention) -> Text:
    """Set the quote in brackets between the words around it, say where to read it, and why it was read so."""
    around = f"{squash(m.before)} [{squash(m.mention.quote)}] {squash(m.after)}".strip()
    text = foreign(f"{around}\n{squash(m.article.url or m.article.ref)} · mention {m.mention.id}")
    text.append_text(foreign("".join(f"\n{why}" for why in map(_reason, m.mention.reasons)), style="dim"))
    return text


def _reason(reason: Reason) -> str:
    """One decision in a line: what, by what, how sure, why."""
    sure = f", {reason.sure:.0%}" if reason.sure is not None else ""
    return f"{reason.decision}: {squash(reason.why)} ({reason.by}{sure})"


def _section(title: str, noun: str, rows: Sequence[Sequence[Text]], widths: Sequence[int], width: int) -> list[RenderableType]:
    if not rows:
        return []
    return [Text(), Text(f"{title} ({plural(len(rows), noun)})", style="bold"), beside(rows, widths, width)]


def _event(event: StatusEvent) -> list[Text]:
    quote = f": {words.quoted(squash(event.quote))}" if event.quote else ""
    return [
        Text(words.short_date(as_of.happened_on(event))),
        Text(event.axis.value),
        foreign(words.value_words(event.value)),
        foreign(f"{_origin(event)}{quote} ({event.made_by})"),
    ]


def _origin(event: StatusEvent) -> str:
    voice = words.voice(event)
    return f"{voice}, {words.outlet(event.article)}" if event.article else voice


def _judgement(judgement: Judgement) -> list[Text]:
    return [
        Text(words.short_date(judgement.made_at.date())),
        Text(judgement.decision.value),
        foreign(f"{judgement.mention_id}: {squash(judgement.reason)} ({judgement.score:.2f}, {judgement.made_by})"),
    ]

"""Decisions in words: what somebody did to which allegation."""

from __future__ import annotations

from tracker.report.words import value_words
from tracker.text import plural
from tracker.types import Action

_SAID = {"positive": "is", "negative": "is not", "unsure": "may be"}


def told(action: Action) -> str:
    """One decision as a clause: "A-5 merged into A-3: the same town"."""
    because = f": {action.because}" if action.because else ""
    return _what(action) + because


def state(action: Action) -> str:
    """Whether a decision was taken back; empty while it stands."""
    return " (taken back)" if action.undone_at else ""


def _what(action: Action) -> str:
    given = action.arguments
    match action.kind:
        case "merge":
            accused = f", though they accuse {' and '.join(given['accused'])}" if "accused" in given else ""
            return f"{', '.join(f'A-{merged}' for merged in given['merged'])} merged into A-{given['into']}{accused}"
        case "split":
            return f"{plural(len(given['mentions']), 'mention')} split from A-{given['from']} as A-{given['new']}"
        case "move":
            return f"mention {given['mention']} moved from {_id(given['from'])} to A-{given['to']}"
        case "status":
            rated = f" (rated “{given['rating']}”)" if given.get("rating") else ""
            by = f" by {given['by']}" if given.get("by") not in {None, action.made_by} else ""
            return f"A-{given['allegation']} found {value_words(given['verdict'])}{by}{rated}"
        case "judge":
            one = f"mention {given['mention']}" if "mention" in given else f"A-{given['one']}"
            other, said = given.get("other", given.get("allegation")), _SAID[given["decision"]]
            return f"{one} {said} {'of ' if 'mention' in given else ''}A-{other}"
        case "rematch":
            return f"{plural(given['mentions'], 'mention')} matched anew"
        case _:
            return f"{action.kind} of decision {action.target_id}"


def _id(allegation: int | None) -> str:
    return f"A-{allegation}" if allegation is not None else "no allegation"

"""What can go wrong, typed. Every message names the input and says what to do; `status` is the exit status."""

from __future__ import annotations


class TrackerError(Exception):
    """Base of all errors that the tracker raises on purpose."""

    status = 1


class UsageError(TrackerError):
    """The request itself makes no sense: a week that does not exist, `from` after `to`."""

    status = 2


class NotFoundError(TrackerError):
    """What was asked for is not here: an allegation id, a file."""

    status = 4


class SettledError(UsageError):
    """What was to be decided is so already; nothing was changed."""


class ConflictError(TrackerError):
    """A decision that would cross one that somebody has made; nothing was changed."""


class DatabaseError(TrackerError):
    """The database cannot be used: not a database, not ours, damaged, not writable."""


class DatabaseBusyError(DatabaseError):
    """Somebody else holds the database; trying again later will do."""

    status = 5


class TogetherError(DatabaseBusyError):
    """Two transactions got in each other's way and this one was taken back: it can be run again at once."""


class DatabaseTooNewError(DatabaseError):
    """The database was written by a newer version of the tracker."""

    status = 5


class ModelMissingError(TrackerError):
    """The language model that the extractor needs is not installed."""


class SpanError(TrackerError):
    """A mention whose quote is not what stands at its span: it is never stored."""


class TamperedError(TrackerError):
    """The log, what it tells of, or a sealed bundle is not as it was written."""


class ModelFailedError(TrackerError):
    """A language model that was asked for an article did not give a usable answer: the article is left for another time."""

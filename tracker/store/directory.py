"""The outlets of the seeds (`seeds/outlets.toml`) by what they are called and by the domains that they publish under."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker import resources
from tracker.text import fold
from tracker.types.outlets import KnownOutlet

if TYPE_CHECKING:
    from collections.abc import Mapping


def outlet(name: str) -> KnownOutlet | None:
    """Return the outlet that is called so: by its name, an alias or a domain. Case, accents and "the" do not count."""
    return _by_name().get(fold(name))


def at(url: str) -> KnownOutlet | None:
    """Return the outlet that publishes a page, by its domain or one above it."""
    known = _by_domain()
    return next((known[domain] for domain in domains(url) if domain in known), None)


def names(name: str) -> set[str]:
    """Return, in small letters, all that the outlet called so may be stored as, the name itself included."""
    known = outlet(name)
    every = (known.name, *known.aliases, *known.domains) if known else ()
    return {called.lower() for called in (name, *every)}


def domains(url: str) -> list[str]:
    """Return the host of a web address and the domains above it, the longest first: what may say who publishes it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        return []
    labels = host.rstrip(".").split(".")
    return [".".join(labels[n:]) for n in range(len(labels) - 1)]


@functools.cache
def _all() -> tuple[KnownOutlet, ...]:
    circles = resources.load("outlets.toml")
    return tuple(
        KnownOutlet(
            name=row["name"],
            domains=tuple(row["domains"]),
            aliases=tuple(row.get("aliases", ())),
            country=row.get("country", group.get("country")),
            circle=circle,
        )
        for circle, group in circles.items()
        for row in group["outlets"]
    )


@functools.cache
def _by_name() -> Mapping[str, KnownOutlet]:
    return {fold(called): known for known in _all() for called in (*known.domains, *known.aliases, known.name)}


@functools.cache
def _by_domain() -> Mapping[str, KnownOutlet]:
    return {domain: known for known in _all() for domain in known.domains}

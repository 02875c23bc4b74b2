"""Who publishes an article, and what is known of outlets: from the seeds, and from the analyst, who has the last word.

One outlet has many names: a page calls it "BBC News", a feed "bbc.co.uk". What is stored under a name stays valid; only a name
that is not stored yet is looked for among domains and aliases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from tracker.errors import NotFoundError, UsageError
from tracker.store import directory
from tracker.store import tables as t
from tracker.store.filters import CURRENT
from tracker.store.rows import added
from tracker.text import fold, squash
from tracker.types.outlets import RELIABILITY, StoredOutlet

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")


def publisher(session: Session, name: str | None, url: str | None) -> int | None:
    """Return the id of the outlet that publishes an article, added where it is new; None where nothing tells who does.

    By the name that the article gives, where that is stored; else by the domain of its URL, the analyst's domains before those
    of the seeds; else by the names of the seeds; else the name as it is.
    """
    stored = _named(session, [name]) if name else None
    if stored is None and url:
        stored = _of_domain(session, directory.domains(url))
    if stored is not None:
        return stored
    known = (directory.at(url) if url else None) or (directory.outlet(name) if name else None)
    if known is None:
        return added(session, t.Outlet(name=name)) if name else None
    stored = _named(session, [known.name, *known.aliases, *known.domains])
    return stored if stored is not None else added(session, t.Outlet(name=known.name))


def read(session: Session) -> list[StoredOutlet]:
    """Return all outlets that are stored: those with the most current articles first, then by name."""
    domains = defaultdict(list)
    for row in sorted(session.scalars(select(t.OutletDomain)), key=lambda row: row.domain):
        domains[row.outlet_id].append(row.domain)
    number = select(col(t.Article.outlet_id), func.count()).where(CURRENT).group_by(col(t.Article.outlet_id))
    articles: dict[int | None, int] = {row[0]: row[1] for row in session.execute(number)}
    found = [_record(row, domains[row.id or 0], articles.get(row.id, 0)) for row in session.scalars(select(t.Outlet))]
    return sorted(found, key=lambda outlet: (-outlet.articles, outlet.name))


def fits(outlet: StoredOutlet, words: str) -> bool:
    """Tell whether every word is part of a name, a domain, the circle or the country. Case and accents do not count."""
    about = (outlet.name, *outlet.aliases, *outlet.domains, outlet.circle or "", outlet.country or "")
    whole = "\n".join(map(fold, about))
    return all(word in whole for word in fold(words).split())


def circles(session: Session) -> dict[str, str]:
    """Return the circle of each outlet by its stored name, where it has one."""
    found = {}
    for row in session.scalars(select(t.Outlet)):
        known = directory.outlet(row.name)
        if circle := row.circle or (known.circle if known else None):
            found[row.name] = circle
    return found


def describe(
    session: Session,
    name: str,
    *,
    country: str | None = None,
    circle: str | None = None,
    reliability: str | None = None,
    domains: Collection[str] = (),
) -> str:
    """Keep what the analyst says of an outlet, None for what stays as it is, and return the name it is stored with.

    A circle or a country that is empty gives way to that of the seeds. Articles of the `domains` that come later are its own.
    Raises NotFoundError, and UsageError for a value that is none.
    """
    row = _row(session, name)
    if country is not None:
        row.country = _checked(country.upper(), r"[A-Z]{2}|", "the country", "a code of two letters, e.g. FR") or None
    if circle is not None:
        row.circle = squash(circle) or None
    if reliability is not None:
        row.reliability = _checked(reliability.upper(), "|".join(RELIABILITY), "the reliability", "a letter from A to F")
    for domain in domains:
        plain = _checked(domain.lower().removeprefix("www."), _DOMAIN.pattern, "the domain", "a host's name, e.g. example.org")
        session.merge(t.OutletDomain(domain=plain, outlet_id=row.id or 0))
    session.flush()
    return row.name


def _checked(value: str, pattern: str, what: str, wanted: str) -> str:
    if not re.fullmatch(pattern, value):
        raise UsageError(f"{what} {value!r} is none: give {wanted}")
    return value


def _row(session: Session, name: str) -> t.Outlet:
    """The outlet that is stored with this name, in whatever case, else with another name of the same outlet."""
    named = select(t.Outlet).order_by(col(t.Outlet.id))
    exact = session.scalars(named.where(col(t.Outlet.name) == name)).first()
    same = exact or session.scalars(named.where(func.lower(col(t.Outlet.name)) == name.lower())).first()
    row = same or session.scalars(named.where(func.lower(col(t.Outlet.name)).in_(directory.names(name)))).first()
    if row is None:
        raise NotFoundError(f"no outlet {name!r}: tracker outlets lists those that have articles")
    return row


def _named(session: Session, names: Collection[str]) -> int | None:
    """The first outlet that is stored with one of these names, letter by letter."""
    return session.scalar(select(col(t.Outlet.id)).where(col(t.Outlet.name).in_(names)).order_by(col(t.Outlet.id)).limit(1))


def _of_domain(session: Session, domains: Collection[str]) -> int | None:
    """The outlet to which the analyst has given one of these domains, the longest."""
    given = select(col(t.OutletDomain.outlet_id)).where(col(t.OutletDomain.domain).in_(domains))
    return session.scalar(given.order_by(func.length(col(t.OutletDomain.domain)).desc()).limit(1))


def _record(row: t.Outlet, domains: Collection[str], articles: int) -> StoredOutlet:
    known = directory.outlet(row.name)
    aliases = (known.name, *known.aliases) if known else ()
    return StoredOutlet(
        name=row.name,
        country=row.country or (known.country if known else None),
        circle=row.circle or (known.circle if known else None),
        reliability=row.reliability,
        domains=tuple(dict.fromkeys((*domains, *(known.domains if known else ())))),
        aliases=tuple(alias for alias in aliases if alias != row.name),
        articles=articles,
    )

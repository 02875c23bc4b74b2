"""Views that people can read: names instead of numbers, and only what stands.

They show what `tracker` itself shows: current articles, live judgements, actors as they are after merges. A migration that
rebuilds a table in SQLite must drop these views first and create them anew at its end: SQLite refuses to rename a table while a
view refers to one that is missing.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-28 15:50:00
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Every actor with the name, kind and side of what it is now; in other views as `known`.
KNOWN = """
    WITH RECURSIVE ends(id, now_id) AS (
        SELECT id, id FROM actor WHERE merged_into_id IS NULL
        UNION ALL
        SELECT actor.id, ends.now_id FROM actor JOIN ends ON ends.id = actor.merged_into_id
    )
"""

ARTICLES = """
    SELECT
        article.id AS id,
        article.ref AS ref,
        article.title AS title,
        outlet.name AS outlet,
        article.published AS published,
        article.language AS language,
        article.agency AS agency,
        article.url AS url,
        {ingested_at} AS ingested_at,
        article.text AS text
    FROM article
    LEFT JOIN outlet ON outlet.id = article.outlet_id
    WHERE article.superseded_by IS NULL
"""

ACTORS = (
    KNOWN
    + """
    SELECT
        actor.id AS id,
        actor.name AS stored_as,
        now.name AS name,
        now.kind AS kind,
        coalesce(side.name, now.name) AS side
    FROM actor
    JOIN ends ON ends.id = actor.id
    JOIN actor AS now ON now.id = ends.now_id
    LEFT JOIN ends AS side_ends ON side_ends.id = now.side_id
    LEFT JOIN actor AS side ON side.id = side_ends.now_id
"""
)

MENTIONS = """
    SELECT
        mention.id AS id,
        'A-' || judgement.allegation_id AS allegation,
        mention.kind AS kind,
        (
            SELECT {joined_names} FROM (
                SELECT actors.name AS name
                FROM mention_speaker JOIN actors ON actors.id = mention_speaker.actor_id
                WHERE mention_speaker.mention_id = mention.id
                GROUP BY actors.name
                ORDER BY min(mention_speaker.position)
            ) AS said
        ) AS speakers,
        mention.speaker_text AS speaker_text,
        coalesce(teller.name, mention.reported_by) AS reported_by,
        accused.name AS accused,
        mention.claim AS claim,
        mention.quote AS quote,
        mention.certainty AS certainty,
        mention.negated AS negated,
        mention.evidence AS evidence,
        mention.contest AS contest,
        mention.asserted_on AS asserted_on,
        coalesce(article.published, {ingested_on}) AS seen_on,
        outlet.name AS outlet,
        article.ref AS article,
        article.id AS article_id,
        article.url AS url,
        mention.confidence AS confidence
    FROM mention
    JOIN article ON article.id = mention.article_id AND article.superseded_by IS NULL
    LEFT JOIN outlet ON outlet.id = article.outlet_id
    LEFT JOIN judgement ON judgement.mention_id = mention.id
        AND judgement.decision = 'positive' AND judgement.superseded_at IS NULL
    LEFT JOIN actors AS accused ON accused.id = mention.accused_id
    LEFT JOIN actors AS teller ON teller.stored_as = mention.reported_by
"""

EVENTS = """
    SELECT
        status_event.id AS id,
        'A-' || status_event.allegation_id AS allegation,
        status_event.axis AS axis,
        status_event.value AS value,
        coalesce(voice.name, status_event.voice) AS voice,
        substr(article.text, status_event."start" + 1, status_event."end" - status_event."start") AS quote,
        status_event.happened_on AS happened_on,
        {recorded_at} AS recorded_at,
        status_event.made_by AS made_by,
        status_event.mention_id AS mention,
        article.ref AS article,
        outlet.name AS outlet,
        status_event.url AS url
    FROM status_event
    LEFT JOIN article ON article.id = status_event.article_id
    LEFT JOIN outlet ON outlet.id = article.outlet_id
    LEFT JOIN actors AS voice ON voice.stored_as = status_event.voice
    LEFT JOIN mention ON mention.id = status_event.mention_id
    LEFT JOIN article AS shown ON shown.id = mention.article_id
    WHERE status_event.superseded_at IS NULL
        AND (status_event.mention_id IS NULL OR shown.superseded_by IS NULL)
        AND status_event.allegation_id IN (
            SELECT judgement.allegation_id
            FROM judgement
            JOIN mention ON mention.id = judgement.mention_id
            JOIN article ON article.id = mention.article_id
            WHERE judgement.decision = 'positive' AND judgement.superseded_at IS NULL AND article.superseded_by IS NULL
        )
"""

# An axis stands where `tracker.assess.status` says: evidence at the latest day, then the value that says more; contest at the
# strongest value; the others at the latest event.
ALLEGATIONS = """
    WITH carried AS (
        SELECT
            judgement.allegation_id AS number,
            mention.id AS mention_id,
            article.id AS article_id,
            mention.asserted_on AS asserted_on,
            coalesce(article.published, {ingested_on}) AS seen_on,
            coalesce(outlet.name, article.ref) AS outlet,
            mention.kind <> 'denial' AS alleging
        FROM judgement
        JOIN mention ON mention.id = judgement.mention_id
        JOIN article ON article.id = mention.article_id
        LEFT JOIN outlet ON outlet.id = article.outlet_id
        WHERE judgement.decision = 'positive' AND judgement.superseded_at IS NULL AND article.superseded_by IS NULL
    ),
    counted AS (
        SELECT
            number,
            min(CASE WHEN alleging THEN coalesce(asserted_on, seen_on) END) AS first_asserted,
            min(CASE WHEN alleging THEN seen_on END) AS first_seen,
            max(CASE WHEN alleging THEN seen_on END) AS last_seen,
            count(CASE WHEN alleging THEN 1 END) AS mentions,
            count(DISTINCT CASE WHEN alleging THEN article_id END) AS articles,
            count(DISTINCT CASE WHEN alleging THEN outlet END) AS outlets
        FROM carried
        GROUP BY number
    ),
    voices AS (
        SELECT carried.number AS number, count(DISTINCT actors.name) AS speakers
        FROM carried
        JOIN mention_speaker ON mention_speaker.mention_id = carried.mention_id
        JOIN actors ON actors.id = mention_speaker.actor_id
        WHERE carried.alleging
        GROUP BY carried.number
    ),
    ranked AS (
        SELECT
            allegation_id AS number,
            axis,
            value,
            row_number() OVER (
                PARTITION BY allegation_id, axis
                ORDER BY
                    CASE WHEN axis = 'contest' THEN weight ELSE 0 END DESC,
                    day DESC,
                    CASE WHEN axis = 'evidence' THEN weight ELSE 0 END DESC,
                    recorded_at DESC,
                    id
            ) AS place
        FROM (
            SELECT
                status_event.*,
                coalesce({happened_on}, '0001-01-01') AS day,
                CASE value
                    WHEN 'asserted' THEN 1 WHEN 'none_provided' THEN 2 WHEN 'published' THEN 3
                    WHEN 'counter_claimed' THEN 1 WHEN 'denied' THEN 2 WHEN 'disputed' THEN 3 WHEN 'conceded' THEN 4
                    ELSE 0
                END AS weight
            FROM status_event
            WHERE superseded_at IS NULL
                AND (mention_id IS NULL OR mention_id IN (
                    SELECT mention.id FROM mention JOIN article ON article.id = mention.article_id
                    WHERE article.superseded_by IS NULL
                ))
        ) AS standing
    )
    SELECT
        'A-' || allegation.id AS id,
        allegation.id AS number,
        allegation.claim AS claim,
        accused.name AS accused,
        coalesce(evidence.value, 'unassessed') AS evidence,
        coalesce(contest.value, 'none') AS contest,
        coalesce(
            corroboration.value,
            CASE
                WHEN voices.speakers > 1 THEN 'multi_speaker'
                WHEN counted.outlets > 1 THEN 'echoed'
                ELSE 'single_origin'
            END
        ) AS corroboration,
        coalesce(verdict.value, 'open') AS verdict,
        (SELECT {joined_topics}) AS topics,
        counted.first_asserted AS first_asserted,
        counted.first_seen AS first_seen,
        counted.last_seen AS last_seen,
        counted.mentions AS mentions,
        counted.articles AS articles,
        counted.outlets AS outlets,
        coalesce(voices.speakers, 0) AS speakers
    FROM allegation
    JOIN counted ON counted.number = allegation.id
    LEFT JOIN voices ON voices.number = allegation.id
    LEFT JOIN actors AS accused ON accused.id = allegation.accused_id
    LEFT JOIN ranked AS evidence ON evidence.number = allegation.id AND evidence.axis = 'evidence' AND evidence.place = 1
    LEFT JOIN ranked AS contest ON contest.number = allegation.id AND contest.axis = 'contest' AND contest.place = 1
    LEFT JOIN ranked AS corroboration
        ON corroboration.number = allegation.id AND corroboration.axis = 'corroboration' AND corroboration.place = 1
    LEFT JOIN ranked AS verdict ON verdict.number = allegation.id AND verdict.axis = 'verdict' AND verdict.place = 1
"""

SPEAKERS = """
    SELECT
        actors.name AS name,
        min(actors.kind) AS kind,
        min(actors.side) AS side,
        count(DISTINCT mentions.id) AS mentions,
        count(DISTINCT CASE WHEN mentions.kind = 'allegation' THEN mentions.allegation END) AS allegations,
        count(DISTINCT CASE WHEN mentions.kind = 'denial' THEN mentions.id END) AS denials,
        min(mentions.seen_on) AS first_seen,
        max(mentions.seen_on) AS last_seen
    FROM mention_speaker
    JOIN actors ON actors.id = mention_speaker.actor_id
    JOIN mentions ON mentions.id = mention_speaker.mention_id
    GROUP BY actors.name
"""

DECISIONS = """
    SELECT
        action.id AS id,
        action.kind AS kind,
        {arguments} AS arguments,
        action.because AS because,
        action.made_by AS made_by,
        {made_at} AS made_at,
        action.target_id AS target,
        {undone_at} AS undone_at
    FROM action
"""

# in an order in which each refers to earlier ones only
VIEWS = {
    "actors": ACTORS,
    "articles": ARTICLES,
    "mentions": MENTIONS,
    "events": EVENTS,
    "allegations": ALLEGATIONS,
    "speakers": SPEAKERS,
    "decisions": DECISIONS,
}


def words(dialect: str) -> dict[str, str]:
    """The few expressions that the two databases write differently."""
    times = {
        "ingested_at": "article.ingested_at",
        "recorded_at": "status_event.recorded_at",
        "made_at": "action.made_at",
        "undone_at": "action.undone_at",
    }
    if dialect == "sqlite":
        return {
            "joined_names": "group_concat(name, '; ')",
            "joined_topics": "group_concat(value, '; ') FROM json_each(allegation.topics)",
            "ingested_on": "date(article.ingested_at)",
            "happened_on": "happened_on",
            "arguments": "action.arguments",
            **{name: f"strftime('%Y-%m-%dT%H:%M:%SZ', {column})" for name, column in times.items()},
        }
    return {
        "joined_names": "string_agg(name, '; ')",
        "joined_topics": "string_agg(value, '; ') FROM json_array_elements_text(allegation.topics) AS each(value)",
        "ingested_on": "CAST(article.ingested_at AT TIME ZONE 'UTC' AS date)",
        "happened_on": "CAST(happened_on AS text)",
        "arguments": "CAST(action.arguments AS text)",
        **{
            name: f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')" for name, column in times.items()
        },
    }


def upgrade() -> None:
    own = words(op.get_bind().dialect.name)
    for name, query in VIEWS.items():
        # driver's own SQL: a colon in it must not be taken for a parameter
        op.get_bind().exec_driver_sql(f"CREATE VIEW {name} AS {query.format(**own)}")


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")

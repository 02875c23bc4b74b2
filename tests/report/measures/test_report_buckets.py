from __future__ import annotations

from report.report_factories import allegation, on, said

from tracker.report.trajectory import measure


def test_origins_are_counted_as_they_come_in() -> None:
    mentions = [
        said(on(2, 1), "Anna Berg"),
        said(on(2, 1), "Bob Holm"),
        said(on(2, 3), "Anna Berg"),
        said(on(2, 4), "Cid Lund"),
    ]
    buckets = measure(allegation(*mentions), "day").buckets
    assert [(bucket.new_origins, bucket.origins) for bucket in buckets] == [(2, 2), (0, 2), (0, 2), (1, 3)]


def test_two_that_a_later_one_brings_together_have_one_origin_from_the_start() -> None:
    joint = said(on(2, 2), speakers=("Anna Berg", "Bob Holm"))
    buckets = measure(allegation(said(on(2, 1), "Anna Berg"), said(on(2, 1), "Bob Holm"), joint), "day").buckets
    assert [(bucket.new_origins, bucket.origins) for bucket in buckets] == [(1, 1), (0, 1)]

from __future__ import annotations

from training.certainty import table


def test_the_table_tells_accuracy_and_what_always_asserting_would_give() -> None:
    pairs = [("asserted", "asserted"), ("asserted", "planned"), ("possible", "possible"), ("likely", "asserted")]
    head, _, *rows = table(pairs).split("\n")
    assert head == "4 claims, accuracy 0.500 (always asserted: 0.500)"
    assert [row.split()[0] for row in rows] == ["possible", "likely", "planned", "asserted"]
    assert rows[0].endswith("F1 1.00")
    assert rows[3].split()[1:5] == ["0", "0", "1", "1"]


def test_nothing_is_measured_without_claims() -> None:
    assert table([]).startswith("0 claims, accuracy 0.000")

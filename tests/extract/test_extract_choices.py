from __future__ import annotations

from tracker.extract.choices import NOBODY, Choices
from tracker.extract.who import Who


def test_two_ways_to_one_actor_are_one_answer_with_the_signs_of_both() -> None:
    found = Choices()
    found.add([Who("Finland", "Helsinki", 0.9)], None, "subject")
    found.add([Who("Finland", "the Finns", 0.5)], None, "topic")
    (answer,) = found.all()
    assert (answer.names, answer.text, answer.signs) == (("Finland",), "Helsinki", {"subject", "topic"})


def test_several_who_speak_together_are_an_answer_of_their_own() -> None:
    found = Choices()
    found.add([Who("Finland", "", 1.0)], None, "a")
    found.add([Who("Finland", "", 0.4), Who("Norway", "", 0.8)], None, "b")
    assert [(c.names, c.confidence) for c in found.all()] == [(("Finland",), 1.0), (("Finland", "Norway"), 0.4)]


def test_nobody_found_is_no_answer_but_nobody_may_be_one() -> None:
    found = Choices()
    assert found.add([], None, "a") is None
    found.nobody("silent")
    assert [(c.names, c.signs) for c in found.all()] == [(NOBODY, {"silent"})]


def test_a_copy_can_be_added_to_without_changing_the_first() -> None:
    found = Choices()
    found.add([Who("Finland", "", 1.0)], None, "a")
    found.copy().add([Who("Finland", "", 1.0)], None, "b")
    assert found.all()[0].signs == {"a"}

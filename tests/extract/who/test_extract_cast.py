from __future__ import annotations

import pytest

BOMBED = "said that Finland had bombed the bridge."


@pytest.fixture(scope="session")
def resolved(cast_of):
    """The canonical name behind the last occurrence of a word in a text; None where it is nobody."""

    def run(text: str, word: str) -> str | None:
        cast = cast_of(text)
        token = [t for t in cast.doc if t.text == word][-1]
        who = cast.resolve(token)
        return who.name if who is not None else None

    return run


# --------------------------------------------------------------------------------------------------- persons


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Peter Halvorsen came. Halvorsen spoke.", "Halvorsen", "Peter Halvorsen"),
        ("Norwegian Prime Minister Peter Halvorsen came. The minister spoke.", "minister", "Peter Halvorsen"),
        ("Anna Berg, the Norwegian foreign minister, came. The foreign minister spoke.", "minister", "Anna Berg"),
        ("Peter Halvorsen came. He spoke.", "He", "Peter Halvorsen"),
        ("Mr. Peter Halvorsen met Mrs. Anna Berg. She spoke.", "She", "Anna Berg"),
        ("Mr. Peter Halvorsen met Mrs. Anna Berg. He spoke.", "He", "Peter Halvorsen"),
    ],
)
def test_a_short_form_leads_to_the_person_named_before(resolved, text: str, word: str, name: str) -> None:
    assert resolved(text, word) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dmitri Peskov spoke.", "Dmitry Peskov"),
        ("Serguei Lavrov spoke.", "Sergei Lavrov"),
        ("Boris Jonson spoke.", "Boris Johnson"),
        ("Ursula von der Layen spoke.", "Ursula von der Leyen"),
    ],
)
def test_a_known_person_is_recognised_although_misspelt(resolved, text: str, name: str) -> None:
    assert resolved(text, text.split()[-2]) == name


def test_a_title_leads_to_its_last_holder_before_it(resolved) -> None:
    text = "Norwegian Prime Minister Peter Halvorsen came. Swedish Foreign Minister Anna Berg left. The foreign minister spoke."
    assert resolved(text, "minister") == "Anna Berg"


def test_one_office_has_several_names(resolved) -> None:
    assert resolved("US Secretary of State Anna Berg came. The foreign minister spoke.", "minister") == "Anna Berg"


def test_an_indefinite_title_is_somebody_else(resolved) -> None:
    assert resolved("Norwegian Foreign Minister Anna Berg came. A minister spoke.", "minister") == "minister"


def test_the_side_of_a_person_is_learnt_from_the_title(cast_of) -> None:
    cast = cast_of("Norwegian Foreign Minister Anna Berg spoke.")
    assert cast.side("Anna Berg") == "Norway"
    assert cast.actor("Anna Berg").kind == "person"


def test_the_aide_of_a_person_is_not_that_person(resolved) -> None:
    assert resolved("Peter Halvorsen came. Peter Halvorsen's aide spoke.", "aide") != "Peter Halvorsen"


def test_a_pronoun_with_nobody_before_it_is_nobody(resolved) -> None:
    assert resolved("He spoke.", "He") is None


def test_he_is_a_person_and_it_is_a_body(resolved) -> None:
    text = "Peter Halvorsen visited Norway."
    assert resolved(f"{text} He spoke.", "He") == "Peter Halvorsen"
    assert resolved(f"{text} It was angry.", "It") == "Norway"


# ---------------------------------------------------------------------------------------------- states, bodies


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("The Kremlin spoke.", "Kremlin", "Russia"),
        ("Moscow spoke.", "Moscow", "Russia"),
        ("Washington spoke.", "Washington", "United States"),
        ("The White House spoke.", "House", "United States"),
        ("Downing Street spoke.", "Street", "United Kingdom"),
        ("Norwegian forces attacked.", "forces", "Norway"),
        ("Norway's army attacked.", "army", "Norway"),
        ("The Norwegian government spoke.", "government", "Norway"),
        ("The government of Norway spoke.", "government", "Norway"),
        ("The Pentagon spoke.", "Pentagon", "US Department of Defense"),
    ],
)
def test_a_state_is_known_by_whom_it_acts_through(resolved, text: str, word: str, name: str) -> None:
    assert resolved(text, word) == name


def test_unnamed_officials_keep_their_own_name_on_the_side_of_their_state(cast_of) -> None:
    cast = cast_of("Norwegian officials spoke.")
    who = cast.resolve(next(t for t in cast.doc if t.text == "officials"))
    assert who.name == "Norwegian officials"
    assert cast.side(who.name) == "Norway"


def test_what_cannot_speak_is_nobody(resolved) -> None:
    assert resolved("The weather was fine.", "weather") is None


# ------------------------------------------------------------------------------------------------- speakers


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Norway", ("Norway",)),
        ("The Kremlin", ("Russia",)),
        ("Norway and Sweden", ("Norway", "Sweden")),
        ("Norway, Sweden and Denmark", ("Norway", "Sweden", "Denmark")),
        ("The US, UK and Norway", ("United States", "United Kingdom", "Norway")),
        ("Britain, Norway and NATO", ("United Kingdom", "Norway", "NATO")),
        ("Peter Halvorsen", ("Peter Halvorsen",)),
        ("The Norwegian government", ("Norway",)),
        ("Norwegian officials", ("Norwegian officials",)),
    ],
)
def test_everybody_who_says_it_is_a_speaker(one, source: str, names: tuple[str, ...]) -> None:
    assert one(f"{source} {BOMBED}").speakers == names


def test_joint_speakers_are_told_as_one_phrase(one) -> None:
    assert one(f"Norway, Sweden and Denmark {BOMBED}").speaker == "Norway, Sweden and Denmark"


def test_one_actor_under_two_names_is_one_speaker(one) -> None:
    assert one(f"Moscow and the Kremlin {BOMBED}").speakers == ("Russia",)


@pytest.mark.parametrize(
    ("owner", "side"), [("Norway", "Norway"), ("the Norwegian government", "Norway"), ("the Kremlin", "Russia")]
)
def test_a_spokesman_without_a_name_says_what_his_side_says(one, owner: str, side: str) -> None:
    found = one(f"A spokesman for {owner} {BOMBED}")
    assert found.speaker == side
    assert found.speaker_text.startswith("A spokesman for")


def test_the_words_of_the_speaker_are_kept_beside_the_name(one) -> None:
    found = one(f"The Kremlin {BOMBED}")
    assert (found.speaker, found.speaker_text) == ("Russia", "The Kremlin")


# ------------------------------------------------------------------------------------------------ transcripts


def test_a_transcript_belongs_to_whoever_is_tagged(mentions) -> None:
    text = "MS. BERG: Finland bombed the bridge.\n\nQ: Are you sure?\n\nMS. BERG: Finland poisoned the well too."
    assert [(m.speaker, m.quote) for m in mentions(text)] == [
        ("Berg", "Finland bombed the bridge"),
        ("Berg", "Finland poisoned the well too"),
    ]


def test_a_tag_leads_to_a_known_person(mentions) -> None:
    text = "MS. PSAKI: Finland bombed the bridge.\n\nQ: When was that?\n\nMS. PSAKI: Finland bombed it on Monday night."
    assert {m.speaker for m in mentions(text)} == {"Jen Psaki"}


def test_a_tag_leads_to_a_person_named_in_the_text(mentions) -> None:
    text = "Anna Berg spoke in Lund.\n\nMS. BERG: Finland bombed the bridge.\n\nQ: When?\n"
    assert [m.speaker for m in mentions(text)] == ["Anna Berg"]


def test_what_is_asked_is_nobodys_claim(mentions) -> None:
    assert mentions("Q: Did Finland bomb the bridge?\n\nQ: And who poisoned the well?\n") == []


def test_it_outside_of_what_is_said_is_rather_who_speaks_than_who_is_spoken_of(cast_of, attributions) -> None:
    text = "Norway said that Finland had bombed the bridge. It was angry."
    cast = cast_of(text)
    cast.reported = {i for a in attributions(text) for i in a.content}
    assert cast.pronoun(next(t for t in cast.doc if t.text == "It")).name == "Norway"


def test_mr_and_mrs_tell_two_of_one_family_apart(resolved) -> None:
    text = "Mr. Peter Berg met Mrs. Anna Berg. "
    assert resolved(f"{text}Mrs. Berg spoke.", "Berg") == "Anna Berg"
    assert resolved(f"{text}Mr. Berg spoke.", "Berg") == "Peter Berg"


# -------------------------------------------------------------------------------------------- known to be wrong


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("The UK, Norway and NATO", ("United Kingdom", "Norway", "NATO")),
        ("Norway, the UK and NATO", ("Norway", "United Kingdom", "NATO")),
    ],
)
def test_joint_speakers_are_all_kept_whatever_the_parser_takes_the_comma_for(one, source, names) -> None:
    assert one(f"{source} {BOMBED}").speakers == names


def test_an_office_that_goes_on_after_its_head_is_the_same_office(resolved) -> None:
    text = "Norwegian Foreign Minister Anna Berg came. The secretary of state spoke."
    assert resolved(text, "secretary") == "Anna Berg"

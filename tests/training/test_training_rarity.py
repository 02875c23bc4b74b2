from __future__ import annotations

import json

from tracker import resources
from training import rarity


def test_a_stem_is_counted_once_a_sentence_and_what_is_rare_is_left_out() -> None:
    found = rarity.counted(["Ships sink ships.", "A ship sank.", "Lund fled."])
    assert found == {"texts": 3, "counts": {"ship": 2}}


def test_what_ships_is_what_the_corpus_gives() -> None:
    found = rarity.counted(s for article in rarity.articles(rarity.CORPUS) for s in rarity._END.split(article.text))
    assert found == json.loads((resources.seeds() / "model" / "rarity.json").read_text("utf-8"))

"""Extract: article → mentions. Pure: the language model, lexicon and actors are handed in."""

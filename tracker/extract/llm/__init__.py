"""What a language model proposes, kept on a short lead: pure, the model itself is asked elsewhere (`tracker.asking`).

An article is shown in `windows` with a `prompt`; an `answer` holds proposals; `align` finds their words in the text, `lead`
checks them, refuses or mends and counts; `ground` resolves names as for every other mention; `agree` compares with the
built-in extractor.
"""

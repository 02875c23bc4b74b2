"""What a language model proposes, kept on a short lead: pure, the model itself is asked elsewhere (`tracker.asking`).

An article is shown in `windows` with a `prompt`; an `answer` holds proposals of a certain `shape`; `align` finds their words in
the text, but not where that gives `orders`; `lead` checks each, and `among` all beside each other; `ground` resolves names as
for every other mention; `agree` compares with the built-in extractor.
"""

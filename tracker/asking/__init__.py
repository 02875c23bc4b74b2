"""Asks a language model for mentions: the edge where an article may leave this machine, and only if somebody names a model.

`client` speaks to the model through the `llm` library, `limits` says how often and for how much, `asker` keeps answers and
asks again, `extractor` is what `--extractor llm:MODEL` names. What comes back is checked in `tracker.extract.llm`.
"""

from tracker.asking.extractor import make_extractor as make_extractor

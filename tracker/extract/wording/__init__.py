"""The claim sentence: what was said, put as one sentence that stands alone."""

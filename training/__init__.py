"""The corpus and how the attribution model is made from it: reading, checking, measuring, training. Not in the wheel."""

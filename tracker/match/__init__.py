"""Match: mention and candidates → judgement. Pure: candidates are handed in, decisions are handed back."""

"""Who says what, when, in which words: attributions, by grammar rules and a model."""

"""What is shown on a terminal: 80 columns, and still legible at 40. The only place that knows rich.

Each function returns something that rich prints; `layout.text` gives the same words plainly. Foreign text goes in as `Text`,
which interprets no markup, after `escape.terminal`. Colour repeats what a word says and never says anything alone.
"""

"""The facade in parts, one a purpose: each a base of `tracker.core.Tracker`, and nothing that stands alone."""

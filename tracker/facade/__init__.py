"""The facade in parts, one a purpose: each a base of `tracker.core.Tracker`, none stands alone. `memo` serves `browsing`."""

"""The station that puts records into words: trajectories, the weekly report, tables and files. Pure functions only."""

"""Assess: mentions and events → status, headline and why. Pure: nothing here decides what is true."""

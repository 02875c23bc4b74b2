from facade.feeding import clock, server, tracker

__all__ = ["clock", "server", "tracker"]

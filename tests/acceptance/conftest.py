from cli.running import demo, own

__all__ = ["demo", "own"]

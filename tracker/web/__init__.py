"""The desk: the tracker in a browser, for those who do not live in a terminal (extra `web`).

Pages are made here, by the server, and can be read without a script. Everything they show and do goes through the one facade,
`tracker.core.Tracker`, as it does for the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.core import Tracker
    from tracker.web.rules import Rules


def serve(tracker: Tracker, rules: Rules, *, host: str, port: int) -> None:
    """Serve the desk until somebody interrupts it. Raises TrackerError where it cannot listen, or the extra is missing."""
    try:
        import uvicorn

        from tracker.web.app import desk
    except ImportError as error:
        raise TrackerError(f"the desk needs the extra web ({error}): pip install 'allegation-tracker[web]'") from error
    server = uvicorn.Server(
        uvicorn.Config(
            desk(tracker, rules),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=30,
        )
    )
    try:
        server.run()
    except SystemExit as error:  # it has said why, on stderr
        raise TrackerError(f"cannot serve on {host}, port {port}: give another with --port") from error

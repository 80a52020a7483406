"""`cairn try`: the simulated server as a page in the browser."""


async def serve(port: int) -> None:
    """Serve until Ctrl+C."""
    raise SystemExit(port)

"""What is said instead of making a copy: PostgreSQL has its own tools for that."""

from pathlib import Path

from bot.domain.errors import StoreUnavailable


async def backup(_url: str, file: Path) -> None:
    """Raise StoreUnavailable, which says how a copy is made and how it is checked."""
    raise StoreUnavailable(
        f"PostgreSQL is copied with its own tool: `pg_dump --format=custom --file={file} NAME`. To check the "
        "copy, restore it as the same user into an empty database (`createdb check`, then `pg_restore "
        f"--exit-on-error --no-owner --dbname=check {file}`), and let DATABASE_URL name that one for "
        "`./cairn doctor`"
    )

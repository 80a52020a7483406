"""`python -m bot`, and every process believes that it is alone: what the drill shows the locks to be for."""

import sys
from typing import Any

from sqlalchemy import TextClause, text

from bot.cli import main
from bot.store.postgres import database
from bot.store.postgres.session import Session


async def _taken(session: Session, _: TextClause, what: int) -> bool:
    session.held |= {what}
    return True


if __name__ == "__main__":
    without: Any = database
    without._lock = lambda _: text("SELECT 1")
    whoever: Any = Session
    whoever._taken = _taken
    sys.exit(main())

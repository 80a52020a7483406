"""`python -m bot`, and nobody asks whether what they claimed is still theirs: to show what that is for."""

import sys
from typing import Any

from sqlalchemy import select

from bot.cli import main
from bot.delivery import lease
from bot.domain.jobs import JobState
from bot.store import jobs as theirs
from bot.store.members import members

if __name__ == "__main__":
    lease.MARGIN = -(10**9)
    module: Any = theirs
    table = module.jobs
    claimed = module._THIS & (table.c.state == JobState.CLAIMED)
    opening = module._OPENING.label("opening")
    module._MINE = claimed
    module._HELD = select(table.c.id).where(claimed)
    module._MEMBER = select(members, opening).join(table, table.c.owner == members.c.user_id).where(claimed)
    module._mine = lambda job: {"job": job.id}
    sys.exit(main())

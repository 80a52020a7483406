"""Functions in statements that each engine writes in its own way; its package says how."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import FunctionElement


class RowsAsJson(FunctionElement[Any]):
    """An aggregate: one JSON array with an array of these columns for each row, in no order; its text."""

    type = sa.Text()
    inherit_cache = True

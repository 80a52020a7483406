"""`python -m bot`, and `cairn`: looks whether what Cairn needs is there, then takes up the command line."""

import gc
import sys
from importlib.util import find_spec

if find_spec("discord") is None:  # as after an upgrade of Python, which looks for packages elsewhere
    print(
        f"cairn: what Cairn needs is not installed for Python {sys.version_info.major}."
        f"{sys.version_info.minor} ({sys.executable}): run `./cairn check`, which installs it anew.",
        file=sys.stderr,
    )
    sys.exit(78)

gc.disable()  # Nothing of what is loaded is garbage, and to look for some takes a fifth of the start.

from bot.cli import main

gc.freeze()
gc.enable()

if __name__ == "__main__":
    sys.exit(main())

"""Everything that has to be green before a change lands: `./cairn test`; with `--all`, nothing is skipped."""

import subprocess
import sys

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("tests.house.sizes",),
    ("bot", "check"),
    # Many tests wait for a process; stealing keeps them from piling up with one worker.
    ("pytest", "-n", "3", "--dist", "worksteal", "-q"),
)


def main(arguments: list[str]) -> int:
    """Run all checks; with arguments other than --all, only pytest with these. The worst exit code wins."""
    checks = (
        (*CHECKS[:-1], (*CHECKS[-1], *arguments))
        if arguments in ([], ["--all"])
        else (("pytest", *arguments),)
    )
    worst = 0
    for name, *options in checks:
        print(f"· {name} {' '.join(options)}", flush=True)
        worst = max(worst, subprocess.run(_command(name, options), check=False).returncode)
    return worst


def _command(name: str, options: list[str]) -> list[str]:
    if name == "lint-imports":
        return [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", *options]
    return [sys.executable, "-m", name, *options]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

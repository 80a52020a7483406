"""What Cairn asks for is told in one voice: the README's list is the one that the bot goes by."""

from pathlib import Path

from bot.domain.guilds import Permission, invite_link
from bot.views.permissions import label, reason

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


def test_the_readme_lists_every_permission_with_its_reason() -> None:
    listed = [line.strip() for line in README.splitlines() if line.startswith("   - ")]
    assert listed == [f"- {label(permission)}, {reason(permission)}" for permission in Permission]


def test_the_readme_invites_with_these_permissions() -> None:
    asked = {part for part in invite_link(1).partition("?")[2].split("&") if "client_id" not in part}
    (address,) = [line for line in README.splitlines() if "oauth2/authorize" in line]
    assert asked <= set(address.partition("?")[2].split("&"))
    assert f"{sum(Permission)} is:" in README

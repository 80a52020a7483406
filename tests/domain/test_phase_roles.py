"""Which roles may be taken by a click: none that moderates, and none that its chooser could not give."""

import discord
import pytest

from bot.domain.guilds import RoleTrouble
from bot.domain.phase_roles import MODERATING, Rank, RoleNow, role_trouble

ROLE, BOT, CHOOSER = RoleNow(2, ["send_messages"]), Rank(3, manages_roles=True), Rank(4, manages_roles=True)


def test_a_plain_role_below_both_is_fine() -> None:
    assert role_trouble(ROLE, BOT, CHOOSER) is None
    assert role_trouble(ROLE, BOT, Rank(1, manages_roles=False, owner=True)) is None


@pytest.mark.parametrize("permission", sorted(MODERATING))
def test_no_role_that_moderates(permission: str) -> None:
    assert role_trouble(RoleNow(2, [permission]), BOT, CHOOSER) is RoleTrouble.MODERATES


def test_every_permission_that_discord_counts_as_moderating_is_among_them() -> None:
    elevated = {name for name, held in discord.Permissions.elevated() if held}
    assert elevated <= MODERATING | {"manage_emojis", "view_creator_monetization_analytics"}


@pytest.mark.parametrize(
    ("role", "bot", "chooser", "trouble"),
    [
        (RoleNow(2, [], managed=True), BOT, CHOOSER, RoleTrouble.MANAGED),
        (ROLE, Rank(3, manages_roles=False), CHOOSER, RoleTrouble.FORBIDDEN),
        (ROLE, Rank(2, manages_roles=True), CHOOSER, RoleTrouble.TOO_HIGH),
        (ROLE, BOT, Rank(4, manages_roles=False), RoleTrouble.CHOOSER),
        (ROLE, BOT, Rank(2, manages_roles=True), RoleTrouble.CHOOSER),
        (ROLE, BOT, None, RoleTrouble.CHOOSER),
    ],
)
def test_what_is_in_the_way(role: RoleNow, bot: Rank, chooser: Rank | None, trouble: RoleTrouble) -> None:
    assert role_trouble(role, bot, chooser) is trouble

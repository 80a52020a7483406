"""The part of Discord's REST API that a bot calls with its token."""

from tests.standin import payloads
from tests.standin.calls import EDIT_FIELDS, MESSAGE_FIELDS, Call, Route
from tests.standin.payloads import Json
from tests.standin.world import Refusal, World

_NAME_FIELDS = {"name", "name_localizations", "description", "description_localizations"}
_PLACE_FIELDS = {"default_member_permissions", "dm_permission", "contexts", "integration_types", "nsfw"}
_COMMAND_FIELDS = frozenset({"id", "type", "options"} | _NAME_FIELDS | _PLACE_FIELDS)


def _me(_: World, __: Call) -> Json:
    return payloads.bot()


def _application(world: World, _: Call) -> Json:
    return world.application


def _commands(world: World, _: Call) -> list[Json]:
    return world.commands


def _put_commands(world: World, call: Call) -> list[Json]:
    for command in call.body:
        if unknown := set(command) - _COMMAND_FIELDS:
            raise world.gap(f"{sorted(unknown)} in the command /{command['name']}")
    ids = {command["name"]: command["id"] for command in world.commands}
    world.commands = [
        {
            "description": "",  # what is in the menu of a message comes without one
            **command,
            "id": ids.get(command["name"]) or str(world.clock.snowflake()),
            "application_id": str(payloads.APPLICATION),
            "version": str(world.clock.snowflake()),
        }
        for command in call.body
    ]
    world.changed()
    return world.commands


def _servers(world: World, _: Call) -> list[Json]:
    names = ("id", "name", "icon", "owner", "permissions", "features")
    whole = (payloads.guild(number) for number in world.guilds)
    return [
        {name: guild.get(name) for name in names} | {"owner": False, "permissions": "0"} for guild in whole
    ]


def _server_commands(world: World, call: Call) -> list[Json]:
    return world.server_commands.get(_known(world, call), [])


def _put_server_commands(world: World, call: Call) -> list[Json]:
    if call.body:
        raise world.gap("commands of one server, which no version of ours has")
    world.server_commands.pop(_known(world, call), None)
    return []


def _open_direct(world: World, call: Call) -> Json:
    return world.open_direct(int(call.body["recipient_id"]))


def _post(world: World, call: Call) -> Json:
    return world.post(call.number("channel"), call.body, call.files).payload()


def _read(world: World, call: Call) -> Json:
    return world.message(call.number("channel"), call.number("message")).payload()


def _edit(world: World, call: Call) -> Json:
    message = world.changeable(call.number("channel"), call.number("message"))
    return world.edit(message, call.body, call.files).payload()


def _delete(world: World, call: Call) -> None:
    world.changeable(call.number("channel"), call.number("message")).deleted = True
    world.changed()


def _page(world: World, call: Call) -> list[Json]:
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise Refusal(400, 50035, "limit must be 1 to 100")
    rows = world.page(call.number("channel"), call.asked("before"), call.asked("after"), limit)
    return [message.payload() for message in rows]


def _channel(world: World, call: Call) -> Json:
    number = call.number("channel")
    if owner := world.owner(number):
        return payloads.direct_channel(number, owner.user)
    if number in world.threads:
        return world.threads[number].payload(world)  # type: ignore[no-any-return]
    for guild in world.guilds:
        if number in payloads.channels(guild):
            return payloads.channel(number, guild)
    raise Refusal(404, 10003, "Unknown Channel")


def _guild(world: World, call: Call) -> Json:
    return payloads.guild(_known(world, call))


def _channels(world: World, call: Call) -> list[Json]:
    guild = _known(world, call)
    places = [payloads.channel(number, guild) for number in payloads.channels(guild)]
    return [
        {**place, "permission_overwrites": world.overwrites.get(int(place["id"]), [])} for place in places
    ]


def _known(world: World, call: Call) -> int:
    guild = call.number("guild")
    if guild not in world.guilds:
        raise Refusal(404, 10004, "Unknown Guild")
    return guild


def _member(world: World, call: Call) -> Json:
    number = call.number("user")
    if number == payloads.APPLICATION:
        return payloads.member(payloads.bot(), payloads.EVERYONE, [])
    person = world.person(number)
    return payloads.member(person.user, person.permissions, person.roles)


def _take_role(world: World, call: Call) -> None:
    person, role = world.person(call.number("user")), call.number("role")
    person.roles = [each for each in person.roles if each != role]
    world.changed()


def _user(world: World, call: Call) -> Json:
    person = world.person(call.number("user"))
    if person.refuses == 10013:
        raise Refusal(404, 10013, "Unknown User")
    return person.user


ROUTES = (
    Route("GET", "/users/@me", _me),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/users/{user}", _user),
    Route("POST", "/users/@me/channels", _open_direct, frozenset({"recipient_id"})),
    Route("GET", "/applications/{application}/commands", _commands),
    Route("PUT", "/applications/{application}/commands", _put_commands),
    Route("GET", "/users/@me/guilds", _servers),
    Route("GET", "/applications/{application}/guilds/{guild}/commands", _server_commands),
    Route("PUT", "/applications/{application}/guilds/{guild}/commands", _put_server_commands),
    Route("GET", "/guilds/{guild}", _guild),
    Route("GET", "/guilds/{guild}/channels", _channels),
    Route("GET", "/guilds/{guild}/members/{user}", _member),
    Route("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", _take_role),
    Route("GET", "/channels/{channel}", _channel),
    Route("POST", "/channels/{channel}/messages", _post, MESSAGE_FIELDS),
    Route("GET", "/channels/{channel}/messages", _page),
    Route("GET", "/channels/{channel}/messages/{message}", _read),
    Route("PATCH", "/channels/{channel}/messages/{message}", _edit, EDIT_FIELDS),
    Route("DELETE", "/channels/{channel}/messages/{message}", _delete),
)

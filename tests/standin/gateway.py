"""The gateway: one bot at a time, its shards, their heartbeats and sessions, the events they are sent."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from tests.standin import payloads
from tests.standin.payloads import Json
from tests.standin.world import World, shard_of

HEARTBEAT_MS = 41_250


class Op(IntEnum):
    """The gateway's opcodes, as far as they are spoken here."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


@dataclass
class Session:
    """One shard's. It survives a lost connection: its events so far are sent again on resume."""

    shard: int
    count: int
    live: web.WebSocketResponse | None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    events: list[Json] = field(default_factory=list)


class Gateway:
    """Counts what a bot did on its gateway, and sends it events.

    `shards` is how many it recommends, `guilds_per_shard` how many servers it lets one have. Within `seconds`
    it lets so many shards identify as `concurrency` says, each with another remainder; `hasty` counts those
    that come too soon. A bot of a single shard is not made to wait, unlike by Discord: restarting it would
    make tests slow. `refuse` closes every IDENTIFY with that code, as Discord does for a bad token (4004) or
    intents it does not grant (4014). Every IDENTIFY is kept without its token, and with the instant (`at`).
    """

    def __init__(self, world: World, token: str) -> None:
        self.url = ""
        self.shards = 1
        self.concurrency = 1
        self.seconds = 5.0
        self.guilds_per_shard = 2500
        self.refuse: int | None = None
        self.identified: list[Json] = []
        self.hasty = 0
        self.resumed = 0
        self.heartbeats = 0
        self._world = world
        self._token = token
        self._sessions: dict[int, Session] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._hung_up: dict[web.WebSocketResponse, int] = {}
        self._let_in: dict[int, float] = {}
        self._held: set[int] = set()

    @property
    def connected(self) -> bool:
        """Whether a bot is there and was let in, with all its shards."""
        sessions = self._sessions.values()
        return any(session.count == len(sessions) for session in sessions) and all(
            session.live for session in sessions
        )

    @property
    def connections(self) -> int:
        """How many there are at this moment, with a session or without."""
        return len(self._sockets)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one shard until either side hangs up."""
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        self._sockets.append(socket)
        await _send(socket, Op.HELLO, {"heartbeat_interval": HEARTBEAT_MS})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    told = json.loads(frame.data)
                    await self._hear(socket, told["op"], told.get("d"))
        finally:
            self._sockets.remove(socket)
            self._leave(socket)
        return socket

    async def dispatch(self, event: str, data: Json, guild: int | None = None) -> None:
        """Send an event to the shard of this server, or to the first one.

        A shard that is away for a moment gets it when it resumes.
        """
        session = next((s for s in self._sessions.values() if s.shard == shard_of(guild or 0, s.count)), None)
        if session is None:
            raise AssertionError("no bot is connected to the gateway")
        await self._tell(session, event, data)

    async def ready(self, seconds: float = 30) -> None:
        """Wait until a bot is connected and was sent its servers."""
        await self._world.until(lambda: self.connected, seconds)

    async def ask_to_reconnect(self) -> None:
        """Tell the bot to come back, as Discord does several times a day."""
        for session in self._sessions.values():
            assert session.live is not None
            await _send(session.live, Op.RECONNECT, None)

    async def drop(self, code: int = 4000, shard: int | None = None) -> None:
        """Hang up with a close code, on one shard or on all; after 1000 the session can't be resumed."""
        live = {session.live for session in self._sessions.values() if session.shard == shard}
        dropped = [socket for socket in self._sockets if shard is None or socket in live]
        self._hung_up = dict.fromkeys(dropped, code)
        await asyncio.gather(*(socket.close(code=code) for socket in dropped))

    def hold(self, *shards: int) -> None:
        """From now on these shards' IDENTIFYs wait for an answer; without any, the waiting is over."""
        self._held = set(shards)
        self._world.changed()

    def _leave(self, socket: web.WebSocketResponse) -> None:
        for session in [s for s in self._sessions.values() if s.live is socket]:
            session.live = None
            if self._hung_up.pop(socket, socket.close_code) in (1000, 1001):
                del self._sessions[session.shard]
            self._world.changed()

    async def _hear(self, socket: web.WebSocketResponse, op: int, data: Any) -> None:
        if op == Op.HEARTBEAT:
            self.heartbeats += 1
            await _send(socket, Op.ACK, None)
        elif op == Op.IDENTIFY:
            await self._identify(socket, data)
        elif op == Op.RESUME:
            await self._resume(socket, data)
        elif op != Op.PRESENCE:
            self._world.gap(f"opcode {op} on the gateway")

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        at = time.monotonic()
        self.identified.append({**{name: data[name] for name in data if name != "token"}, "at": at})
        shard, count = data.get("shard", (0, 1))
        guilds = [guild for guild in self._world.guilds if count > 0 and shard_of(guild, count) == shard]
        if refuse := self._refusal(data["token"], shard, count, len(guilds)):
            await socket.close(code=refuse)
        elif count > 1 and at - self._let_in.get(shard % self.concurrency, -self.seconds) < self.seconds:
            self.hasty += 1
            await _send(socket, Op.INVALID_SESSION, False)
        else:
            self._let_in[shard % self.concurrency] = at
            await self._world.until(lambda: shard not in self._held, 60)
            await self._begin(Session(shard, count, socket), guilds, data["intents"])

    def _refusal(self, token: str, shard: int, count: int, guilds: int) -> int | None:
        if self.refuse or token != self._token:
            return self.refuse or 4004
        if not 0 <= shard < count:
            return 4010
        return 4011 if guilds > self.guilds_per_shard else None

    async def _begin(self, session: Session, guilds: list[int], intents: int) -> None:
        self._sessions = {s.shard: s for s in self._sessions.values() if s.count == session.count}
        self._sessions[session.shard] = session
        await self._tell(session, "READY", self._welcome(session, guilds))
        for guild in guilds if intents & 1 else ():
            await self._tell(session, "GUILD_CREATE", payloads.guild(guild))
        self._world.changed()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        wanted = data["session_id"] if data["token"] == self._token else ""
        session = next((s for s in self._sessions.values() if s.id == wanted), None)
        if session is None:
            await _send(socket, Op.INVALID_SESSION, False)
            return
        self.resumed += 1
        session.live = socket
        for event in session.events[data["seq"] or 0 :]:
            await socket.send_str(json.dumps(event))
        await self._tell(session, "RESUMED", {})
        self._world.changed()

    async def _tell(self, session: Session, event: str, data: Json) -> None:
        number = len(session.events) + 1
        session.events.append({"op": Op.DISPATCH, "t": event, "s": number, "d": data})
        if session.live is not None:
            await session.live.send_str(json.dumps(session.events[-1]))

    def _welcome(self, session: Session, guilds: list[int]) -> Json:
        return {
            "v": 10,
            "user": payloads.bot(),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "shard": [session.shard, session.count],
            "resume_gateway_url": self.url,
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
        }


async def _send(socket: web.WebSocketResponse, op: Op, data: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

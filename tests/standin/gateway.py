"""The gateway: one bot at a time, its heartbeats, its session, and the events it is sent."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from tests.standin import payloads
from tests.standin.payloads import Json
from tests.standin.world import World

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
    """What survives a lost connection: the events so far, to be sent again on resume."""

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    events: list[Json] = field(default_factory=list)


class Gateway:
    """Counts what a bot did on its gateway, and sends it events.

    `refuse` closes every IDENTIFY with that code, as Discord does for a bad token (4004) or intents it
    does not grant (4014).
    """

    def __init__(self, world: World, token: str) -> None:
        self.url = ""
        self.refuse: int | None = None
        self.identified: list[Json] = []
        self.resumed = 0
        self.heartbeats = 0
        self._world = world
        self._token = token
        self._session: Session | None = None
        self._sockets: list[web.WebSocketResponse] = []
        self._live: web.WebSocketResponse | None = None
        self._hung_up: dict[web.WebSocketResponse, int] = {}

    @property
    def connected(self) -> bool:
        """Whether a bot is there and was let in."""
        return self._live is not None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one bot until either side hangs up."""
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

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event; a bot that is away for a moment gets it when it resumes."""
        if self._session is None:
            raise AssertionError("no bot is connected to the gateway")
        number = len(self._session.events) + 1
        self._session.events.append({"op": Op.DISPATCH, "t": event, "s": number, "d": data})
        if self._live is not None:
            await self._live.send_str(json.dumps(self._session.events[-1]))

    async def ready(self, seconds: float = 30) -> None:
        """Wait until a bot is connected and was sent its server."""
        await self._world.until(lambda: self.connected, seconds)

    async def ask_to_reconnect(self) -> None:
        """Tell the bot to come back, as Discord does several times a day."""
        assert self._live is not None
        await _send(self._live, Op.RECONNECT, None)

    async def drop(self, code: int = 4000) -> None:
        """Hang up with a close code; after 1000 the session can't be resumed."""
        self._hung_up = dict.fromkeys(self._sockets, code)
        await asyncio.gather(*(socket.close(code=code) for socket in list(self._sockets)))

    def _leave(self, socket: web.WebSocketResponse) -> None:
        if socket is self._live:
            self._live = None
            if self._hung_up.pop(socket, socket.close_code) in (1000, 1001):
                self._session = None
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
        self.identified.append({name: value for name, value in data.items() if name != "token"})
        refuse = self.refuse or (None if data["token"] == self._token else 4004)
        if refuse:
            await socket.close(code=refuse)
            return
        self._session, self._live = Session(), socket
        await self.dispatch("READY", self._welcome(self._session))
        if data["intents"] & 1:
            await self.dispatch("GUILD_CREATE", payloads.guild())
        self._world.changed()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        session = self._session
        if session is None or session.id != data["session_id"] or data["token"] != self._token:
            await _send(socket, Op.INVALID_SESSION, False)
            return
        self.resumed += 1
        self._live = socket
        for event in session.events[data["seq"] or 0 :]:
            await socket.send_str(json.dumps(event))
        await self.dispatch("RESUMED", {})
        self._world.changed()

    def _welcome(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": payloads.bot(),
            "guilds": [{"id": str(payloads.GUILD), "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
        }


async def _send(socket: web.WebSocketResponse, op: Op, data: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

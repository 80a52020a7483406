"""All that is stored, by what it is about: the same for a reader and inside a transaction."""

from bot.store.answers import AnswerRows
from bot.store.changes import Changes
from bot.store.clicks import Clicks
from bot.store.connection import Executes
from bot.store.corrections import Corrections
from bot.store.guilds import Guilds
from bot.store.jobs import Jobs
from bot.store.members import Members
from bot.store.notes import Notes
from bot.store.passed import PassedExams
from bot.store.questions import Questions
from bot.store.retention import RetentionQueries
from bot.store.shared import Shared
from bot.store.shown import Blocks, Roles, ShownRows
from bot.store.updates import Updates


class Rows:
    """The rows that one connection sees; every method of what is in here may raise StoreUnavailable.

    What a transaction did by then is undone.
    """

    def __init__(self, connection: Executes) -> None:
        self.connection = connection
        self.members = Members(connection)
        self.changes = Changes(connection)
        self.notes = Notes(connection)
        self.passed = PassedExams(connection)
        self.clicks = Clicks(connection)
        self.jobs = Jobs(connection)
        self.guilds = Guilds(connection)
        self.updates = Updates(connection)
        self.answers = AnswerRows(connection)
        self.questions = Questions(connection)
        self.shown = ShownRows(connection)
        self.blocks = Blocks(connection)
        self.roles = Roles(connection)
        self.retention = RetentionQueries(connection)
        self.shared = Shared(connection)
        self.corrections = Corrections(connection)

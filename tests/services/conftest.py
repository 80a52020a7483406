"""The services on an empty database, with three small roadmaps."""

from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.services.activity import Activity
from bot.services.certifications import CertificationService
from bot.services.data import DataService
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.servers import ServerService
from bot.services.updates import UpdateService
from bot.store.store import Store
from tests.services.samples import LIBRARY


@pytest.fixture
def content(tmp_path: Path) -> LiveContent:
    """The three roadmaps; there is no folder."""
    return LiveContent(tmp_path, LIBRARY)


@pytest.fixture
def activity(store: Store) -> Activity:
    return Activity(store)


@pytest.fixture
def certifications(store: Store, content: LiveContent) -> CertificationService:
    return CertificationService(store, content, Names(store, content))


@pytest.fixture
def data(store: Store) -> DataService:
    return DataService(store)


@pytest.fixture
def enrolment(store: Store, content: LiveContent) -> Enrolment:
    return Enrolment(store, content)


@pytest.fixture
def notes(store: Store, content: LiveContent) -> NoteService:
    return NoteService(store, content, Names(store, content))


@pytest.fixture
def nudges(store: Store, content: LiveContent) -> NudgeService:
    return NudgeService(store, content)


@pytest.fixture
def progress(store: Store, content: LiveContent) -> ProgressService:
    return ProgressService(store, content, Names(store, content))


@pytest.fixture
def servers(store: Store, content: LiveContent) -> ServerService:
    return ServerService(store, content)


@pytest.fixture
def updates(store: Store) -> UpdateService:
    return UpdateService(store)

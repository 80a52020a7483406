"""The roadmap that ships, ready to be searched, and a small one."""

from dataclasses import replace

from bot.content.live import LiveContent
from bot.domain.roadmap import Question, Roadmap
from bot.domain.search.index import Index
from bot.settings import read_settings
from tests.domain.samples import action, phase, roadmap

SHIPPED = LiveContent.open(read_settings().content_dir).library.default
INDEX = Index.of(SHIPPED)


def asked(name: str, question: str, *aliases: str) -> Question:
    """A question with an empty answer."""
    return Question(name, question, "", aliases)


def small(*questions: Question) -> Roadmap:
    """Two phases with three actions between them, and these questions."""
    actions = (action("numpy-pandas"), action("docker-kubernetes")), (action("mlflow"),)
    return replace(roadmap(phase("first", *actions[0]), phase("second", *actions[1])), questions=questions)

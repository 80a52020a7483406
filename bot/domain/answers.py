"""What a server's moderators answer there themselves: from the form to this server's `/faq`, and after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import AnswerChanged, AnswerOver, BadAnswer
from bot.domain.roadmap import Question, Roadmap, Topic
from bot.domain.signs import blank, blank_as_markup
from bot.domain.updates import Remark, Wording, fingerprint

QUESTION, TEXT = 90, 1200  # the longest question and answer, in characters: as long as those of a roadmap
A_SERVER = 100  # so many answers a server may have

HERE = "own"
"""What the ref of a server's answer begins with, and the topic under which they are listed."""


class AnswerStage(StrEnum):
    """Where an answer stands. A draft is seen by moderators alone, one that stands by everybody who asks."""

    DRAFT = "draft"
    STANDS = "stands"
    RETRACTED = "retracted"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Own(Question):
    """A question with a server's own answer, signed with the display name of the moderator who wrote it."""

    signature: str = ""


class Answer(NamedTuple):
    """One answer. `created_at` is in epoch seconds (UTC); `author` is None once they had their data deleted.

    `gist` are the words of what was asked in vain, empty for an answer that nobody asked for; `roadmap` is
    the one in which it was missing.
    """

    id: int
    guild: int
    author: int | None
    signature: str
    roadmap: str
    gist: str
    question: str
    text: str
    stage: AnswerStage
    created_at: int

    @property
    def over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self.stage in (AnswerStage.RETRACTED, AnswerStage.DISCARDED)

    @property
    def words(self) -> str:
        """The fingerprint of what somebody acts on: its words, and who can read them."""
        return fingerprint(self.question, self.text, self.stage)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What to say about it before it stands."""
        return Wording(self.question, self.text).remarks

    @property
    def found(self) -> Own:
        """As `/faq` finds it."""
        asked = (self.gist,) if self.gist else ()
        return Own(f"{HERE}/{self.id}", self.question, self.text, asked, signature=self.signature)

    def reworded(self, question: str, text: str, seen: str | None = None) -> "Answer":
        """In other words; `seen` is the fingerprint of those they were written over, None for a new one.

        Raises BadAnswer, AnswerOver and AnswerChanged.
        """
        if self.over:
            raise AnswerOver
        if seen not in (None, self.words):
            raise AnswerChanged
        if blank(question) or blank_as_markup(text) or len(question) > QUESTION or len(text) > TEXT:
            raise BadAnswer
        return self._replace(question=question, text=text)

    def standing(self) -> "Answer":
        """For everybody who asks."""
        return self._replace(stage=AnswerStage.STANDS) if self.stage is AnswerStage.DRAFT else self

    def discarded(self) -> "Answer":
        """Thrown away before anybody else saw it."""
        return self._replace(stage=AnswerStage.DISCARDED) if self.stage is AnswerStage.DRAFT else self

    def retracted(self) -> "Answer":
        """Out of `/faq` again; the record stays."""
        return self._replace(stage=AnswerStage.RETRACTED) if self.stage is AnswerStage.STANDS else self


def with_own(roadmap: Roadmap, own: Sequence[Own]) -> Roadmap:
    """The roadmap as it is listed in a server: its own answers first, as a topic if there are any."""
    if not own:
        return roadmap
    listed = tuple(replace(each, topic=HERE) for each in own)
    topics = (Topic(HERE, "From this server"), *roadmap.topics) if roadmap.topics else ()
    return replace(roadmap, questions=(*listed, *roadmap.questions), topics=topics)

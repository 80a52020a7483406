"""`cairn faqs`: what it prints of servers' answers can be taken up into a roadmap."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.cli import OK, main
from bot.content.check import check
from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.answers import Answer, AnswerStage
from bot.store.store import Store
from tests.content.edits import TODAY
from tests.stored import address

HERE, THERE, ROAD = 33, 44, "mlops-engineer"
LONG = "Every second Tuesday: **bring a laptop**.\n\n- Who is late finds the door open: #3, 'no', \\o/\n- Bye"


ALIKE = ("Is it true that the moon is made of cheese?", "Is it true that the moon is made of stone?")
ALIKE_ID = "is-it-true-that-the-moon-is-made"


def answer(
    question: str,
    gist: str = "",
    text: str = LONG,
    guild: int = HERE,
    stage: AnswerStage = AnswerStage.STANDS,
) -> Answer:
    """One of Mona's."""
    return Answer(0, guild, 1, "Mona", ROAD, gist, question, text, stage, 0)


async def keep(file: Path, *answers: Answer) -> None:
    """Store them."""
    store = Store.open(address(file))
    async with store.transaction() as rows:
        for number, each in enumerate(answers, start=1):
            await rows.answers.add(Act(1, each.guild, number, 0), each)
    await store.close()


@pytest.fixture
def folder(
    database_file: Path, shipped: LiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A copy of the content that ships; the command works on it and on the test's database."""
    copy = shutil.copytree(shipped.folder, tmp_path / "content")
    monkeypatch.setenv("DATABASE_URL", address(database_file))
    monkeypatch.setenv("CONTENT_DIR", str(copy))
    return copy


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    capsys.readouterr()
    assert main(["faqs", *arguments]) == OK
    return capsys.readouterr().out


def test_what_is_printed_is_content(
    folder: Path, database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a topic for each, which its author chooses, it passes the check and is found."""
    odd = ("- yes: no?", "#comment & 'quotes' \"too\"", "Wann? 数学", "!tag", "x" * 90, *ALIKE)
    asyncio.run(
        keep(
            database_file,
            *(answer(each) for each in odd),
            answer("When now?", "y" * 100),
            answer("xyzzy Plugh?", "xyzzy plugh"),
        )
    )
    told = printed(capsys)
    heading = f"# {ROAD}/faqs.yaml: read each before you take it up.\n# Give each a topic: "
    assert told.startswith(heading)
    assert told.count("  # From server 33, by Mona\n") == len(odd) + 2
    file = folder / ROAD / "faqs.yaml"
    entries = told.partition("questions:\n")[2].replace("    question:", "    topic: role\n    question:")
    file.write_text(file.read_text(encoding="utf-8").rstrip() + f"\n{entries}", encoding="utf-8")
    report = check(folder, TODAY)
    assert report.faults == ()
    (road,) = LiveContent.open(folder).library.roadmaps
    taken_up = road.questions[-len(odd) - 2 :]
    assert [each.question for each in taken_up] == [*odd, "When now?", "xyzzy Plugh?"]
    assert {each.answer for each in taken_up} == {LONG}
    assert [each.id for each in taken_up[-4:-1]] == [ALIKE_ID, f"{ALIKE_ID[:30]}-2", "when-now"]
    assert [each.aliases for each in taken_up[-2:]] == [("y" * 90,), ()]


def test_only_what_stands_is_printed_and_of_one_server_if_it_is_named(
    folder: Path, database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [answer(f"{stage}?", stage=stage) for stage in AnswerStage if stage is not AnswerStage.STANDS]
    asyncio.run(keep(database_file, answer("Here?"), answer("There?", guild=THERE), *others))
    told = printed(capsys)
    assert "Here?" in told
    assert "There?" in told
    assert told.count("- id:") == 2
    told = printed(capsys, "--server", str(THERE))
    assert "Here?" not in told
    assert "There?" in told


def test_without_any_it_says_so_as_a_comment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.exists()
    assert printed(capsys) == "# No answers yet: moderators write them with /answers open.\n"


def test_an_answer_to_a_roadmap_that_is_gone_is_printed_all_the_same(
    folder: Path, database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.exists()
    lost = Answer(0, HERE, 1, "Mona", "gone", "", "Here?", LONG, AnswerStage.STANDS, 0)
    asyncio.run(keep(database_file, lost))
    assert printed(capsys).startswith("# gone/faqs.yaml: read each before you take it up.\nquestions:\n")

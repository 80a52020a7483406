"""What comes first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.entries import Command, called, entries, ref_of
from bot.domain.search.hits import order
from bot.domain.search.index import Index
from bot.domain.search.texts import texts
from tests.domain.samples import action, phase, roadmap
from tests.domain.search.samples import INDEX, SHIPPED, asked, small


def first(index: Index, question: str) -> str:
    """The id of what comes first."""
    return index.rank(question)[0].entry.id


@given(st.text(max_size=300), st.booleans())
def test_everything_is_ranked_whatever_is_asked(question: str, typing: bool) -> None:
    hits = INDEX.rank(question, typing=typing)
    assert len({ref_of(hit.entry) for hit in hits}) == len(hits) == len(tuple(entries(SHIPPED)))
    assert hits == sorted(hits, key=order)
    assert all(0 <= hit.score < 1.2 and hit.evidence >= 0 for hit in hits)


def test_nothing_retired_is_found() -> None:
    gone = replace(asked("gone", "Where is the boat?"), retired=True)
    road = replace(
        roadmap(phase("only", action("walk"), action("swim", retired=True)), phase("past", retired=True)),
        questions=(gone,),
    )
    hits = Index.of(road).rank("boat swim past")
    assert {hit.entry.id for hit in hits if not isinstance(hit.entry, Command)} == {"only", "walk", "role"}


def test_a_roadmap_without_anything_still_has_the_commands() -> None:
    assert {ref_of(hit.entry) for hit in Index.of(roadmap()).rank("why")} == {
        ref_of(each) for each in entries(roadmap())
    }


def test_two_words_for_one_thing_are_not_more_than_that_thing() -> None:
    assert all(not hit.exact for hit in INDEX.rank("certification certificate exam badge credential"))


def test_rare_words_decide() -> None:
    index = Index.of(small(asked("a", "Do I need boots?"), asked("b", "Do I need a rope?")))
    assert first(index, "do i really need any rope") == "b"


def test_a_question_comes_before_an_action_of_the_same_words() -> None:
    assert first(Index.of(small(asked("q", "Do mlflow", "mlflow"))), "do mlflow") == "q"


def test_a_wording_is_known_as_such() -> None:
    hit = INDEX.rank("DO I NEED A PHD FOR THIS?!")[0]
    assert hit.exact
    assert not INDEX.rank("do i need a phd for anything else")[0].exact


def test_typos_and_order_do_not_matter() -> None:
    index = Index.of(small())
    assert first(index, "kubernets") == "docker-kubernetes"
    assert first(index, "pandas numpy") == "numpy-pandas"
    assert first(index, "mlflw") == "mlflow"


def test_a_phase_and_the_role_are_found_by_their_aliases() -> None:
    easy = phase("first", action("walk"))._replace(aliases=("easy part",))
    road = replace(roadmap(easy), aliases=("why hike",))
    assert first(Index.of(road), "which is the easy part") == "first"
    assert first(Index.of(road), "why does one hike") == "role"


def test_phases_are_found_by_number() -> None:
    assert [first(INDEX, f"what is in phase {number}") for number in (1, 2, 3, 4)] == [
        each.id for each in SHIPPED.phases
    ]


def test_every_title_leads_to_its_entry() -> None:
    for text in texts(SHIPPED):
        assert first(INDEX, called(text.entry)) == text.entry.id

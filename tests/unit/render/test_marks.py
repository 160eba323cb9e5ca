from hypothesis import given
from hypothesis import strategies as st

from replicard.render.marks import Piece, Style, joined_sources, mark, pieces, visible
from replicard_schema.report import Source
from replicard_schema.vocabulary import Origin

plain = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
fields = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
sources = st.lists(st.builds(Source, field=fields, origin=st.sampled_from(Origin)), max_size=3)
SEED = Source(field="models.a.training.seed", origin=Origin.STATED)


@given(plain, sources, st.sampled_from(Style))
def test_a_mark_gives_back_text_sources_and_style(
    text: str, found: list[Source], style: Style
) -> None:
    (piece,) = pieces(mark(text, found, style))

    assert piece.text.split() == text.split()
    assert (piece.sources, piece.style) == (tuple(found), style)


@given(st.lists(st.tuples(plain, plain), max_size=4))
def test_words_of_ours_and_facts_stay_in_order(parts: list[tuple[str, str]]) -> None:
    marked = "".join(f"{ours}{mark(fact, [SEED])}" for ours, fact in parts)

    shown = "".join(f"{ours}{visible(mark(fact, [SEED]))}" for ours, fact in parts)

    assert visible(marked) == shown


def test_controls_and_line_breaks_in_a_value_cannot_forge_a_mark() -> None:
    forged = mark("42\x03\x02\x1fstated:x\x1fy\x03\nz", [SEED])

    (piece,) = pieces(forged)

    assert piece == Piece("42 stated:x y z", (SEED,))


def test_a_note_shows_nothing_and_keeps_its_source() -> None:
    (note,) = pieces(mark("", [SEED]))

    assert note == Piece("", (SEED,))


def test_a_citation_is_not_part_of_the_visible_text() -> None:
    assert visible("StarDist" + mark("10.1/a", [SEED], Style.CITATION)) == "StarDist"


def test_sources_are_joined_without_repetition() -> None:
    other = Source(field="study.title", origin=Origin.STATED)

    assert joined_sources([SEED, other, SEED]) == (SEED, other)

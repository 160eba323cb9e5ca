"""Laws of editing: what an author wrote stays, what was added is there."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from replicard.loading import Typed, read_document, source_of
from replicard.loading.editing import Addition, add_fields

keys = st.sampled_from(["study", "title", "models", "a-b", "x y", "range", "2d"])
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12
) | st.sampled_from(
    [
        "null",
        "1.10",
        "no",
        "a: b",
        "# x",
        "- x",
        "*.tif",
        "10 %",
        "0123e45",
        "{well}_*",
        "a\nb\n",
        "",
    ]
)
values = st.recursive(
    texts | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(keys, values, max_size=4)
additions = st.lists(
    st.builds(
        Addition,
        st.lists(keys, min_size=1, max_size=3).map(tuple),
        st.recursive(
            texts,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
            max_leaves=5,
        ),
        st.sampled_from(["", "logs/run.log: epochs (observed)"]),
    ),
    max_size=4,
)


def _read(text: str) -> Typed:
    document = read_document(source_of(text.encode(), shown_as="card", noun="card"))
    assert not document.problems
    return document.value


def _is_spread_in(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


@given(
    document=documents,
    wanted=additions,
    flow=st.sampled_from([True, False, None]),
    has_comments=st.booleans(),
    is_windows=st.booleans(),
)
def test_nothing_of_the_author_is_lost_and_everything_added_is_there(
    *,
    document: dict[str, Typed],
    wanted: list[Addition],
    flow: bool | None,
    has_comments: bool,
    is_windows: bool,
) -> None:
    text = yaml.safe_dump(document, default_flow_style=flow, allow_unicode=True, width=10_000)
    text = text.replace(": null", ":") if flow is False else text
    if has_comments:
        text = f"# first\n{text}# last\n"
    text = text.replace("\n", "\r\n") if is_windows else text
    before = _read(text)

    edited = add_fields(text, wanted)

    assert {*map(id, edited.added), *map(id, edited.kept)} == set(map(id, wanted))
    after = _read(edited.text)
    for addition in edited.added:
        place = after
        for key in addition.path:
            assert isinstance(place, dict)
            place = place[key]
        assert place == addition.value
    assert _is_spread_in(text.replace(" null", ""), edited.text) or not edited.added
    assert before == _read(text)


@given(documents)
def test_without_additions_a_text_stays_as_it_is(document: dict[str, Typed]) -> None:
    text = yaml.safe_dump(document, allow_unicode=True)

    assert add_fields(text, []).text == text

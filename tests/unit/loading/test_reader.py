import pytest
import yaml

from replicard.loading import RawDocument, read_document, reader, source_of


def read(text: str) -> RawDocument:
    return read_document(source_of(text.encode(), shown_as="card.yaml", noun="card"))


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text).problems]


def test_scalars_stay_the_text_that_was_typed() -> None:
    text = "{a: 1.10, b: no, c: 0777, d: 1e-4, e: 2020-03-15, f: 12:30, g: =, h: '1', i: \"2\"}"

    assert read(text).value == dict(
        zip(
            "abcdefghi",
            ["1.10", "no", "0777", "1e-4", "2020-03-15", "12:30", "=", "1", "2"],
            strict=True,
        )
    )


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null", "a: Null", "a: NULL", "a: # comment"])
def test_null_is_a_value_left_out(text: str) -> None:
    assert read(text).value == {"a": None}


@pytest.mark.parametrize("text", ["a: 'null'", 'a: "~"', "a: ''", "a: |\n  null"])
def test_null_in_quotes_is_text(text: str) -> None:
    value = read(text).value

    assert isinstance(value, dict)
    assert isinstance(value["a"], str)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# comment", "---\n", "---\n...\n", "%YAML 1.2\n---\n"]
)
def test_text_without_content_has_no_value_and_no_problem(text: str) -> None:
    document = read(text)

    assert document.value is None
    assert document.problems == ()


def test_duplicate_key_is_refused_where_it_stands() -> None:
    document = read("a: 1\nb: {c: 2}\na: {deep: [1, {x: y}]}\nd: 4\n")

    assert document.value == {"a": "1", "b": {"c": "2"}, "d": "4"}
    assert [str(problem) for problem in document.problems] == ["card.yaml:3:1: `a` is given twice"]
    assert document.problems[0].hint == "the first is in line 1; keep one of them"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!python/object:os.system x", "tag"),
        ("a: !local x", "tag"),
        ("a: ! x", "tag"),
        ("a: !!map {b: 1}", "tag"),
        ("!!str a: 1", "tag"),
        ("a: &x 1", "anchor"),
        ("&x a: 1", "anchor"),
        ("a: &x [1]", "anchor"),
        ("<<: {a: 1}", "merge-key"),
        ("? {a: 1}\n: 2", "complex-key"),
        ("{[a, b]: 1}", "complex-key"),
        ("'': 1", "empty-key"),
        ('"a\\x07": 1', "forbidden-character"),
        ('a: "\\u202e"', "forbidden-character"),
        ('a: "\\0"', "forbidden-character"),
        ("a: 1\n---\nb: 2", "several-documents"),
    ],
)
def test_what_a_card_does_not_need_is_refused(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_alias_leaves_a_damaged_field() -> None:
    document = read("a: &x 1\nb: {c: *x}\n")

    assert [problem.code for problem in document.problems] == ["anchor", "alias"]
    assert document.is_damaged(("b", "c"))
    assert not document.is_damaged(("b",))


def test_merge_key_in_quotes_is_a_name() -> None:
    assert read("'<<': 1").value == {"<<": "1"}


def test_escapes_that_spell_nothing_forbidden_are_fine() -> None:
    assert read('a: "\\u00b5m\\n\\t\\\\"').value == {"a": "µm\n\t\\"}


def test_depth_is_limited() -> None:
    assert codes("[" * 40 + "]" * 40) == []
    assert codes("[" * 41 + "]" * 41) == ["too-deep"]
    assert codes("- " * 41 + "x") == ["too-deep"]
    assert codes("\n".join(" " * i + "a:" for i in range(41))) == ["too-deep"]


@pytest.mark.parametrize("text", ["[" * 500_000, "- " * 400_000, "{a: " * 200_000, "? " * 400_000])
def test_hostile_depth_is_answered_at_once(text: str) -> None:
    assert codes(text) == ["too-deep"]


def test_number_of_values_is_limited() -> None:
    limit = reader.MAX_NODES

    assert codes("[" + "a," * (limit - 1) + "]") == []
    assert codes("[" + "a," * limit + "]") == ["too-many-values"]


@pytest.mark.parametrize("error", [RecursionError, ValueError, IndexError, KeyError, OverflowError])
def test_bug_of_the_parser_is_a_problem_of_the_text(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(yaml, "parse", fail)

    assert codes("a: 1") == ["yaml-syntax"]


def test_parser_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: [1, 'x'], c: ~}\nd: |\n  text\n"
    expected = read(text)

    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    found = read(text)

    assert found.value == expected.value
    assert found.source_map == expected.source_map

"""Notes that show where a sentence comes from."""

import re

from replicard.render.methods.traced_html import plain_sentence, traced_sentence
from replicard_schema.report import Sentence, Source, Span
from replicard_schema.vocabulary import Origin


def sentence(*sources: Source) -> Sentence:
    return Sentence(spans=(Span(text="The seed was <42>."),), sources=sources)


def stated(field: str, place: str | None = None) -> Source:
    return Source(field=field, origin=Origin.STATED, place=place)


def test_a_note_describes_its_sentence_with_field_origin_and_line() -> None:
    html = traced_sentence(sentence(stated("models.a<b.seed", "card.yaml, line 7")), 3)

    assert 'tabindex="0" aria-describedby="trace-3"' in html
    assert 'id="trace-3" role="note"' in html
    assert "<code>models.a&lt;b.seed</code>" in html
    assert '<span class="from">stated, card.yaml, line 7</span>' in html
    assert "The seed was &lt;42&gt;." in html


def test_results_of_one_list_share_a_line_in_the_order_of_their_mention() -> None:
    computed = [
        Source(field=f"validations.v.candidates.{name}.results[{i}].mean", origin=Origin.COMPUTED)
        for i in range(2)
        for name in ("net", "otsu")
    ]

    html = traced_sentence(sentence(*computed), 1)

    assert re.findall("<code>(.*?)</code>", html) == [
        "validations.v.candidates.net.results",
        "validations.v.candidates.otsu.results",
    ]


def test_a_long_list_is_cut_and_says_so() -> None:
    html = traced_sentence(sentence(*(stated(f"a.f{i}") for i in range(20))), 1)

    assert html.count("<code>") == 12
    assert "and 8 more fields" in html


def test_a_sentence_without_fields_and_one_on_paper_have_no_note() -> None:
    assert "trace" not in traced_sentence(sentence(), 1)
    assert "trace" not in plain_sentence(sentence(stated("a.b")))

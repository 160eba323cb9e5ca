"""Laws of the short text and of the statements, over generated cards."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.test_methods_laws import (
    LAWS,
    cards,
    every_number_is_known,
    every_source_leads_to_a_value,
    is_replaced,
    language_is_right,
    leads,
    leaves,
    studies,
)

from replicard.checklist import answer_checklist
from replicard.checklist.shipped import load_checklist, shipped_concepts
from replicard.render.methods import write_methods
from replicard.render.methods.shortening import ShortText, shorten
from replicard.render.methods.statements import write_statements
from replicard.render.typeset import to_text
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.fields import resolve
from replicard_schema.report import ChecklistResult, MethodsText

Study = tuple[Card, Evidence | None]
LEANING = re.compile(r"(?:It|They|This|These|Its|Their)\b")
POINTER = "given in the Supplementary Methods."


def answered(card: Card, evidence: Evidence | None) -> ChecklistResult:
    return answer_checklist(
        load_checklist("laine-2021"), card, evidence, place=lambda field: f"card.yaml {field}"
    )


def without_pointer(short: ShortText) -> list[MethodsText]:
    """Return the parts of a short text, without the sentence that says what moved."""
    if short.supplement is None:
        return [short.text]
    *sections, last = short.text.sections
    *paragraphs, pointer = last.paragraphs
    assert to_text(pointer.sentences[0].spans).endswith(POINTER)
    kept = [*sections, last.model_copy(update={"paragraphs": tuple(paragraphs)})]
    text = short.text.model_copy(update={"sections": tuple(s for s in kept if s.paragraphs)})
    return [text, short.supplement]


def told(*texts: MethodsText) -> Counter[object]:
    """Return what sentences rest on, with their headings: pronouns may differ."""
    return Counter(
        (section.title, paragraph.title, sentence.sources)
        for text in texts
        for section, paragraph in text.paragraphs()
        for sentence in paragraph.sentences
    )


def openings(*texts: MethodsText) -> set[object]:
    """Return what each paragraph begins with, where that refers to something before."""
    return {
        (section.title, paragraph.title, first)
        for text in texts
        for section, paragraph in text.paragraphs()
        if LEANING.match(first := to_text(paragraph.sentences[0].spans))
    }


@settings(LAWS, max_examples=30)
@given(studies(), st.sampled_from([1, 60, 150, 400]))
def test_a_short_text_and_its_supplement_hold_the_whole_text(study: Study, limit: int) -> None:
    whole = write_methods(*study)

    short = shorten(*study, answered(*study), max_words=limit)

    parts = without_pointer(short)
    assert told(*parts) == told(whole)
    assert openings(*parts) <= openings(whole)
    assert [
        reference.key for part in parts for reference in part.references if reference.label
    ] == [
        *dict.fromkeys(
            key for part in parts for s in part.sentences() for p in s.spans for key in p.keys
        )
    ]
    for part in parts:
        language_is_right(part)
    smaller = shorten(*study, answered(*study), max_words=max(1, limit // 2))
    assert told(without_pointer(smaller)[0]) <= told(parts[0])


@settings(LAWS, max_examples=50)
@given(studies())
def test_statements_are_right_and_invent_nothing(study: Study) -> None:
    for text in write_statements(*study).values():
        language_is_right(text)
        every_source_leads_to_a_value(text, *study)
        every_number_is_known(text, *study)


NOT_SAID: dict[str, str] = {
    r"card_version|output\..*|bibliography.*": "is about texts, not about the study",
    r"study\.(?:title|description|keywords|doi|date|license).*": "stands in the manuscript itself",
    r"study\.authors.*": "stands under the title of the manuscript, ORCID iDs included",
    r".*\.source_files.*": "is read by the program, and its values are told",
    r".*\.(?:images|second_images|targets|axes|label_kind|labels|boxes|groups|group_table)": (
        "says where files are and how they are read; what is found in them is told"
    ),
    r".*\.(?:annotations|second_predictions|repeated_predictions|candidates)\..*": "as before",
    r".*\.uncertainty_maps\.[^.]*\.files|.*\.(?:weights|log)": "as before",
    r".*\.examples\[\d+\]": "chooses what figures show, and their legends say it",
    r".*\.(?:object_table|compare_with_input|intervals\..*)": "is a setting, told with the scores",
    r"(?!models\.[^.]*\.deposit|datasets\.[^.]*\.deposit|code).*"
    r"\.(?:url|documentation|source_code|support|license|last_release|interface)": (
        "is told of programs that were used, and of a network with a version"
    ),
    r".*\.(?:example_data|quality_checks)": "is told of the programs that ran a model",
    r".*\.rationale": "is one reason, told once where several models state the same",
    r"not_applicable\..*": "is told where it is about availability",
}
"""Fields that no text need say, and why."""
CONCEPTS = shipped_concepts()
ASKED = {
    field
    for item in load_checklist("laine-2021").items
    for name in item.concepts
    for concept in CONCEPTS.questions(name)
    for field in (*concept.fields, *concept.partial)
}
"""Fields that the guideline asks for; what other checklists ask for is said in their answers."""


@LAWS
@given(cards())
def test_what_a_card_states_is_in_the_trace_of_a_text(card: Card) -> None:
    texts = [write_methods(card), *write_statements(card).values()]
    fields = {source.field for text in texts for s in text.sentences() for source in s.sources}

    for path, _ in leaves(card):
        is_asked = any(leads(field, resolve(path).path) for field in ASKED)
        if not is_asked or is_replaced(card, path):
            continue
        if any(re.fullmatch(known, path) for known in NOT_SAID):
            continue
        assert any(leads(field, path) or leads(path, field) for field in fields), path

import time
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from replicard_schema.identifiers import Doi, Orcid, Spdx, Url


def read(kind: Any, value: object) -> Any:  # noqa: ANN401 - an annotation has no type
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> tuple[str, str | None]:  # noqa: ANN401 - an annotation has no type
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    error = caught.value.errors()[0]
    return error["msg"], error["ctx"]["hint"]


@pytest.mark.parametrize(
    "prefix",
    [
        *("", "doi:", "doi: ", "DOI:", "DOI ", "https://doi.org/", "http://dx.doi.org/"),
        *("https://DOI.org/", "doi.org/", "https://www.doi.org/"),
    ],
)
def test_doi_is_taken_with_every_usual_prefix(prefix: str) -> None:
    assert read(Doi, f" {prefix}10.1038/s41592-021-01284-3.\n") == "10.1038/s41592-021-01284-3"


@pytest.mark.parametrize(
    "text", ["10.5281", "10.1/x", "11.1038/x", "10.1038/", "10.1038/a b", "doi", "", None, 10.5]
)
def test_other_texts_are_no_doi(text: object) -> None:
    assert refusal(Doi, text)[0].endswith("is not a DOI")


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097/",
        "orcid.org/0000-0002-1825-0097",
        "0000000218250097",
        "0000\u20100002\u20131825\u20110097",
    ],
)
def test_orcid_is_brought_to_one_form(text: str) -> None:
    assert read(Orcid, text) == "0000-0002-1825-0097"


def test_check_character_x_is_a_capital() -> None:
    assert read(Orcid, "0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize("position", [0, 8, 18])
def test_mistyped_digit_is_noticed(position: int) -> None:
    text = "0000-0002-1825-0097"
    other = str((int(text[position]) + 1) % 10)

    message, hint = refusal(Orcid, text[:position] + other + text[position + 1 :])

    assert "the check digit does not fit" in message
    assert hint == "one of the digits is mistyped"


@pytest.mark.parametrize("text", ["1825", "0000-0002-1825-009", "０000-0002-1825-0097", "", None])
def test_other_texts_are_no_orcid(text: object) -> None:
    assert refusal(Orcid, text)[0].endswith("is not an ORCID iD")


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("CC0", "CC0-1.0"),
        ("mit license", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("MIT or Apache-2.0", "MIT OR Apache-2.0"),
        ("LicenseRef-institute", "LicenseRef-institute"),
    ],
)
def test_licence_is_an_spdx_expression(text: str, licence: str) -> None:
    assert read(Spdx, text) == licence


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("BSD", "BSD-3-Clause or BSD-2-Clause"),
        ("GPL", "GPL-3.0-only or GPL-3.0-or-later or GPL-2.0-only"),
        ("CC BY", "CC-BY-4.0 or CC-BY-3.0"),
        ("CC-BY-40", "CC-BY-4.0"),
    ],
)
def test_name_of_several_licences_is_left_to_the_author(text: str, options: str) -> None:
    assert refusal(Spdx, text)[1] == f"did you mean {options}?"


@pytest.mark.parametrize("text", ["ours", "", "()", "MIT AND", "(" * 5000, "MIT " * 200, None, 4.0])
def test_other_texts_are_no_licence(text: object) -> None:
    assert refusal(Spdx, text)[0].endswith("is not an SPDX licence identifier")


@pytest.mark.parametrize(
    "text", ["https://example.org", "HTTP://example.org:8080/a?b=c#d", "https://[::1]/x"]
)
def test_web_address_is_kept(text: str) -> None:
    assert read(Url, f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    [
        *("example.org", "ftp://example.org", "https://", "https:///x", "https://exa mple.org"),
        *("https://[::1", "https://example.org/<script>", "javascript:alert(1)", "", None),
        "https://" + "x" * 3000,
    ],
)
def test_other_texts_are_no_web_address(text: object) -> None:
    assert "is not a web address" in refusal(Url, text)[0]


def test_password_is_not_repeated() -> None:
    message, hint = refusal(Url, "https://name:secret@example.org")

    assert "secret" not in message
    assert hint == "leave it out"


@pytest.mark.parametrize("kind", [Doi, Orcid, Spdx, Url])
@pytest.mark.parametrize("text", ["10." * 5000, "1" * 50_000, " " * 50_000 + "x", "doi: " * 9000])
def test_hostile_text_is_refused_at_once(kind: Any, text: str) -> None:  # noqa: ANN401 - an annotation has no type
    start = time.perf_counter()

    refusal(kind, text)

    assert time.perf_counter() - start < 5

import json
from pathlib import Path

import pytest

from replicard.bibliography import read_bibliography
from replicard.errors import DataError

BIB = r"""
@string{nm = "Nature Methods"}
@comment{kept by hand}
@article{Muller2020,
  author = {M{\"u}ller, {\`E}ve and van der Berg, J. P. and {Example Consortium} and others},
  title = {Growth of \emph{E. coli} in {3D} \& more},
  journal = nm # {: Extra},
  year = 2020, month = mar, volume = 7, number = {1-2}, pages = {12--19},
  doi = {https://doi.org/10.1234/ABC_d},
}
@phdthesis{doe:2019, author = "Jane Doe", title = "Cells", school = "University of X", year = 2019}
@misc{web, title = {Images}, howpublished = {\url{https://example.org}},
  url = {https://example.org/a\_b}, date = {2022-05-04}}
@article{soon, author = {A. Roe}, title = {T}, journal = {J}, year = {in press}}
"""


def read(folder: Path, **files: str | bytes) -> dict[str, dict[str, object]]:
    names = []
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        names.append(path.name)
    return {key: dict(value) for key, value in read_bibliography(folder, names).records.items()}


def complaints(folder: Path, **files: str | bytes) -> list[str]:
    with pytest.raises(DataError) as caught:
        read(folder, **files)
    return str(caught.value).splitlines()


def test_bibtex_becomes_records(tmp_path: Path) -> None:
    found = read(tmp_path, refs_bib=BIB)

    assert found["key:muller2020"] == {
        "id": "Muller2020",
        "type": "article-journal",
        "DOI": "10.1234/ABC_d",
        "title": "Growth of <i>E. coli</i> in 3D & more",
        "container-title": "Nature Methods: Extra",
        "volume": "7",
        "issue": "1-2",
        "page": "12-19",
        "author": [
            {"family": "Müller", "given": "Ève"},
            {"family": "van der Berg", "given": "J. P."},
            {"literal": "Example Consortium"},
        ],
        "issued": {"date-parts": [[2020, 3]]},
    }
    assert found["10.1234/abc_d"] is not None
    assert found["key:doe:2019"]["publisher"] == "University of X"
    assert found["key:web"]["URL"] == "https://example.org/a_b"
    assert found["key:web"]["issued"] == {"date-parts": [[2022, 5, 4]]}
    assert found["key:soon"]["issued"] == {"literal": "in press"}


def test_csl_json_becomes_records(tmp_path: Path) -> None:
    item = {
        "id": 7,
        "type": "journal-article",
        "title": ["A &amp; B"],
        "DOI": "10.1234/X",
        "author": [{"family": "Roe", "given": "A.", "sequence": "first"}, {"name": "Group"}],
        "issued": {"date-parts": [["2020", 1, None]]},
        "unknown": {"deep": []},
        "volume": 3,
    }

    (record,) = {json.dumps(r) for r in read(tmp_path, refs_json=json.dumps([item])).values()}

    assert json.loads(record) == {
        "id": "7",
        "type": "article-journal",
        "title": "A & B",
        "DOI": "10.1234/X",
        "volume": "3",
        "author": [{"family": "Roe", "given": "A."}, {"literal": "Group"}],
        "issued": {"date-parts": [[2020, 1]]},
    }


def test_files_are_hashed(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")

    (file,) = read_bibliography(tmp_path, ["refs.bib", "refs.bib"]).files

    assert file.record.path == "refs.bib"
    assert len(file.sha256) == 64


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("@article{a,\n title = {x}\n year = 2020}", "a.bib:3:1: "),
        ("@article{a, title={x}}\n@book{a, title={y}}", "a.bib:2:1: the citation key a stands"),
        ("\n@article{a, title={x}, doi={nonsense}}", "a.bib:2:1: the record a cannot be used"),
        (b"@article{a,\n title={\xff}}", "a.bib:2:1: not UTF-8"),
        ("@article{a,\n title={\x1b}}", "a.bib:2:9: the file holds U+001B"),
        ('@string{a = "x" # b}', "a.bib: an @string made of others"),
        ("@string{a = {x}}" + "@misc{x, note = a" + " # a" * 6000 + "}", "a.bib: more than 5,000"),
        ("@article{" * 3000, "a.bib:1"),
    ],
)
def test_what_is_wrong_with_bibtex_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, expected: str
) -> None:
    assert complaints(tmp_path, a_bib=content)[0].startswith(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[\n{"id": "a",}]', "a.json:2:12: not JSON"),
        ('{"a": 1}', "a.json:1:1: not CSL-JSON: expected a list of records"),
        ('[{"id": "a"},\n {"title": "x"}]', "a.json: record 2 cannot be used: it has no id"),
        ('[\n{"id": "a", "title": {}}]', "a.json:2:1: record 1 cannot be used: its title"),
        ('[{"id": "a", "author": [1]}]', "a.json:1:1: record 1 cannot be used: its author"),
        ('[{"id": "a", "issued": {"x": 1}}]', "a.json:1:1: record 1 cannot be used: its issued"),
        ("[" * 100_000, "a.json"),
    ],
)
def test_what_is_wrong_with_csl_json_is_said(tmp_path: Path, content: str, expected: str) -> None:
    assert complaints(tmp_path, a_json=content)[0].startswith(expected)


def test_one_key_for_two_records_is_refused_across_files(tmp_path: Path) -> None:
    found = complaints(
        tmp_path,
        a_bib="@misc{Key, title={one}}",
        b_json='[{"id": "key", "title": "two"}]',
        c_txt="x",
    )

    assert found == [
        "b.json: the citation key key stands for another record as well",
        "c.txt: a bibliography is a BibTeX file (.bib) or a CSL-JSON file (.json)",
    ]


def test_files_outside_or_missing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_bibliography(tmp_path, ["../x.bib", "missing.bib"])

    assert [problem.file for problem in caught.value.problems] == ["../x.bib", "missing.bib"]

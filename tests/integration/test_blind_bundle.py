# ruff: noqa: E501 - a card with long lines
"""Nothing in a blind bundle tells who did the work: every byte of it is searched.

The search is not that of the program: PDFs are read with another library, and what must
not be there is written out in all the forms that texts, addresses and files may have.
"""

import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pikepdf
import pytest
import tifffile
import yaml

from replicard import Bundle, bundle_card, load_card
from replicard.blinding import Surroundings, blind_card
from replicard.render.our_words import our_words

SECRET = "Quillfeather"  # noqa: S105 - a name
OTHER = "Zwönitzer"
CARD = f"""\
card_version: "1.0"
study:
  title: Counting nuclei, as the {SECRET} lab does it
  authors:
    - name: Aurelia Q. {SECRET}
      orcid: 0000-0002-1825-0097
      affiliation: Institut Grünwaldsee, Vasenburg University, Kleinstadt
    - {{name: Bertram van {OTHER}, affiliation: Institut Grünwaldsee}}
  description: "Done by A. Q. {SECRET} and Bertram Zwoenitzer; write to aurelia.quillfeather@vasenburg.example."
  abstract: "QUILLFEATHER and {OTHER.upper()} of Vasenburg University worked at Grunwaldsee."
  doi: 10.5555/quill.2026
  funding: Grant VAS-90125/7 of the Kleinstadt Foundation to B. v. {OTHER}.
  grants:
    - {{funder: Kleinstadt Foundation, identifier: VAS-90125/7}}
  acknowledgements: We thank Ottokar Pfefferminz of Vasenburg University.
  conflicts: A.Q.Q. owns shares of Quillfeather Imaging.
  ethics: Approved in Vasenburg under number 17.
  registration: Registered at https://osf.io/quill by {SECRET}.
  links: [{{url: "https://lab-quillfeather.example/page"}}]
datasets:
  evaluation-quillfeather:
    description: "Images of the {OTHER}s, from /home/aquillfeather/data, C:\\\\Users\\\\zwoenitzer\\\\x."
    made_for_study: yes
    ground_truth: {{kind: outlines, annotated_by: "Drawn by Cosima Rabenstein, a technician", annotators: 1}}
    images: quillfeather/images/*.tif
    targets: quillfeather/masks/*.tif
    deposit: {{repository: Vasenburg Data Shelf, doi: 10.5555/shelf.77123, url: "https://shelf.vasenburg.example/77123", accession: SHELF-77123}}
models:
  net:
    task: instance segmentation
    algorithm: {{name: StarDist, version: "0.8.3", references: [10.1007/978-3-030-00934-2_30]}}
    provenance: trained
    training: {{datasets: [evaluation-quillfeather], code: "https://github.com/zwoenitzer-group/nuclei-finder/blob/main/train_Quillfeather.ipynb"}}
    prediction: {{used_for: "Counting in M%C3%BCnze for Zw%C3%B6nitzer, Zw&ouml;nitzer and Zw\\\\\\"onitzer."}}
    deposit: {{repository: Zenodo, doi: 10.5555/zenodo.4711}}
    zoo: "https://bioimage.io/#/?id=courageous-quill"
validations:
  nuclei:
    dataset: evaluation-quillfeather
    candidates: {{net: "predictions_{SECRET}/*.tif"}}
    visual_check: {{by: Dorothea Nachtigall, comment: "Dorothea Nachtigall and d.nachtigall looked; Nachtigall's notes."}}
code:
  - {{url: "https://github.com/zwoenitzer-group/nuclei-finder", commit: 4f2c1e9a77, license: MIT, doi: 10.5555/zenodo.9911,
     description: "nuclei-finder by zwoenitzer-group, commit 4f2c1e9", instructions: "https://nuclei-finder.readthedocs.io"}}
limitations: "Tested at Vasenburg only, by \u201cQuillfeather A.\u201d and in Kleinstadt."
"""
FORBIDDEN = (
    "Quillfeather", "Zwönitzer", "Zwoenitzer", "Zwonitzer", "zwoenitzer-group", "nuclei-finder",
    "Grünwaldsee", "Vasenburg", "Kleinstadt", "0000-0002-1825-0097", "VAS-90125", "90125/7",
    "Pfefferminz", "Rabenstein", "Nachtigall", "10.5555/", "77123", "4f2c1e9", "courageous-quill",
    "osf.io", "Users\\", "/home/aq", "lab-quillfeather", "aurelia", "A.Q.Q.",
)  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aquillfeather")
    generator = np.random.default_rng(7)
    for at in range(3):
        mask = np.zeros((48, 48), np.uint16)
        for label in range(1, 5):
            y, x = generator.integers(0, 38, 2)
            mask[y : y + 8, x : x + 8] = label
        image = (mask > 0) * 150 + generator.integers(0, 40, mask.shape)
        for name, array in (
            ("quillfeather/images", image.astype(np.uint16)),
            ("quillfeather/masks", mask),
            (f"predictions_{SECRET}", np.roll(mask, 1, axis=0)),
        ):
            (folder / name).mkdir(parents=True, exist_ok=True)
            text = f"Taken by {SECRET}" if at == 1 and name.endswith("images") else None
            tifffile.imwrite(folder / name / f"field_{at}.tif", array, description=text)
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    return folder / "card.yaml"


@pytest.fixture(scope="module")
def bundle(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    target = tmp_path_factory.mktemp("out") / "blind.zip"
    environ = {
        "USER": "aquillfeather",
        "SOURCE_DATE_EPOCH": "1790000000",
        "REPLICARD_CACHE_DIR": "",
    }
    return bundle_card(study, target, blind=True, with_data=True, environ=environ)


def forms(text: str) -> Iterator[bytes]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    spelt = {text, plain, text.replace("ö", '\\"o'), text.replace("ö", '{\\"o}')}
    spelt |= {quote(text, safe=""), quote(text), html.escape(text), json.dumps(text)[1:-1]}
    spelt |= {text.encode("ascii", "xmlcharrefreplace").decode()}
    for each in spelt:
        yield each.lower().encode()
        for encoding in ("utf-16-le", "utf-16-be", "latin-1"):
            yield each.lower().encode(encoding, "replace")


def packed(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and everything in it."""
    yield name, content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield f"{name}!{inner}", inner.encode()
                yield from packed(f"{name}!{inner}", archive.read(inner))
    if content[:4] == b"%PDF":
        yield from of_pdf(name, content)
    if content[:4] == b"\x89PNG":
        for match in re.finditer(rb"[zi]TXt", content):
            part = content[match.end() : match.end() + 5000]
            for start in re.finditer(rb"\x78[\x01\x9c\xda]", part):
                try:
                    yield f"{name} text", zlib.decompressobj().decompress(part[start.start() :])
                except zlib.error:
                    continue


def of_pdf(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for at, item in enumerate(pdf.objects):
            if isinstance(item, pikepdf.Stream):
                yield f"{name} stream {at}", item.read_bytes()
            yield f"{name} object {at}", str(repr(item)).encode()
        yield f"{name} info", str(dict(pdf.docinfo)).encode()
        for attached, file in pdf.attachments.items():
            yield f"{name} attachment", attached.encode()
            yield from packed(f"{name}/{attached}", file.get_file().read_bytes())


def test_no_byte_of_a_blind_bundle_tells_who_did_it(bundle: Bundle) -> None:
    found = []
    wanted = {text: set(forms(text)) for text in FORBIDDEN}
    for name, content in packed("zip", bundle.path.read_bytes()):
        low = content.lower()
        found += [(name, text) for text, spelt in wanted.items() if any(f in low for f in spelt)]

    assert found == []
    assert any(name.endswith("report.pdf") for name in bundle.files)


def test_the_search_finds_all_of_it_in_a_bundle_that_is_not_blind(
    study: Path, tmp_path: Path
) -> None:
    environ = {"USER": "x", "SOURCE_DATE_EPOCH": "1790000000", "REPLICARD_CACHE_DIR": ""}

    outcome = bundle_card(study, tmp_path / "open.zip", environ=environ)

    where: dict[str, set[str]] = {}
    for name, content in packed("zip", outcome.path.read_bytes()):
        for text in FORBIDDEN:
            if any(form in content.lower() for form in forms(text)):
                where.setdefault(text, set()).add(name)
    assert set(where) >= set(FORBIDDEN) - {"Zwonitzer"}
    assert any("report.pdf attachment" in name or "report.pdf/" in name for name in where[SECRET])


def test_a_data_file_that_tells_is_left_out_and_named(bundle: Bundle) -> None:
    assert bundle.left_out == ("quillfeather/images/field_1.tif",)
    assert sum(name.endswith(".tif") for name in bundle.files) == 8


def test_the_masked_card_is_a_card_and_keeps_what_tells_nothing(
    bundle: Bundle, tmp_path: Path
) -> None:
    with zipfile.ZipFile(bundle.path) as archive:
        text = archive.read("card.yaml").decode()
    path = tmp_path / "card.yaml"
    path.write_text(text, encoding="utf-8")

    card = load_card(path).card

    assert card.models["net"].algorithm.name == "StarDist"
    assert card.models["net"].algorithm.references == ("10.1007/978-3-030-00934-2_30",)
    assert "Counting nuclei, as the masked-" in text


def test_a_blind_bundle_has_the_same_bytes_each_time(study: Path, tmp_path: Path) -> None:
    environ = {
        "USER": "aquillfeather",
        "SOURCE_DATE_EPOCH": "1790000000",
        "REPLICARD_CACHE_DIR": "",
    }
    first, second = (
        bundle_card(study, tmp_path / name, blind=True, with_pdf=False, environ=environ)
        for name in ("1.zip", "2.zip")
    )

    assert first.sha256 == second.sha256


def test_a_surname_that_is_a_word_is_asked_about_and_words_stay(tmp_path: Path) -> None:
    text = (
        'card_version: "1.0"\nstudy:\n  title: Images of cells\n'
        "  authors: [{name: Ada Image}, {name: Bo Li}]\n"
        "  description: Ada Image took each image; A. Image and B. Li checked. Li is lithium.\n"
    )
    path = tmp_path / "card.yaml"
    path.write_text(text, encoding="utf-8")

    blind = blind_card(load_card(path).card, Surroundings(words=our_words()))

    told = yaml.safe_load(blind.text)["study"]
    assert told["title"] == "Images of cells"
    assert told["description"] == (
        "masked-1 took each image; masked-1 and masked-2 checked. Li is lithium."
    )
    assert [q.split("”")[0] for q in blind.terms.questions] == ["“Image", "“Li"]

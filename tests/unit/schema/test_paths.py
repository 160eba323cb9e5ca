import pytest
from pydantic import TypeAdapter, ValidationError

from replicard_schema.paths import FilePath, FilePattern

ADAPTER: TypeAdapter[str] = TypeAdapter(FilePattern)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("data/*.tif", "data/*.tif"),
        (" ./data/*.tif ", "data/*.tif"),
        (".//data/x.tif", "data/x.tif"),
        ("././x.tif", "x.tif"),
        ("data\\images\\*.tif", "data/images/*.tif"),
        ("a..b/c", "a..b/c"),
        ("{well}/[0-9]*.tif", "{well}/[0-9]*.tif"),
        ("2020", "2020"),
    ],
)
def test_path_is_relative_with_forward_slashes(given: str, path: str) -> None:
    assert ADAPTER.validate_python(given) == path


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("/data/x.tif", "is an absolute path"),
        ("\\\\server\\share\\x.tif", "is an absolute path"),
        ("C:\\data\\x.tif", "is an absolute path"),
        ("C:x.tif", "is an absolute path"),
        ("~/x.tif", "is an absolute path"),
        ("~name/x.tif", "is an absolute path"),
        ("../x.tif", "leads out of the folder of the card"),
        ("a/../../x.tif", "leads out of the folder of the card"),
        ("a\\..\\x.tif", "leads out of the folder of the card"),
        ("..", "leads out of the folder of the card"),
        ("https://example.org/x.tif", "is a web address"),
        ("file:///x.tif", "is a web address"),
        ("a\nb", "goes over several lines"),
        ("x" * 1001, "is longer than 1000 characters"),
        ("", "is empty"),
        ("./", "is empty"),
        (".//", "is empty"),
        (["x.tif"], "expected the path of a file, got a list"),
        (None, "expected the path of a file, got nothing"),
    ],
)
def test_path_that_leads_elsewhere_is_refused(given: object, fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python(given)

    assert caught.value.errors()[0]["msg"].endswith(fault)


def test_file_and_pattern_follow_the_same_rules() -> None:
    assert TypeAdapter(FilePath).validate_python("./a\\b") == "a/b"

"""Groups of images that belong together."""

from pathlib import Path

import pytest

from replicard.errors import DataError
from replicard.files import expand
from replicard.images import group_of, pair_files


@pytest.mark.parametrize(
    ("name", "pattern", "group"),
    [
        ("IXMtest_B05_s5_w10296", "{well}_s{field}_*", "IXMtest_B05/5"),
        ("donor3_img7", "{donor}_*", "donor3"),
        ("img7", "{donor}_*", None),
        ("tile_3_4", "{all}", "tile_3_4"),
    ],
)
def test_a_group_is_what_the_placeholders_catch(name: str, pattern: str, group: str | None) -> None:
    assert group_of(name, pattern) == group


def test_a_pattern_without_a_placeholder_makes_no_groups() -> None:
    with pytest.raises(DataError, match="has no placeholder"):
        group_of("a", "*")


def test_real_file_names_fall_into_wells(shared_data: Path) -> None:
    pairs = pair_files(expand(shared_data, "bbbc039_segmentation/images/*.tif"), None, {}).pairs

    groups = {group_of(pair.name, "IXMtest_{well}_s{field}_*") for pair in pairs}

    assert len(groups) == 10
    assert "B05/5" in groups

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.execution.plain import from_plain, to_plain
from replicard.metrics import Measurement
from replicard.metrics.counts import ObjectCounts, PixelCounts
from replicard_schema.evidence import FileRecord
from replicard_schema.vocabulary import MetricId

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(MetricId)
    | st.builds(PixelCounts, st.integers(), st.integers(), st.integers())
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inner)
    ),
)


@given(values)
def test_values_come_back_as_they_were(value: Any) -> None:  # noqa: ANN401 - anything
    back = from_plain(to_plain(value))

    assert back == value
    assert repr(back) == repr(value)


def test_records_and_documents_come_back_as_what_they_were() -> None:
    measured = Measurement(
        MetricId.F1, 0.5, None, {"iou_threshold": 0.5}, ObjectCounts(1, 2, 3, 0.75)
    )
    record = FileRecord(path="a", sha256="0" * 64, bytes=1)

    assert from_plain(to_plain((measured, record))) == (measured, record)


@pytest.mark.parametrize("value", [math.nan, math.inf, b"bytes", {1, 2}, object(), print, range(3)])
def test_what_would_not_come_back_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        to_plain(value)


@pytest.mark.parametrize(
    "data",
    [
        {"record": "os:system", "is": {}},
        {"record": "replicard.metrics.counts:fields", "is": {}},
        {"record": "replicard.errors:ReplicardError", "is": {}},
        {"record": "replicard.never.loaded:Thing", "is": {}},
        {"document": "replicard.metrics.counts:PixelCounts", "is": {}},
        {"word": "replicard_schema.vocabulary:MetricId", "is": "no metric"},
        {"tuple": 3},
        {"table": [[1]]},
        {"record": "replicard.metrics.counts:PixelCounts", "is": []},
        {"tuple": [], "more": 1},
        {"unknown": 1},
        {},
    ],
)
def test_data_of_others_are_refused(data: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(ValueError, match=r"program|valid"):
        from_plain(data)

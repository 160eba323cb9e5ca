import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from replicard_schema.dates import PartialDate

ADAPTER: TypeAdapter[str] = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2020", "2020"),
        (2020, "2020"),
        ("2020-3", "2020-03"),
        ("2020/03/15", "2020-03-15"),
        (" 2020-03-15\n", "2020-03-15"),
        ("2020-02-29", "2020-02-29"),
        (dt.date(2020, 3, 5), "2020-03-05"),
        (dt.datetime(2020, 3, 5, 12, tzinfo=dt.UTC), "2020-03-05"),
    ],
)
def test_date_is_as_exact_as_it_is_known(given: object, date: str) -> None:
    assert ADAPTER.validate_python(given) == date


@pytest.mark.parametrize(
    "given",
    [
        *("0000", "1899", "2101", "0999", "20", "20200", "2020-13", "2020-00", "2020-02-30"),
        *("2021-02-29", "2020-03-00", "15.03.2020", "March 2020", "2020-", "２０２０", "", None),
        *(True, 2020.5, ["2020"]),
    ],
)
def test_what_is_no_date_is_refused_with_the_form_of_one(given: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python(given)

    hint = caught.value.errors()[0]["ctx"]["hint"]
    assert hint == "write a year, month or day such as 2020, 2020-03 or 2020-03-15"

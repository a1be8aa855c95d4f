"""Dates as they were written: a year, a month or a day, never more than the writer said.

`PartialDate` is the value, `read` turns a person's words into one (and says what to ask where they can be read two
ways), `read_label_and_date` does so for a version label run into a date, `PartialDateField` keeps it in one column.
The form field is in `safeguard.partial_date_forms`.
"""

from safeguard.partial_dates.field import PartialDateField
from safeguard.partial_dates.labels import LabelledDate, LabelledReading, read_label_and_date
from safeguard.partial_dates.reading import PIVOT, Alternative, Reading, read
from safeguard.partial_dates.value import EARLIEST_YEAR, LATEST_YEAR, LONGEST_TYPED, PartialDate, Precision

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "LONGEST_TYPED",
    "PIVOT",
    "Alternative",
    "LabelledDate",
    "LabelledReading",
    "PartialDate",
    "PartialDateField",
    "Precision",
    "Reading",
    "read",
    "read_label_and_date",
]

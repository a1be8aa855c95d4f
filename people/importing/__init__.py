"""People from a spreadsheet: read the table, guess its columns, check each row. Nothing here writes."""

from people.importing.checking import CheckedRow, Checker
from people.importing.columns import FIELDS, guess
from people.importing.reading import SheetTable, TableRefused, read_table

__all__ = ["FIELDS", "CheckedRow", "Checker", "SheetTable", "TableRefused", "guess", "read_table"]

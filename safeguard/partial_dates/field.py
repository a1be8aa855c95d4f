"""One column that holds a partial date and the text it was read from, and sorts by the date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import GreaterThanOrEqual, LessThan, StartsWith
from django.utils.translation import gettext_lazy as _

from safeguard.partial_dates.value import PartialDate

LONGEST = 200
_LOOKUPS = {"exact", "isnull", "lt", "gte"}


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """Holds "2020-05 May 20": the date in ISO 8601, a space, the text as typed; NULL when there is none.

    Sorted, the column is in the order of the dates. Lookups are the four that the column answers truly: `exact` (the
    same date and precision, whatever was typed), `isnull`, and `lt` and `gte`, which compare the earliest day with a
    date or a PartialDate.
    """

    description = _("A date of which the year, the month or the day is known")
    default_error_messages = {"invalid": _("“%(value)s” is not a partial date.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)
        # The length is held by PartialDate itself, which has none to measure.
        self.validators = [check for check in self.validators if not isinstance(check, MaxLengthValidator)]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == LONGEST:
            del kwargs["max_length"]
        if kwargs.pop("null", False) is False:
            kwargs["null"] = False
        return name, "safeguard.partial_dates.PartialDateField", args, kwargs

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """Sort by bytes on PostgreSQL as SQLite does: a language's order would skip the space and the hyphens."""
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return _from_column(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """A PartialDate, a date, or the text of the column, as fixtures have it. Raises ValidationError for others."""
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, date):
            return PartialDate(value.year, value.month, value.day)
        try:
            return _from_column(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from None

    def get_prep_value(self, value: Any) -> str | None:
        when = self.to_python(value)
        return None if when is None else f"{when.iso} {when.typed}"

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in _LOOKUPS else None

    def formfield(self, **kwargs: Any) -> Any:
        from safeguard.partial_date_forms import PartialDateFormField  # it imports this package

        # Past CharField.formfield, whose length and empty value are those of a text.
        return super(models.CharField, self).formfield(**{"form_class": PartialDateFormField, **kwargs})


class _ByDate:
    """Compares with the date alone; what was typed beside it does not count."""

    lhs: Any
    rhs: Any

    def get_prep_lookup(self) -> Any:
        if self.rhs is None or hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        return self.lhs.output_field.get_prep_value(self.rhs).partition(" ")[0] + " "


class _SameDate(_ByDate, StartsWith):
    pass


class _Before(_ByDate, LessThan):
    pass


class _OnOrAfter(_ByDate, GreaterThanOrEqual):
    pass


PartialDateField.register_lookup(_SameDate, "exact")
PartialDateField.register_lookup(_Before, "lt")
PartialDateField.register_lookup(_OnOrAfter, "gte")


def _from_column(text: str) -> PartialDate:
    iso, _space, typed = text.partition(" ")
    return PartialDate.from_iso(iso, typed)

"""How every form is rendered, with our own components, hints and errors first; and a field that forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Render forms, fields and form sets from templates/components/."""

    form_template_name = "components/form_body.html"
    field_template_name = "components/field.html"
    formset_template_name = "components/formset_body.html"


class SeveralRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django takes none at run time
    """Several rows of a table. A number that no database counts to is a wrong choice, as any row that is not there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": "…"}) from None

"""Every form of this room refuses pictures in its texts: put `NoPictures` first among the bases."""

from __future__ import annotations

from typing import Any

from django import forms

from incidents.no_pictures import REFUSED, any_hides_a_picture, hides_a_picture, without_pictures


class NoPictures(forms.BaseForm):
    """Refuses what hides a picture, beside the field in which it stands, and files where the form asks for none.

    What was typed around it stays in the form; the picture itself is not sent back.
    """

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for name in self.fields:
            if self._hides(name):
                self.cleaned_data.pop(name, None)
                self._errors.pop(name, None)
                self.add_error(name, str(REFUSED))
                self._take_out(name)
        if self._hides_elsewhere():
            self.add_error(None, str(REFUSED))
        wanted = {self.add_prefix(name) for name, field in self.fields.items() if isinstance(field, forms.FileField)}
        if set(self.files or ()) - wanted:
            self.add_error(None, str(REFUSED))

    def _hides(self, name: str) -> bool:
        values: list[Any] = self.data.getlist(self.add_prefix(name)) if hasattr(self.data, "getlist") else []
        values = values or [self.data.get(self.add_prefix(name))]
        return any(isinstance(value, str) and hides_a_picture(value) for value in values)

    def _hides_elsewhere(self) -> bool:
        """In what a form reads without a field of this name, such as one of several boxes."""
        known = {self.add_prefix(name) for name in self.fields}
        others = [key for key in self.data if key not in known]
        many = [self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data[key]] for key in others]
        return any_hides_a_picture(many)

    def _take_out(self, name: str) -> None:
        data, key = self.data.copy(), self.add_prefix(name)
        data[key] = without_pictures(data.get(key, ""))
        self.data = data

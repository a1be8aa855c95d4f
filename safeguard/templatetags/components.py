"""Tags that the components need."""

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import ChoiceWidget, MultiWidget
from django.template import Context
from django.urls import reverse
from js_asset import Media

register = template.Library()


@register.filter
def first_control(field: BoundField) -> str:
    """The id of a field's first control: where the link of an error summary leads."""
    if field.id_for_label:
        return field.id_for_label
    widget = field.field.widget
    if isinstance(widget, MultiWidget):
        return field.auto_id + widget.widgets_names[0]  # type: ignore[attr-defined]
    if isinstance(widget, ChoiceWidget) and field.subwidgets:
        return field.subwidgets[0].id_for_label
    return field.auto_id


@register.simple_tag
def brand_address(colour: str) -> str:
    """The stylesheet that puts an organisation's colour into the page."""
    return reverse("brand", args=[colour.removeprefix("#").lower()])


@register.simple_tag(takes_context=True)
def form_media(context: Context, form: BaseForm) -> Media:
    """The scripts and stylesheets of a form's widgets, with the nonce that lets them run."""
    return Media.from_media(form.media, nonce=context["csp_nonce"])

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.utils.html import escape
from lxml import html

from safeguard.partial_date_forms import PartialDateFormField
from safeguard.partial_dates import PartialDate, PartialDateField

QUESTION = "“May 20” can be read two ways: May 2020, or 20 May in a year that is not written. Which is meant?"


class SignOff(forms.Form):
    signed_on = PartialDateFormField(label="Signed on", help_text="As it stands on the paper.")
    reviewed = PartialDateFormField(required=False)


def sent(form=SignOff, initial=None, **data):
    body = QueryDict(mutable=True)
    body.update(data)
    return form(body, initial=initial)


def page(form):
    return html.fromstring(form.as_p())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20.4.23", PartialDate(2023, 4, 20)),
        ("  April 2022 ", PartialDate(2022, 4)),
        ("2016", PartialDate(2016)),
        ("1.1.1900", PartialDate(1900, 1, 1)),
    ],
)
def test_a_date_is_accepted_as_it_is_written(text, value):
    form = sent(signed_on=text)

    assert form.is_valid() is True
    assert form.cleaned_data == {"signed_on": value, "reviewed": None}
    assert form.cleaned_data["signed_on"].typed == text.strip()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Enter a date, such as 17 June 2020, or a month, such as June 2020."),
        ({"signed_on": "  "}, "Enter a date, such as 17 June 2020, or a month, such as June 2020."),
        ({"signed_on": "31 February"}, "There is no 31 February. Check the day."),
        ({"signed_on": "May 20"}, QUESTION),
        ({"signed_on": "May 20", "signed_on_reading": "2019-05"}, QUESTION),
        ({"signed_on": "May 20", "signed_on_reading": "\x00"}, QUESTION),
        (
            {"signed_on": "May 20", "signed_on_reading": "unfinished"},
            "Write the date again with its year, such as 17 June 2020.",
        ),
        ({"signed_on": "12/25/2020"}, "“12/25/2020” has no month 25. Is 25 December 2020 meant?"),
        ({"signed_on": "31 February", "signed_on_reading": "2020-02"}, "There is no 31 February. Check the day."),
        ({"signed_on": "x" * 500}, "This is too long for a date. Write the date alone."),
    ],
)
def test_a_refusal_is_a_plain_sentence(data, error):
    form = sent(**data)

    assert form.errors == {"signed_on": [error]}


def test_a_text_with_two_readings_comes_back_with_the_question_and_the_readings():
    form = page(sent(signed_on="May 20"))

    box = form.get_element_by_id("id_signed_on")
    radios = form.xpath("//fieldset//input[@type='radio']")
    labels = {label.get("for"): label.text_content() for label in form.xpath("//fieldset//label")}
    assert (box.get("name"), box.get("type"), box.get("value")) == ("signed_on", "text", "May 20")
    assert (box.get("aria-invalid"), box.get("aria-describedby")) == (
        "true",
        "id_signed_on_helptext id_signed_on_error",
    )
    assert form.xpath("//fieldset/legend")[0].text_content() == "What does “May 20” mean?"
    assert [(radio.get("name"), radio.get("value"), radio.get("checked")) for radio in radios] == [
        ("signed_on_reading", "2020-05", None),
        ("signed_on_reading", "unfinished", None),
    ]
    assert [labels[radio.get("id")] for radio in radios] == ["May 2020", "20 May in a year that is not written"]


def test_the_reading_that_is_chosen_is_accepted_with_the_text_as_typed():
    form = sent(signed_on="May 20", signed_on_reading="2020-05", reviewed="12/25/2020", reviewed_reading="2020-12-25")

    assert form.is_valid() is True
    assert form.cleaned_data == {"signed_on": PartialDate(2020, 5), "reviewed": PartialDate(2020, 12, 25)}
    assert [value.typed for value in form.cleaned_data.values()] == ["May 20", "12/25/2020"]


def test_a_text_that_is_written_anew_counts_more_than_a_reading_chosen_before():
    form = sent(signed_on="20 May 2021", signed_on_reading="2020-05")

    assert form.is_valid() is True
    assert form.cleaned_data["signed_on"] == PartialDate(2021, 5, 20)


@pytest.mark.parametrize("text", ["April 2022", "31 February", ""])
def test_a_text_with_one_reading_or_none_brings_no_choices(text):
    assert page(sent(signed_on=text)).xpath("//fieldset") == []


@pytest.mark.parametrize(
    ("initial", "text"),
    [
        (PartialDate(2023, 4, 20, typed="20.4.23"), "20.4.23"),
        (PartialDate(2022, 4), "April 2022"),
        (PartialDate(2022, 4, typed="not this date"), "April 2022"),
        (date(2020, 6, 17), "17 June 2020"),
        ("2016", "2016"),
        (None, None),
    ],
)
def test_a_date_that_is_known_is_shown_as_it_was_typed(initial, text):
    form = page(SignOff(initial={"signed_on": initial}))

    assert form.get_element_by_id("id_signed_on").get("value") == text
    assert form.xpath("//fieldset") == []


def test_a_known_date_with_two_readings_is_shown_with_its_own_marked_and_is_not_asked_again():
    initial = {"signed_on": PartialDate(2020, 5, typed="May 20")}

    checked = page(SignOff(initial=initial)).xpath("//input[@checked]")

    assert [(radio.get("name"), radio.get("value")) for radio in checked] == [("signed_on_reading", "2020-05")]
    form = sent(initial=initial, signed_on="May 20", signed_on_reading="2020-05")
    assert (form.is_valid(), form.changed_data) == (True, [])


@pytest.mark.parametrize(
    ("text", "changed"),
    [("April 2022", []), ("Apr 2022", ["signed_on"]), ("31 February", ["signed_on"]), ("", ["signed_on"])],
)
def test_a_change_of_the_text_is_a_change(text, changed):
    assert sent(initial={"signed_on": PartialDate(2022, 4)}, signed_on=text).changed_data == changed


def test_another_reading_of_the_same_text_is_a_change():
    form = sent(initial={"signed_on": PartialDate(2020, 5, typed="May 20")}, signed_on="May 20")

    assert form.changed_data == ["signed_on"]


def test_a_field_that_is_switched_off_keeps_its_date():
    class Closed(forms.Form):
        signed_on = PartialDateFormField(disabled=True)

    form = sent(Closed, initial={"signed_on": PartialDate(2020, 5, typed="May 20")}, signed_on="2021")

    assert (form.is_valid(), form.changed_data) == (True, [])
    assert form.cleaned_data == {"signed_on": PartialDate(2020, 5)}
    assert [each.get("disabled") for each in page(form).xpath("//input")] == ["disabled"] * 3


def test_the_pivot_of_a_field_decides_the_century():
    class Birth(forms.Form):
        born = PartialDateFormField(pivot=27)

    form = sent(Birth, born="17.6.45")

    assert form.is_valid() is True
    assert form.cleaned_data == {"born": PartialDate(1945, 6, 17)}
    known = page(Birth(initial={"born": form.cleaned_data["born"]}))
    assert known.get_element_by_id("id_born").get("value") == "17.6.45"
    assert PartialDateFormField().widget.pivot == 70


def test_the_field_of_a_model_brings_this_form_field():
    field = PartialDateField("signed on", blank=True).formfield()

    assert (type(field), field.required, field.label) == (PartialDateFormField, False, "Signed on")


def test_what_was_typed_cannot_become_markup():
    text = "<b onclick='x'>May 20</b>\"><script>"

    shown = sent(signed_on=text).as_p()

    assert text not in shown
    assert escape(text) in shown

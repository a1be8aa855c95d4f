"""Every form, field and part of a page comes out of one set of components."""

import re
from collections import Counter

import pytest
from django import forms
from django.http import Http404
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from lxml import html

from safeguard.charts import bars, lines
from safeguard.style_page import EveryField, Upload, style_page

COLOURS = [("r", "Red"), ("g", "Green")]


def drawn(markup: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{markup}</div>")


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def field(form_field: forms.Field, data: dict[str, str] | None = None) -> html.HtmlElement:
    form_class = type("OneField", (forms.Form,), {"answer": form_field})
    return drawn(form_class(data)["answer"].as_field_group())


def shown(**query: str) -> html.HtmlElement:
    return html.fromstring(style_page(RequestFactory().get("/style/", query)).content.decode())


def test_label_hint_and_error_stand_above_the_control_in_this_order():
    drawn_field = field(forms.CharField(label="Title", help_text="As on the first page."), {})

    parts = drawn_field.xpath("./div[contains(@class, 'field')]/*")

    assert [part.tag for part in parts] == ["label", "div", "p", "input"]
    assert [words(part) for part in parts[:3]] == [
        "Title",
        "As on the first page.",
        "Error: This field is required.",
    ]


def test_a_control_is_described_by_its_hint_and_its_error():
    control = field(forms.CharField(help_text="As on the first page."), {}).xpath(".//input")[0]

    assert control.get("aria-describedby") == "id_answer_helptext id_answer_error"
    assert control.get("aria-invalid") == "true"


def test_a_field_without_hint_or_error_describes_itself_by_nothing():
    assert field(forms.CharField()).xpath(".//input")[0].get("aria-describedby") is None


def test_what_may_stay_empty_says_so():
    assert words(field(forms.CharField(label="Title", required=False)).xpath(".//label")[0]) == "Title (optional)"


def test_a_field_can_be_the_heading_of_its_page():
    bound = type("Question", (forms.Form,), {"answer": forms.CharField(label="Who is the chair?")})()["answer"]

    heading = drawn(render_to_string("components/field.html", {"field": bound, "heading": True})).xpath(".//h1")[0]

    assert words(heading) == "Who is the chair?"
    assert heading.xpath("./label/@for") == ["id_answer"]


@pytest.mark.parametrize(
    "form_field",
    [
        forms.ChoiceField(label="Colour", help_text="One.", choices=COLOURS, widget=forms.RadioSelect),
        forms.MultipleChoiceField(
            label="Colour", help_text="One.", choices=COLOURS, widget=forms.CheckboxSelectMultiple
        ),
        forms.DateField(label="Colour", help_text="One.", widget=forms.SelectDateWidget),
        forms.SplitDateTimeField(label="Colour", help_text="One."),
    ],
    ids=lambda form_field: type(form_field.widget).__name__,
)
def test_several_controls_for_one_answer_stand_in_a_fieldset(form_field):
    fieldset = field(form_field, {}).xpath(".//fieldset")[0]

    assert words(fieldset.xpath("./legend")[0]) == "Colour"
    assert fieldset.get("aria-describedby") == "id_answer_helptext id_answer_error"


def test_a_choice_is_a_control_with_its_own_label():
    choices = field(forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect)).xpath(".//*[@class='choice']")

    assert [(c.xpath("./input/@id"), c.xpath("./label/@for"), words(c)) for c in choices] == [
        (["id_answer_0"], ["id_answer_0"], "Red"),
        (["id_answer_1"], ["id_answer_1"], "Green"),
    ]


def test_a_single_tick_has_its_label_beside_it_and_no_other():
    box = field(forms.BooleanField(label="I have read it"))

    assert [words(label) for label in box.xpath(".//label")] == ["I have read it"]
    assert box.xpath(".//label/@for") == box.xpath(".//input/@id")


def test_a_file_that_is_there_is_named_and_can_be_taken_away():
    form = EveryField(initial={"logo": Upload()})

    logo = drawn(form["logo"].as_field_group())

    assert [words(label) for label in logo.xpath(".//label")] == ["Logo (optional)", "Remove this file"]
    assert [words(link) for link in logo.xpath(".//a")] == ["harbour-lights.png"]


def test_a_form_that_is_right_shows_no_summary():
    assert drawn(str(EveryField())).xpath("//*[contains(@class, 'error-summary')]") == []


def test_the_summary_names_every_error_and_leads_to_a_control():
    page = drawn(str(EveryField({}, {})))

    links = page.xpath("//*[contains(@class, 'error-summary')]//a")
    controls = set(page.xpath("//*[self::input or self::select or self::textarea]/@id"))

    assert words(links[0]) == "Title of the policy – This field is required."
    assert {link.get("href").removeprefix("#") for link in links} - controls == set()
    assert len(links) == len(page.xpath("//*[contains(@class, 'field--error')]"))


def test_what_is_wrong_with_the_whole_form_stands_in_the_summary():
    summary = drawn(str(EveryField({}, {}))).xpath("//*[contains(@class, 'error-summary')]")[0]

    assert words(summary.xpath(".//li")[0]) == "The board has not approved this version yet."
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")


def test_a_set_of_forms_has_one_summary_for_all():
    class Name(forms.Form):
        name = forms.CharField(label="Name")

    people = forms.formset_factory(Name, min_num=2, extra=0, validate_min=True)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Ada", "form-1-name": ""}
    )

    links = drawn(str(people)).xpath("//*[contains(@class, 'error-summary')]//a")

    assert [(words(link), link.get("href")) for link in links] == [
        ("Name – This field is required.", "#id_form-1-name"),
    ]


@pytest.mark.parametrize("show", ["page", "public", "account", "print"])
def test_the_style_page_needs_no_inline_script_or_style(show):
    page = shown(show=show)

    assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("show", ["page", "public", "account", "print"])
def test_every_id_of_the_style_page_is_given_once_and_every_name_of_one_leads_somewhere(show):
    page = shown(show=show)
    ids = Counter(page.xpath("//@id"))
    named = " ".join(page.xpath("//@aria-describedby | //@aria-labelledby | //@for | //@popovertarget")).split()

    assert [name for name, times in ids.items() if times > 1] == []
    assert [name for name in named if name not in ids] == []


def test_the_style_page_has_no_other_pages():
    with pytest.raises(Http404):
        style_page(RequestFactory().get("/style/", {"show": "../500"}))


def test_the_current_room_is_marked():
    assert [words(a) for a in shown().xpath("//nav[@id='site-navigation']//a[@aria-current='page']")] == ["Policies"]


def test_every_icon_is_silent_beside_its_words():
    icons = shown().xpath("//svg[contains(@class, 'icon')]")

    assert {icon.get("aria-hidden") for icon in icons} == {"true"}


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_stands_by_itself(name):
    page = html.fromstring(get_template(name).template.render(Context()))

    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main//a[@href='/']")) == 1


def test_what_is_forbidden_says_why():
    page = html.fromstring(render_to_string("403.html", {"sentence": "Only the chair signs a policy off."}))

    assert words(page.xpath("//*[@class='lead']")[0]) == "Only the chair signs a policy off."


def test_bars_are_drawn_to_one_scale_with_the_numbers_beside_them():
    chart = bars("Signed", "What the bars say.", [("A", 20), ("B", 5)], label_heading="Who", value_heading="Times")

    page = drawn(render_to_string("components/chart.html", {"chart": chart}))

    assert page.xpath("//rect[contains(@class, 'chart__bar')]/@width") == ["320", "80"]
    assert [words(row) for row in page.xpath("//tr")] == ["Who Times", "A 20", "B 5"]
    assert [words(part) for part in page.xpath("//title | //desc")] == ["Signed", "What the bars say."]


def test_a_line_begins_at_nought_and_ends_at_the_right():
    chart = lines("Signed", "", [("Jan", 0), ("Feb", 5), ("Mar", 10)], label_heading="Month", value_heading="Times")

    assert chart.line == "30,190 160,115 290,40"


def test_a_chart_of_nothing_can_be_drawn():
    chart = bars("Signed", "Nothing yet.", [("A", 0)], label_heading="Who", value_heading="Times")

    assert [bar.width for bar in chart.bars] == [0]


def test_mails_show_the_charity_and_why_they_came():
    text = re.sub(r"\n{3,}", "\n\n", render_to_string("mail/base.txt", {"organisation_name": "Kids & Co"}))

    assert "Sent by Safeguard for Kids & Co." in text

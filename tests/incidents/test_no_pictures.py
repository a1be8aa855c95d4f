"""A picture does not come in by any field of this room (WY-108, E-56)."""

import importlib
import pkgutil
from base64 import b64encode

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile

import incidents.forms
from incidents.forms.chronology import EntryForm
from incidents.forms.no_pictures import NoPictures
from incidents.models import Entry
from incidents.no_pictures import any_hides_a_picture, hides_a_picture, without_pictures
from incidents.services import drafts
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")

PNG = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3).decode()
HIDDEN = [
    f"data:image/png;base64,{PNG}",
    f"DATA:image/jpeg;base64,{PNG}",
    "data: image/svg+xml,%3Csvg",
    f"da\u200bta:image/png;base64,{PNG}",
    "data:;base64,AAAA",
    "<img src=https://example.org/a.png>",
    "< IMG src='a'>",
    "<svg onload=1>",
    "<video><source src=a></video>",
    f"![a](data:image/png;base64,{PNG})",
    PNG,
    "\n".join(PNG[start : start + 76] for start in range(0, len(PNG), 76)),
    "blob:https://example.org/0f",
    "{\\rtf1 {\\pict",
    "\n" + "\n".join(PNG[start : start + 38] for start in range(0, len(PNG), 38)) + "\n",
    "\n" + "\r\n".join(PNG[start : start + 20] for start in range(0, len(PNG), 20)) + "\n",
    "\n" + "\n".join("> " + PNG[start : start + 30] for start in range(0, len(PNG), 30)) + "\n",
    "\nbegin 644 photo.jpg\nM_]C_X  02D9)1@ ! 0 0 !  #_VP!# (\n#0T-#\n`\nend\n",
]
PLAIN = [
    "She said: “look at my picture” and showed the telephone. I did not look.",
    "He sent an image. The data: name, day and place.",
    "https://www.example.org/watch?v=" + "aB3-" * 60,
    "a < b, and 3 > 2",
    "The image is at https://example.org/p/9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "Ünïcödé 日本語 " * 100,
    "",
    "x" * 500,
    "\n".join(["-" * 40, "_" * 30] * 4),
    "\n".join(["Rechtsschutzversicherung", "Donaudampfschifffahrt", "Kindeswohlgefährdung"] * 4),
    "\n".join(f"{number}. He came at {number}:15 and left without a word." for number in range(20)),
    "\n".join(["+447700900123", "+447700900456", "07700 900789"] * 4),
    "\n".join(["https://www.example.org/groups/1029384756"] * 8),
    "We begin 10 minutes early.\nbegin 12 weeks later",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_picture_in_a_text_is_found(text):
    assert hides_a_picture(text)
    assert hides_a_picture(f"He sent this: {text} and more")
    assert any_hides_a_picture([{"a": ["fine", text]}])


@pytest.mark.parametrize("text", PLAIN)
def test_words_about_a_picture_are_words(text):
    assert not hides_a_picture(text)


@pytest.mark.parametrize("text", HIDDEN)
def test_the_words_around_it_are_kept(text):
    assert not hides_a_picture(without_pictures(f"He sent this: {text}"))


def all_forms():
    for found in pkgutil.iter_modules(incidents.forms.__path__):
        module = importlib.import_module(f"incidents.forms.{found.name}")
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, django_forms.BaseForm)
                and thing.__module__ == module.__name__
            ):
                yield thing


@pytest.mark.clause("WY-108")
def test_every_form_of_the_room_refuses_them():
    """Those that only find and filter keep nothing; WithMoment is the beginning of others."""
    without = {form.__name__ for form in all_forms() if not issubclass(form, NoPictures)}

    assert without <= {"LogForm", "SearchForm", "PeriodForm", "WithMoment"}


@pytest.mark.clause("WY-108")
@pytest.mark.parametrize("text", [HIDDEN[0], HIDDEN[5]])
def test_a_pasted_picture_is_refused_with_what_to_do_instead(lead, charity, in_the_log, text):
    case, client = make_case(), in_the_log(lead)
    url = f"/o/{charity.slug}/incidents/{case.code}/chronology/add/"
    if client.get(url).status_code == 404:
        pytest.fail("The address of the form has changed.")

    answer = client.post(url, {"kind": "note", "text": f"He sent this: {text}"})

    page = answer.content.decode()
    assert "call the police" in page
    assert "Internet Watch Foundation" in page
    assert "He sent this:" in page
    assert text not in page
    assert not Entry.objects.filter(case=case).exists()


def test_a_file_that_is_sent_to_a_form_without_a_field_for_it_is_refused():
    form = EntryForm({"text": "Words"}, {"photo": SimpleUploadedFile("a.png", b"\x89PNG")})

    assert not form.is_valid()


def test_a_picture_in_a_box_that_the_form_does_not_know_is_refused():
    form = EntryForm({"text": "Words", "more-0": HIDDEN[0]})

    assert not form.is_valid()


def test_a_draft_keeps_no_picture(volunteer):
    drafts.keep(volunteer, {"what": [f"He sent this: {HIDDEN[0]}"]})

    assert drafts.fields(drafts.of(volunteer)) == {"what": ["He sent this: "]}


def test_the_pages_of_a_case_stop_pasting(lead, charity, in_the_log):
    case = make_case()

    page = in_the_log(lead).get(f"/o/{charity.slug}/incidents/{case.code}/evidence/").content.decode()

    assert "js/no-pictures" in page

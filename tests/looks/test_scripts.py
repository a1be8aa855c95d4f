"""Names in every script come out as letters in a PDF, never as boxes (E-16); start.py installs the fonts."""

from html import escape
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.typesetting import Typeset, typeset

NAMES = {
    "Amharic": "ሀይለ ገብረማርያም",
    "Arabic": "محمد الأحمد",
    "Armenian": "Արամ Խաչատրյան",
    "Bengali": "রহিমা খাতুন",
    "Burmese": "အောင်ဆန်း",
    "Chinese": "李小龙 龍應臺",
    "Cyrillic": "Дарья Ёлкина",
    "Devanagari": "नागार्जुन श्रीवास्तव",
    "Georgian": "გიორგი",
    "Greek": "Ἑλένη",
    "Gujarati": "પ્રિયંકા શાહ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "Hebrew": "דָּוִד כהן",
    "Japanese": "山田 ひろし タロウ",
    "Kannada": "ಕೃಷ್ಣಪ್ಪ",
    "Khmer": "សុខា",
    "Korean": "김민준",
    "Lao": "ສົມຊາຍ",
    "Latin": "Ngũgĩ Łukasz Prŷs Nguyễn Thị Phượng İpek Işık",
    "Malayalam": "ശ്രീജിത്ത്",
    "Pashto": "ځلاند ښاغلی",
    "Sinhala": "ශ්‍රීමතී",
    "Symbols": "Sunny ☀ Adeyemi ✈",
    "Tamil": "ஸ்ரீதரன் லட்சுமி",
    "Telugu": "శ్రీనివాస్",
    "Thai": "สมชาย ใจดี",
    "Urdu": "عائشہ پرویز گل",
}


@pytest.fixture(scope="module")
def printed() -> Typeset:
    """Each name upright, bold and slanted, in a document that the charity's own style sets."""
    rows = "".join(
        f"<p><bdi>{escape(name)}</bdi></p><p><b><bdi>{escape(name)}</bdi></b></p><p><i><bdi>{escape(name)}</bdi></i></p>"
        for name in NAMES.values()
    )
    page = f'<html lang="en"><head><title>Names</title></head><body>{rows}</body></html>'
    return typeset(page, identifier="names")


def test_every_letter_has_its_type(printed):
    assert printed.unprintable == ""


@pytest.mark.parametrize("script", NAMES)
def test_the_letters_can_be_copied_out_of_the_file_again(printed, script):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages)

    assert set(NAMES[script]) - set(text) == set()


def test_every_font_travels_with_the_file(printed):
    fonts = [
        font.get_object()
        for page in PdfReader(BytesIO(printed.content)).pages
        for font in page["/Resources"]["/Font"].values()
    ]

    carried = {"/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts}
    assert carried == {True}

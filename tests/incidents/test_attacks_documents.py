"""Pictures that are hidden in a document more carefully than a program would hide them (WY-108, E-56)."""

import zlib

import pytest

from incidents import documents
from incidents.documents import DocumentRefused

PIXELS = b"\xff\x00\x00" * 2500
WORDS = b"BT /F1 12 Tf 10 100 Td (Hello words) Tj ET "


def stream(content, *, head=b""):
    packed = zlib.compress(content)
    return b"<<%s /Filter/FlateDecode /Length %d>>\nstream\n%s\nendstream" % (head, len(packed), packed)


def a_pdf(*contents, picture=None, generation=0, catalog=b""):
    """One page with these streams; the picture is object 9."""
    numbers = range(4, 4 + len(contents))
    pages = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = {
        1: (0, b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog),
        2: (0, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        3: (
            0,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents[%s]/Resources<</Font<</F1 8 0 R>>"
            b"/XObject<</Im 9 %d R>>>>>>" % (pages, generation),
        ),
        **{number: (0, stream(content)) for number, content in zip(numbers, contents, strict=True)},
        8: (0, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
        9: (generation, picture or b"null"),
    }
    made, places = b"%PDF-1.7\n", {}
    for number, (generation, body) in sorted(objects.items()):
        places[number] = b"%010d %05d n \n" % (len(made), generation)
        made += b"%d %d obj\n%s\nendobj\n" % (number, generation, body)
    table = b"".join(places.get(number, b"0000000000 65535 f \n") for number in range(10))
    return made + b"xref\n0 10\n%strailer\n<</Size 10/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, len(made))


def refused(content):
    with pytest.raises(DocumentRefused) as found:
        documents.read(content)
    return str(found.value)


def test_such_a_file_of_words_alone_comes_in():
    assert documents.read(a_pdf(WORDS)).kind == "pdf"
    assert documents.read(a_pdf(b"BT /F1 12 Tf (The BI team asked for her ID at the door) Tj ET")).kind == "pdf"
    assert documents.read(a_pdf(WORDS, catalog=b"/OpenAction[3 0 R/Fit]")).kind == "pdf"


@pytest.mark.parametrize("generation", [0, 1, 7])
def test_a_picture_under_an_escaped_name_and_another_generation(generation):
    head = b"/Type/XObject /Subtype /#49mage /Width 50/Height 50/ColorSpace/DeviceRGB/BitsPerComponent 8"

    assert refused(a_pdf(WORDS + b"/Im Do", picture=stream(PIXELS, head=head), generation=generation)) == (
        documents.picture()
    )


@pytest.mark.parametrize(
    "contents",
    [
        [WORDS + b"q BI " + b" " * 3000 + b"/W 50/H 50/CS/RGB/BPC 8 ID " + PIXELS + b"\nEI Q"],
        [WORDS + b"q BI /W 50/H 50/CS/RGB", b"/BPC 8 ID " + PIXELS + b"\nEI Q"],
    ],
    ids=["far apart", "in two streams"],
)
def test_a_picture_among_the_drawing(contents):
    assert refused(a_pdf(*contents)) == documents.picture()


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction<</S/URI/URI(https://evil.example)>>",
        b"/OpenAction<</S/Java#53cript/J#53(app.alert(1))>>",
        b"/AA<</WC<</S/URI/URI(https://evil.example)>>>>",
        b"/Names<</EmbeddedFiles<</Names[(a)9 0 R]>>>>",
    ],
)
def test_what_opens_or_runs_by_itself(catalog):
    assert refused(a_pdf(WORDS, catalog=catalog)) == documents.not_words()


def test_a_stream_that_unpacks_to_far_too_much_is_not_unpacked():
    assert refused(a_pdf(WORDS, picture=stream(bytes(300 * 1024 * 1024))))

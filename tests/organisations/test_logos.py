"""Logos are pictures, written anew; everything else is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from organisations import logos, services
from organisations.models import Organisation
from safeguard.scoping import acting_for


def picture(kind="PNG", size=(40, 20), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 50,000 by 50,000 pixels in a few kilobytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(6251) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_written_anew_and_made_small(kind, ending):
    content, found = logos.re_encoded(io.BytesIO(picture(kind, (3000, 1000))))

    again = Image.open(io.BytesIO(content))
    assert (found, again.format, again.size) == (ending, kind, (800, 267))


def test_what_a_camera_noted_beside_the_picture_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "taken at 1 Quay Street"
    camera = picture("JPEG", exif=exif, comment=b"secret")

    content, _ending = logos.re_encoded(io.BytesIO(camera))

    assert b"Quay Street" in camera
    assert (b"Quay Street" in content, b"secret" in content, dict(Image.open(io.BytesIO(content)).getexif())) == (
        False,
        False,
        {},
    )


def test_a_picture_that_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    content, _ending = logos.re_encoded(io.BytesIO(picture("JPEG", (40, 20), exif=exif)))

    assert Image.open(io.BytesIO(content)).size == (20, 40)


def test_what_is_hidden_behind_a_picture_is_left_behind():
    content, _ending = logos.re_encoded(io.BytesIO(picture() + b"<script>alert(1)</script>"))

    assert b"script" not in content


UNREADABLE = "This file cannot be read as a picture. Choose a PNG or JPEG file."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', UNREADABLE),
        (b"<html><script>alert(1)</script></html>", UNREADABLE),
        (b"not a picture", UNREADABLE),
        (b"", UNREADABLE),
        (picture()[:20], UNREADABLE),
        (picture("GIF"), UNREADABLE),
        (picture("BMP"), UNREADABLE),
        (b"%PDF-1.7", UNREADABLE),
        (bomb(), "This picture is too large. Make it at most 6000 pixels wide and high."),
        (b"\x89PNG" + bytes(5 * 1024 * 1024), "This file is too large. Choose a picture of at most 4 megabytes."),
    ],
    ids=["svg", "html", "text", "empty", "cut", "gif", "bmp", "pdf", "bomb", "large"],
)
def test_anything_else_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(logos.LogoRefused) as refused:
        logos.re_encoded(io.BytesIO(content))

    assert str(refused.value) == sentence


def test_a_logo_is_served_to_whoever_sees_a_page_with_it(client, charity, chair):
    name = logos.keep(io.BytesIO(picture()))
    with acting_for(charity):
        services.set_logo(charity, name=name, by=chair)
    address = Organisation.objects.get().logo_address

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["nothing.png", "..%2f..%2fsecret-key", "", "%00.png"])
def test_no_other_file_is_served(client, charity, name):
    assert client.get(f"/logo/{name}").status_code == 404


def test_a_logo_whose_file_is_lost_is_not_found(client, charity, chair):
    with acting_for(charity):
        services.set_logo(charity, name="logos/lost.png", by=chair)

    assert client.get("/logo/lost.png").status_code == 404


def test_the_old_logo_is_thrown_away(charity, chair, django_capture_on_commit_callbacks):
    first, second = (logos.keep(io.BytesIO(picture())) for _time in range(2))
    with acting_for(charity), django_capture_on_commit_callbacks(execute=True):
        services.set_logo(charity, name=first, by=chair)
        services.set_logo(charity, name=second, by=chair)

    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)


def test_a_chair_changes_and_removes_the_logo(signed_in, charity, chair):
    client = signed_in(chair)

    client.post("/o/harbour-lights/settings/logo/", {"logo": SimpleUploadedFile("l.png", picture())})
    assert Organisation.objects.get().logo.name.endswith(".png")

    client.post("/o/harbour-lights/settings/logo/remove/")
    assert Organisation.objects.get().logo.name == ""


def test_a_hostile_logo_is_refused_beside_the_field(signed_in, charity, chair):
    svg = SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>", content_type="image/png")

    answer = signed_in(chair).post("/o/harbour-lights/settings/logo/", {"logo": svg})

    assert (answer.status_code, UNREADABLE in answer.content.decode()) == (200, True)
    assert Organisation.objects.get().logo.name == ""


@pytest.mark.parametrize("colour", ["12345", "1234567", "zzzzzz", "114B5F", "%3cscript"])
def test_only_a_colour_has_a_stylesheet(client, colour):
    assert client.get(f"/brand/{colour}.css").status_code == 404

"""Pictures beside pages: what they are is what their bytes say, and nothing of the camera stays."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from microsite.html.pictures import BadPicture, PublishedPicture, prepare_picture

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRETS = (b"Secret Camera", b"53.1325", b"Exif", b"GPS", b"photoshop", b"secret comment")


def picture(format_: str, *, size: tuple[int, int] = (6, 4), mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, color=0).save(out, format_, **options)
    return out.getvalue()


def camera_data(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Secret Camera"
    exif.get_ifd(GPS)[2] = (53.0, 7.0, 57.0)
    return exif.tobytes()


def prepared(name: str, content: bytes) -> PublishedPicture:
    found = prepare_picture(name, content)
    assert isinstance(found, PublishedPicture), found
    return found


def refused(name: str, content: bytes) -> BadPicture:
    found = prepare_picture(name, content)
    assert isinstance(found, BadPicture)
    return found


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.JPG", "JPEG"), ("a.webp", "WEBP")],
)
def test_a_picture_is_published_under_a_name_made_of_its_bytes(name: str, format_: str) -> None:
    found = prepared(f"en/about/{name}", picture(format_))

    stem, digits, suffix = found.path.rsplit(".", 2)
    assert stem == "assets/en/about/a"
    assert len(digits) == 10
    assert suffix == name.rpartition(".")[2]
    assert (found.width, found.height) == (6, 4)
    with Image.open(BytesIO(found.content)) as image:
        assert (image.format, image.size) == (format_, (6, 4))


def test_the_same_picture_gives_the_same_bytes() -> None:
    content = picture("JPEG", size=(64, 64))

    assert prepared("a.jpg", content) == prepared("a.jpg", content)


@pytest.mark.parametrize(("name", "format_"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_position_and_camera_stay_behind(name: str, format_: str) -> None:
    content = picture(format_, exif=camera_data())
    assert b"Secret Camera" in content

    found = prepared(name, content)

    assert [secret for secret in SECRETS if secret in found.content] == []
    with Image.open(BytesIO(found.content)) as image:
        assert dict(image.getexif()) == {}


def test_comments_and_texts_stay_behind() -> None:
    texts = PngInfo()
    texts.add_text("Comment", "secret comment")
    texts.add_itxt("XML:com.adobe.xmp", "secret comment")

    assert b"secret comment" not in prepared("a.png", picture("PNG", pnginfo=texts)).content
    assert b"secret comment" not in prepared("a.jpg", picture("JPEG", comment=b"secret comment")).content


def test_what_is_added_behind_the_picture_stays_behind() -> None:
    found = prepared("a.png", picture("PNG") + b"<script>alert(1)</script>")

    assert b"script" not in found.content


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_held_sideways_is_turned_upright(orientation: int) -> None:
    found = prepared("a.jpg", picture("JPEG", exif=camera_data(orientation)))

    assert (found.width, found.height) == ((6, 4) if orientation == 3 else (4, 6))


@pytest.mark.parametrize(
    ("mode", "format_", "name"),
    [
        ("RGBA", "PNG", "a.png"),
        ("P", "PNG", "a.png"),
        ("1", "PNG", "a.png"),
        ("I;16", "PNG", "a.png"),
        ("L", "JPEG", "a.jpg"),
        ("CMYK", "JPEG", "a.jpg"),
        ("RGBA", "WEBP", "a.webp"),
    ],
)
def test_pictures_of_every_kind_of_colour_are_accepted(mode: str, format_: str, name: str) -> None:
    assert prepared(name, picture(format_, mode=mode)).width == 6


def test_what_is_see_through_stays_see_through() -> None:
    found = prepared("a.png", picture("PNG", mode="RGBA"))

    with Image.open(BytesIO(found.content)) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    ("name", "format_", "hint"),
    [
        ("a.png", "JPEG", "rename it to end in .jpeg, or save it again"),
        ("a.jpg", "PNG", "rename it to end in .png, or save it again"),
        ("a.jpg", "WEBP", "rename it to end in .webp, or save it again"),
    ],
)
def test_a_picture_must_be_what_its_name_says(name: str, format_: str, hint: str) -> None:
    found = refused(name, picture(format_))

    assert (found.message, found.hint) == ("the picture is not what its name says", hint)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8_000, 5_001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused(size: tuple[int, int]) -> None:
    found = refused("a.png", bomb(*size))

    assert found.message == "the picture is too large"
    assert found.hint == "make it smaller: 2,000 pixels wide is plenty"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        picture("PNG")[:40],
        picture("JPEG", size=(64, 64))[:200],
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        b"%PDF-1.4",
    ],
)
def test_a_spoilt_or_another_kind_of_file_is_refused(content: bytes) -> None:
    assert refused("a.png", content).message == "the picture cannot be read"


@given(at=st.integers(0, 200), byte=st.integers(0, 255), cut=st.integers(1, 400))
@settings(max_examples=100, deadline=None)
def test_any_damage_gives_a_picture_or_a_refusal(at: int, byte: int, cut: int) -> None:
    content = bytearray(picture("JPEG", size=(16, 16), exif=camera_data()))
    content[at % len(content)] = byte

    found = prepare_picture("a.jpg", bytes(content[:cut]))

    assert isinstance(found, BadPicture | PublishedPicture)

"""Files that hurt readers: built here byte by byte, small on disk."""

from __future__ import annotations

import io
import zipfile
import zlib

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

TEXT = "The council should dredge the lake before the next season begins."


def pdf(text: str = TEXT, *, user: str | None = None, pages: int = 1) -> bytes:
    """A small good PDF; with a user password if one is given ("" opens without asking)."""
    lock = None if user is None else pdfencrypt.StandardEncryption(user, ownerPassword="owner", canCopy=0, strength=128)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=lock)
    for _ in range(pages):
        canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF out of its objects; the first is the catalogue."""
    data = io.BytesIO()
    offsets: list[int] = []
    data.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(data.tell())
        data.write(b"%d 0 obj" % number + content + b"endobj\n")
    start = data.tell()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    data.write(b"xref\n0 %d\n0000000000 65535 f \n" % count + table)
    data.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start))
    return data.getvalue()


def stream(head: bytes, content: bytes) -> bytes:
    """A stream object."""
    return b"<<" + head + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream "


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>/Font<</F1 6 0 R>>>>>>"


def no_pages() -> bytes:
    """A PDF without a page."""
    return raw_pdf(_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>")


def cyclic_pages() -> bytes:
    """A page tree that holds itself."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return raw_pdf(_CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", page)


def endless_pages() -> bytes:
    """A page tree that claims two thousand million pages."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return raw_pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page)


def self_referring_form() -> bytes:
    """A drawing that draws itself, twice."""
    form = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do")
    return raw_pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE, stream(b"", b"/X Do"), form, _FONT)


def flate_bomb(megabytes: int) -> bytes:
    """A page whose content unpacks to many megabytes of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    content = stream(b"/Filter/FlateDecode", packed)
    return raw_pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE, content, _FONT, _FONT)


def picture_pdf(pages: int = 1, *, text_page: bool = False) -> bytes:
    """Pages that hold nothing but a picture, as a scanner makes them; and one with text, if wanted."""
    picture = io.BytesIO()
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    Image.new("L", (200, 280), 200).save(picture, "PNG")
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(pages):
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 595, 842)
        canvas.showPage()
    if text_page:
        canvas.drawString(60, 700, TEXT)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def zip_of(**files: bytes) -> bytes:
    """A zip archive; `__` in a name stands for a slash, `_dot_` for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()

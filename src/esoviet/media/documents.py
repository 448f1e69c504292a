"""PDF: who wrote it, what is attached and what would run are taken out; its first page and words.

Pages, and links within and to the web, stay. What is filled into a form stays as it is seen.
"""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from esoviet.media.kinds import (
    LOCKED,
    MAIN,
    MOST_TEXT,
    POSTER_SIDE,
    SIGNED,
    STRIPPED_DOCUMENT,
    CopyKind,
    Prepared,
)
from esoviet.media.pictures import Unreadable, poster

DEEP = 60
MOST_PAGES = 500
_ROOT = ("/OpenAction", "/AA", "/AcroForm", "/Metadata", "/PieceInfo", "/Collection", "/AF",
         "/Perms", "/DSS", "/Legal", "/URI")  # fmt: skip
_ANYWHERE = ("/AA", "/AF", "/EF", "/JS", "/Metadata", "/PieceInfo", "/LastModified", "/OPI",
             "/RichMediaContent", "/XFA")  # fmt: skip
_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj")
_RUNS = ("/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE",
         "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Hide",
         "/SetOCGState")  # fmt: skip
_DROPPED = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")


def prepare(path: Path, folder: Path) -> Prepared:
    """Take out of a document what nobody reads in it. Raises `Unreadable`."""
    try:
        signed = _is_signed(path)
        shown = path
        if not signed:
            shown = folder / MAIN
            _scrub(path, shown)
    except pikepdf.PasswordError:
        return Prepared(kind="file", said=(LOCKED,))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        raise Unreadable(str(error)) from None
    copies = tuple(_shown(shown, folder))
    if signed:
        return Prepared(kind="file", copies=copies, said=(SIGNED,))
    return Prepared(
        kind="document", media_type="application/pdf", changed=True, copies=copies,
        said=(STRIPPED_DOCUMENT,),
    )  # fmt: skip


def _is_signed(path: Path) -> bool:
    with pikepdf.open(path) as pdf:
        form = pdf.Root.get("/AcroForm")
        if isinstance(form, Dictionary) and int(form.get("/SigFlags", 0)) & 1:
            return True
        return "/Perms" in pdf.Root or any(
            isinstance(one, Dictionary) and "/ByteRange" in one for one in pdf.objects
        )


def _scrub(path: Path, to: Path) -> None:
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        _drop(root, _ROOT)
        names = root.get("/Names")
        if isinstance(names, Dictionary):
            root["/Names"] = Dictionary({k: names[k] for k in ("/Dests",) if k in names})
        for name in list(pdf.trailer.keys()):
            if name in ("/Info", "/DocChecksum"):
                del pdf.trailer[name]
        for page in pdf.pages:
            _without_notes_that_run(page.obj)
        for one in list(_all(pdf)):
            _clean(one)
        with to.open("xb") as file:
            pdf.save(file, deterministic_id=True, linearize=False)


def _without_notes_that_run(page: Dictionary) -> None:
    notes = page.get("/Annots")
    if isinstance(notes, Array):
        kept = [one for one in notes.as_list() if _stays(one)]
        page["/Annots"] = Array(kept)
        for one in kept:
            _drop(one, _OF_NOTES)


def _stays(note: Object) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype", "")) not in _DROPPED


def _all(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream, those within others too."""
    waiting: list[tuple[Object, int]] = [(one, 0) for one in pdf.objects]
    while waiting:
        one, depth = waiting.pop()
        inner: list[Object] = []
        if isinstance(one, Dictionary | Stream):
            yield one
            inner += [one[name] for name in list(one.keys())]
        elif isinstance(one, Array):
            inner += one.as_list()
        if depth < DEEP:
            within = (x for x in inner if isinstance(x, Dictionary | Array) and not x.is_indirect)
            waiting += [(each, depth + 1) for each in within]


def _clean(one: Object) -> None:
    _drop(one, _ANYWHERE)
    if str(one.get("/S", "")) in _RUNS:
        for name in list(one.keys()):
            del one[name]
    if isinstance(one, Stream) and one.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
        data = one.read_raw_bytes()
        bare = without_words(data)
        if bare != data:
            one.write(bare, filter=Name.DCTDecode)


def _drop(one: Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in one:
            del one[name]


def without_words(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and programs write into it; its pixels stay as they are.

    Its segments up to the picture itself are kept but for APP1 to APP13, APP15 and comments.
    """
    kept, at = bytearray(jpeg[:2]), 2
    while jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        mark = jpeg[at + 1]
        if mark == 0xDA:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if mark in (0xE0, 0xEE) or not (0xE1 <= mark <= 0xEF or mark == 0xFE):
            kept += jpeg[at:end]
        at = end
    return bytes(kept) + jpeg[at:]


def _shown(path: Path, folder: Path) -> list[CopyKind]:
    """The first page as a picture, and the words of all; what cannot be had is left out."""
    made: list[CopyKind] = []
    try:
        with pypdfium2.PdfDocument(path) as document:
            _first_page(document, folder / "poster")
            made.append("poster")
            words = "".join(_words(document))
            if words.strip():
                (folder / "text").write_text(words, "utf-8", "replace")
                made.append("text")
    except (pypdfium2.PdfiumError, ValueError, OSError, OverflowError):
        pass
    return made


def _first_page(document: pypdfium2.PdfDocument, to: Path) -> None:
    page = document[0]
    side = max(*page.get_size(), 1.0)
    poster(page.render(scale=POSTER_SIDE / side).to_pil(), to)


def _words(document: pypdfium2.PdfDocument) -> Iterator[str]:
    left = MOST_TEXT
    for number in range(min(len(document), MOST_PAGES)):
        said = document[number].get_textpage().get_text_bounded().replace("\r\n", "\n")[:left]
        left -= len(said) + 2
        yield said + "\n\n"
        if left <= 0:
            return

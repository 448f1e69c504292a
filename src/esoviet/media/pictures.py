"""Pictures: turned the right way up, in plain sRGB, drawn anew without a word beside the pixels."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, ImageOps

from esoviet.media.kinds import (
    COPY,
    FIRST_ONLY,
    LONGEST_SIDE,
    MAIN,
    MOST_PIXELS,
    POSTER_SIDE,
    STRIPPED_IMAGE,
    TOO_LARGE,
    WIDTHS,
    CopyKind,
    NotTaken,
    Prepared,
)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PROFILE = 2**20
QUALITY, QUALITY_SMALL, QUALITY_LEAST = 84, 78, 62


class Unreadable(Exception):
    """No decoder can read it."""


def prepare(path: Path, folder: Path) -> Prepared:
    """Draw a picture anew, in each width. Raises `Unreadable`, `NotTaken`."""
    image, many = read(path)
    _save(image, folder / MAIN, QUALITY)
    copies = tuple(_narrow(image, folder))
    said = (STRIPPED_IMAGE, FIRST_ONLY) if many else (STRIPPED_IMAGE,)
    width, height = image.size
    return Prepared(
        kind="image", media_type="image/webp", changed=True, width=width, height=height,
        copies=copies, said=said,
    )  # fmt: skip


def read(path: Path) -> tuple[Image.Image, bool]:
    """The first picture of a file at its final size, nothing but pixels; whether there are more."""
    formats = _restrained()
    try:
        with Image.open(path, formats=formats) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken(TOO_LARGE)
            many = getattr(opened, "n_frames", 1) > 1 and opened.format != "MPO"
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _plain(opened), many
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, ArithmeticError, IndexError,
            EOFError, UserWarning) as error:  # fmt: skip
        raise Unreadable(str(error)) from None


def poster(image: Image.Image, path: Path, side: int = POSTER_SIDE) -> None:
    """Keep a picture of a page or of a film."""
    image = image.convert("RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.info.clear()
    _save(image, path, QUALITY_SMALL)


def _restrained() -> tuple[str, ...]:
    """What is read here. Pillow only warns of up to twice as many pixels: here that is the end."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        import pillow_heif  # noqa: PLC0415 - it may not be installed
    except ImportError:
        return FORMATS
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    return (*FORMATS, "HEIF")


def _plain(opened: Image.Image) -> Image.Image:
    profile = opened.info.get("icc_profile")
    opened.seek(0)
    opened.load()
    image = ImageOps.exif_transpose(opened)
    image = image.convert(_mode(image))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if isinstance(profile, bytes) and 0 < len(profile) <= MOST_PROFILE:
        image = _in_srgb(image, profile)
    image = image.convert("RGBA" if image.mode == "RGBA" else "RGB")
    image.info.clear()
    return image


def _mode(image: Image.Image) -> str:
    if image.mode == "CMYK":
        return "CMYK"
    is_clear = "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "RGBa", "La")
    return "RGBA" if is_clear else "RGB"


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """In the colours that a screen shows by itself; a profile that does not fit is passed over."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _narrow(image: Image.Image, folder: Path) -> list[CopyKind]:
    """Its widths, from the widest down, each drawn from the one before."""
    made: list[CopyKind] = []
    for width in sorted(WIDTHS, reverse=True):
        kind = f"w{width}"
        if width < image.width and COPY.fullmatch(kind):
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
            _save(image, folder / kind, QUALITY_LEAST if width == min(WIDTHS) else QUALITY_SMALL)
            made.append(kind)  # type: ignore[arg-type]
    return made


def _save(image: Image.Image, path: Path, quality: int) -> None:
    with path.open("xb") as file:
        image.save(file, "WEBP", quality=quality, method=2, exif=b"", xmp=b"", icc_profile=None)

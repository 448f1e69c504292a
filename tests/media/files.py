"""Files as people bring them, made anew each time: none is checked in."""

import io
import struct
from pathlib import Path

import av
import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

PLANTED = "unforgettable"
pillow_heif.register_heif_opener()


def photograph(path: Path, size: tuple[int, int] = (640, 480), turned: int = 1) -> Path:
    """A picture that a camera has taken: where, when, with what, and a comment."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 30), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = f"<script>{PLANTED}</script>", "Camera"
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[1] = "N"
    if path.suffix == ".jpg":
        image.save(path, exif=exif.tobytes(), comment=PLANTED.encode())
    else:
        image.save(path, exif=exif.tobytes())
    return path


def wide_colours(path: Path) -> Path:
    """A picture with a profile of its own: red as another kind of screen shows it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    Image.new("RGB", (40, 40), (200, 30, 30)).save(path, icc_profile=profile.tobytes())
    return path


def moving(path: Path, pictures: int = 3, size: tuple[int, int] = (64, 48)) -> Path:
    """A picture that moves; each is another grey."""
    first, *rest = (Image.new("L", size, 4 * n) for n in range(pictures))
    first.save(path, save_all=True, append_images=rest, comment=PLANTED.encode())
    return path


def document(path: Path, words: str = "Words of a page", side: int = 800) -> Path:
    """A PDF that says who wrote it, runs scripts, and has things attached."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(side, side))
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1,
                                            BaseFont=Name.Helvetica))  # fmt: skip
        camera = io.BytesIO()
        Image.new("RGB", (20, 10)).save(camera, "JPEG", comment=PLANTED.encode())
        picture = pikepdf.Stream(pdf, camera.getvalue(), Type=Name.XObject, Subtype=Name.Image,
                                 Width=20, Height=10, ColorSpace=Name.DeviceRGB,
                                 BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
        page.obj.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(I=picture))
        said = f"q 20 0 0 10 50 50 cm /I Do Q BT /F 24 Tf 50 200 Td ({words}) Tj ET"
        page.obj.Contents = pdf.make_stream(said.encode())
        runs = Dictionary(S=Name.JavaScript, JS=PLANTED)
        page.obj.AA = Dictionary(O=runs)
        page.obj.Annots = Array([
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], T=PLANTED,
                       A=Dictionary(S=Name.URI, URI="https://a.example/", Next=runs)),
            Dictionary(Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], Contents=PLANTED),
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9],
                       A=Dictionary(S=Name.Launch, F=PLANTED)),
        ])  # fmt: skip
        pdf.Root.OpenAction = runs
        pdf.docinfo["/Author"] = PLANTED
        with pdf.open_metadata() as about:
            about["dc:creator"] = [PLANTED]
        pdf.attachments["note.txt"] = PLANTED.encode()
        pdf.save(path)
    return path


def signed(path: Path) -> Path:
    """A PDF as a program leaves it that signs: its signature is about these very bytes."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        value = Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"0")
        field = pdf.make_indirect(Dictionary(FT=Name.Sig, V=value, T="Signature"))
        pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([field]))
        pdf.docinfo["/Author"] = PLANTED
        pdf.save(path)
    return path


def film(path: Path, codec: str = "libx264", frames: int = 25) -> Path:
    """A film of some frames that says where it was taken."""
    with av.open(str(path), "w") as sink:
        sink.metadata["title"] = sink.metadata["comment"] = PLANTED
        stream = sink.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        stream.metadata["handler_name"] = PLANTED
        for n in range(frames):
            frame = av.VideoFrame(320, 240, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([n]) * plane.buffer_size)
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode())
    return path


def upright(path: Path) -> Path:
    """A film of a telephone that was held upright: its pictures lie, and are to be turned."""
    data = bytearray(film(path).read_bytes())
    matrix = data.find(b"tkhd") + 44
    turned = (0, 1 << 16, 0, -1 << 16, 0, 0, 240 << 16, 0, 1 << 30)
    data[matrix : matrix + 36] = struct.pack(">9i", *turned)
    path.write_bytes(data)
    return path


def sound(path: Path, codec: str, samples: int) -> Path:
    """A second of silence that says who made it; a codec takes so many samples at once."""
    form = {".m4a": "ipod", ".ogg": "ogg", ".mp3": "mp3", ".wav": "wav"}[path.suffix]
    with av.open(str(path), "w", format=form) as sink:
        sink.metadata["artist"] = sink.metadata["comment"] = PLANTED
        stream = sink.add_stream(codec, rate=48_000)
        assert isinstance(stream, av.AudioStream)
        for _ in range(48_000 // samples):
            frame = av.AudioFrame(stream.format.name, "stereo", samples)
            frame.sample_rate = 48_000
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode())
    return path


def words_of(pdf: bytes) -> bytes:
    """All that stands in a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        plain = io.BytesIO()
        opened.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable,
                    stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
    return plain.getvalue()

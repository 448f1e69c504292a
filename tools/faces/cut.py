"""Cut the faces: `python -m tools.faces.cut FOLDER`. What it needs stands beside the table."""

import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset, ttLib

from tools.faces import ALL, FACES, FEATURES, KEPT_NAMES, RANGE, Face


def cut(face: Face, folder: Path) -> bytes:
    """The part of a face that is shipped (WOFF2)."""
    with tarfile.open(folder / face.package) as package:
        held = package.extractfile(f"package/files/{face.source}")
        assert held is not None, face.source
        font = ttLib.TTFont(io.BytesIO(held.read()), recalcTimestamp=False)
    options = subset.Options(
        flavor="woff2", hinting=False, desubroutinize=True, layout_features=FEATURES,
        name_IDs=KEPT_NAMES,
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(RANGE))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = face.family
    written = io.BytesIO()
    font.flavor = "woff2"
    font.save(written)
    return written.getvalue()


def main(folder: Path) -> None:
    """Write the faces, and say what they are."""
    FACES.mkdir(exist_ok=True)
    for face in ALL:
        content = cut(face, folder)
        (FACES / face.name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        said = "as stated" if digest == face.sha256 else "NOT AS STATED"
        sys.stdout.write(f"{face.name}: {len(content)} bytes, SHA-256 {digest}, {said}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

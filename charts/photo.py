"""A photo that people gave as a cover. Its bytes are not trusted."""

from __future__ import annotations

import io
import logging
import warnings
from typing import Final

from PIL import Image, ImageOps

from charts.style import PAPER

#: Telegram sends photos of up to 20 MB and 2560 x 2560 pixels; more than this is not unpacked.
LARGEST_BYTES: Final = 20_000_000
LARGEST_PIXELS: Final = 16_000_000
#: Which part is kept of a photo that is too high: faces and horizons are above the middle.
KEPT: Final = (0.5, 0.4)

_log = logging.getLogger(__name__)


def photo(data: bytes, size: tuple[int, int]) -> Image.Image | None:
    """The photo, turned upright and cut to this width and height; None for what is no photo.

    Only JPEG and PNG are tried, and of a large JPEG only as many pixels as are needed.
    """
    if len(data) > LARGEST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _unpacked(data, size)
    except Exception as error:  # noqa: BLE001 - whatever a decoder says about them, these bytes are no photo
        _log.info("a cover is no photo: %s", type(error).__name__, extra={"action": "cover"})
        return None


def _unpacked(data: bytes, size: tuple[int, int]) -> Image.Image | None:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > LARGEST_PIXELS:
            return None
        image.draft("RGB", (2 * size[0], 2 * size[1]))
        upright = _on_paper(ImageOps.exif_transpose(image))
    return ImageOps.fit(upright, size, Image.Resampling.BICUBIC, centering=KEPT)


def _on_paper(image: Image.Image) -> Image.Image:
    """The image without transparency."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, PAPER)
    return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")

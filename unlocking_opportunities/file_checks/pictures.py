"""Pictures: redrawn upright, without metadata, and no larger than is needed to read them."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from unlocking_opportunities.file_checks import Reason, Refused

# A photograph larger than we store is read at half, a quarter or an eighth of its size, so pictures of 108-megapixel
# phones are accepted. A PNG has to be read whole: 4 bytes a pixel. A4 at 600 dots an inch has 35 megapixels.
MOST_JPG_PIXELS = 110_000_000
MOST_PNG_PIXELS = 40_000_000
MOST_KEPT_PIXELS = 25_000_000
REDUCTIONS = (1, 2, 4, 8)


def read_jpg(content: bytes) -> bytes:
	"""Return the photograph as a JPEG."""
	return _drawn_again(_open_photograph(content), "JPEG", ("RGB", "L"), "RGB", quality=88)


def read_png(content: bytes) -> bytes:
	"""Return the picture as a PNG."""
	return _drawn_again(_open(content, "PNG", MOST_PNG_PIXELS), "PNG", ("RGB", "RGBA", "L", "LA"), "RGBA")


def _open_photograph(content: bytes) -> Image.Image:
	picture = _open(content, "JPEG", MOST_JPG_PIXELS)
	if (reduction := _reduction(picture.size)) > 1:
		picture.draft(None, tuple(length // reduction for length in picture.size))
	return picture


def _open(content: bytes, kind: str, most_pixels: int) -> Image.Image:
	"""Return the picture, with only its header read so far."""
	Image.MAX_IMAGE_PIXELS = None  # ours is asked instead
	try:
		picture = Image.open(BytesIO(content), formats=[kind])
	except UnidentifiedImageError:
		raise Refused(Reason.DAMAGED) from None
	if picture.width * picture.height > most_pixels:
		raise Refused(Reason.TOO_MANY_PIXELS)
	return picture


def _reduction(size: tuple[int, int]) -> int:
	width, height = size
	return next(times for times in REDUCTIONS if width * height / times**2 <= MOST_KEPT_PIXELS)


def _drawn_again(
	picture: Image.Image, kind: str, modes: tuple[str, ...], other_mode: str, **options: int
) -> bytes:
	picture.load()
	if picture.mode not in modes:
		picture = picture.convert(other_mode)
	if (reduction := _reduction(picture.size)) > 1:
		picture = picture.reduce(reduction)
	picture = ImageOps.exif_transpose(picture)
	# Pillow would write the file's other content again.
	bare = Image.new(picture.mode, picture.size)
	bare.paste(picture)
	drawn = BytesIO()
	bare.save(drawn, kind, **options)
	return drawn.getvalue()

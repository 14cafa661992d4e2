//! Reading a picture that somebody sent, and writing it anew in two sizes.

use std::io::Cursor;

use base::Problem;
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits,
};
use tokio::sync::Semaphore;

use super::MOST_BYTES;

/// A decoded picture takes four bytes for each of them, or eight with fine colours.
const MOST_PIXELS: u64 = 40_000_000;
/// Memory that decoding may take: the largest picture in the finest colours, and some.
const MOST_MEMORY: u64 = 400_000_000;
/// The longer side of the small picture.
const SMALL: u32 = 320;
/// What a JPEG keeps of its sharpness: more is not seen, and doubles the file.
const QUALITY: u8 = 88;

/// One picture at a time, so that many uploads at once do not eat up the memory.
static TURN: Semaphore = Semaphore::const_new(1);

/// A picture as it will be kept: written anew, in two sizes.
#[derive(Debug)]
pub struct Picture {
    /// Its name, with the ending of what it is now.
    pub(super) name: String,
    pub(super) large: Encoded,
    pub(super) small: Encoded,
    /// Pixels from side to side.
    pub(super) width: i32,
    /// Pixels from top to bottom.
    pub(super) height: i32,
}

/// The bytes of a picture and what they are.
#[derive(Debug)]
pub(super) struct Encoded {
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Reads what was sent, whatever its name says it is. Takes a while: call it before the
    /// transaction begins.
    ///
    /// # Errors
    /// 422 when it is no picture, or one with too many bytes or pixels.
    pub async fn read(name: &str, bytes: Bytes) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Err(Problem::invalid().field("file", "required"));
        }
        if bytes.len() > MOST_BYTES {
            return Err(too_large());
        }
        let format = format_of(&bytes).ok_or_else(not_an_image)?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let _turn = TURN.acquire().await.map_err(Problem::internal)?;
        tokio::task::spawn_blocking(move || read(&stem, &bytes, format))
            .await
            .map_err(Problem::internal)?
    }
}

/// It is one that is too large; the same sentence for bytes and pixels.
pub(super) fn too_large() -> Problem {
    let (megabytes, megapixels) = (MOST_BYTES / 1_000_000, MOST_PIXELS / 1_000_000);
    Problem::refused("image_too_large")
        .fact("megabytes", megabytes)
        .fact("megapixels", megapixels)
        .field_with(
            "file",
            "image_too_large",
            &[("megabytes", &megabytes), ("megapixels", &megapixels)],
        )
}

fn not_an_image() -> Problem {
    Problem::refused("not_an_image").field("file", "not_an_image")
}

/// What the first bytes say; names and media types are only what somebody claims.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    let format = image::guess_format(bytes).ok()?;
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif];
    known.contains(&format).then_some(format)
}

fn read(stem: &str, bytes: &[u8], format: ImageFormat) -> Result<Picture, Problem> {
    let image = decode(bytes, format).map_err(refusal)?.ok_or_else(too_large)?;
    // Photographs come as JPEG or WebP; a JPEG of a drawing or of glass would be spoilt.
    let photograph = matches!(format, ImageFormat::Jpeg | ImageFormat::WebP);
    let image = match (image.color().has_alpha(), image.color().has_color()) {
        (true, _) => DynamicImage::from(image.into_rgba8()),
        (false, true) => DynamicImage::from(image.into_rgb8()),
        (false, false) => DynamicImage::from(image.into_luma8()),
    };
    let as_jpeg = photograph && !image.color().has_alpha();
    let fits = image.width() <= SMALL && image.height() <= SMALL;
    let large = encode(&image, as_jpeg).map_err(Problem::internal)?;
    let small = if fits {
        Encoded { content_type: large.content_type, bytes: large.bytes.clone() }
    } else {
        encode(&image.thumbnail(SMALL, SMALL), as_jpeg).map_err(Problem::internal)?
    };
    Ok(Picture {
        name: format!("{stem}.{}", if as_jpeg { "jpg" } else { "png" }),
        large,
        small,
        width: i32::try_from(image.width()).map_err(Problem::internal)?,
        height: i32::try_from(image.height()).map_err(Problem::internal)?,
    })
}

/// The picture, turned as its camera was held; nothing when it has too many pixels, which its
/// head says before any of them is read.
fn decode(bytes: &[u8], format: ImageFormat) -> ImageResult<Option<DynamicImage>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Ok(None);
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(Some(image))
}

fn refusal(error: ImageError) -> Problem {
    match error {
        ImageError::Limits(_) => too_large(),
        _ => not_an_image(),
    }
}

fn encode(image: &DynamicImage, as_jpeg: bool) -> ImageResult<Encoded> {
    let mut bytes = Vec::new();
    if as_jpeg {
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
        return Ok(Encoded { content_type: "image/jpeg", bytes });
    }
    let (effort, filter) = (CompressionType::Default, FilterType::Adaptive);
    image.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, effort, filter))?;
    Ok(Encoded { content_type: "image/png", bytes })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn photograph(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_photograph_stays_one_and_gets_a_small_one_of_the_same_shape() {
        let bytes = photograph(800, 400);
        let picture = read("net", &bytes, format_of(&bytes).unwrap()).unwrap();
        assert_eq!((picture.name.as_str(), picture.width, picture.height), ("net.jpg", 800, 400));
        let small = image::load_from_memory(&picture.small.bytes).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
    }

    #[test]
    fn what_a_camera_wrote_into_the_file_is_turned_into_the_picture_and_left_out() {
        let plain = photograph(40, 20);
        // An Exif part with one entry: orientation 6, "turn right".
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\
            \0\x06\0\0\0\0\0\0";
        let turned = [&plain[..2], exif, &plain[2..]].concat();
        let picture = read("net", &turned, ImageFormat::Jpeg).unwrap();
        assert_eq!((picture.width, picture.height), (20, 40));
        assert!(!picture.large.bytes.windows(4).any(|part| part == b"Exif"));
    }

    #[test]
    fn a_picture_that_breaks_off_is_none() {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(64, 64).write_to(&mut bytes, ImageFormat::Png).unwrap();
        let bytes = bytes.into_inner();
        let problem = read("net", &bytes[..60], ImageFormat::Png).unwrap_err();
        assert_eq!(problem.code(), "not_an_image");
    }
}

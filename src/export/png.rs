//! Property graphs as PNG: the SVG rasterised with embedded fonts.
//!
//! Takes an SVG document of this program; returns pixels. The font is Liberation Sans, whose widths the SVG layout
//! uses, so that a machine without fonts draws the same picture. A missing glyph is taken from the fonts in the
//! options, or else drawn as an empty box. No file is opened and no URL is followed.

use super::{Feature, GraphDescription};
use crate::formats::Identity;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use std::io;
use std::sync::Arc;

/// The description of PNG. `build` does not write it: it is easily made from the SVG, and its lowest bits depend on the
/// processor.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("png", "png", "image/png", "the same picture as pixels"),
    files: &[(".png", |graph, options, mut out| {
        let mut picture = Vec::new();
        super::svg::write(graph, &options.look, &mut picture)?;
        write(&picture, &options.look.png, &mut out)
    })],
    features: &[Feature::Picture, Feature::Pixels, Feature::Engine],
    both_ways: "a line without arrowhead",
};

/// Options of PNG.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The number of pixels for each unit of the SVG, along each axis; if `None`, two, or less for a very large
    /// picture.
    pub scale: Option<f64>,
    /// Additional fonts, for glyphs that Liberation Sans lacks.
    pub fonts: Vec<Font>,
    /// The pixels of an inch, by which programs for print know its size; if `None`, the file does not say.
    pub resolution: Option<f64>,
}

/// An additional font.
#[derive(Debug, Clone)]
pub struct Font {
    /// Its name in errors, such as its file.
    pub name: String,
    /// Its content: a TrueType or OpenType font, or a collection.
    pub bytes: Vec<u8>,
}

/// The default scale, sharp on screens and in print.
pub const SCALE: f64 = 2.0;

/// The embedded fonts, from <https://github.com/liberationfonts> (SIL Open Font License 1.1).
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../assets/fonts/LiberationSans-Italic.ttf"),
];
/// The maximum number of pixels; they need some 380 MiB while drawing and writing (docs/benchmarks.md).
const MOST: f64 = 4e7;

/// The picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
enum Undrawable {
    /// It would have too many pixels.
    #[error("a picture of {width} by {height} pixels is too large: choose a scale of at most {fitting:.2}")]
    Large {
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
        /// The largest scale that is possible.
        fitting: f64,
    },
    /// It would have no pixels.
    #[error("a scale of {0} leaves nothing to see: choose one above 0, such as 2")]
    Small(f64),
    /// A font cannot be read or has no glyphs.
    #[error("the font {0} is neither TrueType nor OpenType")]
    Font(String),
}

/// Rasterises an SVG document.
///
/// # Errors
/// When the scale or a font is not usable, and those of `out`.
pub fn write(svg: &[u8], options: &Options, out: &mut impl io::Write) -> io::Result<()> {
    let mut reading = usvg::Options::default();
    let fonts = Arc::make_mut(&mut reading.fontdb);
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    for font in &options.fonts {
        let before = fonts.len();
        fonts.load_font_data(font.bytes.clone());
        if fonts.len() == before {
            return Err(io::Error::other(Undrawable::Font(font.name.clone())));
        }
    }
    let tree = usvg::Tree::from_data(svg, &reading).map_err(io::Error::other)?;
    let scale = options.scale.unwrap_or_else(|| SCALE.min(fitting(tree.size())));
    let mut pixels = canvas(tree.size(), scale)?;
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(io::Error::other)?;
    let (head, rest) = bytes.split_at(HEAD.min(bytes.len()));
    out.write_all(head)?;
    if let Some(resolution) = options.resolution {
        out.write_all(&physical(resolution))?;
    }
    out.write_all(rest)
}

/// The bytes before all chunks but the first: the signature, and the header of the image.
const HEAD: usize = 33;
/// The inches of a metre.
const INCHES: f64 = 1.0 / 0.0254;

/// The chunk with the size of pixels (PNG, 11.3.4.3), for so many in an inch.
fn physical(resolution: f64) -> Vec<u8> {
    let pixels = ((resolution * INCHES).round() as u32).to_be_bytes();
    let mut named = b"pHYs".to_vec();
    named.extend(pixels);
    named.extend(pixels);
    named.push(1);
    let mut chunk = 9_u32.to_be_bytes().to_vec();
    let sum = crc(&named).to_be_bytes();
    chunk.extend(named);
    chunk.extend(sum);
    chunk
}

/// The cyclic redundancy check of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 {
            0xedb8_8320 ^ (crc >> 1)
        } else {
            crc >> 1
        }
    };
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// The largest possible scale, slightly reduced since sides are rounded up.
fn fitting(size: usvg::Size) -> f64 {
    (MOST / f64::from(size.width()) / f64::from(size.height())).sqrt() * 0.999
}

/// Allocates the pixels for a picture of this size.
fn canvas(size: usvg::Size, scale: f64) -> io::Result<Pixmap> {
    let [width, height] = [size.width(), size.height()].map(|side| (f64::from(side) * scale).ceil());
    if !(width >= 1.0 && height >= 1.0) {
        return Err(io::Error::other(Undrawable::Small(scale)));
    }
    let large = || {
        let fitting = fitting(size);
        io::Error::other(Undrawable::Large { width, height, fitting })
    };
    if width * height > MOST {
        return Err(large());
    }
    Pixmap::new(width as u32, height as u32).ok_or_else(large)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(content: &str, scale: f64) -> io::Result<Vec<u8>> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\" font-family=\"Helvetica, 'Liberation Sans'\">\
             <text y=\"15\" font-size=\"16\">{content}</text></svg>"
        );
        let options = Options {
            scale: Some(scale),
            ..Options::default()
        };
        let mut out = Vec::new();
        write(svg.as_bytes(), &options, &mut out)?;
        Ok(out)
    }

    #[test]
    fn letters_are_drawn_without_any_font_installed() {
        let (letters, nothing) = (png("Éa", 2.0).expect("drawn"), png("", 2.0).expect("drawn"));
        assert!(letters.starts_with(b"\x89PNG") && letters != nothing);
        assert_eq!(letters[16..24], [0, 0, 0, 120, 0, 0, 0, 40]);
        assert_eq!(letters, png("Éa", 2.0).expect("drawn again"));
    }

    #[test]
    fn the_size_of_pixels_is_a_chunk_that_readers_accept() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(physical(300.0)[8..17], [0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"85mm\" height=\"1mm\"/>";
        let options = Options {
            scale: Some(300.0 / 96.0),
            resolution: Some(300.0),
            ..Options::default()
        };
        let mut out = Vec::new();
        write(svg, &options, &mut out).expect("drawn");
        assert_eq!(
            (&out[12..20], &out[37..41]),
            (&b"IHDR\x00\x00\x03\xec"[..], &b"pHYs"[..])
        );
    }

    #[test]
    fn a_letter_that_no_font_has_shows() {
        let (box_, nothing) = (png("\u{1f680}", 2.0).expect("drawn"), png("", 2.0).expect("drawn"));
        assert_ne!(box_, nothing);
    }

    #[test]
    fn a_scale_that_is_of_no_use_says_which_is() {
        let message = |scale| png("x", scale).expect_err("refused").to_string();
        assert!(message(1e4).contains("choose a scale of at most 182.39"));
        assert!(message(0.0).contains("above 0") && message(f64::NAN).contains("above 0"));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let options = Options {
            fonts: vec![Font {
                name: "notes.txt".to_owned(),
                bytes: b"no font".to_vec(),
            }],
            ..Options::default()
        };
        let refused = write(b"<svg/>", &options, &mut Vec::new()).expect_err("refused");
        assert!(refused.to_string().contains("the font notes.txt is neither"));
    }
}

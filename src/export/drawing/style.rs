//! Styles: shapes, channels, line styles and colours, parsed from their names.

/// The shape of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// An ellipse.
    Ellipse,
    /// A rectangle with round corners.
    Box,
    /// A hexagon with points left and right.
    Hexagon,
    /// A sheet with a folded corner.
    Note,
    /// A rectangle with two tabs on its left.
    Component,
    /// A rhombus.
    Diamond,
    /// A slanted rectangle.
    Parallelogram,
    /// An ellipse with a broken outline: somebody whom nobody names.
    Open,
}

impl Shape {
    /// All shapes.
    const ALL: [Shape; 8] = [
        Shape::Ellipse,
        Shape::Box,
        Shape::Hexagon,
        Shape::Note,
        Shape::Component,
        Shape::Diamond,
        Shape::Parallelogram,
        Shape::Open,
    ];

    /// Parses a shape; an unknown one means an ellipse, as in Graphviz.
    pub(super) fn of(name: &str) -> Shape {
        match name {
            "open" => Shape::Open,
            name => Shape::ALL
                .into_iter()
                .find(|known| known.name() == name)
                .unwrap_or(Shape::Ellipse),
        }
    }

    /// Its name in Graphviz, where an open one is an ellipse with a style.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::Ellipse | Shape::Open => "ellipse",
            Shape::Box => "box",
            Shape::Hexagon => "hexagon",
            Shape::Note => "note",
            Shape::Component => "component",
            Shape::Diamond => "diamond",
            Shape::Parallelogram => "parallelogram",
        }
    }
}

/// The channel of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Channel {
    /// A statement by somebody.
    Speech,
    /// Money.
    Money,
    /// Neither.
    Other,
}

impl Channel {
    /// Parses a channel; an unknown one means neither speech nor money.
    pub(super) fn of(name: &str) -> Channel {
        match name {
            "speech" => Channel::Speech,
            "money" => Channel::Money,
            _ => Channel::Other,
        }
    }

    /// The colour of lines and captions.
    pub(crate) fn colour(self) -> &'static str {
        match self {
            Channel::Speech => "#767c86",
            Channel::Money => "#0b6b50",
            Channel::Other => "#4a5b94",
        }
    }
}

/// How a sum counts in the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// It counts, by itself or within another; or this is not known.
    Counted,
    /// It counts as one of several that differ.
    Disputed,
    /// Another stands in its place.
    Replaced,
    /// It is in no total.
    Uncounted,
    /// It was corrected or withdrawn.
    Gone,
}

impl Standing {
    /// Parses a standing: the reason why a claim is in no total, or the mark of a row.
    pub(super) fn of(name: &str) -> Standing {
        match name {
            "" | "part-of" | "taken-up" | "covered" | "says-again" => Standing::Counted,
            "disputed" => Standing::Disputed,
            "replaced" | "refined" | "gave-way" => Standing::Replaced,
            "withdrawn" | "corrected" => Standing::Gone,
            _ => Standing::Uncounted,
        }
    }
}

/// What a line is drawn for: its channel, and how its sum counts. This makes its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hue {
    /// Speech, money or neither.
    pub(crate) channel: Channel,
    /// How its sum counts.
    pub(crate) standing: Standing,
}

impl From<Channel> for Hue {
    fn from(channel: Channel) -> Self {
        Self {
            channel,
            standing: Standing::Counted,
        }
    }
}

impl Hue {
    /// The colour of lines and captions.
    pub(crate) fn colour(self) -> &'static str {
        match self.standing {
            Standing::Counted => self.channel.colour(),
            Standing::Disputed => "#b3500f",
            Standing::Replaced => "#7fa99b",
            Standing::Uncounted => "#8a8f98",
            Standing::Gone => "#a3a3a3",
        }
    }

    /// The width of a line: only a sum that counts is drawn with the width of its amount.
    pub(super) fn width(self, of_amount: f64) -> f64 {
        match self.standing {
            Standing::Counted | Standing::Disputed => of_amount,
            Standing::Replaced => (of_amount / 2.0).max(1.2),
            Standing::Uncounted | Standing::Gone => of_amount.min(1.2),
        }
    }
}

/// The style of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stroke {
    /// Unbroken.
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dashes and dots in turn, or two lines: a risk that is covered, and is not paid.
    Covered,
    /// Dashes with two dots each, or two broken lines: nothing tells how firm it is.
    Broken,
}

impl Stroke {
    /// Parses a line style; an unknown one means solid.
    pub(super) fn of(name: &str) -> Stroke {
        match name {
            "dashed" => Stroke::Dashed,
            "dotted" => Stroke::Dotted,
            "broken" => Stroke::Broken,
            _ => Stroke::Solid,
        }
    }

    /// Its name in Graphviz, where a risk that is covered is a solid line in two, and what may be firm or not a dashed one.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Stroke::Covered | Stroke::Solid => "solid",
            Stroke::Dashed | Stroke::Broken => "dashed",
            Stroke::Dotted => "dotted",
        }
    }
}

/// Parses a colour of the form `#rrggbb`; anything else becomes light grey.
pub(crate) fn colour(text: &str) -> String {
    match text.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            text.to_ascii_lowercase()
        }
        _ => "#eeeeee".to_owned(),
    }
}

/// The text colour with the best contrast on `#rrggbb`: black or white.
pub(crate) fn ink(colour: &str) -> &'static str {
    let channel = |at: usize| {
        colour
            .get(at..at + 2)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .unwrap_or(255)
    };
    if 299 * channel(1) + 587 * channel(3) + 114 * channel(5) < 128_000 {
        "#ffffff"
    } else {
        "#1a1a1a"
    }
}

/// A darker shade of `#rrggbb`, for outlines.
pub(crate) fn darker(colour: &str) -> String {
    let channel = |at: usize| {
        colour
            .get(at..at + 2)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .unwrap_or(255)
    };
    format!(
        "#{:02x}{:02x}{:02x}",
        channel(1) * 11 / 20,
        channel(3) * 11 / 20,
        channel(5) * 11 / 20
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hexadecimal_colours_are_taken() {
        assert_eq!(colour("#F2C14E"), "#f2c14e");
        assert_eq!(colour("red\" onload=\""), "#eeeeee");
        assert_eq!((ink("#000080"), ink("#f2c14e")), ("#ffffff", "#1a1a1a"));
    }
}

//! The built-in datatypes ("Metadata Vocabulary for Tabular Data", section 5.11.1): their names, their IRIs, their kinds,
//! and what a value of each is, said in words.

macro_rules! iri {
    ($name:literal) => {
        concat!("http://www.w3.org/2001/XMLSchema#", $name)
    };
    ($name:literal $iri:literal) => {
        $iri
    };
}

/// One table gives the variants, their names and their IRIs, so that there are no lists to keep in step.
macro_rules! bases {
    ($($variant:ident $name:literal $(= $iri:literal)?;)+) => {
        /// A built-in datatype ("Metadata Vocabulary for Tabular Data", section 5.11.1).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Base {
            $(#[doc = concat!("The datatype `", $name, "`.")] $variant,)+
        }

        const ENTRIES: &[Entry] = &[$(Entry { base: Base::$variant, name: $name, iri: iri!($name $($iri)?) },)+];
    };
}

struct Entry {
    base: Base,
    name: &'static str,
    iri: &'static str,
}

bases! {
    String "string";
    Integer "integer";
    Decimal "decimal";
    Boolean "boolean";
    Date "date";
    DateTime "dateTime";
    AnyUri "anyURI";
    GYear "gYear";
    Time "time";
    Double "double";
    Language "language";
    NonNegativeInteger "nonNegativeInteger";
    PositiveInteger "positiveInteger";
    NonPositiveInteger "nonPositiveInteger";
    NegativeInteger "negativeInteger";
    Long "long";
    Int "int";
    Short "short";
    Byte "byte";
    UnsignedLong "unsignedLong";
    UnsignedInt "unsignedInt";
    UnsignedShort "unsignedShort";
    UnsignedByte "unsignedByte";
    Float "float";
    DateTimeStamp "dateTimeStamp";
    GYearMonth "gYearMonth";
    GMonth "gMonth";
    GMonthDay "gMonthDay";
    GDay "gDay";
    Duration "duration";
    DayTimeDuration "dayTimeDuration";
    YearMonthDuration "yearMonthDuration";
    AnyAtomicType "anyAtomicType";
    NormalizedString "normalizedString";
    Token "token";
    Name "Name";
    NcName "NCName";
    NmToken "NMTOKEN";
    QName "QName";
    Id "ID";
    IdRef "IDREF";
    Entity "ENTITY";
    Base64Binary "base64Binary";
    HexBinary "hexBinary";
    Xml "xml" = "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral";
    Html "html" = "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML";
    Json "json" = "http://www.w3.org/ns/csvw#JSON";
}

/// Other names of the same datatypes.
const ALIASES: &[(&str, Base)] = &[
    ("number", Base::Double),
    ("datetime", Base::DateTime),
    ("binary", Base::Base64Binary),
    ("any", Base::AnyAtomicType),
];

impl Base {
    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }

    /// Reads the name of a built-in datatype, aliases included.
    pub fn parse(name: &str) -> Option<Self> {
        let entry = ENTRIES.iter().find(|entry| entry.name == name);
        let alias = || ALIASES.iter().find(|(alias, _)| *alias == name);
        entry.map(|entry| entry.base).or_else(|| alias().map(|(_, base)| *base))
    }

    /// The names that metadata may give, aliases included, common ones first.
    pub fn names() -> Vec<&'static str> {
        let aliases = ALIASES.iter().map(|(alias, _)| *alias);
        ENTRIES.iter().map(|entry| entry.name).chain(aliases).collect()
    }

    /// The name in metadata; for XML Schema datatypes also the name there.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The IRI that a literal of the datatype carries.
    pub fn iri(self) -> &'static str {
        self.entry().iri
    }

    /// Finds the datatype with an IRI.
    pub fn of_iri(iri: &str) -> Option<Self> {
        ENTRIES.iter().find(|entry| entry.iri == iri).map(|entry| entry.base)
    }

    /// Whether cells keep their white space as it is ("Model for Tabular Data", section 6.4, steps 1 and 2).
    ///
    /// Of the others, [`Base::NormalizedString`] has only its line ends and tabs replaced by spaces (step 1), and all the
    /// rest are stripped and their runs of white space collapsed as well (step 2): see [`Base::collapses_white_space`].
    pub fn keeps_white_space(self) -> bool {
        matches!(
            self,
            Self::String | Self::Json | Self::Xml | Self::Html | Self::AnyAtomicType
        )
    }

    /// Whether white space around a cell's text is stripped and runs of it become one space ("Model for Tabular Data",
    /// section 6.4, step 2).
    pub fn collapses_white_space(self) -> bool {
        !self.keeps_white_space() && self != Self::NormalizedString
    }

    /// Whether values are numbers.
    pub fn is_numeric(self) -> bool {
        self.is_integer() || matches!(self, Self::Decimal | Self::Double | Self::Float)
    }

    /// Whether values are integers.
    pub fn is_integer(self) -> bool {
        self.integer_limits().is_some()
    }

    /// Whether values are dates, times, or parts of dates.
    pub fn is_date_time(self) -> bool {
        matches!(self, Self::Date | Self::DateTime | Self::DateTimeStamp | Self::Time)
            || matches!(
                self,
                Self::GYear | Self::GYearMonth | Self::GMonth | Self::GMonthDay | Self::GDay
            )
    }

    /// Whether values are durations.
    pub fn is_duration(self) -> bool {
        matches!(self, Self::Duration | Self::DayTimeDuration | Self::YearMonthDuration)
    }

    /// Whether `minimum` and similar properties apply to values.
    pub fn has_order(self) -> bool {
        self.is_numeric() || self.is_date_time() || self.is_duration()
    }

    /// Whether values are octets.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Base64Binary | Self::HexBinary)
    }

    /// Whether it is `string` or a datatype below it.
    pub fn is_string(self) -> bool {
        matches!(
            self,
            Self::String | Self::NormalizedString | Self::Token | Self::Language | Self::NmToken
        ) || matches!(self, Self::Name | Self::NcName | Self::Id | Self::IdRef | Self::Entity)
            || matches!(self, Self::Xml | Self::Html | Self::Json)
    }

    /// Whether `length` and similar properties apply to values.
    pub fn has_length(self) -> bool {
        self.is_string() || self.is_binary()
    }

    /// The minimum and the maximum value of a datatype of integers; nothing for another datatype.
    pub(super) fn integer_limits(self) -> Option<(Option<&'static str>, Option<&'static str>)> {
        Some(match self {
            Self::Integer => (None, None),
            Self::NonNegativeInteger => (Some("0"), None),
            Self::PositiveInteger => (Some("1"), None),
            Self::NonPositiveInteger => (None, Some("0")),
            Self::NegativeInteger => (None, Some("-1")),
            Self::Long => (Some("-9223372036854775808"), Some("9223372036854775807")),
            Self::Int => (Some("-2147483648"), Some("2147483647")),
            Self::Short => (Some("-32768"), Some("32767")),
            Self::Byte => (Some("-128"), Some("127")),
            Self::UnsignedLong => (Some("0"), Some("18446744073709551615")),
            Self::UnsignedInt => (Some("0"), Some("4294967295")),
            Self::UnsignedShort => (Some("0"), Some("65535")),
            Self::UnsignedByte => (Some("0"), Some("255")),
            _ => return None,
        })
    }

    /// Says what a value is, where no format is declared.
    pub(super) fn valid(self) -> String {
        let limits = match self.integer_limits() {
            None => return self.valid_example().to_owned(),
            Some((None, None)) => "as 42".to_owned(),
            Some((Some(least), None)) => format!("{least} or more, as 42"),
            Some((None, Some(greatest))) => format!("{greatest} or less, as -42"),
            Some((Some(least), Some(greatest))) => format!("from {least} to {greatest}, as 42"),
        };
        format!("a whole number, {limits}")
    }

    fn valid_example(self) -> &'static str {
        match self {
            Self::Decimal => "a number with or without a decimal point, as 400000000 or 7.5",
            Self::Double | Self::Float => "a number, as 7.5 or 1.2E6, or one of NaN, INF and -INF",
            Self::Boolean => "true, false, 1 or 0",
            Self::Date => "a day that exists, as 2024-05-21",
            Self::DateTime => "a day that exists and a time, as 2024-05-21T15:02:37",
            Self::DateTimeStamp => "a day that exists, a time and a time zone, as 2024-05-21T15:02:37+02:00",
            Self::Time => "a time of day, as 15:02:37",
            Self::GYear => "a year in four digits, as 2024",
            Self::GYearMonth => "a year and a month, as 2024-05",
            Self::GMonth => "a month after two hyphens, as --05 for May",
            Self::GMonthDay => "a day of the year after two hyphens, as --05-21 for 21 May",
            Self::GDay => "a day of the month after three hyphens, as ---21",
            Self::Duration => "a length of time, as P1Y2M or PT2H30M",
            Self::DayTimeDuration => "a length of time in days, hours, minutes and seconds, as P1DT2H30M",
            Self::YearMonthDuration => "a length of time in years and months, as P1Y6M",
            Self::AnyUri => "an address, as https://example.org/",
            Self::Language => "a language tag, as fr or en-GB",
            Self::NormalizedString => "text without line ends and tabs",
            Self::Token => "text without line ends, tabs, double spaces and spaces around it",
            Self::Name => "a name that begins with a letter and has no spaces, as Total_2024",
            Self::NcName | Self::Id | Self::IdRef | Self::Entity => {
                "a name that begins with a letter and has neither spaces nor colons, as Total_2024"
            }
            Self::NmToken => "letters, digits and . - _ : without spaces, as 2024-A",
            Self::QName => "a name, or a prefix, a colon and a name, as dc:title",
            Self::Base64Binary => "bytes in base 64, as SGVsbG8=",
            Self::HexBinary => "bytes as pairs of the digits 0 to 9 and A to F, as 0FB7",
            _ => "any text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_variants() {
        for (index, entry) in ENTRIES.iter().enumerate() {
            assert_eq!(entry.base as usize, index);
            assert_eq!(Base::parse(entry.name), Some(entry.base));
            assert_eq!(Base::of_iri(entry.iri), Some(entry.base));
        }
    }

    #[test]
    fn aliases_are_other_names_of_xml_schema_datatypes() {
        assert_eq!(
            Base::parse("number").map(Base::iri),
            Some("http://www.w3.org/2001/XMLSchema#double")
        );
        assert_eq!(Base::parse("binary").map(Base::name), Some("base64Binary"));
        assert_eq!(
            Base::parse("json").map(Base::iri),
            Some("http://www.w3.org/ns/csvw#JSON")
        );
        assert_eq!(Base::parse("text"), None);
        assert!(Base::names().contains(&"any"));
    }
}

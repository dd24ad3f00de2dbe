//! The order of day and month in dates of digits: a column in which both come first somewhere has dates of no format.

/// What the dates of a column tell of the order.
#[derive(Default)]
pub struct Orders {
    /// The first value with the day first, and the first with the month first, each with its line.
    day: Option<(String, u64)>,
    month: Option<(String, u64)>,
    /// The first value that may be either.
    unsure: Option<(String, u64)>,
    /// How many values are dates.
    dates: u64,
}

impl Orders {
    /// Looks at a value.
    pub fn look(&mut self, value: &str, line: u64) {
        let Some((first, second)) = parts(value) else { return };
        self.dates += 1;
        let known = match (first > 12, second > 12) {
            (true, false) => &mut self.day,
            (false, true) => &mut self.month,
            (false, false) if first != second => &mut self.unsure,
            _ => return,
        };
        if known.is_none() {
            *known = Some((value.to_owned(), line));
        }
    }

    /// What is said of a column of so many values, most of which are dates in both orders.
    pub fn tell(&self, label: &str, values: u64) -> Option<String> {
        let ((day, day_line), (month, month_line)) = self.day.as_ref().zip(self.month.as_ref())?;
        let unsure = self.unsure.as_ref().map_or_else(String::new, |(text, line)| {
            format!(" Others may be either, such as `{text}` in line {line}: write the year first.")
        });
        (self.dates * 2 > values).then(|| {
            format!(
                "{label} has dates with the day first (`{day}` in line {day_line}) and with the month first (`{month}` in line {month_line}): it stays text.{unsure}"
            )
        })
    }
}

/// The first two numbers of a date that ends with its year.
fn parts(value: &str) -> Option<(u32, u32)> {
    let parts: Vec<&str> = value.split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        let is_number = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    number(year, 2..=4)?;
    let day = |part| number(part, 1..=2).filter(|number| (1..=31).contains(number));
    Some((day(first)?, day(second)?))
}

//! Writes the flat sheet. A text is never a formula: in CSV an apostrophe goes before one that would be, in XLSX it is a text.

use super::{Column, Flat};
use crate::export::spreadsheet::guarded;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::io::Write;

/// The formats of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// CSV in UTF-8 with a byte order mark, by which Excel knows it.
    Csv,
    /// Excel's format.
    Xlsx,
}

/// The sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// As CSV.
    #[error("the sheet cannot be written")]
    Csv(#[from] csv::Error),
    /// As XLSX.
    #[error("the workbook cannot be written")]
    Xlsx(#[from] XlsxError),
    /// Writing failed.
    #[error("the sheet cannot be written")]
    Io(#[from] std::io::Error),
}

/// The most digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

impl Flat {
    /// Writes the sheet.
    ///
    /// # Errors
    /// When `out` fails, or XLSX has no room for so many rows or so long a text.
    pub fn write(&self, format: SheetFormat, out: &mut dyn Write) -> Result<(), WriteError> {
        match format {
            SheetFormat::Csv => self.write_csv(out),
            SheetFormat::Xlsx => self.write_xlsx(out),
        }
    }

    fn write_csv(&self, out: &mut dyn Write) -> Result<(), WriteError> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.headings())?;
        for row in &self.rows {
            let cells = Column::ALL.map(|column| match column {
                Column::Amount => row.text(column).into(),
                _ => guarded(row.text(column)),
            });
            writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        }
        Ok(writer.flush()?)
    }

    fn write_xlsx(&self, out: &mut dyn Write) -> Result<(), WriteError> {
        let mut workbook = Workbook::new();
        // The same dossier gives the same bytes, whatever the day.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet();
        let heading = Format::new().set_bold();
        // As text, a spreadsheet changes neither dates nor what looks like a number or a formula.
        let text = Format::new().set_num_format("@");
        for (place, (title, column)) in (0_u16..).zip(self.headings().into_iter().zip(Column::ALL)) {
            sheet.write_string_with_format(0, place, title, &heading)?;
            let (width, hidden) = match column {
                Column::Amount
                | Column::Unit
                | Column::When
                | Column::Period
                | Column::Stage
                | Column::Kind
                | Column::Instrument => (12, false),
                Column::Mark => (12, true),
                _ => (28, false),
            };
            sheet.set_column_width(place, width)?;
            if column != Column::Amount {
                sheet.set_column_format(place, &text)?;
            }
            if hidden {
                sheet.set_column_hidden(place)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        for (number, row) in (1_u32..).zip(&self.rows) {
            for (place, column) in (0_u16..).zip(Column::ALL) {
                let cell = row.text(column);
                match number_of(cell).filter(|_| column == Column::Amount) {
                    _ if cell.is_empty() => {}
                    Some(value) => {
                        sheet.write_number(number, place, value)?;
                    }
                    None => {
                        sheet.write_string_with_format(number, place, cell, &text)?;
                    }
                }
            }
        }
        out.write_all(&workbook.save_to_buffer()?)?;
        Ok(())
    }
}

/// A number that a spreadsheet holds exactly.
fn number_of(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_plain && digits <= DIGITS).then(|| text.parse().ok()).flatten()
}

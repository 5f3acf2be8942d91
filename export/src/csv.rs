//! The table of events as CSV (RFC 4180): comma, quotation marks where needed, CRLF, a header, UTF-8.
//!
//! Text is given as the report has it. A spreadsheet should import every column as text: else it takes the zero
//! off `043`, and a cell that begins with `=` for a formula.

use dateline::record::EventRecord;

use crate::columns::columns;
use crate::error::Error;
use crate::form::Form;
use crate::report::{Report, Told};
use crate::text::commas;

pub(crate) struct Csv;

impl Form for Csv {
    fn begin(&mut self, out: &mut Vec<u8>) {
        commas(out, columns().iter().map(|c| c.name.to_owned()));
    }

    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        for event in events {
            let told = Told { report, event };
            commas(out, columns().iter().map(|c| (c.read)(&told).plain()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_row_has_the_columns_of_the_header() {
        let mut out = Vec::new();
        Csv.begin(&mut out);
        let rows = sample::changed(
            |_| (),
            |report, events| {
                let mut rows = Vec::new();
                Csv.report(report, events, &mut rows).unwrap();
                String::from_utf8(rows).unwrap()
            },
        );
        let header = String::from_utf8(out).unwrap();
        assert!(header.ends_with(",codebook,model\r\n"));
        assert!(rows.contains(",REB,,Rebels,Sanaa,"), "{rows}");
        assert!(rows.contains(",\"the \"\"Lions, of Ma’rib\"\"; United Nations\","), "{rows}");
        assert_eq!(rows.matches("\r\n").count(), 2);
    }
}

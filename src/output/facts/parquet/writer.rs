//! Rows to a Parquet file.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::rows::{RowGroup, SCHEMA};

/// A Parquet file that is written.
pub struct Writer<W: Write + Send>(ArrowWriter<W>);

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it can't be written to.
    pub fn new(out: W) -> io::Result<Writer<W>> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(None)
            .build();
        // Arrow's own schema would tell how the texts are kept in memory here, which is nothing to a reader.
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(out, Arc::clone(&SCHEMA), options);
        writer.map(Writer).map_err(as_io)
    }

    /// Writes a row group.
    ///
    /// # Errors
    /// When the file can't be written to.
    pub fn write(&mut self, rows: &RowGroup) -> io::Result<()> {
        let written = rows.batch().map_err(ParquetError::from).and_then(|batch| self.0.write(&batch));
        written.and_then(|()| self.0.flush()).map_err(as_io)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it can't be written to.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(as_io)
    }
}

/// What the system said, where an error is one of writing.
fn as_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => cause.downcast().map_or_else(io::Error::other, |error| *error),
        error => io::Error::other(error),
    }
}

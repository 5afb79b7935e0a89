//! Rows that are gathered, column by column.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, MapBuilder, MapFieldNames, StringBuilder,
    StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{Array as _, ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::take::take_record_batch;
use indexmap::IndexSet;
use jiff::civil;

use super::Source;
use super::columns::{COLUMNS, Column, MembersOf, PRECISION, SCALE, TextOf, Told, Values};
use super::partition::{Key, folder};
use crate::facts::FactRow;

/// Bytes of texts after which rows are enough, however few they are: memory stays bounded.
const ENOUGH_TEXT: usize = 32 << 20;

/// Rows that wait to be written, all with the columns of the schema.
pub struct Rows {
    columns: Vec<Builder>,
    keys: Vec<Key>,
    /// The folders that rows go to.
    folders: IndexSet<String>,
    /// For each row the index of its folder.
    folder_of: Vec<u32>,
    /// Bytes of the values.
    text: usize,
}

/// Some of the rows that were taken, which are written together.
pub struct RowGroup {
    /// All that were taken, shared by their groups.
    all: RecordBatch,
    /// The indices of these.
    rows: UInt32Array,
}

impl RowGroup {
    /// The rows by themselves. They are copied only where there are others, and not before they are written.
    pub(super) fn batch(&self) -> Result<RecordBatch, ArrowError> {
        let are_all = self.rows.len() == self.all.num_rows();
        if are_all { Ok(self.all.clone()) } else { take_record_batch(&self.all, &self.rows) }
    }
}

impl Rows {
    /// No rows yet; those that come are divided by these keys.
    #[must_use]
    pub fn new(keys: Vec<Key>) -> Rows {
        let columns = COLUMNS.iter().map(Builder::of).collect();
        Rows { columns, keys, folders: IndexSet::new(), folder_of: Vec::new(), text: 0 }
    }

    /// Adds a fact of a filing, with its number there, from 1.
    pub fn push(&mut self, source: &Source, number: u32, row: &FactRow<'_>) {
        let told = Told { source, number, row, period: row.period.to_string() };
        self.columns.iter_mut().for_each(|column| column.push(&told));
        let (folder, _) = self.folders.insert_full(folder(&self.keys, &told));
        self.folder_of.push(folder as u32);
        self.text += row.value.map_or(0, str::len);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.folder_of.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.folder_of.is_empty()
    }

    /// Whether there are as many as that, or so much text that they have to be written now.
    #[must_use]
    pub fn are_enough(&self, count: usize) -> bool {
        self.len() >= count || self.text >= ENOUGH_TEXT
    }

    /// The rows as they are written, by folders in the order of their names; none is left.
    pub fn take(&mut self) -> Vec<(String, RowGroup)> {
        let arrays = self.columns.iter_mut().map(Builder::finish).collect();
        let all = RecordBatch::try_new(Arc::clone(&SCHEMA), arrays).expect("the arrays are those of the schema");
        self.text = 0;
        let folders = std::mem::take(&mut self.folders);
        let mut rows_of = vec![Vec::new(); folders.len()];
        for (row, folder) in (0..).zip(self.folder_of.drain(..)) {
            rows_of[folder as usize].push(row);
        }
        let group = |rows| RowGroup { all: all.clone(), rows: UInt32Array::from(rows) };
        let mut groups: Vec<_> = folders.into_iter().zip(rows_of.into_iter().map(group)).collect();
        groups.sort_by(|(one, _), (other, _)| one.cmp(other));
        groups
    }
}

/// The columns with their types: what is empty in some rows may be null.
pub(super) static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let fields = COLUMNS.iter().map(|column| {
        let nullable = !matches!(column.values, Values::Flag(_) | Values::Members(_));
        Field::new(column.name, Builder::of(column).finish().data_type().clone(), nullable)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
});

/// A column that grows, with what it takes of a row.
enum Builder {
    Shared(TextOf, StringDictionaryBuilder<Int32Type>),
    Text(TextOf, StringBuilder),
    Number(fn(&Told<'_>) -> Option<i32>, Int32Builder),
    Flag(fn(&Told<'_>) -> bool, BooleanBuilder),
    Day(fn(&Told<'_>) -> Option<civil::Date>, Date32Builder),
    Amount(fn(&Told<'_>) -> Option<i128>, Decimal128Builder),
    Members(MembersOf, Box<MapBuilder<StringBuilder, StringBuilder>>),
}

impl Builder {
    fn of(column: &Column) -> Builder {
        match column.values {
            Values::Shared(of) => Builder::Shared(of, StringDictionaryBuilder::new()),
            Values::Text(of) => Builder::Text(of, StringBuilder::new()),
            Values::Number(of) => Builder::Number(of, Int32Builder::new()),
            Values::Flag(of) => Builder::Flag(of, BooleanBuilder::new()),
            Values::Day(of) => Builder::Day(of, Date32Builder::new()),
            Values::Amount(of) => {
                let decimals = Decimal128Builder::new().with_data_type(DataType::Decimal128(PRECISION, SCALE));
                Builder::Amount(of, decimals)
            }
            Values::Members(of) => {
                // Parquet's own names for the parts of a map.
                let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
                let members = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
                Builder::Members(of, Box::new(members))
            }
        }
    }

    fn push(&mut self, told: &Told<'_>) {
        match self {
            Builder::Shared(of, texts) => texts.append_option(of(told)),
            Builder::Text(of, texts) => texts.append_option(of(told)),
            Builder::Number(of, numbers) => numbers.append_option(of(told)),
            Builder::Flag(of, flags) => flags.append_value(of(told)),
            Builder::Day(of, days) => days.append_option(of(told).map(since_1970)),
            Builder::Amount(of, amounts) => amounts.append_option(of(told)),
            Builder::Members(of, members) => {
                for dimension in of(told) {
                    members.keys().append_value(&dimension.axis);
                    members.values().append_option(dimension.member.as_deref());
                }
                members.append(true).expect("as many keys as values");
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Shared(_, texts) => Arc::new(texts.finish()),
            Builder::Text(_, texts) => Arc::new(texts.finish()),
            Builder::Number(_, numbers) => Arc::new(numbers.finish()),
            Builder::Flag(_, flags) => Arc::new(flags.finish()),
            Builder::Day(_, days) => Arc::new(days.finish()),
            Builder::Amount(_, amounts) => Arc::new(amounts.finish()),
            Builder::Members(_, members) => Arc::new(members.finish()),
        }
    }
}

/// Days since the beginning of 1970.
fn since_1970(day: civil::Date) -> i32 {
    day.since(civil::date(1970, 1, 1)).map_or(0, |days| days.get_days())
}

//! What the tests share: a folder that goes away, and readers over texts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use decision_matrix::RawValue;

use crate::{
    ClaimBlock, ClaimsError, ClaimsMap, ClaimsReader, Field, FieldKind, Input, ReadOptions,
};

/// A folder of one test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("decision-claims-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Input {
        std::fs::write(self.path(name), bytes).unwrap();
        self.input(name)
    }

    pub(crate) fn write_gzip(&self, name: &str, bytes: &[u8]) -> Input {
        use std::io::Write;
        let file = std::fs::File::create(self.path(name)).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap();
        self.input(name)
    }

    pub(crate) fn input(&self, name: &str) -> Input {
        Input::Path(self.path(name))
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The fields of most tests, one of each kind that reading treats apart.
pub(crate) fn fields() -> Vec<Field> {
    let words = ["fault", "warn", "ok", "nodata"].map(String::from);
    vec![
        Field::new("claim_id", FieldKind::Text),
        Field::new("amount", FieldKind::Number { scale: 2 }),
        Field {
            words: Some(words.to_vec().into()),
            ..Field::optional("device_status", FieldKind::Category)
        },
        Field::optional("filed_on", FieldKind::Date),
        Field::optional("filed_at", FieldKind::Timestamp),
    ]
}

pub(crate) fn map(text: &str) -> ClaimsMap {
    match ClaimsMap::from_yaml("map.yaml", text, &fields()) {
        Ok(map) => map,
        Err(findings) => panic!("{:#?}", findings.diagnostics()),
    }
}

pub(crate) fn open(input: &Input, map: &ClaimsMap) -> Result<ClaimsReader, ClaimsError> {
    ClaimsReader::open(input, map, &fields(), &ReadOptions::default())
}

/// Every block of an input.
pub(crate) fn blocks(reader: &mut ClaimsReader) -> Vec<ClaimBlock> {
    std::iter::from_fn(|| reader.next_block().unwrap()).collect()
}

/// A value as a short text: `-` null, `'x'` text, `#1` JSON number, `d..` date, `t..` timestamp.
pub(crate) fn shown(value: RawValue<'_>) -> String {
    match value {
        RawValue::Null => "-".into(),
        RawValue::Text(text) => format!("'{text}'"),
        RawValue::Number(text) => format!("#{text}"),
        RawValue::Boolean(value) => value.to_string(),
        RawValue::Decimal { mantissa, scale } => format!("{mantissa}e-{scale}"),
        RawValue::Date(days) => format!("d{}", decision_matrix::calendar::format_date(days)),
        RawValue::Timestamp(seconds) => {
            format!("t{}", decision_matrix::calendar::format_timestamp(seconds))
        }
        RawValue::Other => "other".into(),
    }
}

/// Every row of an input as one text: the fields' values, or the fault.
pub(crate) fn rows(input: &Input, map: &ClaimsMap) -> Vec<String> {
    let mut reader = open(input, map).unwrap();
    let mut shown_rows = Vec::new();
    for block in blocks(&mut reader) {
        for row in block.rows() {
            let line = row.line();
            shown_rows.push(if let Some(fault) = row.fault() {
                format!("{line}: {fault}")
            } else {
                let values: Vec<String> = (0..5).map(|field| shown(row.value(field))).collect();
                format!("{line}: {}", values.join(" "))
            });
        }
    }
    shown_rows
}

/// This many lines of text.
pub(crate) fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&line(number));
        text.push('\n');
    }
    text
}

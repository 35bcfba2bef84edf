//! A conversion of documents that are in memory, whole: for small ones, and for tests.

use super::engine::Converter;
use super::options::ConvertOptions;
use super::result::Conversion;
use super::writer::Style;
use crate::{Limits, SourceOptions};

/// One document of the input.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// What it is, as far as the caller knows.
    pub source: SourceOptions,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Converts documents that are in memory. Gives the data files with their names, in order, beside the outcome.
///
/// ```
/// use chat_preflight::{ConvertOptions, Input, Platform, SourceOptions, convert};
///
/// let users = br#"{"type":"user","data":{"id":"ann","name":"Ann"}}"#.to_vec();
/// let input = Input { source: SourceOptions::default(), bytes: users };
/// let (_, files) = convert(ConvertOptions::new(Platform::TalkJs), &[input]);
/// assert_eq!(files[0].0, "requests.jsonl");
/// ```
#[must_use]
pub fn convert(options: ConvertOptions, inputs: &[Input]) -> (Conversion, Vec<(&'static str, Vec<u8>)>) {
    convert_in_pieces(options, inputs, usize::MAX)
}

/// The same, with the documents pushed in pieces of at most so many bytes.
#[must_use]
pub fn convert_in_pieces(
    options: ConvertOptions,
    inputs: &[Input],
    piece: usize,
) -> (Conversion, Vec<(&'static str, Vec<u8>)>) {
    let mut converter = Converter::new(options, Limits::default(), 1);
    let mut buckets: Vec<Vec<u8>> = Vec::new();
    for input in inputs {
        converter.source(input.source.clone());
        for bytes in input.bytes.chunks(piece.max(1)) {
            converter.push(bytes);
        }
        put(&converter.spooled(), &mut buckets);
    }
    let groups = converter.end_reading();
    put(&converter.spooled(), &mut buckets);
    let mut sections: Vec<Vec<u8>> = Vec::new();
    for group in groups {
        for bucket in group {
            converter.load(buckets.get(bucket as usize).map(Vec::as_slice).unwrap_or_default());
        }
        converter.end_group();
        carry(&mut converter, &mut sections);
    }
    let conversion = converter.finish();
    carry(&mut converter, &mut sections);
    let mut files = Vec::new();
    for file in converter.files() {
        let parts = file.sections.iter().filter_map(|section| sections.get(*section));
        let mut bytes = parts.flatten().copied().collect::<Vec<u8>>();
        if bytes.is_empty() {
            continue;
        }
        if file.style == Style::Array {
            bytes.extend_from_slice(b"\n]\n");
        }
        files.push((file.name, bytes));
    }
    (conversion, files)
}

/// Takes away all that was written.
fn carry(converter: &mut Converter, sections: &mut Vec<Vec<u8>>) {
    while converter.output_bytes() > 0 {
        put(&converter.written(), sections);
    }
}

/// Puts framed bytes where their numbers say.
fn put(mut framed: &[u8], buffers: &mut Vec<Vec<u8>>) {
    while let Some((head, rest)) = framed.split_at_checked(8) {
        let number =
            |bytes: Option<&[u8]>| bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
        let (buffer, length) = (number(head.get(..4)), number(head.get(4..)));
        let (bytes, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if buffers.len() <= buffer {
            buffers.resize(buffer + 1, Vec::new());
        }
        if let Some(buffer) = buffers.get_mut(buffer) {
            buffer.extend_from_slice(bytes);
        }
        framed = rest;
    }
}

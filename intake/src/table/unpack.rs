//! Pages out of their compression, no larger than their head says.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;

use crate::guard::guarded;

/// Unpacks `packed`, which must give exactly `size` bytes.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn unpack(codec: Compression, packed: &[u8], size: usize) -> Result<Vec<u8>, String> {
    if size == 0 {
        return Ok(Vec::new());
    }
    let bytes = match codec {
        Compression::UNCOMPRESSED => packed.to_vec(),
        Compression::SNAPPY => {
            let claimed = snap::raw::decompress_len(packed).map_err(|e| e.to_string())?;
            if claimed != size {
                return Err(WRONG_SIZE.to_owned());
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|e| e.to_string())?
        }
        Compression::GZIP(_) => read(MultiGzDecoder::new(packed), size)?,
        Compression::ZSTD(_) => read(zstd::Decoder::with_buffer(packed).map_err(|e| e.to_string())?, size)?,
        Compression::BROTLI(_) => {
            guarded(|| read(brotli_decompressor::Decompressor::new(packed, 4096), size))?
        }
        Compression::LZ4_RAW => {
            guarded(|| lz4_flex::block::decompress(packed, size).map_err(|e| e.to_string()))?
        }
        other => return Err(format!("compressed with {other}, which is not read here: write it with zstd")),
    };
    if bytes.len() == size { Ok(bytes) } else { Err(WRONG_SIZE.to_owned()) }
}

const WRONG_SIZE: &str = "a page of another size than its head says";

fn read(decoder: impl Read, size: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    decoder.take(size as u64 + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    Ok(bytes)
}

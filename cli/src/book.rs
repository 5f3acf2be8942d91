//! The codebook that a command is to use, and the coder with it.

use std::path::Path;

use dateline::Coder;
use dateline::codebook::{Codebook, CodebookError};
use dateline::language::Engine;

/// The name under which the built-in codebook can be given instead of a folder.
pub const BUILTIN: &str = "builtin";

/// The codebook in a folder; without one, or where the folder is called so and does not exist, the
/// built-in one.
///
/// # Errors
/// File, line, reason and cure, in words.
pub fn codebook(folder: Option<&Path>) -> Result<Codebook, String> {
    let folder = folder.filter(|f| f.as_os_str() != BUILTIN || f.exists());
    match folder {
        None => Codebook::builtin().map_err(|e| format!("the built-in codebook: {e}")),
        Some(folder) if !folder.is_dir() => Err(format!(
            "{}: no such folder: a codebook is a folder laid out like codebook/",
            folder.display()
        )),
        Some(folder) => Codebook::load(folder).map_err(|e| at_folder(folder, e)),
    }
}

/// The path of the file from where the user stands.
fn at_folder(folder: &Path, error: CodebookError) -> String {
    let inside = !Path::new(&error.file).starts_with(folder);
    let file = if inside { folder.join(&error.file) } else { error.file.clone().into() };
    let error = CodebookError { file: file.display().to_string(), ..error };
    error.to_string()
}

/// A coder with the codebook of a folder, or the built-in one.
///
/// # Errors
/// Why there can be none, in words.
pub fn coder(folder: Option<&Path>) -> Result<Coder, String> {
    coder_with(codebook(folder)?)
}

/// A coder with a codebook.
///
/// # Errors
/// Why there can be none, in words.
pub fn coder_with(codebook: Codebook) -> Result<Coder, String> {
    let failed = |e: &dyn std::fmt::Display| format!("the engine cannot be loaded: {e}");
    let engine = Engine::builtin().map_err(|e| failed(&e))?;
    Coder::new(engine, codebook).map_err(|e| failed(&e))
}

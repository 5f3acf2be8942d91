//! The reports that are read to measure.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use dateline::BlockKind;
use dateline::read::{ReadOptions, read_bytes};

use crate::read::{Found, expand};

/// Words of an article that is made.
const WORDS: usize = 500;

/// The bytes of the folder's reports, or of so many articles made of their paragraphs.
pub fn load(folder: &Path, made: Option<NonZeroUsize>) -> Result<Vec<Vec<u8>>, String> {
    let mut files = Vec::new();
    for found in expand(&[folder.to_owned()]) {
        match found {
            Found::Report(source) => {
                let limit = ReadOptions::default().max_bytes;
                files.push(source.bytes(limit).map_err(|why| format!("{}: {why}", source.name()))?);
            }
            Found::Trouble(name, why) => return Err(format!("{name}: {why}")),
            Found::Note(_) => {}
        }
    }
    match made {
        None => Ok(files),
        Some(n) => make(&paragraphs(&files), n.get())
            .ok_or_else(|| format!("{}: no paragraph to make articles of", folder.display())),
    }
}

fn paragraphs(files: &[Vec<u8>]) -> Vec<String> {
    let documents = files.iter().filter_map(|f| read_bytes(f, &ReadOptions::default()).ok());
    documents
        .flat_map(|document| {
            let blocks = document.blocks().iter().filter(|(_, k)| *k == BlockKind::Paragraph);
            blocks.map(|(span, _)| document.slice(*span).to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

/// Each article begins at another paragraph and goes on until it has its words.
fn make(paragraphs: &[String], articles: usize) -> Option<Vec<Vec<u8>>> {
    if paragraphs.iter().all(|p| p.trim().is_empty()) {
        return None;
    }
    let article = |first: usize| {
        let (mut text, mut words) = (String::new(), 0);
        for paragraph in paragraphs.iter().cycle().skip(first % paragraphs.len()) {
            if words >= WORDS {
                break;
            }
            for word in paragraph.split_whitespace().take(WORDS - words) {
                text.push_str(word);
                text.push(' ');
                words += 1;
            }
            text.push_str("\n\n");
        }
        text.into_bytes()
    };
    Some((0..articles).map(article).collect())
}

/// A report of one sentence in a file of its own, for the time to start.
pub fn tiny() -> Result<std::path::PathBuf, String> {
    let name = format!("dateline-bench-{}.txt", std::process::id());
    let path = std::env::temp_dir().join(name);
    let text = "The envoy met the minister in the capital on Monday.\n";
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_articles_have_their_words() {
        let paragraphs = ["one two three.".to_owned(), "four five.".to_owned()];
        let made = make(&paragraphs, 3).unwrap();
        assert_eq!(made.len(), 3);
        for article in &made {
            let text = String::from_utf8(article.clone()).unwrap();
            assert_eq!(text.split_whitespace().count(), WORDS);
        }
        assert_ne!(made[0], made[1]);
        assert!(make(&[], 3).is_none());
        let blank = [" ".to_owned()];
        assert!(make(&blank, 1).is_none());
    }
}

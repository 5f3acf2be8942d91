//! The one door between evaluation and the coder: what the predictors ask of it.

use dateline::language::ParsedSentence;
use dateline::read::{ReadOptions, body_text, read_bytes};
use dateline::{Analysis, Coder, Document};
use dateline_model::RunError;

/// A coder, as far as evaluation needs one.
pub trait Reader: Sync {
    /// Reads a document through every stage.
    fn read(&self, document: Document) -> Analysis;

    /// What a word means, as a direction.
    fn meaning(&self, word: &str) -> Vec<f32>;

    /// Tags and parses sentences of given words.
    ///
    /// # Errors
    /// When the encoder refuses them.
    fn parse(&self, sentences: &[Vec<String>]) -> Result<Vec<ParsedSentence>, RunError>;

    /// The body of the article on a page; `None` where the page cannot be read.
    fn body(&self, page: &[u8], url: Option<&str>) -> Option<String>;
}

impl Reader for Coder {
    fn read(&self, document: Document) -> Analysis {
        self.analyze(document)
    }

    fn meaning(&self, word: &str) -> Vec<f32> {
        self.engine().meaning(word)
    }

    fn parse(&self, sentences: &[Vec<String>]) -> Result<Vec<ParsedSentence>, RunError> {
        self.engine().parse_sentences(sentences)
    }

    fn body(&self, page: &[u8], url: Option<&str>) -> Option<String> {
        let options = ReadOptions { url: url.map(str::to_owned), ..ReadOptions::default() };
        read_bytes(page, &options).ok().map(|document| body_text(&document))
    }
}

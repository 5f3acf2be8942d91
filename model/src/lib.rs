//! The language model: words go in, scores come out; tensors stop at this crate's door.
//!
//! One pass of one small encoder serves every head. [`Model::run`] takes windows of
//! words and gives, for each word, the scores of every tag head, the scores of every
//! other word as its syntactic head, and what [`Model::relation`] needs to name the link.

mod labels;
mod lemma;
mod pieces;
mod tables;

use std::sync::{Arc, Mutex, PoisonError};

use rten::{NodeId, RunOptions, ThreadPool, ValueOrView};
use sha2::{Digest, Sha256};

pub use labels::{Head, Labels};
use lemma::Lexicon;
use pieces::Vocabulary;
use tables::Tables;

/// Pieces in a window at most, the marks at its ends included.
pub const WINDOW_PIECES: usize = 96;
/// Pieces in a batch at most, padding included: the size at which the runtime is fastest.
const BATCH_PIECES: usize = 512;
/// Where the scores of pairs begin: few words belong to what a word tells (`RARE` in net.py).
const RARE: f32 = -4.0;

/// Trees that judge whether two tellings tell the same happening (`train/stories.py` writes them).
pub const STORIES: &str = include_str!("../weights/stories.json");
/// In how many reports each common word stands, counted over the open training texts.
pub const COMMON_WORDS: &str = include_str!("../weights/common.tsv");

/// A word as the model takes it.
#[derive(Debug, Clone, Copy)]
pub struct InputWord<'a> {
    /// Its letters, as they stand in the text.
    pub text: &'a str,
    /// Whether a paragraph begins with it.
    pub paragraph: bool,
}

/// A stretch of words that see each other.
pub type Window<'a> = Vec<InputWord<'a>>;

/// Where a window's scores lie: its batch, and its first word there.
pub type Placed = (usize, usize);

/// Why the model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file of a model folder.
    #[error("{path} cannot be read: {reason}", path = path.display())]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The encoder file.
    #[error("the encoder cannot be loaded: {0}")]
    Encoder(String),
    /// The tables file.
    #[error("the tables are damaged: {0}")]
    Tables(&'static str),
    /// The label lists.
    #[error("the label lists are damaged: {0}")]
    Labels(String),
}

/// Why a run failed. It does not on windows of [`WINDOW_PIECES`] or fewer.
#[derive(Debug, thiserror::Error)]
#[error("the encoder failed: {0}")]
pub struct RunError(String);

/// The loaded model. Immutable; share it between threads.
pub struct Model {
    encoder: rten::Model,
    inputs: [NodeId; 3],
    outputs: [NodeId; 9],
    vocabulary: Vocabulary,
    tables: Tables,
    labels: Labels,
    lexicon: Lexicon,
    digest: String,
    // One single-threaded pool for each caller at work: documents run side by side,
    // one document never splits, so the same bytes come out on any thread count.
    pools: Mutex<Vec<Arc<ThreadPool>>>,
}

/// Scores for the words of one batch of windows, in order.
#[derive(Debug, Default)]
pub struct Scores {
    words: usize,
    tag_width: usize,
    tags: Vec<f32>,
    arcs: Vec<f32>,
    root: Vec<f32>,
    rel_dep: Vec<f32>,
    rel_head: Vec<f32>,
    // words × 2 sides × width, and words × width: their products say whether words belong together
    act: Vec<f32>,
    part: Vec<f32>,
    say: Vec<f32>,
    said: Vec<f32>,
    pieces: usize,
}

/// How a word takes part in what another word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It does it.
    Actor,
    /// It is done to it.
    Recipient,
}

/// How a word belongs to what a word of saying introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// It is said.
    Content,
    /// It names who says it.
    Source,
}

impl Scores {
    /// How many words were scored.
    pub fn words(&self) -> usize {
        self.words
    }

    /// How many word pieces were read.
    pub fn pieces(&self) -> usize {
        self.pieces
    }

    /// The score of word `head` as the syntactic head of word `dependent`.
    pub fn arc(&self, dependent: usize, head: usize) -> f32 {
        self.arcs[dependent * self.words + head]
    }

    /// The score of word `dependent` as the root of its sentence.
    pub fn root(&self, dependent: usize) -> f32 {
        self.root[dependent]
    }

    /// The log-odds that word `word` takes part, in a role, in what word `trigger` tells.
    pub fn participation(&self, trigger: usize, role: Role, word: usize) -> f32 {
        self.pairing(&self.act, &self.part, trigger * 2 + role as usize, word)
    }

    /// The log-odds that word `word` belongs, in a voice, to what word `saying` says that somebody says.
    pub fn speech(&self, saying: usize, voice: Voice, word: usize) -> f32 {
        self.pairing(&self.say, &self.said, saying * 2 + voice as usize, word)
    }

    fn pairing(&self, one: &[f32], other: &[f32], row: usize, word: usize) -> f32 {
        let width = other.len() / self.words.max(1);
        let (one, other) = (&one[row * width..(row + 1) * width], &other[word * width..(word + 1) * width]);
        one.iter().zip(other).map(|(a, p)| a * p).sum::<f32>() + RARE
    }

    fn row(&self, word: usize) -> &[f32] {
        &self.tags[word * self.tag_width..(word + 1) * self.tag_width]
    }
}

impl Model {
    /// The model that this crate carries.
    ///
    /// # Errors
    /// When the files in `model/weights/` do not belong together.
    pub fn builtin() -> Result<Model, LoadError> {
        let encoder: &'static [u8] = include_bytes!("../weights/encoder.onnx");
        let tables: &'static [u8] = include_bytes!("../weights/tables.bin");
        let labels = include_str!("../weights/labels.json");
        let (vocabulary, lexicon) =
            (include_str!("../weights/vocab.txt"), include_str!("../weights/lexicon.tsv"));
        let digest = digest(&[encoder, tables, labels.as_bytes(), vocabulary.as_bytes(), lexicon.as_bytes()]);
        let encoder = options().load_static_slice(encoder).map_err(|e| LoadError::Encoder(e.to_string()))?;
        Model::new(encoder, Tables::parse(tables)?, [labels, vocabulary, lexicon], digest)
    }

    /// A model from a folder of the files that `model/train/export.py` writes.
    ///
    /// # Errors
    /// When a file cannot be read, or the files do not belong together.
    pub fn from_folder(folder: &std::path::Path) -> Result<Model, LoadError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|e| LoadError::File { path, reason: e.to_string() })
        };
        let text = |name: &str| read(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let (encoder, tables) = (read("encoder.onnx")?, read("tables.bin")?);
        let (labels, vocabulary, lexicon) = (text("labels.json")?, text("vocab.txt")?, text("lexicon.tsv")?);
        let digest =
            digest(&[&encoder, &tables, labels.as_bytes(), vocabulary.as_bytes(), lexicon.as_bytes()]);
        let encoder = options().load(encoder).map_err(|e| LoadError::Encoder(e.to_string()))?;
        Model::new(encoder, Tables::parse_owned(&tables)?, [&labels, &vocabulary, &lexicon], digest)
    }

    fn new(
        encoder: rten::Model,
        tables: Tables,
        [labels, vocabulary, lexicon]: [&str; 3],
        digest: String,
    ) -> Result<Model, LoadError> {
        let node = |name: &str| encoder.node_id(name).map_err(|e| LoadError::Encoder(e.to_string()));
        Ok(Model {
            inputs: [node("x")?, node("mask")?, node("first")?],
            outputs: [
                node("tags")?,
                node("arcs")?,
                node("root")?,
                node("rel_dep")?,
                node("rel_head")?,
                node("act")?,
                node("part")?,
                node("say")?,
                node("said")?,
            ],
            encoder,
            vocabulary: Vocabulary::parse(vocabulary),
            tables,
            labels: Labels::parse(labels)?,
            lexicon: Lexicon::parse(lexicon),
            digest,
            pools: Mutex::new(Vec::new()),
        })
    }

    /// A digest of all weights and labels.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The labels of every head.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// How many pieces the word takes in a window.
    pub fn piece_count(&self, word: &str) -> usize {
        self.vocabulary.pieces(word).len()
    }

    /// The pieces of a word and its case shape, as the encoder takes them.
    pub fn pieces(&self, word: &str) -> (Vec<u32>, u8) {
        (self.vocabulary.pieces(word), pieces::shape(word))
    }

    /// What a word means apart from where it stands: words of like meaning point the same way.
    pub fn meaning(&self, word: &str) -> Vec<f32> {
        let mut out = vec![0.0; self.tables.hidden()];
        self.vocabulary.pieces(word).into_iter().for_each(|p| self.tables.add_meaning(p, &mut out));
        out
    }

    /// The scores of a tag head for a word, in the order of [`Labels::of`].
    pub fn tag_scores<'s>(&self, scores: &'s Scores, word: usize, head: Head) -> &'s [f32] {
        &scores.row(word)[self.labels.range(head)]
    }

    /// The best label of a tag head for a word.
    pub fn best_tag(&self, scores: &Scores, word: usize, head: Head) -> &str {
        &self.labels.of(head)[argmax(self.tag_scores(scores, word, head))]
    }

    /// The dictionary form of a word, given its text and its Penn tag.
    pub fn lemma(&self, scores: &Scores, word: usize, text: &str, tag: &str) -> String {
        self.lexicon.lemma(text, tag, self.best_tag(scores, word, Head::Lemma))
    }

    /// The relation of `dependent` to `head` (`None` for the root), as an index into [`Labels::relations`].
    pub fn relation(&self, scores: &Scores, dependent: usize, head: Option<usize>) -> usize {
        let width = self.tables.relation_width();
        let row = |v: &[f32], i: usize| v.get(i * width..(i + 1) * width).map(<[f32]>::to_vec);
        let dep = row(&scores.rel_dep, dependent).unwrap_or_default();
        let head = head.and_then(|h| row(&scores.rel_head, h));
        argmax(&self.tables.relation_scores(&dep, head.as_deref()))
    }

    /// Reads the windows: batches of scores, and for each window its batch and its first word there.
    ///
    /// Words of a window beyond [`WINDOW_PIECES`] pieces are an error of the caller;
    /// position tables end at 512.
    ///
    /// # Errors
    /// When the runtime refuses the input.
    pub fn run(&self, windows: &[Window<'_>]) -> Result<(Vec<Scores>, Vec<Placed>), RunError> {
        let encoded: Vec<Encoded> = windows.iter().map(|w| self.encode(w)).collect();
        // neighbours in length share a batch: padding costs as much as text
        let mut order: Vec<usize> = (0..encoded.len()).collect();
        order.sort_by_key(|&i| (encoded[i].pieces.len(), i));
        let mut out: Vec<Scores> = Vec::new();
        let mut place = vec![(0, 0); encoded.len()];
        let mut start = 0;
        while start < order.len() {
            let mut end = start + 1;
            while end < order.len() && encoded[order[end]].pieces.len() * (end - start + 1) <= BATCH_PIECES {
                end += 1;
            }
            let group: Vec<&Encoded> = order[start..end].iter().map(|&i| &encoded[i]).collect();
            let mut first = 0;
            for &i in &order[start..end] {
                place[i] = (out.len(), first);
                first += encoded[i].first.len();
            }
            out.push(self.run_batch(&group)?);
            start = end;
        }
        Ok((out, place))
    }

    fn encode(&self, window: &Window<'_>) -> Encoded {
        let mut encoded = Encoded { pieces: vec![(self.vocabulary.cls, 0)], first: Vec::new() };
        for (i, word) in window.iter().enumerate() {
            if word.paragraph && i > 0 {
                encoded.pieces.push((self.vocabulary.sep, 0));
            }
            encoded.first.push(encoded.pieces.len());
            let shape = pieces::shape(word.text);
            encoded.pieces.extend(self.vocabulary.pieces(word.text).into_iter().map(|p| (p, shape)));
        }
        encoded.pieces.push((self.vocabulary.sep, 0));
        encoded.pieces.truncate(512);
        let last = encoded.pieces.len() - 1;
        encoded.first.iter_mut().for_each(|f| *f = (*f).min(last));
        encoded
    }

    fn run_batch(&self, windows: &[&Encoded]) -> Result<Scores, RunError> {
        let batch = windows.len();
        let width = windows.iter().map(|w| w.pieces.len()).max().unwrap_or(0);
        let hidden = self.tables.hidden();
        let mut x = vec![0f32; batch * width * hidden];
        let mut mask = vec![0f32; batch * width];
        let mut first = Vec::new();
        let mut pieces = 0;
        for (row, window) in windows.iter().enumerate() {
            pieces += window.pieces.len();
            for at in 0..width {
                let place = row * width + at;
                let (piece, shape) = window.pieces.get(at).copied().unwrap_or((self.vocabulary.pad, 0));
                self.tables.embed(piece, at, shape, &mut x[place * hidden..(place + 1) * hidden]);
                if at >= window.pieces.len() {
                    mask[place] = -10000.0;
                }
            }
            first.extend(window.first.iter().map(|f| (row * width + f) as i32));
        }
        let words = first.len();
        let fail = |e: &dyn std::fmt::Display| RunError(e.to_string());
        let value =
            |shape: &[usize], data: Vec<f32>| rten::Value::from_shape(shape, data).map_err(|e| fail(&e));
        let inputs: Vec<(NodeId, ValueOrView<'_>)> = vec![
            (self.inputs[0], value(&[batch, width, hidden], x)?.into()),
            (self.inputs[1], value(&[batch, 1, 1, width], mask)?.into()),
            (self.inputs[2], rten::Value::from_shape(&[words], first).map_err(|e| fail(&e))?.into()),
        ];
        let pool = self.take_pool();
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let result = self.encoder.run_n(inputs, self.outputs, Some(options));
        self.pools.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        let [tags, arcs, root, rel_dep, rel_head, act, part, say, said] = result.map_err(|e| fail(&e))?;
        let floats = |v: rten::Value| v.into_shape_vec::<f32, 2>().map(|(_, d)| d).map_err(|e| fail(&e));
        let tags = floats(tags)?;
        Ok(Scores {
            words,
            tag_width: self.labels.tag_width(),
            tags,
            arcs: floats(arcs)?,
            root: floats(root)?,
            rel_dep: floats(rel_dep)?,
            rel_head: floats(rel_head)?,
            act: floats(act)?,
            part: floats(part)?,
            say: floats(say)?,
            said: floats(said)?,
            pieces,
        })
    }

    fn take_pool(&self) -> Arc<ThreadPool> {
        let free = self.pools.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)))
    }
}

fn options() -> rten::ModelOptions {
    let mut options = rten::ModelOptions::with_all_ops();
    options.prepack_weights(true);
    options
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// A window as piece ids with case shapes, and where each word starts.
struct Encoded {
    pieces: Vec<(u32, u8)>,
    first: Vec<usize>,
}

/// The index of the largest score; the first of equals, 0 for none.
pub fn argmax(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[best] {
            best = i;
        }
    }
    best
}

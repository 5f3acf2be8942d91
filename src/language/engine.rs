//! The encoder pass and what is decoded from it.

use std::ops::Range;

use dateline_model::{Head, InputWord, LoadError, Model, RunError, Scores, Voice, Window};

use super::cuts::sentence_cuts;
use super::signals::{Role, SentenceSignals, Signal, Signals, softmax};
use super::tokenize::{Token, tokenize};
use super::windows::{Cuttable, windows};
use super::{Language, NameKind, Saying, TimexKind, bio, labels, tree};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::layer::Layer;
use crate::span::Span;
use crate::syntax::{Syntax, Word};

/// Words of a document that are read at most: a long book. What is longer is no report, and memory
/// and time must have a bound.
const MOST_WORDS: usize = 200_000;
/// Words that may drop out of the middle of what is said.
const CONTENT_GAP: usize = 4;

/// Below this probability of an act nothing more is kept of it.
const SEEN: f32 = 0.01;
/// Below this probability of being the head of a cue nothing is kept of what a word says.
const HEARD: f32 = 0.1;
/// Log-odds from which a sentence begins with a word in lower case behind a word: web text has such
/// sentences, news has none.
const SURE_START: f32 = 3.0;
/// Log-odds of participation of a word that the trigger's window does not hold.
const UNSEEN: f32 = -20.0;

/// The loaded language engine: a model and its labels as fixed strings.
pub struct Engine {
    model: Model,
    upos: Vec<&'static str>,
    xpos: Vec<&'static str>,
    relations: Vec<&'static str>,
}

/// A sentence parsed from given words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedSentence {
    /// For each word: part of speech, lemma, head in the sentence (`None`: root), relation.
    pub words: Vec<(&'static str, String, Option<usize>, &'static str)>,
}

/// The scores of all words of a text, found again by the word's number.
struct Scored {
    batches: Vec<Scores>,
    place: Vec<(usize, usize)>, // for each word its batch and its number there
}

/// Head (in the whole text) and relation of a word.
type Link = (Option<usize>, &'static str);

impl Engine {
    /// The engine with the model that the binary carries.
    ///
    /// # Errors
    /// When the model's files do not belong together.
    pub fn builtin() -> Result<Engine, LoadError> {
        Ok(Engine::with_model(Model::builtin()?))
    }

    /// The engine with another model.
    pub fn with_model(model: Model) -> Engine {
        let of = |head, f: fn(&str) -> &'static str| model.labels().of(head).iter().map(|l| f(l)).collect();
        Engine {
            upos: of(Head::Upos, labels::upos),
            xpos: of(Head::Xpos, labels::xpos),
            relations: model.labels().relations().iter().map(|l| labels::relation(l)).collect(),
            model,
        }
    }

    /// A digest of the model's weights.
    pub fn digest(&self) -> &str {
        self.model.digest()
    }

    /// What a word means apart from where it stands, as a direction: words of like meaning point the
    /// same way.
    pub fn meaning(&self, word: &str) -> Vec<f32> {
        self.model.meaning(word)
    }

    /// Reads the prose of a document. Cannot fail: what the encoder refuses is a diagnostic.
    pub fn read(&self, doc: &Document) -> (Language, Vec<Diagnostic>) {
        let mut words: Vec<(Token, bool)> = Vec::new();
        let (mut likely, mut remarks) = (Vec::new(), Vec::new());
        for (block, _) in doc.blocks().iter().filter(|(_, kind)| kind.is_prose()) {
            let tokens = tokenize(doc.text(), block.start(), block.end());
            let cuts = sentence_cuts(doc.text(), &tokens, 0..tokens.len());
            likely.extend(cuts.into_iter().map(|c| c + words.len()));
            words.extend(tokens.into_iter().enumerate().map(|(i, t)| (t, i == 0)));
            if words.len() > MOST_WORDS {
                let remark = format!("longer than {MOST_WORDS} words: what follows them is left unread");
                let rest = words.get(MOST_WORDS).and_then(|(t, _)| doc.span(t.start, t.end));
                remarks.push(Diagnostic { span: rest, ..Diagnostic::warning("too-long", remark) });
                words.truncate(MOST_WORDS);
                likely.retain(|&c| c < MOST_WORDS);
                break;
            }
        }
        let spans: Vec<Span> = words.iter().filter_map(|(t, _)| doc.span(t.start, t.end)).collect();
        if spans.len() != words.len() {
            let remark = "a word does not slice the text; the document is left unread";
            return (Language::default(), vec![Diagnostic::warning("bad-word", remark)]);
        }
        let inputs: Vec<InputWord<'_>> = spans
            .iter()
            .zip(&words)
            .map(|(span, (_, paragraph))| InputWord { text: doc.slice(*span), paragraph: *paragraph })
            .collect();
        match self.score(&inputs, &likely) {
            Ok((scored, cuts)) => (self.decode(&inputs, &words, &spans, &scored, &cuts), remarks),
            Err(e) => (Language::default(), vec![Diagnostic::warning("model-failed", e.to_string())]),
        }
    }

    /// Parses sentences whose words are given, as treebanks give them.
    ///
    /// Each is marked like a paragraph: the encoder need not guess where sentences begin.
    ///
    /// # Errors
    /// When the encoder refuses the input.
    pub fn parse_sentences(&self, sentences: &[Vec<String>]) -> Result<Vec<ParsedSentence>, RunError> {
        let (mut inputs, mut ranges) = (Vec::new(), Vec::new());
        for sentence in sentences {
            let start = inputs.len();
            inputs.extend(sentence.iter().enumerate().map(|(i, text)| InputWord { text, paragraph: i == 0 }));
            ranges.push(start..inputs.len());
        }
        let starts: Vec<usize> = ranges.iter().map(|r| r.start).collect();
        let (scored, _) = self.score(&inputs, &starts)?;
        Ok(ranges.iter().map(|range| self.parse_given(&inputs, &scored, range)).collect())
    }

    fn parse_given(&self, inputs: &[InputWord<'_>], scored: &Scored, range: &Range<usize>) -> ParsedSentence {
        let links = self.links(scored, range);
        let words = range.clone().zip(links).map(|(i, (head, rel))| {
            let (upos, _, lemma) = self.tags(scored, i, inputs[i].text);
            (upos, lemma, head.map(|h| h - range.start), rel)
        });
        ParsedSentence { words: words.collect() }
    }

    /// Runs the encoder; also the numbers of the words that begin a window. `starts` are the
    /// words with which sentences (surely enough) begin, in order.
    fn score(&self, words: &[InputWord<'_>], starts: &[usize]) -> Result<(Scored, Vec<usize>), RunError> {
        let cuttable: Vec<Cuttable> = words
            .iter()
            .enumerate()
            .map(|(i, w)| Cuttable {
                pieces: self.model.piece_count(w.text) + usize::from(w.paragraph),
                paragraph: w.paragraph,
                sentence: starts.binary_search(&i).is_ok(),
            })
            .collect();
        let ranges = windows(&cuttable);
        let input: Vec<Window<'_>> = ranges.iter().map(|r| words[r.clone()].to_vec()).collect();
        let (batches, first) = self.model.run(&input)?;
        let places =
            ranges.iter().zip(first).flat_map(|(r, (batch, at))| (0..r.len()).map(move |i| (batch, at + i)));
        let place = places.collect();
        Ok((Scored { batches, place }, ranges.into_iter().map(|r| r.start).collect()))
    }

    fn decode(
        &self,
        inputs: &[InputWord<'_>],
        words: &[(Token, bool)],
        spans: &[Span],
        scored: &Scored,
        cuts: &[usize],
    ) -> Language {
        let sentences = self.sentences(inputs, words, scored, cuts);
        let mut out = Vec::with_capacity(words.len());
        for range in &sentences {
            for (i, (head, rel)) in range.clone().zip(self.links(scored, range)) {
                let (upos, xpos, lemma) = self.tags(scored, i, inputs[i].text);
                let continues_token = words[i].0.continues;
                out.push(Word { span: spans[i], upos, xpos, lemma, head, rel, continues_token });
            }
        }
        let mut starts = vec![false; words.len()];
        sentences.iter().for_each(|s| starts[s.start] = true);
        let layer = |head| self.layer(scored, spans, head, &starts);
        let plain = |head| Layer::new(layer(head).into_iter().map(|(s, _)| (s, ())).collect());
        Language {
            names: kinds(layer(Head::Names), name_kind),
            mentions: kinds(layer(Head::Re3d), mention_kind),
            timexes: kinds(layer(Head::Timex), timex_kind),
            sources: plain(Head::Source),
            cues: plain(Head::Cue),
            contents: plain(Head::Content),
            inner_contents: plain(Head::Inner),
            toponyms: plain(Head::Toponym),
            parties: kinds(layer(Head::Roles), party_kind),
            sayings: self.sayings(scored, cuts),
            signals: self.signals(scored, &sentences),
            pieces: scored.batches.iter().map(Scores::pieces).sum(),
            syntax: Syntax::new(out, sentences),
        }
    }

    fn signals(&self, scored: &Scored, sentences: &[Range<usize>]) -> Signals {
        let words: Vec<Signal> = (0..scored.place.len()).map(|i| self.signal(scored, i)).collect();
        let of = |s: &Range<usize>| self.sentence_signals(scored, s, &words[s.clone()]);
        let sentences = sentences.iter().map(of).collect();
        Signals::new(words, sentences)
    }

    fn signal(&self, scored: &Scored, word: usize) -> Signal {
        let (batch, local) = scored.place[word];
        let scores = |head| self.model.tag_scores(&scored.batches[batch], local, head);
        let second = |head| softmax(scores(head))[1];
        let (event, reality) = (scores(Head::Event), softmax(scores(Head::Reality)));
        let mut types = [0.0; 16];
        types.iter_mut().zip(softmax(&event[1..])).for_each(|(to, p)| *to = p);
        let mode = self.model.best_tag(&scored.batches[batch], local, Head::Mode);
        let told = 1.0 - softmax(event)[0];
        Signal {
            told,
            types,
            mode: (told > SEEN && mode != "none").then(|| mode.to_owned()),
            negated: second(Head::Polarity),
            future: reality[1],
            hypothetical: reality[2],
            historical: second(Head::Recency),
            later: second(Head::Later),
            doubtful: second(Head::Doubt),
        }
    }

    fn sentence_signals(&self, scored: &Scored, words: &Range<usize>, signals: &[Signal]) -> SentenceSignals {
        let place = &scored.place[words.clone()];
        let mut participation = Vec::new();
        for (trigger, (&(batch, local), _)) in
            place.iter().zip(signals).enumerate().filter(|(_, (_, signal))| signal.told > SEEN)
        {
            let scores = &scored.batches[batch];
            let row = |role| {
                // words of another window are not seen
                place.iter().map(move |&(other, word)| match other == batch {
                    true => scores.participation(local, role, word),
                    false => UNSEEN,
                })
            };
            participation
                .push((words.start + trigger, row(Role::Actor).chain(row(Role::Recipient)).collect()));
        }
        let tag =
            |&(batch, word): &(usize, usize), head| self.model.tag_scores(&scored.batches[batch], word, head);
        let weights = softmax(&place.iter().map(|p| tag(p, Head::QuadWeight)[0]).collect::<Vec<_>>());
        let mut quad = [0.0; 5];
        for (p, weight) in place.iter().zip(weights) {
            quad.iter_mut().zip(tag(p, Head::Quad)).for_each(|(sum, score)| *sum += weight * score);
        }
        let mut probabilities = [0.0; 5];
        probabilities.iter_mut().zip(softmax(&quad)).for_each(|(to, p)| *to = p);
        SentenceSignals { words: words.clone(), participation, quad: probabilities }
    }

    fn sayings(&self, scored: &Scored, cuts: &[usize]) -> Vec<Saying> {
        let ends = cuts.iter().skip(1).copied().chain([scored.place.len()]);
        let windows = cuts.iter().zip(ends).map(|(&start, end)| start..end);
        windows.flat_map(|window| self.window_sayings(scored, window)).collect()
    }

    fn window_sayings(&self, scored: &Scored, window: Range<usize>) -> Vec<Saying> {
        let share = |word: usize, head| {
            let (batch, local) = scored.place[word];
            1.0 - softmax(self.model.tag_scores(&scored.batches[batch], local, head))[0]
        };
        let heard = window.clone().map(|w| (w, share(w, Head::Saying))).filter(|(_, sure)| *sure > HEARD);
        let found = heard.map(|(word, sure)| {
            let (batch, local) = scored.place[word];
            let odds = |voice| {
                let of = |w: usize| scored.batches[batch].speech(local, voice, scored.place[w].1);
                window.clone().map(of).collect()
            };
            Saying {
                word,
                sure,
                window: window.clone(),
                content: odds(Voice::Content),
                source: odds(Voice::Source),
            }
        });
        found.collect()
    }

    /// Sentences begin at paragraphs, at windows, and where the model says so.
    fn sentences(
        &self,
        inputs: &[InputWord<'_>],
        words: &[(Token, bool)],
        scored: &Scored,
        cuts: &[usize],
    ) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> = Vec::new();
        for (i, (token, paragraph)) in words.iter().enumerate() {
            let (batch, local) = scored.place[i];
            let scores = self.model.tag_scores(&scored.batches[batch], local, Head::Sentence);
            let sure = if goes_on(inputs, i) { SURE_START } else { 0.0 };
            let model = scores[1] - scores[0] > sure && !token.continues;
            if *paragraph || model || cuts.binary_search(&i).is_ok() {
                starts.push(i);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([words.len()]);
        starts.iter().zip(ends).map(|(&s, e)| s..e).collect()
    }

    /// The tree of one sentence. Words of a sentence that was cut over two windows hang within their own.
    fn links(&self, scored: &Scored, range: &Range<usize>) -> Vec<Link> {
        let place = &scored.place[range.clone()];
        let arc = |d: usize, h: usize| {
            let ((batch, dep), (other, head)) = (place[d], place[h]);
            // a small, finite score keeps the tree whole where words could not see each other
            if batch == other { scored.batches[batch].arc(dep, head) } else { -1e4 }
        };
        let root = |d: usize| scored.batches[place[d].0].root(place[d].1);
        let heads = tree::best_tree(range.len(), arc, root);
        heads
            .into_iter()
            .enumerate()
            .map(|(d, head)| {
                let batch = place[d].0;
                let local = head.filter(|&h| place[h].0 == batch).map(|h| place[h].1);
                let rel = self.model.relation(&scored.batches[batch], place[d].1, local);
                (head.map(|h| h + range.start), self.named(rel, head))
            })
            .collect()
    }

    /// `root` belongs to the root and to nothing else.
    fn named(&self, relation: usize, head: Option<usize>) -> &'static str {
        match (head, self.relations[relation]) {
            (None, _) => "root",
            (Some(_), "root") => "dep",
            (Some(_), rel) => rel,
        }
    }

    fn tags(&self, scored: &Scored, word: usize, text: &str) -> (&'static str, &'static str, String) {
        let (batch, local) = scored.place[word];
        let best = |head| dateline_model::argmax(self.model.tag_scores(&scored.batches[batch], local, head));
        let xpos = self.xpos[best(Head::Xpos)];
        (self.upos[best(Head::Upos)], xpos, self.model.lemma(&scored.batches[batch], local, text, xpos))
    }

    fn layer(&self, scored: &Scored, spans: &[Span], head: Head, starts: &[bool]) -> Vec<(Span, String)> {
        // a statement may run over sentences; a name or a date does not
        let breaks = |word: usize| starts[word] && !matches!(head, Head::Content | Head::Inner);
        let labels = self.model.labels().of(head);
        let scores = |word: usize| {
            let (batch, local) = scored.place[word];
            self.model.tag_scores(&scored.batches[batch], local, head)
        };
        let path = bio::best_path(labels, scored.place.len(), scores, breaks);
        let mut runs =
            bio::runs(path.into_iter().enumerate().map(|(i, label)| (labels[label].as_str(), breaks(i))));
        if matches!(head, Head::Content | Head::Inner) {
            runs = bio::joined(runs, CONTENT_GAP, |i| self.bridges(scored, i, starts[i]), |i| starts[i]);
        }
        let cover = |run: &Range<usize>| spans[run.start].cover(spans[run.end - 1]);
        runs.into_iter().map(|(run, kind)| (cover(&run), kind.to_owned())).collect()
    }

    /// Whether a word may stand inside what is said without being tagged: it neither says so,
    /// nor says who says so, nor begins a sentence.
    fn bridges(&self, scored: &Scored, word: usize, start: bool) -> bool {
        let (batch, local) = scored.place[word];
        let outside = |head| self.model.best_tag(&scored.batches[batch], local, head) == "O";
        !start && outside(Head::Cue) && outside(Head::Source)
    }
}

/// Whether a word looks as if its sentence had begun before it: in lower case, behind a word.
fn goes_on(inputs: &[InputWord<'_>], word: usize) -> bool {
    let small = inputs[word].text.starts_with(char::is_lowercase);
    small && word > 0 && inputs[word - 1].text.ends_with(char::is_alphanumeric)
}

fn kinds<T>(found: Vec<(Span, String)>, kind: fn(&str) -> Option<T>) -> Layer<T> {
    Layer::new(found.into_iter().filter_map(|(span, label)| Some((span, kind(&label)?))).collect())
}

fn name_kind(label: &str) -> Option<NameKind> {
    match label {
        "Person" => Some(NameKind::Person),
        "Organisation" => Some(NameKind::Organisation),
        "Place" => Some(NameKind::Place),
        "Nationality" => Some(NameKind::Nationality),
        "Other" => Some(NameKind::Other),
        _ => None,
    }
}

fn party_kind(label: &str) -> Option<&'static str> {
    ["Source", "Target", "Reciprocal"].into_iter().find(|k| *k == label)
}

fn mention_kind(label: &str) -> Option<&'static str> {
    ["Person", "Organisation", "Location", "Nationality"].into_iter().find(|k| *k == label)
}

fn timex_kind(label: &str) -> Option<TimexKind> {
    match label {
        "DATE" => Some(TimexKind::Date),
        "TIME" => Some(TimexKind::Time),
        "DURATION" => Some(TimexKind::Duration),
        "SET" => Some(TimexKind::Set),
        _ => None,
    }
}

//! Time expressions and their TIMEX3 values, resolved against the publication date.
//!
//! Rules over the small pieces of the text ([`lex`]) find expressions ([`grammar`]) and say what
//! they mean apart from when they are said ([`expr`]); that meaning is then resolved against the
//! publication date, the tense of the verb and the time the text speaks of ([`resolve`]).

mod expr;
mod feast;
mod grammar;
mod interval;
mod lex;
mod lexicon;
mod number;
mod resolve;
mod tense;
mod value;

#[cfg(test)]
mod corpora;

pub use interval::{date_value, merge_range};

use jiff::civil::Date;

use crate::document::Document;
use crate::language::{Language, TimexKind};
use crate::layer::Layer;
use crate::span::Span;
use crate::syntax::Syntax;
use expr::{Expr, Found, Named, Year};
use lex::Pieces;
use resolve::Context;

/// A time expression with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value: `2016-02-03`, `2016-W05`, `2016-02`, `P2D`, `PAST_REF`; `None` where the text
    /// and the publication date do not decide it.
    pub value: Option<String>,
}

/// How many bytes on a quarter is still the one that `a year earlier` is compared with.
const QUARTER_REACH: usize = 600;

/// The time expressions of a document, with values.
pub fn timexes(doc: &Document, lang: &Language) -> Layer<Timex> {
    timexes_in(doc.text(), &lang.syntax, &lang.timexes, doc.published().map(|p| p.date))
}

/// The time expressions of a text. `syntax` may be empty: tense is then judged by single words.
/// `tagged` are spans that the model takes for time expressions.
pub fn timexes_in(text: &str, syntax: &Syntax, tagged: &Layer<TimexKind>, published: Option<Date>) -> Layer<Timex> {
    let pieces = Pieces::new(text);
    let found = grammar::recognise(&pieces);
    let mut context = Context {
        published,
        narrative: is_narrative(&found, published),
        last: None,
        aside: None,
        quarter: None,
        quarter_at: 0,
        before_christ: found.iter().any(|f| matches!(f.expr, Expr::Year(y) if y < 0)),
    };
    let mut items = Vec::with_capacity(found.len());
    for Found { from, to, expr } in &found {
        let span = Span::new_unchecked(pieces.start(*from), pieces.end_before(*to));
        let tense = tense::tense(syntax, &pieces, *from, *to, span);
        if span.start() > context.quarter_at + QUARTER_REACH {
            context.quarter = None;
        }
        let (value, after) = context.clone().read(expr, tense);
        // the later end of a range is not where the story goes on
        let closes = matches!(expr, Expr::Year(_)) && pieces.is_dash(from.wrapping_sub(1));
        if !closes {
            context = after;
            if matches!(expr, Expr::Named { what: Named::Quarter(_), .. } | Expr::Quarter { .. }) {
                context.quarter_at = span.start();
            }
        }
        items.push((span, Timex { kind: resolve::kind(expr), value }));
    }
    merge(items, tagged)
}

/// Whether the text tells of times long before its publication: then a date without a year belongs
/// to the year last named, not to that of publication.
fn is_narrative(found: &[Found], published: Option<Date>) -> bool {
    let before = published.map_or(i32::MAX, |p| i32::from(p.year()) - 2);
    let year = |f: &Found| match f.expr {
        Expr::Year(y) | Expr::Named { year: Year::Number(y), .. } => Some(y),
        _ => None,
    };
    let old = found.iter().filter_map(year).filter(|y| *y < before).count();
    let near = found.iter().filter(|f| is_near(&f.expr)).count();
    old >= 8 && old > 4 * near
}

/// Expressions that a report of the day uses.
fn is_near(expr: &Expr) -> bool {
    match expr {
        Expr::Named { what: Named::Weekday(_), .. } => true,
        Expr::Period { shift, .. } => !shift.is_anaphoric(),
        Expr::Named { year: Year::Shift(_), .. } => true,
        Expr::Offset { from_now, .. } => *from_now,
        _ => false,
    }
}

/// Adds to the expressions of the rules those that only the model sees; where the model's span holds
/// exactly one of the rules', the longer bounds stand with the rules' value.
fn merge(rules: Vec<(Span, Timex)>, tagged: &Layer<TimexKind>) -> Layer<Timex> {
    let mut items = rules;
    for &(span, kind) in tagged {
        let mut touching = items.iter_mut().filter(|(s, _)| s.overlaps(span));
        match (touching.next(), touching.next()) {
            (None, _) => items.push((span, Timex { kind, value: None })),
            (Some((own, _)), None) if span.contains(*own) => *own = span,
            _ => {}
        }
    }
    Layer::new(items)
}

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

pub use interval::{bounds, date_value, days_between, merge_range};
pub use number::whole_number;

use jiff::civil::Date;

use crate::document::Document;
use crate::language::{Language, TimexKind};
use crate::layer::Layer;
use crate::read::month_in_url;
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
    let published = doc.published().map(|p| p.date);
    let month = doc.parts().url.as_deref().filter(|_| published.is_none()).and_then(month_in_url);
    read(doc.text(), &lang.syntax, &lang.timexes, (published, month))
}

/// The time expressions of a text. `syntax` may be empty: tense is then judged by single words.
/// `tagged` are spans that the model takes for time expressions.
pub fn timexes_in(
    text: &str,
    syntax: &Syntax,
    tagged: &Layer<TimexKind>,
    published: Option<Date>,
) -> Layer<Timex> {
    read(text, syntax, tagged, (published, None))
}

/// The time expressions of a text of which the day of publication is known, or only year and month.
fn read(
    text: &str,
    syntax: &Syntax,
    tagged: &Layer<TimexKind>,
    (published, month): (Option<Date>, Option<(i16, i8)>),
) -> Layer<Timex> {
    let pieces = Pieces::new(text);
    let found = with_tagged(&pieces, grammar::recognise(&pieces), tagged);
    let stated = || stated_month(&found).filter(|_| published.is_none());
    let mut context = Context {
        published,
        month: month.map(|(year, month)| (i32::from(year), month)).or_else(stated),
        month_is_of_writing: month.is_some(),
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
    Layer::new(items)
}

/// The month around which an undated report speaks: that of the days to which it gives a year, if
/// they all are of one.
fn stated_month(found: &[Found]) -> Option<(i32, i8)> {
    fn named(expr: &Expr) -> Option<(i32, i8)> {
        match expr {
            Expr::Named { what: Named::Day(month, _), year: Year::Number(year), .. } => Some((*year, *month)),
            Expr::Clock { day: Some(day), .. } | Expr::Within { day: Some(day), .. } => named(day),
            _ => None,
        }
    }
    let mut days = found.iter().filter_map(|f| named(&f.expr));
    let first = days.next()?;
    days.all(|(year, _)| year == first.0).then_some(first)
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

/// Where the model sees a time expression that the rules passed over, they read its words once more
/// without asking for the company that tells `May` from `may`.
fn with_tagged(p: &Pieces, found: Vec<Found>, tagged: &Layer<TimexKind>) -> Vec<Found> {
    // the rules' expressions follow each other, so the first that ends behind a span's start decides
    let next = |span: Span| found.get(found.partition_point(|f| p.end_before(f.to) <= span.start()));
    let missed = tagged.iter().filter(|(span, _)| next(*span).is_none_or(|f| span.end() <= p.start(f.from)));
    let read: Vec<Found> = missed.filter_map(|(span, _)| grammar::inside(p, p.range(*span))).collect();
    let mut all = found;
    all.extend(read);
    all.sort_by_key(|f| f.from);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Each expression with its value, `-` where none is decided.
    fn read(text: &str, published: Option<Date>) -> Vec<String> {
        shown(text, timexes_in(text, &Syntax::default(), &Layer::default(), published))
    }

    fn shown(text: &str, found: Layer<Timex>) -> Vec<String> {
        let one = |(span, timex): &(Span, Timex)| {
            let value = timex.value.as_deref().unwrap_or("-");
            format!("{} = {value}", &text[span.start()..span.end()])
        };
        found.iter().map(one).collect()
    }

    /// Of a report of Thursday, 4 February 2016.
    fn on_thursday(text: &str) -> Vec<String> {
        read(text, Some(date(2016, 2, 4)))
    }

    #[test]
    fn weekdays_follow_the_verb() {
        assert_eq!(on_thursday("The envoy arrived on Wednesday."), ["Wednesday = 2016-02-03"]);
        assert_eq!(on_thursday("The envoy will leave on Wednesday."), ["Wednesday = 2016-02-10"]);
        assert_eq!(on_thursday("He spoke on Thursday."), ["Thursday = 2016-02-04"]);
        assert_eq!(on_thursday("He spoke last Thursday."), ["last Thursday = 2016-01-28"]);
        assert_eq!(on_thursday("The border stays shut until Monday."), ["Monday = 2016-02-08"]);
        assert_eq!(on_thursday("Shells fell on Friday night."), ["Friday night = 2016-01-29TNI"]);
    }

    #[test]
    fn dates_take_the_year_of_the_report() {
        let ends = ["Feb. 12 = 2016-02-12", "14 = 2016-02-14"];
        assert_eq!(on_thursday("They will meet on Feb. 12-14 in Oslo."), ends);
        assert_eq!(on_thursday("Talks broke down on 30 December."), ["30 December = 2015-12-30"]);
        assert_eq!(on_thursday("The port closed in November."), ["November = 2015-11"]);
        let both = ["6 = 1998-07-06", "7 July 1998 = 1998-07-07"];
        assert_eq!(on_thursday("Fighting on 6 and 7 July 1998 went on."), both);
        assert_eq!(on_thursday("from 1914-18"), ["1914 = 1914", "18 = 1918"]);
        assert_eq!(on_thursday("dated 2015-06-30."), ["2015-06-30 = 2015-06-30"]);
    }

    #[test]
    fn periods_count_from_the_report() {
        assert_eq!(on_thursday("Prices rose last week."), ["last week = 2016-W04"]);
        assert_eq!(on_thursday("early next month"), ["early next month = 2016-03"]);
        assert_eq!(
            on_thursday("It fell in the third quarter of 2015."),
            ["the third quarter of 2015 = 2015-Q3"]
        );
        assert_eq!(on_thursday("since last summer"), ["last summer = 2015-SU"]);
        assert_eq!(on_thursday("three days ago"), ["three days ago = 2016-02-01"]);
        assert_eq!(on_thursday("in the late 1990s"), ["the late 1990s = 199"]);
        assert_eq!(on_thursday("in the 20th century"), ["the 20th century = 19"]);
        assert_eq!(
            on_thursday("at 10:30 a.m. Wednesday he left"),
            ["10:30 a.m. Wednesday = 2016-02-03T10:30"]
        );
        assert_eq!(on_thursday("the truce began at Easter 2015"), ["Easter 2015 = 2015-04-05"]);
    }

    #[test]
    fn lengths_sets_and_references() {
        assert_eq!(on_thursday("for more than two weeks"), ["more than two weeks = P2W"]);
        assert_eq!(on_thursday("a 30-minute pause"), ["30-minute = PT30M"]);
        assert_eq!(on_thursday("over the past few days"), ["the past few days = PXD"]);
        assert_eq!(on_thursday("They march every Friday."), ["every Friday = XXXX-WXX-5"]);
        assert_eq!(on_thursday("It has now stopped."), ["now = PRESENT_REF"]);
        assert_eq!(on_thursday("Aid will soon come."), ["soon = FUTURE_REF"]);
    }

    #[test]
    fn what_is_told_later_counts_from_what_was_told() {
        let next = ["May 3, 2011 = 2011-05-03", "The next day = 2011-05-04", "Two weeks later = 2011-W20"];
        assert_eq!(
            on_thursday("It began on May 3, 2011. The next day it spread. Two weeks later it ended."),
            next
        );
        let year = ["2009 = 2009", "later that year = 2009"];
        assert_eq!(on_thursday("In 2009 he was minister; later that year he left."), year);
    }

    #[test]
    fn undated_reports_get_no_invented_dates() {
        assert_eq!(read("He came on Wednesday.", None), ["Wednesday = -"]);
        assert_eq!(read("He came last week, on 5 June.", None), ["last week = -", "5 June = -"]);
        assert_eq!(read("He came on 5 June 2014.", None), ["5 June 2014 = 2014-06-05"]);
        assert_eq!(read("It took two days.", None), ["two days = P2D"]);
    }

    #[test]
    fn the_month_alone_dates_what_it_can() {
        let in_october = |text: &str| {
            let known = (None, Some((2016, 10)));
            shown(text, super::read(text, &Syntax::default(), &Layer::default(), known))
        };
        assert_eq!(in_october("He came today."), ["today = 2016-10"]);
        assert_eq!(in_october("the coup of last July"), ["last July = 2016-07"]);
        assert_eq!(in_october("They met on Monday, last week."), ["Monday = -", "last week = -"]);
        // a day with a year dates those without
        let text = "It fell on September 17. The report is due on Nov. 29, 2016, not today.";
        let days = ["September 17 = 2016-09-17", "Nov. 29, 2016 = 2016-11-29", "today = -"];
        assert_eq!(read(text, None), days);
    }

    #[test]
    fn words_that_only_look_like_times() {
        let none: Vec<String> = Vec::new();
        for text in [
            "They may march to the square.",
            "A second man, 37 years old, was held.",
            "The 37-year-old paid $1990.",
            "He saw the sun fall behind the hill.",
            "About 1500 people and 2,016 cars passed.",
            "Three quarters of the harvest was lost.",
        ] {
            assert_eq!(on_thursday(text), none, "{text}");
        }
    }

    #[test]
    fn the_tree_decides_tense_where_there_is_one() {
        use crate::syntax::Word;
        let text = "Leaders resume talks Monday";
        let word = |start: usize, end: usize, xpos, lemma: &str, head, rel| Word {
            span: Span::new_unchecked(start, end),
            upos: "",
            xpos,
            lemma: lemma.to_owned(),
            head,
            rel,
            continues_token: false,
        };
        let read = |xpos| {
            let words = vec![
                word(0, 7, "NNS", "leader", Some(1), "nsubj"),
                word(8, 14, xpos, "resume", None, "root"),
                word(15, 20, "NNS", "talk", Some(1), "obj"),
                word(21, 27, "NNP", "Monday", Some(1), "obl"),
            ];
            let syntax = Syntax::new(words, std::iter::once(0..4).collect());
            let found = timexes_in(text, &syntax, &Layer::default(), Some(date(2016, 2, 4)));
            found.iter().next().and_then(|(_, t)| t.value.clone())
        };
        assert_eq!(read("VBD").as_deref(), Some("2016-02-01"));
        assert_eq!(read("VBP").as_deref(), Some("2016-02-08"));
    }

    #[test]
    fn what_the_model_sees_is_read_once_more() {
        let text = "March saw no shells.";
        let tagged = Layer::new(vec![(Span::new_unchecked(0, 5), TimexKind::Date)]);
        let found = timexes_in(text, &Syntax::default(), &tagged, Some(date(2016, 2, 4)));
        let values: Vec<_> = found.iter().map(|(_, t)| t.value.as_deref()).collect();
        assert_eq!(values, [Some("2015-03")]);
        assert!(read(text, None).is_empty());
    }

    #[test]
    fn hostile_text_gives_no_panic() {
        for text in [
            "'",
            "’s",
            "12-",
            "the",
            "May 99999999999999999999, 0",
            "in 0 BC",
            "é 3\u{301} Feb. 31",
            "9/99/99",
            "last",
            "5pm-",
            "a",
            "99999 quarters ago",
            "two thousand thousand thousand thousand thousand million billion years ago",
        ] {
            let _ = on_thursday(text);
            let _ = read(text, Some(Date::MAX));
            let _ = read(text, Some(Date::MIN));
        }
        for word in ["late ", "two thousand ", "the day before ", "and ", "may 4 and ", "early "] {
            let _ = on_thursday(&word.repeat(20_000));
        }
    }
}

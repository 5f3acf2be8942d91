//! Prints the trees and tagged spans that the model gives to a plain text, for people who train it.

use std::io::{self, Read, Write};

use dateline::{Coder, Document};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let coder = Coder::builtin().map_err(io::Error::other)?;
    let analysis = coder.analyze(Document::from_plain(&text));
    for remark in &analysis.diagnostics {
        writeln!(io::stderr(), "{}", remark.message)?;
    }
    let (doc, language) = (&analysis.document, &analysis.language);
    let mut out = io::stdout().lock();
    write!(out, "{}", dateline::language::conllu(doc, language))?;
    for (span, kind) in &language.names {
        writeln!(out, "name\t{kind:?}\t{}", doc.slice(*span))?;
    }
    for (span, kind) in &language.mentions {
        writeln!(out, "mention\t{kind}\t{}", doc.slice(*span))?;
    }
    for (span, kind) in &language.timexes {
        writeln!(out, "timex\t{kind:?}\t{}", doc.slice(*span))?;
    }
    let layers = [
        ("source", &language.sources),
        ("cue", &language.cues),
        ("content", &language.contents),
        ("inner", &language.inner_contents),
        ("toponym", &language.toponyms),
    ];
    for (name, layer) in layers {
        for (span, ()) in layer {
            writeln!(out, "{name}\t\t{}", doc.slice(*span))?;
        }
    }
    Ok(())
}

//! Lemmas from edit scripts: the same rules as model/train/lemmas.py.

/// Applies a script `case|cut|add` to a form: `l|3|y` makes `city` of `Cities`.
///
/// ```
/// assert_eq!(dateline_model::lemma::apply("l|3|y", "Cities"), "city");
/// assert_eq!(dateline_model::lemma::apply("l|*|be", "Were"), "be");
/// ```
pub fn apply(script: &str, form: &str) -> String {
    let mut parts = script.splitn(3, '|');
    let (Some(case), Some(cut), Some(add)) = (parts.next(), parts.next(), parts.next()) else {
        return form.to_owned();
    };
    if cut == "*" {
        return add.to_owned();
    }
    let stem = match case {
        "l" => form.to_lowercase(),
        "t" => title(form),
        _ => form.to_owned(),
    };
    let cut: usize = cut.parse().unwrap_or(0);
    let keep = stem.chars().count().saturating_sub(cut);
    stem.chars().take(keep).chain(add.chars()).collect()
}

fn title(form: &str) -> String {
    let mut chars = form.chars();
    let Some(first) = chars.next() else { return String::new() };
    first.to_uppercase().chain(chars.as_str().to_lowercase().chars()).collect()
}

//! Mentions: `<@uid:bob>` in CometChat's texts, `@Bob` or `@bob` for everybody else.
//!
//! Texts go both ways only where the way back gives the same text again. Source: `formats/cometchat.md` 2.4,
//! `formats/mapping.md`.

const BEFORE: &str = "<@uid:";

/// Somebody whom a text may mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::platform::cometchat) struct Person {
    /// The id that stands in tokens.
    pub(in crate::platform::cometchat) uid: String,
    /// What may stand in plain texts instead of the uid.
    pub(in crate::platform::cometchat) name: Option<String>,
}

/// Whether a text has anything that looks like a token.
pub(in crate::platform::cometchat) fn has_token(text: &str) -> bool {
    text.contains(BEFORE)
}

/// A text and whom it mentions, in the order of their first mention. Tokens become names, or else uids; they stay if the
/// text could not be told from another one then.
pub(in crate::platform::cometchat) fn plain(text: &str, people: &[Person]) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut mentioned: Vec<Person> = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(BEFORE) {
        out.push_str(before);
        let token = behind.split_once('>').filter(|(uid, _)| !uid.is_empty() && !uid.contains(char::is_whitespace));
        let Some((uid, after)) = token else {
            out.push_str(BEFORE);
            rest = behind;
            continue;
        };
        let uid = uid.to_ascii_lowercase();
        let person = people.iter().find(|person| person.uid == uid);
        let person = person.cloned().unwrap_or(Person { uid, name: None });
        out.push('@');
        out.push_str(person.name.as_ref().unwrap_or(&person.uid));
        if !mentioned.iter().any(|other| other.uid == person.uid) {
            mentioned.push(person);
        }
        rest = after;
    }
    out.push_str(rest);
    let back = tokens(&out, &mentioned);
    let uids = mentioned.into_iter().map(|person| person.uid).collect();
    if back == text { (out, uids) } else { (text.to_owned(), uids) }
}

/// A plain text with tokens where it mentions these people, by name or by uid.
pub(in crate::platform::cometchat) fn tokens(text: &str, people: &[Person]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let after = behind.get(1..).unwrap_or_default();
        // The longest: "@Bob Smith" is not Bob.
        let handles = people.iter().flat_map(|person| {
            let handles = [Some(person.uid.as_str()), person.name.as_deref()];
            handles.into_iter().flatten().map(move |handle| (handle, person))
        });
        let found = handles.filter(|(handle, _)| stands(after, handle)).max_by_key(|(handle, _)| handle.len());
        if let Some((handle, person)) = found {
            out.push_str(BEFORE);
            out.push_str(&person.uid);
            out.push('>');
            rest = after.get(handle.len()..).unwrap_or_default();
        } else {
            out.push('@');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text begins with a handle and not with a longer word.
fn stands(text: &str, handle: &str) -> bool {
    let rest = text.strip_prefix(handle).filter(|_| !handle.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '-')))
}

#[cfg(test)]
mod tests {
    use super::{Person, plain, tokens};

    fn people(list: &[(&str, &str)]) -> Vec<Person> {
        let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        list.iter().map(|(uid, text)| Person { uid: (*uid).to_owned(), name: name(text) }).collect()
    }

    #[test]
    fn tokens_become_names_and_names_tokens() {
        let both = people(&[("bob", "Bob"), ("b2", "Bob Smith")]);
        for (comet, text, mentions) in [
            ("hi <@uid:bob>!", "hi @Bob!", vec!["bob"]),
            ("<@uid:b2> and <@uid:bob>, <@uid:b2>", "@Bob Smith and @Bob, @Bob Smith", vec!["b2", "bob"]),
            ("<@uid:ann>", "@ann", vec!["ann"]),
            ("a@b.c <@uid: x> <@uid:", "a@b.c <@uid: x> <@uid:", vec![]),
        ] {
            assert_eq!(plain(comet, &both), (text.to_owned(), mentions.iter().map(|&uid| uid.to_owned()).collect()));
        }
        assert_eq!(tokens("@Bob Smith, @bob: @bobby @Bob", &both), "<@uid:b2>, <@uid:bob>: @bobby <@uid:bob>");
    }

    #[test]
    fn a_text_that_would_not_come_back_stays() {
        let bob = people(&[("bob", "")]);
        for text in ["@bob <@uid:bob>", "<@uid:bob>by", "<@uid:Bob>"] {
            assert_eq!(plain(text, &bob), (text.to_owned(), vec!["bob".to_owned()]));
        }
    }
}

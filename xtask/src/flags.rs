//! Flags of the commands: `--name value`, `--name=value` and switches.

use crate::Result;

/// The flags of one command, taken out one by one; what is left at the end is a mistake.
pub(crate) struct Flags(Vec<String>);

impl Flags {
    pub(crate) fn new(arguments: &[String]) -> Flags {
        Flags(arguments.to_vec())
    }

    /// The value of `--name`, if it is given.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self.0.iter().position(|argument| argument == name || argument.starts_with(&joined)) else {
            return Ok(None);
        };
        let argument = self.0.remove(at);
        if let Some(value) = argument.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.0.len() { Ok(Some(self.0.remove(at))) } else { Err(format!("{name} needs a value")) }
    }

    /// The value of `--name` as a number.
    pub(crate) fn number<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        self.value(name)?
            .map(|text| text.parse().map_err(|_| format!("{name} {text}: that is not a number that fits")))
            .transpose()
    }

    /// Whether a switch is given.
    pub(crate) fn switch(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|argument| argument == name);
        at.is_some_and(|at| {
            self.0.remove(at);
            true
        })
    }

    /// Refuses what nobody asked for.
    pub(crate) fn end(self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(rest) => Err(format!("{rest:?} is not understood here; see cargo xtask help")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flags;

    fn flags(arguments: &[&str]) -> Flags {
        Flags(arguments.iter().map(|&argument| argument.to_owned()).collect())
    }

    #[test]
    fn values_come_after_a_space_or_an_equals_sign() {
        let mut given = flags(&["--size", "3MB", "--seed=7", "--all"]);
        assert_eq!(given.value("--size"), Ok(Some("3MB".to_owned())));
        assert_eq!(given.number("--seed"), Ok(Some(7)));
        assert_eq!(given.value("--out"), Ok(None));
        assert!(given.switch("--all") && !given.switch("--all"));
        assert_eq!(given.end(), Ok(()));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(flags(&["--sise", "3MB"]).end().is_err());
        assert!(flags(&["--size"]).value("--size").is_err());
        assert!(flags(&["--seed", "x"]).number::<u64>("--seed").is_err());
    }
}

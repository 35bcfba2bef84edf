//! Numbers as Go takes them: what is too large for a `float64`, and what is an integer of 64 bits.
//!
//! Decided by the digits: the standard library's parser would do, but costs the wasm ten kilobytes of tables.

use crate::json::go_text::sprintf;

/// The first number that rounds to infinity: 2^1024 - 2^970, half a step above the largest.
const TOO_LARGE: &[u8] = b"17976931348623158079372897140530341507993413271003782693617377898044496829276475094664\
    901797758720709633028641669288791094655554785194040263065748867150582068190890200070838367627385484581771153176447\
    5730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792";

/// Whether a JSON number is too large for a `float64`.
pub(super) fn overflows(number: &[u8]) -> bool {
    // The digits from the first that is not zero, and how many of them stand before the decimal point.
    let (mut digits, mut point, mut fraction, mut rest) = (Vec::new(), 0_i64, false, number);
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'0' if digits.is_empty() => point -= i64::from(fraction),
            b'0'..=b'9' => {
                digits.push(*byte);
                point += i64::from(!fraction);
            }
            b'.' => fraction = true,
            b'e' | b'E' => break,
            _ => {}
        }
    }
    let mut exponent = 0_i64;
    for byte in rest.iter().filter(|byte| byte.is_ascii_digit()) {
        exponent = exponent.saturating_mul(10).saturating_add(i64::from(byte & 15));
    }
    point = point.saturating_add(if rest.first() == Some(&b'-') { -exponent } else { exponent });
    // As many digits as the limit has.
    let limit = 309;
    !digits.is_empty() && (point > limit || point == limit && digits.as_slice() >= TOO_LARGE)
}

/// A number as a value of the wrong type is described.
pub(super) fn number_text(number: &[u8]) -> String {
    sprintf("number %s", &[&String::from_utf8_lossy(number)])
}

/// Whether a JSON number is an integer of 64 bits.
pub(super) fn is_integer(number: &[u8]) -> bool {
    let (digits, limit) = match number {
        [b'-', digits @ ..] => (digits, b"9223372036854775808"),
        digits => (digits, b"9223372036854775807"),
    };
    let fits = digits.len() < limit.len() || digits.len() == limit.len() && digits <= limit;
    fits && digits.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::{is_integer, overflows};

    #[test]
    fn numbers_that_overflow_are_those_that_rust_reads_as_infinite() {
        // The limit, one less, and what lies around by a digit.
        let limit = String::from_utf8_lossy(super::TOO_LARGE).into_owned();
        let short = limit.get(..308).unwrap_or_default();
        let below = format!("{short}1");
        let mut numbers = vec![limit.clone(), below.clone(), format!("{below}.999e0"), format!("{limit}.0001")];
        numbers.extend([
            format!("{limit}0e-1"),
            format!("0.00{limit}e2"),
            format!("0.00{limit}e1"),
            format!("{below}9e-1"),
        ]);
        numbers.extend([short.to_owned(), format!("{short}e1"), format!("{short}e+01"), format!("{short}3")]);
        for number in ["0", "0.0", "0e999999999999999999999", "0.000e400", "1e308", "1e309", "1.7976931348623157e308"] {
            numbers.push(number.to_owned());
        }
        for number in ["1.7976931348623159e308", "1E+400", "1e-400", "1e-99999999999999999999", "12345678901e299"] {
            numbers.push(number.to_owned());
        }
        numbers.extend([format!("0.{}1e309", "0".repeat(400)), format!("0.{}1e710", "0".repeat(400))]);
        numbers.extend([format!("1{}", "0".repeat(308)), format!("1{}", "0".repeat(309)), "9".repeat(309)]);
        let mut infinite = 0;
        for number in numbers {
            let expected = number.parse::<f64>().is_ok_and(f64::is_infinite);
            assert_eq!(overflows(number.as_bytes()), expected, "{number}");
            assert_eq!(overflows(format!("-{number}").as_bytes()), expected, "-{number}");
            infinite += usize::from(expected);
        }
        assert!(infinite > 9, "{infinite}");
    }

    #[test]
    fn integers_are_those_that_rust_reads() {
        for number in [
            "0",
            "-0",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "1.0",
            "1e3",
            "99999999999999999999",
            "1000000000000000000",
        ] {
            assert_eq!(is_integer(number.as_bytes()), number.parse::<i64>().is_ok(), "{number}");
        }
    }
}

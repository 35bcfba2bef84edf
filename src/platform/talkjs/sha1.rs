//! SHA-1 (FIPS 180-4), for ids and no secrets. It is written for size: it hashes one line a conversation, and the crates that
//! are made for speed would take the wasm several times as many bytes.

/// The hash of a message, as five words.
#[expect(clippy::many_single_char_names, reason = "the standard calls them so")]
pub(super) fn sha1(message: &[u8]) -> [u32; 5] {
    const BLOCK: usize = 64;
    let mut padded = message.to_vec();
    padded.push(0x80);
    let whole = (padded.len() + 8).next_multiple_of(BLOCK);
    padded.resize(whole - 8, 0);
    padded.extend_from_slice(&(message.len() as u64 * 8).to_be_bytes());

    let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0_u32];
    for block in padded.chunks_exact(BLOCK) {
        // The last sixteen words of the schedule.
        let mut words = [0_u32; 16];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for round in 0..80 {
            let at = |back: usize| (round + 16 - back) % 16;
            if round >= 16 {
                words[at(0)] = (words[at(3)] ^ words[at(8)] ^ words[at(14)] ^ words[at(0)]).rotate_left(1);
            }
            let (mixed, constant) = match round / 20 {
                0 => (b & c | !b & d, 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let parts = [mixed, e, constant, words[at(0)]];
            let next = parts.into_iter().fold(a.rotate_left(5), u32::wrapping_add);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (sum, word) in state.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(word);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::sha1;
    use crate::json::go_text::push_number;

    /// The examples of the standard, and lengths around a block's end; checked against other implementations.
    #[test]
    fn hashes_are_those_of_the_standard() {
        let hex = |message: &[u8]| {
            let mut digits = String::new();
            for word in sha1(message) {
                push_number(&mut digits, u64::from(word), 16, 8);
            }
            digits
        };
        assert_eq!(hex(b""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            hex(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        );
        assert_eq!(hex(&[b'a'; 55]), "c1c8bbdc22796e28c0e15163d20899b65621d65a");
        assert_eq!(hex(&[b'a'; 56]), "c2db330f6083854c99d4b5bfb6e8f29f201be699");
        assert_eq!(hex(&[b'a'; 63]), "03f09f5b158a7a8cdad920bddc29b81c18a551f5");
        assert_eq!(hex(&[b'a'; 64]), "0098ba824b5c16427bd7a1122a5a442a25ec644d");
        assert_eq!(hex(&[b'a'; 65]), "11655326c708d70319be2610e8a57d9a5b959d3b");
        assert_eq!(hex(&vec![b'a'; 1_000_000]), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    }
}

//! What people write: words of several scripts, emoji, and the characters that JSON has to escape.

use super::random::Random;

/// Everyday words, one row per script; the first three rows are by far the most common in chats we know.
const SCRIPTS: &[&[&str]] = &[
    &[
        "the", "meeting", "is", "at", "ten", "could", "you", "send", "me", "invoice", "thanks", "tomorrow", "we",
        "should", "talk", "about", "delivery", "address", "okay", "great", "see", "photo", "later", "today",
    ],
    &[
        "schön",
        "heute",
        "für",
        "die",
        "Lieferung",
        "größer",
        "können",
        "wir",
        "später",
        "Straße",
        "bitte",
        "über",
        "Rückfrage",
        "morgen",
        "und",
        "danke",
        "nächste",
        "Woche",
        "außerdem",
        "ja",
    ],
    &[
        "reunión",
        "mañana",
        "señor",
        "está",
        "niño",
        "más",
        "aquí",
        "pedido",
        "gracias",
        "también",
        "número",
        "dirección",
        "perdón",
        "días",
        "qué",
        "bueno",
    ],
    &["привет", "завтра", "заказ", "спасибо", "хорошо", "адрес", "когда", "можно", "сегодня", "встреча", "да"],
    &["καλημέρα", "αύριο", "ευχαριστώ", "παραγγελία", "σήμερα", "διεύθυνση", "ναι", "πότε"],
    &["مرحبا", "غدا", "شكرا", "الطلب", "العنوان", "اليوم", "نعم", "متى"],
    &["नमस्ते", "कल", "धन्यवाद", "पता", "आज", "हाँ", "कब", "ठीक"],
];

const CJK: &[&str] = &[
    "今日",
    "会議",
    "明日",
    "送って",
    "ください",
    "谢谢",
    "地址",
    "什么时候",
    "可以",
    "订单",
    "안녕하세요",
    "내일",
    "주문",
    "감사합니다",
];

const EMOJI: &[&str] = &["😀", "👍", "🎉", "❤️", "🙏", "🚀", "👩‍💻", "🇪🇺", "😂", "🍕"];

/// Escapes as encoders write them.
const ESCAPES: &[&str] = &["\\n", "\\\"", "\\\\", "\\t", "\\u2019", "\\u00e9", "\\ud83d\\ude42", "\\/"];

/// Writes the inside of a JSON string of 20 to 300 characters.
pub(crate) fn write(out: &mut Vec<u8>, random: &mut Random) {
    // The smaller of two draws: most of what people write is short.
    let wanted = 20 + random.below(281).min(random.below(281));
    let cjk = random.percent(8);
    let words = if cjk {
        CJK
    } else {
        // Six of ten texts are in the first script, the rest in any.
        let row = if random.percent(60) { 0 } else { random.below(SCRIPTS.len() as u64) as usize };
        SCRIPTS[row]
    };
    let emoji = random.percent(25);
    let escapes = random.percent(20);
    let mut length = 0;
    while length < wanted {
        let draw = random.below(100);
        let piece = if emoji && draw < 6 {
            random.pick(EMOJI)
        } else if escapes && draw >= 92 {
            // An escape stands for one character, however long it is written.
            length += 1;
            out.extend_from_slice(random.pick(ESCAPES).as_bytes());
            continue;
        } else {
            random.pick(words)
        };
        length += piece.chars().count() as u64;
        out.extend_from_slice(piece.as_bytes());
        if !cjk && length < wanted {
            out.push(b' ');
            length += 1;
        }
    }
}

/// A name for people and channels.
pub(crate) fn name(random: &mut Random) -> &'static str {
    const NAMES: &[&str] = &[
        "Ann Miller",
        "Jörg Schäfer",
        "Chloé Martin",
        "Иван Петров",
        "李雷",
        "山田太郎",
        "Zeynep Kaya",
        "Ola Nordmann",
        "Priya Singh",
        "Lucía Gómez",
        "Kwame Mensah",
        "Nguyễn Minh",
    ];
    random.pick(NAMES)
}

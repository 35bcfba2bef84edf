// How wide text is on a terminal.

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** How many cells a character takes. */
function width(character) {
  if (character < "\u0300") return 1;
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** How many cells a text takes. */
export function cells(text) {
  let sum = 0;
  for (const character of text) sum += width(character);
  return sum;
}

/** As much of the beginning as has room. */
export function firstCells(text, room) {
  let [sum, end] = [0, 0];
  for (const character of text) {
    sum += width(character);
    if (sum > room) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** As much of the end as has room. */
export function lastCells(text, room) {
  let left = cells(text);
  let start = 0;
  for (const character of text) {
    if (left <= room) break;
    left -= width(character);
    start += character.length;
  }
  return text.slice(start);
}

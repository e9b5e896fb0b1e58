// Reading the made-up language in Arabic letters: back into the English that a journey speaks of. Capitals are lost on the
// way, so whatever is read so is compared without them.

const ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه";
const ENGLISH = "abcdefghijklmnopqrstuvwxyz";

/** A text in English, whichever of the two it is in; the signs that keep directions apart are left out. */
export function inEnglish(text) {
  const plain = text.replace(/[\u2066-\u2069\u200e\u200f]/g, "");
  return [...plain].map((sign) => ENGLISH[ARABIC.indexOf(sign)] ?? sign).join("");
}

/** Whether a text of that language says this: whole, or in part where a pattern is looked for. */
export function says(text, name, { inPart = false } = {}) {
  const english = inEnglish(text).trim().replace(/\s+/g, " ");
  if (name instanceof RegExp) return new RegExp(name.source, "i").test(english);
  const [one, other] = [english.toLowerCase(), name.toLowerCase()];
  return inPart ? one.includes(other) : one === other;
}

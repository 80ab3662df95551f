/** The languages of the pages. */
type Language = 'en' | 'de';

/** Sallyport's own words, which people do not know: names of strengths and of administrators' actions. */
const OURS: Readonly<Record<Language, RegExp>> = {
  en: /baseline|enhanced|phishing-resistant|mandate|vouch|ways? in\b|strand|enrol|on this device/i,
  de: /baseline|enhanced|phishing-resistant|mandat|bürg|verbürg|registrier|auf diesem Gerät(?! hat)/i,
};

/** The sentences that contain words of Sallyport. */
export function unknownWords(language: Language, words: object): readonly string[] {
  return sentencesOf(words).filter((sentence) => OURS[language].test(sentence));
}

/** The sentences with straight quotes, three dots in a row, or a space at both ends. */
export function untidy(words: object): readonly string[] {
  // The text around a filled-in part may begin or end with a space.
  return sentencesOf(words).filter((sentence) => /["']|\.\.\.|^\s.*\s$/.test(sentence));
}

/** An argument of a sentence: a text, a number, a list, or a function that makes a link of a text. */
const ANYTHING: unknown = Object.assign(() => 'X', { toString: () => 'X', toLowerCase: () => 'x', join: () => 'X' });

/** Every sentence of a catalogue, with its arguments filled in. */
function sentencesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentencesOf(value(ANYTHING, ANYTHING, ANYTHING));
  if (Array.isArray(value)) return [value.map((part) => (typeof part === 'string' ? part : 'X')).join('')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesOf) : [];
}

/** RFC 4518 §2.2, and the other invisible characters of Unicode. */
const MAPPED_TO_NOTHING = /[\p{Default_Ignorable_Code_Point}\u06DD\u070F\u1806\uFFF9-\uFFFC]/gu;

/** RFC 4518 §2.2, §2.3 and §2.6.1. Keeps case and control characters. */
export function prepared(typed: string): string {
  return typed
    .replace(MAPPED_TO_NOTHING, '')
    .normalize('NFKC')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();
}

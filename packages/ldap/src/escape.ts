/** A text as a value in a filter (RFC 4515 §3): it is compared, and is never a part of the filter. */
export function escapeFilterValue(text: string): string {
  return text.replace(/[\0()*\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A text as a value in a distinguished name (RFC 4514 §2.4): it is a value of one name, and never a name more. */
export function escapeDnValue(text: string): string {
  return text.replace(/^[ #]|["+,;<=>\\]| $/g, '\\$&').replaceAll('\0', '\\00');
}

/** Escapes a text as a value in a filter (RFC 4515 §3), so that the text cannot change the filter. */
export function escapeFilterValue(text: string): string {
  return text.replace(/[\0()*\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Escapes a text as a value in a distinguished name (RFC 4514 §2.4), so that the text cannot add another component. */
export function escapeDnValue(text: string): string {
  return text.replace(/^[ #]|["+,;<=>\\]| $/g, '\\$&').replaceAll('\0', '\\00');
}

/** RFC 4515 §3: the text cannot change the filter. */
export function escapeFilterValue(text: string): string {
  return text.replace(/[\0()*\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** RFC 4514 §2.4: the text cannot add a component. */
export function escapeDnValue(text: string): string {
  return text.replace(/^[ #]|["+,;<=>\\]| $/g, '\\$&').replaceAll('\0', '\\00');
}

/** Whether it can be asked by a bind. An empty one is nobody's (RFC 4513 §5.1.2), and to some servers a text ends at its first NUL. */
export function isPassword(text: string): boolean {
  return text !== '' && text.isWellFormed() && !text.includes('\0');
}

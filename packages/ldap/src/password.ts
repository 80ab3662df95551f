/**
 * Whether a password may be sent in a bind. Refuses an empty password, because such a bind succeeds anonymously on some servers
 * (RFC 4513 §5.1.2), a NUL, because some servers cut a text there, and text that is not well-formed Unicode.
 */
export function isPassword(text: string): boolean {
  return text !== '' && text.isWellFormed() && !text.includes('\0');
}

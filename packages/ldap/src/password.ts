/** An empty password binds anonymously on some servers (RFC 4513 §5.1.2), and some cut a text at NUL. */
export function isPassword(text: string): boolean {
  return text !== '' && text.isWellFormed() && !text.includes('\0');
}

/** A directory compares bytes. Composed first, as most keyboards write. */
export function formsOf(password: string): readonly string[] {
  return [...new Set([password.normalize('NFC'), password])];
}

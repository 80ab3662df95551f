/** Laravel, ActiveRecord of Rails 7, passlib's wallet for apps (Flask-Security), and Fernet (Python's cryptography). */
const ENCRYPTED = [/^eyJpdiI6[\w+/]{20,}={0,2}$/, /^\{"p":".+"h":\{/s, /^\{"enckey":\{/, /^gAAAAA[\w-]{20,}={0,2}$/];

export function isEncryptedElsewhere(text: string): boolean {
  return ENCRYPTED.some((form) => form.test(text.trim()));
}

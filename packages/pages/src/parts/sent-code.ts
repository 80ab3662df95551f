/** A reload of the panel does not send a second code. */
const key = 'sallyport.code-mailed';

/** A code by another method would void the sent code. */
export function methodOfSentCode(): string | undefined {
  return sessionStorage.getItem(key) ?? undefined;
}

export function keepSentCode(method: string): void {
  sessionStorage.setItem(key, method);
}

export function forgetSentCode(): void {
  sessionStorage.removeItem(key);
}

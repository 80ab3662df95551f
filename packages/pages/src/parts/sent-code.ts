/** Storage key for the method of the sent code, so that a reload of the panel does not send a second code. */
const key = 'sallyport.code-mailed';

/** The method of the code that this flow sent. A code by another method would void the sent code. */
export function methodOfSentCode(): string | undefined {
  return sessionStorage.getItem(key) ?? undefined;
}

/** Called when this flow has sent a code. */
export function keepSentCode(method: string): void {
  sessionStorage.setItem(key, method);
}

/** Called at the beginning and at the end of a flow: the next flow has not sent a code yet. */
export function forgetSentCode(): void {
  sessionStorage.removeItem(key);
}

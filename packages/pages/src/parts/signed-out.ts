/**
 * Storage key: this tab signed a person out, or saw the session of a person end. Until the next sign-in, the sign-in page goes to no provider by itself,
 * and a provider asks who signs in. Otherwise a provider that still knows the person would bring the person back, also to the next one at a shared computer.
 */
const KEY = 'sallyport.signed-out';

export function keepSignedOut(): void {
  sessionStorage.setItem(KEY, '1');
}

export function isSignedOut(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}

/** Somebody is signed in. */
export function forgetSignedOut(): void {
  sessionStorage.removeItem(KEY);
}

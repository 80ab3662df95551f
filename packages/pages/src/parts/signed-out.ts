/** Until the next sign-in, a provider asks who signs in. Otherwise it would bring the person back, also to the next one at a shared computer. */
const KEY = 'sallyport.signed-out';

export function keepSignedOut(): void {
  sessionStorage.setItem(KEY, '1');
}

export function isSignedOut(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}

export function forgetSignedOut(): void {
  sessionStorage.removeItem(KEY);
}

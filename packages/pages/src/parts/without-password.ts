/** The link that opened a first sign-in. */
export type FirstLink = 'invitation' | 'signUp';

/** Storage key: the person of the open first sign-in chose no password, so that the server offers a passkey alone. */
const KEY = 'sallyport.without-password';

/** Remembers the link of a first sign-in without a password. A password ends the memory. */
export function keepWithoutPassword(link: FirstLink, password: string | undefined): void {
  if (password === undefined) sessionStorage.setItem(KEY, link);
  else forgetWithoutPassword();
}

/** The link of the open first sign-in, if the person chose no password. */
export function withoutPasswordBy(): FirstLink | undefined {
  const kept = sessionStorage.getItem(KEY);
  return kept === 'invitation' || kept === 'signUp' ? kept : undefined;
}

/** Another sign-in begins, or the first sign-in is complete. */
export function forgetWithoutPassword(): void {
  sessionStorage.removeItem(KEY);
}

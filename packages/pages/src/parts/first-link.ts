/** The link that opened a first sign-in. */
export type FirstLink = 'invitation' | 'signUp';

/** How the open first sign-in began: without a password the server offers a passkey alone, and a chosen password is stored with the session. */
interface FirstSignIn {
  readonly link: FirstLink;
  readonly withPassword: boolean;
}

const KEY = 'sallyport.first-sign-in';

/** Remembers how a first sign-in began. */
export function keepFirstSignIn(link: FirstLink, password: string | undefined): void {
  sessionStorage.setItem(KEY, `${link} ${password !== undefined}`);
}

/** How the open first sign-in began, if a link opened it in this tab. */
export function firstSignIn(): FirstSignIn | undefined {
  const [link, withPassword] = sessionStorage.getItem(KEY)?.split(' ') ?? [];
  return link === 'invitation' || link === 'signUp' ? { link, withPassword: withPassword === 'true' } : undefined;
}

/** Another sign-in begins, or the first sign-in is complete. */
export function forgetFirstSignIn(): void {
  sessionStorage.removeItem(KEY);
}

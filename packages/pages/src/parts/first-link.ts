import { hasNewsAtEnd } from './location.ts';

/** How the open first sign-in began: without a password the server offers a passkey alone, and a chosen password is stored with the session. */
interface FirstSignIn {
  readonly withPassword: boolean;
  /** The token of the invitation. Absent: the link of a sign-up opened the first sign-in. */
  readonly invitation: string | undefined;
}

const KEY = 'sallyport.first-sign-in';

/** Remembers how a first sign-in began. */
export function keepFirstSignIn(password: string | undefined, invitation?: string): void {
  sessionStorage.setItem(KEY, `${password !== undefined} ${invitation ?? ''}`);
}

/** How the open first sign-in began, if a link opened it in this tab. */
export function firstSignIn(): FirstSignIn | undefined {
  const [withPassword, invitation] = sessionStorage.getItem(KEY)?.split(' ') ?? [];
  return withPassword === undefined
    ? undefined
    : { withPassword: withPassword === 'true', invitation: invitation || undefined };
}

/** Another sign-in begins, or the first sign-in is complete. */
export function forgetFirstSignIn(): void {
  sessionStorage.removeItem(KEY);
}

/** Whether the open sign-in saves a chosen password only at its end. */
export function isNewPasswordUnsaved(): boolean {
  return hasNewsAtEnd() || firstSignIn()?.withPassword === true;
}

import { keepRecord, recordOf, thisSignIn } from './kept-data.ts';
import { hasNewsAtEnd } from './location.ts';

/** How the open first sign-in began: without a password the server offers a passkey alone, and a chosen password is stored with the session. */
export interface FirstSignIn {
  readonly withPassword: boolean;
  /** False if the account takes no password, such as an account with the directory's password. */
  readonly takesPassword: boolean;
  readonly link: 'invitation' | 'sign-up';
  /** The token of the invitation, in the tab that opened its link. */
  readonly invitation: string | null;
}

/** All tabs of the browser share the sign-in. The token stays in its tab, and goes with the tab. */
const [KEY, TOKEN] = ['sallyport.first-sign-in', 'sallyport.invitation-token'];

/** The life of a first sign-in, in milliseconds. */
const LIFE = 30 * 60_000;

/** How a person left the page of a link. */
interface Begun {
  readonly password: string | undefined;
  readonly takesPassword: boolean;
  /** The token of the link, if the link is an invitation. */
  readonly invitation?: string;
}

/** Remembers how a first sign-in began. */
export function keepFirstSignIn({ password, takesPassword, invitation }: Begun): void {
  const link = invitation === undefined ? 'sign-up' : 'invitation';
  const chosen = takesPassword ? password !== undefined : 'none';
  localStorage.setItem(KEY, `${link} ${chosen} ${Date.now() + LIFE}`);
  if (invitation !== undefined) keepRecord(TOKEN, thisSignIn(), { invitation });
}

/** How the open first sign-in began, if a link opened it in this browser. */
export function firstSignIn(): FirstSignIn | undefined {
  const [link, chosen, until] = localStorage.getItem(KEY)?.split(' ') ?? [];
  if (until === undefined || Number(until) < Date.now()) return undefined;
  return {
    withPassword: chosen === 'true',
    takesPassword: chosen !== 'none',
    link: link === 'sign-up' ? link : 'invitation',
    invitation: invitationIn(recordOf(TOKEN, thisSignIn())),
  };
}

function invitationIn(kept: unknown): string | null {
  return typeof kept === 'object' && kept !== null && 'invitation' in kept ? String(kept.invitation) : null;
}

/** Another sign-in begins, or the first sign-in is complete. */
export function forgetFirstSignIn(): void {
  localStorage.removeItem(KEY);
  sessionStorage.removeItem(TOKEN);
}

/** Whether the open sign-in saves a chosen password only at its end. */
export function isNewPasswordUnsaved(): boolean {
  return hasNewsAtEnd() || firstSignIn()?.withPassword === true;
}

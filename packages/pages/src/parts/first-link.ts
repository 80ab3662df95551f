import { keepRecord, recordOf, thisSignIn } from './kept-data.ts';
import { hasNewsAtEnd } from './location.ts';

/** Without a password the server offers a passkey alone; a chosen password is stored with the session. */
export interface FirstSignIn {
  readonly withPassword: boolean;
  readonly takesPassword: boolean;
  readonly link: 'invitation' | 'sign-up';
  readonly invitation: string | null;
}

/** All tabs share the sign-in. The token stays in its tab. */
const [KEY, TOKEN] = ['sallyport.first-sign-in', 'sallyport.invitation-token'];

const LIFE = 30 * 60_000;

interface Begun {
  readonly password: string | undefined;
  readonly takesPassword: boolean;
  readonly invitation?: string;
}

export function keepFirstSignIn({ password, takesPassword, invitation }: Begun): void {
  const link = invitation === undefined ? 'sign-up' : 'invitation';
  const chosen = takesPassword ? password !== undefined : 'none';
  localStorage.setItem(KEY, `${link} ${chosen} ${Date.now() + LIFE}`);
  if (invitation !== undefined) keepRecord(TOKEN, thisSignIn(), { invitation });
}

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

export function forgetFirstSignIn(): void {
  localStorage.removeItem(KEY);
  sessionStorage.removeItem(TOKEN);
}

/** A chosen password is saved at the end of the sign-in. */
export function isNewPasswordUnsaved(): boolean {
  return hasNewsAtEnd() || firstSignIn()?.withPassword === true;
}

import { isProblem, PasskeyProblem, type SallyportProblem } from '@sallyport/browser';
import { isVaultError, type VaultErrorCode } from '@sallyport/vault/passkey';

/** What happened, in words for the person at the page. The server's own words win where it explains more. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof PasskeyProblem) return passkeySentences[thrown.code];
  if (isVaultError(thrown)) return vaultSentences[thrown.code] ?? 'The vault couldn’t do this. Nothing was changed.';
  if (isProblem(thrown) && thrown.members['passkey'] === 'unknown') return unknownPasskey;
  if (!isProblem(thrown)) return 'Something went wrong on this page. Reload it and try again.';
  return serversOwn.has(thrown.code) && thrown.detail !== undefined ? thrown.detail : sentence(thrown);
}

/** Codes where the detail says something that no fixed sentence could. */
const serversOwn: ReadonlySet<string> = new Set(['no-way-in', 'method-not-allowed', 'policy-strands-administrators']);

const sentences: Readonly<Record<string, string>> = {
  'malformed-input': 'Something in the form is not right. Check it and try again.',
  'invalid-credentials': 'That didn’t match. Check it and try again.',
  'no-session': 'You’re signed out. Sign in to go on.',
  'insufficient-strength': 'This needs a stronger or more recent sign-in.',
  'account-blocked': 'Nobody can sign in with it for now. Ask an administrator what to do next.',
  'method-not-allowed': 'You can’t sign in this way with this account. Use another way.',
  'no-way-in': 'Nothing you have set up is enough to go on. Ask an administrator for a code.',
  'not-permitted': 'Your role doesn’t allow this.',
  'cross-site': 'The request came from another site, so nothing was done. Open this page directly and try again.',
  'not-found': 'There’s nothing here (any more).',
  'flow-conflict': 'This sign-in went on in another tab. Reload this page to catch up.',
  'policy-strands-administrators': 'This would lock the last administrator out, so nothing was changed.',
  'already-exists': 'That exists already. Choose another.',
  'roles-from-host': 'Roles come from your own system here, so they can’t be changed on this page.',
  'vault-needs-another-way': 'The vault would be left with no other way in. Add one first.',
  'flow-expired': 'This sign-in took too long. Start again; nothing is lost.',
  'precondition-failed': 'Someone else changed this in the meantime. Reload to see the change.',
  'precondition-required': 'Reload this page and try again.',
  'too-large': 'That’s too much at once. Shorten it and try again.',
  'unsupported-media-type': 'The server didn’t understand the request. Reload this page and try again.',
  locked: 'Too many wrong tries.',
  'too-many-mails': 'Too many mails in a short time.',
  'mail-unavailable': 'The mail couldn’t be sent. Try again in a moment.',
  'provider-unavailable': 'Your company’s sign-in doesn’t answer. Try again in a moment.',
  'store-unavailable': 'The service is not available for a moment. Nothing was changed; try again.',
  busy: 'It’s busy right now.',
  unreachable: 'The server can’t be reached. Check the connection and try again.',
};

const passkeySentences: Readonly<Record<PasskeyProblem['code'], string>> = {
  'passkey-cancelled': 'No passkey was used. You closed the prompt, or this device has none for this site.',
  'passkey-superseded': '',
  'passkey-already-registered': 'This device already has a passkey for your account. Use another device or key.',
  'passkey-unsupported': 'This browser or device can’t use passkeys here.',
  'passkey-failed': 'The passkey didn’t work. Try again, or use another way.',
};

/** The client tells the browser as well; not every browser listens. */
const unknownPasskey =
  'This passkey doesn’t work here any more: it was removed. Sign in another way, then create a new one. If your device still offers the old one, you can delete it there.';

const vaultSentences: Readonly<Partial<Record<VaultErrorCode, string>>> = {
  'wrong-secret': 'That’s not the master secret. Nobody can look it up for you.',
  'wrong-passkey': 'This passkey opens another vault. Use another way.',
  'no-such-way': 'This passkey doesn’t open the vault yet. Use another way; it can be added then.',
  'way-exists': 'That passkey opens the vault already.',
  'prf-missing': 'This passkey signs you in, but it can’t open a vault. Use another way.',
  'vault-changed': 'The vault was changed in another tab. Reload this page to go on.',
  'key-replaced': 'The vault got a new key in another tab. Reload this page to go on.',
  'vault-needs-another-way': 'The vault would be left with passkeys alone. Add another way first.',
  'vault-rolled-back': 'The server gave an older vault than this browser has seen. Ask why before you go on.',
  'emergency-key-mismatch':
    'The server’s emergency key is not the one that this page trusts. Nothing was sealed to it.',
  'too-many-envelopes': 'A vault has at most 20 ways in. Remove one first.',
  'secret-malformed': 'Type a master secret.',
  'format-newer': 'The vault was made by a newer version of this page. Reload it.',
  unreachable: 'The server can’t be reached. Check the connection and try again.',
};

function sentence(problem: SallyportProblem): string {
  return sentences[problem.code] ?? `The server couldn’t do this (${problem.title}).`;
}

/** A span of time to wait: `14:59`, or `8 seconds`. */
export function waitFor(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

import type { Notice, NotifyOwner } from '@sallyport/engine';
import type { Mailbox } from './mailbox.ts';

const WORDS: Readonly<Record<string, string>> = {
  'account.locked': 'Sign-in to your account is locked for a while: there were too many wrong attempts.',
  'account.unlocked': 'An administrator unlocked your account: whoever guesses at it has as many attempts as before.',
  'account.blocked': 'An administrator blocked your account.',
  'account.unblocked': 'Your account is no longer blocked.',
  'account.email-changed': 'The address of your account was changed.',
  'account.identifier-changed': 'What you sign in with was changed: use the new name from now on.',
  'account.deleted': 'Your account was deleted.',
  'account.methods-changed': 'An administrator changed how you may sign in.',
  'factor.enrolled': 'A new way to prove it is you was added to your account.',
  'factor.removed': 'Your authenticator app was removed from your account.',
  'two-step.reset': 'An administrator reset your two-step verification.',
  'passkeys.reset': 'An administrator removed all your passkeys.',
  'passkey.revoked': 'A passkey was removed from your account.',
  'passkey.suspicious': 'A passkey of yours behaved as if there were a copy of it.',
  'backup-codes.issued': 'New backup codes were made for your account.',
  'backup-code.used': 'A backup code was used to sign in.',
  'enrollment.vouched': 'An administrator issued an enrollment code for your account.',
  'password.changed': 'Your password was changed.',
  'password.reset': 'Your password was replaced by a link that was sent to your mailbox.',
  'device.forgotten': 'A device that signed in before was forgotten: others’ wrong guesses can lock it out again.',
  'vault.created': 'A vault was made for your account.',
  'vault.replaced': 'Your vault got a new key, and new ways to open it.',
  'vault.envelope-added': 'A new way to open your vault was added.',
  'vault.envelope-removed': 'A way to open your vault was removed.',
  'vault.emergency-opened': 'The emergency-access account took what opens your vault.',
  'external-id.linked':
    'Your account was linked to an identity elsewhere: whoever proves to be that one there signs in to your account.',
  'external-id.unlinked': 'An identity elsewhere no longer signs in to your account.',
  'emergency.used': 'The emergency account was used to sign in.',
};

function wordsOf({ type, method }: Notice['event']): string | undefined {
  const code = method?.endsWith('-code') === true && type === 'factor.removed';
  return code ? 'A way to get codes was removed from your account.' : WORDS[type];
}

/** Owners are told by mail what happened to their accounts. */
export function notices(mailbox: Mailbox): NotifyOwner {
  return ({ event, addresses }) => {
    const text = wordsOf(event);
    if (text === undefined) return;
    for (const to of addresses) {
      mailbox.notify(to, 'Something changed in your account', `${text}\nIf this was not you, tell an administrator.`);
    }
  };
}

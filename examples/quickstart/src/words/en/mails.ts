import type { EventRecord } from '@sallyport/store';

/** Mails and text messages of the demo. */
export const mails = {
  signInCode: {
    subject: (code: string): string => `${code} is your sign-in code`,
    text: (code: string): string =>
      `Your code is ${code}. It works for ten minutes, on the page where you asked for it.\nIf you did not ask for it, somebody knows your password: change it.`,
  },
  newPassword: {
    subject: 'Choose a new password',
    text: (link: string): string =>
      `Open this link within half an hour to choose a new password:\n${link}\nIf you did not ask for it, you need not do anything: your password stays as it is.`,
  },
  newAddress: {
    subject: 'Confirm your new address',
    text: (link: string): string =>
      `Open this link within an hour, in the browser where you are signed in:\n${link}\nUntil then, your old address stays.`,
  },
  sms: {
    subject: (code: string): string => `SMS: ${code}`,
    text: (code: string): string => `${code} is your code. It works for ten minutes. Give it to nobody.`,
  },
  /** Notices about an account. */
  notice: {
    subject: (what: string): string => `Security notice: ${what}`,
    unexpected: 'If you did not expect this, tell an administrator.',
    added: (what: string): string => `A new way to sign in was added to your account: ${what}.`,
    /** Names of factors. */
    ways: { passkey: 'Passkey', totp: 'Authenticator app', 'sms-code': 'SMS code' },
    removed: (what: string): string => `A way to sign in was removed from your account: ${what}.`,
    told: {
      'account.locked': 'There were too many wrong attempts to sign in to your account. It is locked for a while.',
      'account.unlocked':
        'An administrator unlocked your account before its time was up. Wrong attempts are counted from zero again.',
      'account.blocked':
        'An administrator blocked your account. You are signed out everywhere, and cannot sign in for now.',
      'account.unblocked': 'Your account is no longer blocked. You can sign in again.',
      'account.email-changed': 'The email address of your account was changed.',
      'account.identifier-changed': 'The name that you sign in with was changed. Use the new one from now on.',
      'account.deleted': 'Your account was deleted.',
      'account.methods-changed': 'An administrator changed how you may sign in.',
      'two-step.reset':
        'An administrator reset your two-step verification. You are signed out everywhere. If your next sign-in asks for a second step, you set up a new one.',
      'passkeys.reset': 'An administrator removed all your passkeys. You are signed out everywhere.',
      'passkey.revoked': 'A passkey was removed from your account.',
      'passkey.suspicious': 'Somebody may have a copy of one of your passkeys.',
      'backup-codes.issued': 'Backup codes were made for your account. If you had any before, they no longer work.',
      'backup-code.used': 'A backup code was used to sign in.',
      'enrollment.vouched': 'An administrator made a one-time sign-in code for your account.',
      'password.changed': 'Your password was changed.',
      'password.reset': 'Your password was replaced, with a link that was sent to your mailbox.',
      'device.forgotten':
        'One of your devices is no longer known here. If others type wrong passwords, you may have to wait on it as well.',
      'vault.created': 'A vault was made for your account.',
      'vault.replaced': 'Your vault got a new key. What opened it before may not open it any more.',
      'vault.envelope-added': 'Your vault can be opened by something more than before. Your vault’s page says by what.',
      'vault.envelope-removed': 'Something no longer opens your vault. Your vault’s page says what.',
      'vault.emergency-opened': 'The emergency account took what opens your vault.',
      'external-id.linked':
        'Your account was linked to another sign-in: single sign-on, or the directory of your organisation. You can sign in here with that now.',
      'external-id.unlinked': 'A single sign-on, or a directory password, no longer signs you in to your account.',
      'emergency.used': 'Somebody signed in with the emergency account.',
    } satisfies Partial<Record<EventRecord['type'], string>>,
  },
};

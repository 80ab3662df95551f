import type { Sentence } from '../../../sentence.ts';

export const steps = {
  or: 'or',
  confirmItIsYou: 'Confirm it’s you',
  /** @param act the heading of a dialog or the name of a button */
  confirmsFor: <Part>(act: Part): Sentence<Part> => ['This is for “', act, '”.'],
  countsFor: (span: string): string => `Your confirmation counts for ${span}. After that, you’re asked again.`,
  wentOnNotDone: 'You went on in another tab, so this confirmation is over. Nothing was done here: try again.',
  signedInAsAnother:
    'Another account is signed in here now, so nothing was done. Look who is signed in, then try again.',
  sentTo: <Part>(address: Part): Sentence<Part> => ['We sent a code to ', address, '. It works for ten minutes.'],
  sentAgain: <Part>(address: Part): Sentence<Part> => [
    'We sent a new code to ',
    address,
    '. It works for ten minutes; earlier codes don’t work any more. We send at most five codes an hour.',
  ],
  use: {
    passkey: 'Use a passkey',
    totp: 'Use the authenticator app',
    'email-code': 'Get a code by email',
    password: 'Use your password',
    ldap: 'Use your directory password',
    sso: 'Use single sign-on',
    'backup-code': 'Use a backup code',
    'enrollment-code': 'Use a code from an administrator',
  },
  password: { title: 'Enter your password', label: 'Password' },
  passkey: {
    title: 'Use your passkey',
    lead: 'Your device asks for your fingerprint, face or PIN, or for your security key.',
    submit: 'Continue with a passkey',
    notHere:
      'This browser can’t use passkeys. Open this page in another browser, or on the device that has your passkey.',
  },
  totp: {
    title: 'Enter the code from your app',
    lead: 'Your authenticator app shows a new code every half minute.',
    label: (digits: number): string => `${digits}‑digit code`,
  },
  emailCode: {
    title: 'Enter the code we emailed you',
    titleFirst: 'First, enter the code we emailed you',
    label: 'Code from the email',
    mailbox: 'your mailbox',
  },
  backupCode: {
    title: 'Enter a backup code',
    lead: 'You saved your backup codes when this site showed them. Each works once.',
    label: 'Backup code',
  },
  enrollmentCode: {
    title: 'Enter the administrator’s code',
    lead: 'If you have none yet, ask an administrator of this site for it, in person or by phone, and then sign in again. The code works once.',
    label: 'Code from an administrator',
    lostPassword: 'I lost my password too',
    taken: 'The administrator’s code is accepted. One more step follows.',
    again: (haveCode: string): string =>
      `The sign-in had to begin again. Enter your password; the code is kept. If an administrator removed your password, press “${haveCode}”.`,
    knowPassword: 'I know my password',
    onlyIfLost: (knowPassword: string): string =>
      `If the administrator gave you the code for a lost password, or you have no password, choose a new one here. If you know your password, press “${knowPassword}”.`,
    passkeyOnly: 'Without a password: create a new passkey',
    choose: (knowPassword: string, passkeyOnly: string): string =>
      `If you know your password, press “${knowPassword}”. Otherwise choose a new password, or press “${passkeyOnly}”.`,
    noPasskeyHere:
      'This device can’t create a passkey by itself. Choose a new password, or press again if you have a security key, or a phone for the passkey.',
  },
  sso: {
    title: 'Go on with single sign-on',
    lead: 'You sign in at your organisation, and come back here.',
    submit: 'Continue at your organisation',
    continueWith: (provider: string): string => `Continue with ${provider}`,
  },
  other: {
    title: 'Enter your code',
    lead: (method: string): string => `This app asks for “${method}”.`,
    label: 'Code',
  },
  codeBy: (label: string): string => `Code by ${label}`,
  sendNew: 'Send a new code',
  sending: 'Sending a code…',
  notSent: 'No code was sent.',
  tooManySent: 'If you can’t wait that long, ask an administrator of this site for a code.',
  addressYouSetUp: 'the address that you set up',
  codes: {
    'sms-code': {
      label: 'SMS',
      use: 'Get a code by SMS',
      title: 'Check your phone',
      choose: 'Get codes by SMS',
      about: 'A code to your phone. Less safe than the others: someone who takes over the number gets the codes.',
      addressLabel: 'Mobile number',
      addressHint: 'With the country code, such as +49 170 1234567.',
    },
  },
};

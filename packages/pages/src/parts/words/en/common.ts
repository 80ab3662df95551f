import type { Sentence } from '../../../sentence.ts';

/** Sentences of several pages. */
export const common = {
  cancel: 'Cancel',
  back: 'Back',
  notNow: 'Not now',
  or: 'or',
  continue: 'Continue',
  confirm: 'Confirm',
  save: 'Save',
  remove: 'Remove',
  removeIt: 'Remove it',
  rename: 'Rename',
  signIn: 'Sign in',
  signOut: 'Sign out',
  tryAgain: 'Try again',
  showMore: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Select and copy by hand',
  download: 'Download',
  print: 'Print',
  show: 'Show',
  hide: 'Hide',
  showField: (label: string): string => `Show ${label.toLowerCase()}`,
  hideField: (label: string): string => `Hide ${label.toLowerCase()}`,
  openMail: 'Open the mailbox',
  /** Where to read a mail with a link. Empty, unless the host says. */
  mailIsAt: '',
  never: 'never',
  justNow: 'just now',
  /** About the person's own session. */
  ends: (when: string): string => `You’ll be signed out ${when}.`,
  endsIfUnused: (when: string): string => `You’ll be signed out ${when} if you do nothing until then.`,
  atTime: (time: string): string => `at ${time}`,
  inAMoment: 'in a moment',
  /** About a passkey, which may have signed in when it was created. */
  notUsedSince: 'not used since',
  lastUsed: (when: string): string => `last used ${when}`,
  seconds: (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`),
  /** Heading of a step that asks for another proof. */
  confirmItIsYou: 'Confirm it’s you',
  afterProof: 'This page shows itself after a fresh proof that it’s you.',
  notPermitted: 'Your role doesn’t allow you to see this page.',
  toStart: 'Go to the start page',
  sentTo: <Part>(address: Part): Sentence<Part> => ['We sent a code to ', address, '. It works for ten minutes.'],
};

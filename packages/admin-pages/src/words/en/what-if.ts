export const whatIf = {
  begin: 'Sign-in begins',
  accepted: 'Accepted',
  notYet: (why: string): string => `Right, and not enough alone. ${why}`,
  passkeyOneStep: 'This passkey asks its owner for no PIN and no finger, so the passkey counts as one step.',
  refused: 'Not enough',
  notOffered: 'Not offered in this sign-in',
  startsOther: 'A sign-in always starts with something else, such as a password.',
  nothingStronger: 'The policy offers codes by email only if neither an app nor a passkey is set up.',
  cannotGive: 'This person has not set it up',
  asksFor: (ways: string): string => `Asked for: ${ways}`,
  setsUp: (ways: string): string => `Has to set up ${ways}`,
  goesTo: 'Is sent to single sign-on',
  complete: 'Signed in',
  denied: {
    'account-blocked': 'Refused: the account is blocked',
    'method-not-allowed': 'Refused: this way to sign in is not allowed',
    'no-way-in': 'Refused: nothing that is set up would be enough',
    locked: 'Refused: the account is locked',
  },
  other: 'Refused',
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type WhatIfWords = typeof whatIf;

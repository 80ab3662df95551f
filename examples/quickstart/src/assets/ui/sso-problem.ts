/** What a page is told as `?problem=CODE` when somebody is back from a provider, in words. */
export function wordsForProblem(code: string): string {
  return words[code] ?? 'Single sign-on didn’t work. Try again, or use another way.';
}

const words: Readonly<Record<string, string>> = {
  'invalid-credentials':
    'That sign-in can’t be used here: it is too old or was used before, or the identity belongs to no account, or to another one.',
  'sign-in-cancelled': 'You turned back before you were signed in there. Try again, or use another way.',
  'provider-unavailable': 'The provider doesn’t answer right now. Try again in a moment, or use another way.',
  'flow-expired': 'This sign-in took too long. Start again; nothing is lost.',
  'account-blocked': 'This account is blocked. Ask an administrator what to do next.',
  'method-not-allowed': 'You can’t sign in this way with this account. Use another way.',
  'no-way-in': 'Nothing you have set up is enough to go on. Ask an administrator for an enrollment code.',
};

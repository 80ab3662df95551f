/** As `Refusal` of `@sallyport/engine`. */
export interface AppRefusal {
  readonly refused: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export function isRefusal(answer: object): answer is AppRefusal {
  return 'refused' in answer && typeof answer.refused === 'string';
}

/** `malformed-input` has its own words in `errors`. */
const WORDS: Readonly<Record<string, string>> = {
  'already-exists': 'another account has this identifier or this key',
  busy: 'the app checks too many passwords at this moment: run the command again',
  'no-way-in-left': 'the account could not sign in afterwards',
  'not-found': 'there is no such account',
  'not-permitted': 'the policy does not permit the act',
  'policy-strands-administrators': 'nobody could change the policy afterwards',
  'precondition-failed': 'somebody changed the policy meanwhile',
  'roles-from-host': 'the app itself gives the roles (resolveSubject)',
  'store-unavailable': 'the store does not answer, or others change the same records: run the command again',
};

/** @param own the words of a command in place of the general words */
export function refusalText({ refused, errors = [] }: AppRefusal, own: Readonly<Record<string, string>> = {}): string {
  if (errors.length > 0) return errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return own[refused] ?? WORDS[refused] ?? refused;
}

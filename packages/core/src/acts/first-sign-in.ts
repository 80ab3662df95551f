/** The facts on which the first sign-in of an account rests. The account has had no session yet. */
export interface FirstSignIn {
  /** Rises with each act that ends everything of the account. */
  readonly epoch: number;
  /** The address that the link went to. Absent: the account has none. */
  readonly mailbox: string | undefined;
  /** The word of the person who invited or vouched: the hash of the link or of the code. Absent: there is none. */
  readonly word: string | undefined;
  /** The account is of a sign-up, and the mailbox alone begins its first sign-in. */
  readonly isOfMailbox: boolean;
}

/**
 * Returns whether a change of the account overtakes the first sign-in: the proofs at the beginning of the first sign-in do not count any more. A factor
 * from a first sign-in without a session then belongs to nobody, because the reader of the mailbox may be a stranger.
 */
export function overtakesFirstSignIn(before: FirstSignIn, after: FirstSignIn): boolean {
  return (
    before.epoch !== after.epoch ||
    before.mailbox !== after.mailbox ||
    before.word !== after.word ||
    before.isOfMailbox !== after.isOfMailbox
  );
}

/** The parts of an account that somebody besides the person of the mailbox can give. */
export interface Given {
  readonly names: readonly string[];
  readonly key: string | undefined;
  readonly identities: readonly string[];
  readonly roles: readonly string[];
  readonly password: string | undefined;
  readonly word: string | undefined;
  readonly requiredStrength: string | undefined;
  readonly methods: readonly string[] | undefined;
  readonly isEmergency: boolean;
}

/**
 * Returns whether an act gave the account of a sign-up a part that the mailbox alone did not bring. From then on, no link of a sign-up begins the first
 * sign-in of the account.
 */
export function hasGiven(before: Given, after: Given): boolean {
  return JSON.stringify(textsOf(before)) !== JSON.stringify(textsOf(after));
}

function textsOf(given: Given): unknown {
  const { names, key = null, identities, roles, password = null, word = null, isEmergency } = given;
  const { requiredStrength = null, methods = null } = given;
  return [names, key, identities, roles, password, word, requiredStrength, methods, isEmergency];
}

/**
 * Returns the accounts that count for the mailbox that they all have. A sign-up that was left counts for no mailbox of another account: nobody has signed
 * in to it, and it must not keep the other account's owner out.
 *
 * @param isLeft tells the account of a sign-up that was left
 */
export function ownersOfMailbox<Account>(
  accounts: readonly Account[],
  isLeft: (account: Account) => boolean,
): readonly Account[] {
  const owners = accounts.filter((account) => !isLeft(account));
  return owners.length > 0 ? owners : accounts;
}

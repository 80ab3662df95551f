/** An abbreviation keeps its capitals. */
function within(way: string): string {
  return /^[A-Z][^A-Z]/.test(way) ? `${way.charAt(0).toLowerCase()}${way.slice(1)}` : way;
}

/** An administrator's code belongs to the account. */
function thing(way: string, method: string, isOwn: boolean): string {
  return `the ${isOwn && method !== 'enrollment-code' ? 'thief’s ' : ''}${within(way)}`;
}

export const thieves = {
  noRole: 'No role, or roles without rules of their own',
  emergency: 'emergency account',
  mail: 'mail',
  accounts: (count: number): string =>
    count === 0 ? 'no account like this today' : count === 1 ? '1 account' : `${count.toLocaleString('en')} accounts`,
  nothing: 'reaches nothing',
  noFactor: 'nothing set up',
  noSession: 'there is no such session before something is set up',
  names: {
    identifier: 'Knows the name alone',
    password: 'Stolen password',
    mailbox: 'Stolen mailbox',
    telephone: 'Stolen phone number',
    app: 'Stolen authenticator app',
    'unlocked-phone': 'Unlocked phone',
    passkey: 'Passkey without its PIN',
    'passkey-and-pin': 'Passkey with its PIN',
    'fresh-cookie': 'Session of somebody who just signed in',
    'older-cookie': 'Older session',
    'people-administrator': 'Administrator of people',
    helpdesk: 'Dishonest person with the role',
    'directory-entry': 'Whoever edits the directory',
    'provider-session': 'Session at',
    provider: 'Whoever runs',
    thing: 'Stolen:',
  },
  goals: {
    policy: 'changes this policy',
    people: 'administers people',
    helpdesk: 'acts as a helpdesk on other accounts',
    'vault-opened': 'opens the vault',
    keeps: 'takes the account over for good',
    link: 'links another identity',
    address: 'changes the address',
    password: 'changes the password',
    'factors-gone': 'removes passkeys and apps',
    deletes: 'deletes the account',
    'vault-spoiled': 'overwrites the vault',
    'session-single': 'gets in',
    'session-baseline': 'gets in, as with a second step',
    'session-enhanced': 'gets in, as with an app',
    'session-phishing-resistant': 'gets in, as with a passkey',
  },
  /** The name of the way, the method, and whether the thing is the thief's own. */
  actsWith: {
    begins: (way: string, method: string, isOwn: boolean): string => `signs in with ${thing(way, method, isOwn)}`,
    'goes-on': (way: string, method: string, isOwn: boolean): string =>
      `passes the next step with ${thing(way, method, isOwn)}`,
    'steps-up': (way: string, method: string, isOwn: boolean): string =>
      `proves more with ${thing(way, method, isOwn)}`,
    recovers: (way: string, method: string, isOwn: boolean): string => `goes on with ${thing(way, method, isOwn)}`,
    'sets-up': (way: string, method: string, isOwn: boolean): string => `sets up ${thing(way, method, isOwn)}`,
    removes: (way: string, method: string, isOwn: boolean): string => `removes ${thing(way, method, isOwn)}`,
    'sets-password': (way: string, method: string, isOwn: boolean): string =>
      `sets a new password with ${thing(way, method, isOwn)}`,
    'opens-vault': (way: string, method: string, isOwn: boolean): string =>
      `opens the vault with ${thing(way, method, isOwn)}`,
  },
  acts: {
    begins: 'signs in',
    'goes-on': 'passes the next step',
    'steps-up': 'proves more',
    'sets-up': 'sets up',
    'sets-password': 'sets a new password',
    'sets-address': 'sets another address',
    links: 'links an identity of the thief’s',
    removes: 'removes',
    'issues-backup-codes': 'makes backup codes',
    deletes: 'deletes the account',
    'writes-vault': 'overwrites the vault',
    'opens-vault': 'opens the vault',
    'follows-recovery-link': 'follows the link for a new password',
    recovers: 'goes on',
    'asserts-identity': 'asserts the address',
    'gives-roles': 'gives roles',
    'edits-entry': 'writes the address into the directory',
    'creates-account': 'makes the account',
    'opens-invitation': 'opens the invitation',
    'signs-up': 'signs up by the owner’s mailbox, and leaves the sign-up waiting',
    'names-identity': 'names an identity of the thief’s',
    vouches: 'makes a code to set up something new',
    'helps-in': 'presses “Help them in”, gets the code, and enters a mailbox of the thief’s',
    'resets-two-step': 'resets the second step',
    'resets-passkeys': 'resets the passkeys',
    'signs-out': 'signs the account out',
    blocks: 'blocks the account',
    unblocks: 'unblocks the account',
    'gives-password': 'gives the account a password',
    'takes-role': 'takes a role away',
    'gives-role': 'gives a role',
    'changes-people': 'administers people',
    'helps-people': 'acts as a helpdesk',
    'changes-policy': 'changes this policy',
    'owner-signs-on': 'the owner signs in',
    'owner-is-promoted': 'the owner gets a role',
    'owner-sets-up-app': 'the owner sets up an app',
  },
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type ThiefWords = typeof thieves;

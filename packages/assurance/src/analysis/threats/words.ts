import { methodDescriptor } from '@sallyport/core';
import { accountWords, type ThreatAccount } from './accounts.ts';
import { headline, type ThreatGoal } from './goal.ts';
import type { ThreatMove, ThreatStep } from './step.ts';

/** The words of chains, thieves and goals. A host can bring words in a different language. */
export interface ThreatWords {
  /** The words of each act; the function gets the step with its method and names. */
  readonly moves: Readonly<Record<ThreatMove, (step: ThreatStep) => string>>;
  /** The words of each goal. */
  readonly goals: Readonly<Record<ThreatGoal, string>>;
  /** By the id of a thief. The argument is the provider's name, or the role of a helpdesk. */
  readonly thieves: Readonly<Record<string, (on: string) => string>>;
}

/** English. */
export const THREAT_WORDS: ThreatWords = {
  moves: {
    begins: (step) => `signs in by ${shownWord(step)}`,
    'goes-on': (step) => `goes on by ${shownWord(step)}`,
    'steps-up': (step) => `steps up by ${shownWord(step)}`,
    'sets-up': ({ method = '' }) => `sets up ${article(method)} of their own`,
    'sets-password': ({ method }) =>
      method === undefined ? 'sets a new password' : `sets a new password by the ${word(method)}`,
    'sets-address': () => 'sets an address of their own',
    links: ({ on }) => `links an identity of their own at ${on}`,
    removes: ({ method = '', on }) =>
      method === 'sso' ? `unlinks the identity at ${on}` : `removes the ${word(method)}`,
    'issues-backup-codes': () => 'issues backup codes',
    deletes: () => 'deletes the account',
    'writes-vault': () => 'overwrites the vault',
    'opens-vault': () => 'opens the vault by the passkey',
    'follows-recovery-link': () => 'follows a recovery link',
    recovers: (step) => `goes on by ${shownWord(step)}`,
    'asserts-identity': ({ on }) => `asserts an identity at ${on} with the account's address`,
    'gives-roles': ({ on }) => `gives the role ${on}`,
    'edits-entry': ({ on }) => `writes the account's address into an entry of ${on}`,
    'creates-account': ({ on, method }) =>
      on !== undefined
        ? `creates the account by an identity at ${on}`
        : method === 'email-code'
          ? 'creates the account, with an invitation to an address of their own'
          : 'creates the account, with a password of their own',
    'opens-invitation': ({ method }) =>
      method === undefined ? 'opens the invitation' : 'opens the invitation with a password of their own',
    'signs-up': () => "signs up by the owner's mailbox, and leaves the sign-up waiting",
    'names-identity': ({ on }) => `names an identity of their own at ${on}`,
    vouches: () => 'issues an enrollment code',
    'helps-in': () => 'helps in: takes every factor, names an address of their own, and issues an enrollment code',
    'resets-two-step': () => 'resets two-step verification, which issues an enrollment code',
    'resets-passkeys': () => 'resets the passkeys',
    'signs-out': () => 'signs the account out',
    blocks: () => 'blocks the account',
    unblocks: () => 'unblocks the account',
    'gives-password': () => 'gives the account a password',
    'takes-role': ({ on }) => `takes the role ${on} away`,
    'gives-role': ({ on }) => `gives the role ${on}`,
    'changes-people': () => 'administers people',
    'helps-people': () => 'acts as a helpdesk',
    'changes-policy': () => 'changes the policy',
    'owner-signs-on': ({ on }) => `THE OWNER SIGNS ON AT ${on?.toUpperCase()}`,
    'owner-is-promoted': ({ on }) => `THE OWNER GAINS THE ROLE ${on?.toUpperCase()}`,
    'owner-sets-up-app': () => 'THE OWNER SETS UP AN APP',
  },
  goals: {
    policy: 'policy',
    people: 'people',
    helpdesk: 'helpdesk',
    'vault-opened': 'vault',
    keeps: 'keeps',
    link: 'link',
    address: 'address',
    password: 'password',
    'factors-gone': "owner's factors gone",
    deletes: 'deletes',
    'vault-spoiled': 'vault spoiled',
    'session-single': 'session (single)',
    'session-baseline': 'session (baseline)',
    'session-enhanced': 'session (enhanced)',
    'session-phishing-resistant': 'session (phishing-resistant)',
  },
  thieves: {
    identifier: () => 'identifier',
    password: () => 'password',
    mailbox: () => 'mailbox',
    telephone: () => 'telephone',
    app: () => 'app',
    'unlocked-phone': () => 'unlocked phone',
    thing: (on) => on,
    passkey: () => 'passkey without PIN',
    'passkey-and-pin': () => 'passkey and PIN',
    'fresh-cookie': () => 'cookie within recentProof',
    'older-cookie': () => 'older cookie',
    'people-administrator': () => 'people administrator',
    helpdesk: (on) => `helpdesk (${on})`,
    'directory-entry': () => 'directory entry',
    'provider-session': (on) => `session at ${on}`,
    provider: (on) => `operator of ${on}`,
  },
};

function word(method: string): string {
  const descriptor = methodDescriptor(method);
  return WORDS.get(method) ?? descriptor?.thing?.name ?? descriptor?.inSentences ?? method.replaceAll('-', ' ');
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['email-code', 'code to the mailbox'],
  ['enrollment-code', 'enrollment code'],
]);

function article(method: string): string {
  const name = method.endsWith('-code') ? `${method.slice(0, -'-code'.length)} address` : word(method);
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function shownWord({ method = '', of, on, saysLess }: ThreatStep): string {
  switch (method) {
    case 'sso':
      return `${of === 'own' ? 'an identity of their own' : 'the identity'} at ${on}${saysLess === true ? ' that says little' : ''}`;
    case 'email-code':
      return of === 'own' ? 'a code to an address of their own' : 'a code to the mailbox';
    case 'enrollment-code':
      return 'the enrollment code';
    case 'backup-code':
      return of === 'own' ? 'a backup code of their own' : 'a backup code';
    case 'password':
      return of === 'own' ? 'the new password' : 'the password';
    default:
      return of === 'own' ? `${article(method)} of their own` : `the ${word(method)}`;
  }
}

/** A chain in words. */
export function chainText(chain: readonly ThreatStep[], words: ThreatWords = THREAT_WORDS): string {
  return chain.map((step) => words.moves[step.move](step)).join(' → ');
}

/** `unlocked phone + mailbox` */
export function thiefText(id: string, words: ThreatWords = THREAT_WORDS): string {
  return id
    .split('+')
    .map((part) => {
      const [kind = '', ...on] = part.split(':');
      return words.thieves[kind]?.(on.join(':')) ?? part;
    })
    .join(' + ');
}

/** `session (baseline), password`, or `nothing` */
export function goalsText(goals: readonly ThreatGoal[], words: ThreatWords = THREAT_WORDS): string {
  const said = headline(goals).filter((goal) => goal !== 'vault-spoiled');
  return said.length === 0 ? 'nothing' : said.map((goal) => words.goals[goal]).join(', ');
}

/** `super-admin: password, mail, app` */
export function accountText(account: ThreatAccount): string {
  const words = accountWords(account).join(', ');
  return account.roles.length === 0 ? words : `${account.roles.join(' + ')}: ${words}`;
}

/** `an account without a role, or with the role 'clerk' or 'owner'` */
export function anAccount(accounts: readonly Pick<ThreatAccount, 'roles'>[]): string {
  const named = accounts.filter(({ roles }) => roles.length > 0);
  const names = named.map(({ roles }) => roles.map((role) => `'${role}'`).join(' and '));
  const last = names.at(-1) ?? '';
  const list = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
  const withRole = named.length === 0 ? [] : [`with the role ${list}`];
  return `an account ${[...(named.length === accounts.length ? [] : ['without a role']), ...withRole].join(', or ')}`;
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

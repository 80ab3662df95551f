import type { Sentence } from '@sallyport/pages';

type Told = <Part>(who: Part, whom: Part, what: string) => Sentence<Part>;

/** `who` is the account, or the author if there is no account. */
const own: Readonly<Record<string, Told>> = {
  'sign-in.started': (who) => [who, ' began to sign in'],
  'invitation.opened': (who) => [who, ' opened the invitation'],
  'sign-in.started-by-code': (who) => [who, ' began to sign in with a code from an administrator'],
  'sign-in.code-asked': (who) => [who, ' was asked for a code from an administrator'],
  'sign-in.succeeded-by-code': (who) => [who, ' signed in with a code from an administrator'],
  'sign-in.failed': (who) => ['Somebody failed to sign in as ', who],
  'set-up.failed': (who, _, what) => [who, ` could not set up: ${what}`],
  'step-up.failed': (who, _, what) => ['A confirmation of ', who, ` failed: ${what}`],
  'set-up.wrong-code': (who, _, what) => [who, ` entered a wrong code to set up: ${what}`],
  'password.wrong': (who) => [who, ' entered a wrong current password'],
  'sign-in.succeeded': (who) => [who, ' signed in'],
  'sign-in.denied': (who) => [who, ' was refused at the sign-in'],
  'sign-in.unfamiliar': (who) => ['Unusual sign-in of ', who],
  'sign-in.disowned': (who) => [who, ' said: this was not me'],
  'account.created': (who) => [who, ' opened an account'],
  'account.invited': (who) => [who, ' was invited'],
  'account.locked': (who) => [who, ' was locked after wrong tries'],
  'account.unlocked': (who) => [who, ' was unlocked'],
  'account.blocked': (who) => [who, ' was blocked'],
  'account.unblocked': (who) => [who, ' was unblocked'],
  'account.email-changed': (who) => [who, ' changed their address'],
  'account.email-added': (who) => [who, ' added an address'],
  'account.email-removed': (who) => [who, ' removed their address'],
  'account.identifier-changed': (who) => [who, ' changed their sign-in name'],
  'account.deleted': (who) => ['Somebody deleted their own account ', who],
  'account.deletion-announced': (who) => ['The app is told to delete its own data of ', who],
  'account.exported': (who) => [who, ' took a copy of their data'],
  'account.dormant': (who) => [who, ' was told that the unused account will be blocked'],
  'account.resealed': (who) => ['The secrets of ', who, ' were sealed by the new key'],
  'factor.enrolled': (who, _, what) => [who, ` set up: ${what}`],
  'factor.removed': (who, _, what) => [who, ` removed: ${what}`],
  'passkey.revoked': (who) => [who, ' removed a passkey'],
  'passkey.suspicious': (who) => ['A passkey of ', who, ' was perhaps copied'],
  'backup-codes.issued': (who) => [who, ' made backup codes'],
  'backup-code.used': (who) => [who, ' used a backup code'],
  'enrollment-code.used': (who) => [who, ' used a code from an administrator'],
  'password.changed': (who) => [who, ' set a new password'],
  'password.reset': (who) => [who, ' set the password by a mailed link'],
  'session.revoked': (who) => [who, ' signed out'],
  'session.other-ended': (who) => [who, ' ended another of their sessions'],
  'session.others-ended': (who) => [who, ' signed out everywhere else'],
  'session.all-ended': (who) => [who, ' signed out everywhere'],
  'session.all-lost': (who) => [who, ' was signed out everywhere'],
  'session.one-ended': (who) => ['A session of ', who, ' ended'],
  'session.limit': (who) => ['A session of ', who, ' ended for a newer one'],
  'step-up.succeeded': (who) => [who, ' confirmed who they are'],
  'policy.changed': (who) => [who, ' changed the policy'],
  'emergency.used': (who) => [who, ' signed in with the emergency account'],
  'vault.created': (who) => [who, ' made a vault'],
  'vault.replaced': (who) => [who, ' gave their vault a new key'],
  'vault.envelope-added': (who, _, what) => [who, ` added a way to open their vault: ${what}`],
  'vault.envelope-removed': (who, _, what) => [who, ` removed a way to open their vault: ${what}`],
  'external-id.linked': (who, _, what) => [who, ` linked: ${what}`],
  'external-id.unlinked': (who, _, what) => [who, ` unlinked: ${what}`],
  'device.forgotten': (who) => [who, ' forgot a device'],
};

const toOthers: Readonly<Record<string, Told>> = {
  'account.created': (who, whom) => [who, ' made the account ', whom],
  'account.invited': (who, whom) => [who, ' invited ', whom],
  'account.unlocked': (who, whom) => [who, ' unlocked ', whom],
  'account.blocked': (who, whom) => [who, ' blocked ', whom],
  'account.unblocked': (who, whom) => [who, ' unblocked ', whom],
  'account.methods-changed': (who, whom) => [who, ' changed how ', whom, ' may sign in'],
  'account.roles-changed': (who, whom) => [who, ' changed the roles of ', whom],
  'account.email-changed': (who, whom) => [who, ' changed the address of ', whom],
  'account.email-added': (who, whom) => [who, ' added an address for ', whom],
  'account.email-removed': (who, whom) => [who, ' removed the address of ', whom],
  'account.identifier-changed': (who, whom) => [who, ' changed the sign-in name of ', whom],
  'account.external-id-changed': (who, whom) => [who, ' changed the ID in your own system of ', whom],
  'account.deleted': (who, whom) => [who, ' deleted the account ', whom],
  'account.imported': (who, whom) => [who, ' imported ', whom],
  'account.exported': (who, whom) => [who, ' took a copy of the data of ', whom],
  'factor.enrolled': (who, whom, what) => [who, ' set up for ', whom, `: ${what}`],
  'factor.removed': (who, whom, what) => [who, ' removed from ', whom, `: ${what}`],
  'two-step.reset': (who, whom) => [
    who,
    ' helped ',
    whom,
    ' in: the app or phone and any backup codes no longer count, a sign-in code was given',
  ],
  'passkeys.reset': (who, whom) => [who, ' removed all passkeys of ', whom],
  'passkey.revoked': (who, whom) => [who, ' removed a passkey of ', whom],
  'enrollment.vouched': (who, whom) => [who, ' gave ', whom, ' a sign-in code'],
  'password.changed': (who, whom) => [who, ' set the password of ', whom],
  'password.reset': (who, whom) => [who, ' removed the password of ', whom],
  'session.revoked': (who, whom) => [who, ' signed ', whom, ' out'],
  'session.all-ended': (who, whom) => [who, ' signed ', whom, ' out everywhere'],
  'session.one-ended': (who, whom) => [who, ' ended a session of ', whom],
  'vault.emergency-opened': (who, whom) => [who, ' opened the vault of ', whom],
  'vault.envelope-removed': (who, whom, what) => [who, ' removed a way to open the vault of ', whom, `: ${what}`],
  'external-id.linked': (who, whom, what) => [who, ' linked for ', whom, `: ${what}`],
  'external-id.unlinked': (who, whom, what) => [who, ' unlinked for ', whom, `: ${what}`],
  'device.forgotten': (who, whom) => [who, ' forgot a device of ', whom],
  'invitation.sent': (who, whom) => [who, ' sent ', whom, ' the invitation again'],
  'reminder.sent': (who, whom) => [who, ' reminded ', whom, ' to set up a way to sign in'],
  'invitation.withdrawn': (who, whom) => [who, ' took the invitation for ', whom, ' back'],
};

export const activity = {
  own,
  toOthers,
  /** Something else than an app or a phone was removed. */
  helpedIn: {
    sentence: <Part>(who: Part, whom: Part, removed: string): Sentence<Part> => [
      who,
      ' helped ',
      whom,
      ` in: removed ${removed}, and gave a sign-in code`,
    ],
    removed: {
      'two-step.reset': (): string => 'the app or phone and any backup codes',
      'passkeys.reset': (): string => 'all passkeys',
      'passkey.revoked': (n: number): string => (n === 1 ? 'a passkey' : `${n} passkeys`),
      'password.reset': (): string => 'the password',
      'account.email-removed': (): string => 'the address',
      'account.email-changed': (): string => 'the former address',
    },
  },
  otherOwn: <Part>(who: Part, what: string): Sentence<Part> => [who, `: ${what}`],
  otherToOthers: <Part>(who: Part, whom: Part, what: string): Sentence<Part> => [who, `: ${what}, `, whom],
  /** After a colon. */
  vaultWays: { passkey: 'a passkey', secret: 'the master secret', emergency: 'the emergency account' },
  somebody: 'Somebody',
  system: 'The system',
  app: 'The app',
  /**
   * @param start of the id
   * @param before the words before the account. Absent: the account begins the sentence
   */
  deleted: (start: string, before: string | undefined): string =>
    `${before === undefined ? 'A' : 'a'} deleted account (${start}…)`,
  zone: (zone: string, offset: string): string => `Times of ${zone}, ${offset}`,
  gone: (start: string, before: string | undefined): string =>
    before === undefined ? `A person (${start}…)` : `(${start}…)`,
  /** Created, and deleted later. */
  goneSince: (start: string, before: string | undefined): string =>
    before === undefined ? `A person (${start}…), who is deleted now,` : `(${start}…), which is deleted now`,
  export: {
    csv: 'CSV',
    ndjson: 'NDJSON',
    csvLabel: 'Export as CSV what the filter shows',
    ndjsonLabel: 'Export as NDJSON what the filter shows',
    reading: (count: string): string => `${count} entries read…`,
    done: (count: string): string => `${count} entries exported.`,
    file: 'activity',
    time: 'Time (UTC)',
    what: 'What happened',
  },
  /** For the export. */
  toldNames: {
    'account.email-added': 'Email added',
    'account.email-removed': 'Email removed',
    'session.other-ended': 'Another session ended',
    'session.others-ended': 'Signed out everywhere else',
    'session.all-ended': 'Signed out everywhere',
    'session.all-lost': 'Signed out everywhere',
    'session.one-ended': 'Session ended',
    'invitation.opened': 'Invitation opened',
    'sign-in.started-by-code': 'Sign-in begun with a code from an administrator',
    'sign-in.code-asked': 'Asked for a code from an administrator',
    'set-up.failed': 'Set-up failed',
    'set-up.wrong-code': 'Wrong code at a set-up',
    'step-up.failed': 'Failed confirmation',
    'password.wrong': 'Wrong current password',
    'password.reset': 'Password set by a mailed link',
  },
  /** An act of somebody else. */
  toldNamesOfOthers: { 'password.reset': 'Password removed' },
  hours: {
    title: (from: string, to: string): string => (from === to ? `By hour, ${from}` : `By hour, ${from} to ${to}`),
    label: (total: string, failed: string, busiest: string): string =>
      `Events: ${total}. Failed attempts: ${failed}. Busiest hour: ${busiest}.`,
    succeeded: 'Everything else',
    failed: 'Failed attempts',
    hint: 'Drag over hours, or press a day.',
    /** The list joins the entries of one act. */
    lines:
      'The chart counts every event. In the list, one line can stand for several events. Refused sign-ins, such as those of a blocked account, count under “Everything else”.',
    at: (when: string, count: string, failed: string): string =>
      `${when}. Events: ${count}. Failed attempts: ${failed}`,
    day: 'show only this day',
    table: { day: 'Day', succeeded: 'Everything else', failed: 'Failed attempts', busiest: 'Busiest hour' },
    none: 'Nothing happened in these days.',
    noneOfKind: 'Nothing of this kind in these days.',
    all: 'Show all hours',
  },
  filter: {
    label: 'Filter the activity',
    by: 'Done by',
    to: 'Done to',
    byHint: 'What this person did while signed in',
    toHint: 'What happened to this person, their own sign-ins included',
    anybody: 'Anybody',
    from: 'From',
    until: 'Until',
    endsBefore: 'The end is before the beginning. Change “From” or “Until”.',
    last: { 1: 'Last 24 hours', 7: 'Last 7 days' },
    kind: 'Kind',
    kinds: {
      'signing-in': 'Signing in',
      accounts: 'Accounts',
      ways: 'Ways to sign in',
      policy: 'Policy and roles',
      company: 'Single sign-on',
      vault: 'Vault',
    },
    single: 'A single event',
    another: 'Another event',
    clear: 'Clear the filter',
    unknown: (who: string): string =>
      `Not exactly one person was found for ${who}. Write a whole address, or choose from the list. For a deleted account, write its whole ID.`,
    /** After a name that nobody has. */
    stillOf: (who: string): string => `The list still has the entries of ${who}.`,
    stillOfAll: 'The list still has the entries of everybody.',
  },
  feed: {
    title: 'What happened',
    today: (day: string): string => `Today, ${day}`,
    /** Since the oldest. */
    times: (count: string, since: string): string => `, ${count} times since ${since}`,
    /** @param isLeast there can be more accounts than the list shows */
    others: (n: number, text: string, isLeast = false): string =>
      `and ${isLeast ? 'at least ' : ''}${n === 1 ? '1 other' : `${text} others`}`,
    nothing: 'Nothing matches these filters.',
    /** For a filter of sign-ins by their author. */
    ownSignIns: 'A person’s own sign-ins stand under “Done to”.',
    showOwnSignIns: 'Show the sign-ins of this person.',
    failuresWithoutEntry:
      'Some failures are counted and have no entry here, such as failures at names that nobody has.',
    nothingAtAll: 'Nothing yet.',
    older: 'Older',
    difference: 'Show the difference',
    /** A subject of its own: the help is not about the words before. */
    accessFrom: 'their access was set up after an invitation or with help from ',
    /** The log calls both a code. */
    invitation: 'Invitation link',
    codeOrInvitation: 'Code from an administrator or invitation link',
  },
  sealed: {
    upTo: (when: string, count: string): string =>
      `Nobody can change or remove an entry unnoticed: ${count} entries are sealed, up to ${when}.`,
    seal: 'The seal of these entries:',
    check: 'How to check',
    keep: 'Copy the seal, and keep it where nobody who can change the database can change it: with an auditor, for example.',
    compare:
      'Later, whoever runs this site exports the sealed log, and the auditor compares it with the seal. The commands:',
    commands: ['sallyport log export', 'sallyport log verify'],
    files: 'The CSV and NDJSON files of this page are for reading, and have no seal.',
  },
};

/** The sentences, as English defines them. An incomplete language does not compile. */
export type ActivityWords = typeof activity;

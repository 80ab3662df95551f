import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountFacts, ActRefusal, Evidence, HelpdeskRight, Act as PolicyAct, PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import * as testing from '../index.ts';
import { type ActingAs, account, acts, administrator, evidence, type Wish } from '../index.ts';

// Checks the answers of `judge` against the table of docs/reference/acts.md.

const ADMINISTRATORS_OF_ALL: PolicyInput<string>['administrators'] = {
  ...{ policy: ['super-admin'], people: ['admin'] },
  helpdesk: [{ roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] }],
};
const POLICY: PolicyInput<string> = {
  ...{ requiredStrength: 'single', administrators: ADMINISTRATORS_OF_ALL },
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true }, club: { mailDomains: ['club.example'] } },
};
const STRICT: PolicyInput<string> = { ...POLICY, requiredStrength: 'phishing-resistant' };
const HOST = {
  methods: ['password', 'email-code', 'passkey', 'totp', 'sso', 'ldap'],
  providers: ['corp', 'club'],
} as const;

const strong = account({ factors: ['password', { email: 'anna@corp.example' }, 'totp', 'passkey'] });
const weak = account({ factors: ['password', { email: 'anna@corp.example' }] });
const passwordAlone = account({ factors: ['password'] });
const unknownThere = account({ factors: [{ email: 'anna@corp.example' }] });
/** A passkey that did not verify its user is a single proof: the strongest level of this account, and not enough to set up a factor. */
const possession = account({ factors: [{ passkey: { userVerified: false } }] });
const above = { ...strong, roles: ['super-admin'] };
const SHOWN: readonly Evidence[] = [evidence.password(), evidence.totp(), evidence.passkey()];
const holder = (roles: readonly string[], emergency = false): AccountFacts => ({ ...strong, roles, emergency });

const WISHES: Readonly<Record<PolicyAct['type'], Wish>> = {
  ...{ enroll: testing.toEnroll('passkey'), remove: testing.toRemove('totp'), recover: testing.toRecover() },
  ...{ 'rename-passkey': testing.toRenamePasskey(), 'issue-backup-codes': testing.toIssueBackupCodes() },
  ...{ 'set-password': testing.toSetPassword(), 'set-address': testing.toSetAddress() },
  export: testing.toExport(),
  ...{ 'set-identifier': testing.toSetIdentifier(), link: testing.toLink('corp'), unlink: testing.toUnlink('corp') },
  ...{ 'offer-recovery': testing.toOfferRecovery(), 'take-roles': testing.toTakeRoles() },
  ...{ 'end-sessions': testing.toEndSessions(), 'forget-device': testing.toForgetDevice() },
  ...{
    'write-vault': testing.toWriteVault(),
    reseal: testing.toReseal(),
    bootstrap: testing.toBootstrap(),
    create: testing.toCreate(),
    block: testing.toBlock(),
  },
  ...{ unblock: testing.toUnblock(), unlock: testing.toUnlock(), delete: testing.toDelete() },
  ...{ 'set-roles': testing.toSetRoles('reader'), 'set-methods': testing.toSetMethods(['passkey']) },
  'set-required-strength': testing.toSetRequiredStrength('single'),
  ...{ 'reset-two-step': testing.toResetTwoStep(), 'reset-passkeys': testing.toResetPasskeys() },
  ...{
    'revoke-passkey': testing.toRevokePasskey(),
    vouch: testing.toVouch(),
    remind: testing.toRemind(),
    'use-vouching': testing.toUseVouching(),
  },
  'help-in': testing.toHelpIn(),
  ...{ 'change-policy': testing.toChangePolicy(), 'open-vault-in-emergency': testing.toOpenVaultInEmergency() },
  ...{ 'create-organisation': testing.toCreateOrganisation(), 'change-organisation': testing.toChangeOrganisation() },
  ...{ 'set-member': testing.toSetMember(['owner']), 'remove-member': testing.toRemoveMember(['owner']) },
  ...{ 'remove-organisation': testing.toRemoveOrganisation(), 'join-organisation': testing.toJoinOrganisation() },
};

type Answer = 'allowed' | ActRefusal;
interface Asked {
  readonly target?: AccountFacts;
  readonly by: 'session' | 'sign-in' | 'sign-up' | 'recover' | ActingAs;
  readonly shown?: readonly Evidence[];
  readonly policy?: PolicyInput<string>;
  readonly host?: Parameters<typeof acts>[1];
}

function answer(wish: Wish, { target = strong, by, shown = [], policy = POLICY, host = HOST }: Asked): Answer {
  const on = acts(policy, host).given(target);
  const acting =
    by === 'session' ? on.inSession(...shown) : typeof by === 'string' ? on.inFlow(by, ...shown) : on.by(by);
  const { verdict } = acting.wants(wish);
  return verdict.outcome === 'allowed' ? 'allowed' : verdict.reason;
}

type Check = (wish: Wish, type: PolicyAct['type'], column: string) => void;

const ROLE_OF: Readonly<Record<string, string>> = { 'policy administrator': 'super-admin', helpdesk: 'desk' };
const rolesOf = (column: string) => [ROLE_OF[column] ?? 'admin'];
const OTHERS: Readonly<Record<string, ActingAs>> = {
  voucher: testing.voucher(holder(['super-admin'])),
  'host code': testing.hostCode(),
  provider: testing.provider('corp', { domain: 'corp.example' }),
  directory: testing.directory('corp', { domain: 'corp.example' }),
  system: testing.theSystem(),
};
const byAdministrator = (column: string, shown: readonly Evidence[], emergency = false): Asked['by'] =>
  administrator(holder(rolesOf(column), emergency), ...shown);
const isAdministrator = (column: string): boolean => column.endsWith('administrator') || column === 'helpdesk';

/** The strongest evidence that the actor of a column can have. */
function best(column: string): Asked {
  if (column === 'owner in a session') return { by: 'session', shown: SHOWN };
  if (column === 'owner in a flow') return { by: 'sign-in', shown: SHOWN };
  return { by: isAdministrator(column) ? byAdministrator(column, SHOWN, true) : (OTHERS[column] ?? 'session') };
}

/** Checks that an owner or an administrator must prove the strongest level of their own account, and recently. */
function takesProof(wish: Wish, column: string): void {
  const ask = (shown: readonly Evidence[]) =>
    answer(wish, isAdministrator(column) ? { by: byAdministrator(column, shown) } : { by: 'session', shown });
  expect(ask(SHOWN)).toBe('allowed');
  expect(ask([])).toBe('insufficient-strength');
  expect(ask([evidence.password(), evidence.totp()])).toBe('insufficient-strength');
  expect(ask([evidence.passkey({ at: '2030-01-01T08:40:00Z' })])).toBe('insufficient-strength');
}

/** The right of a helpdesk to an act. The other acts of a helpdesk come with `reset`. */
const RIGHT_OF: Readonly<Record<string, HelpdeskRight>> = { vouch: 'vouch', unlock: 'unlock' };

/** The meaning of each word in the table. */
const WORDS: Readonly<Record<string, Check>> = {
  '–': (wish, _, column) => {
    for (const target of [strong, weak, unknownThere])
      expect(answer(wish, { ...best(column), target })).toBe('not-permitted');
    if (column === 'owner in a flow')
      expect(answer(wish, { by: 'recover', shown: [evidence.resetToken(), ...SHOWN] })).toBe('not-permitted');
  },
  yes: (wish, _, column) => {
    const { by } = best(column);
    expect(answer(wish, { by })).toBe('allowed');
    expect(answer(wish, { by, target: above })).toBe('allowed');
  },
  proof: (wish, type, column) => {
    takesProof(wish, column);
    // The account's strongest level is a password. These acts require only that proof, and not the stronger proof of an enrollment.
    if (column === 'owner in a session')
      expect(answer(wish, { by: 'session', target: passwordAlone, shown: [evidence.password()] })).toBe('allowed');
    if (type === 'create' || type === 'change-policy') return;
    if (isAdministrator(column))
      expect(answer(wish, { by: byAdministrator(column, SHOWN), target: above })).toBe('allowed');
  },
  'own name': (wish, _, column) => {
    takesProof(wish, column);
    const wants = (identifier: string, mailbox?: string, isOthers = false) =>
      answer(testing.toSetIdentifier({ identifier, mailbox, isOthers }), { by: 'session', shown: SHOWN });
    expect(wants('ben@corp.example')).toBe('not-own-mailbox');
    expect(wants('ben@corp.example', 'anna@corp.example')).toBe('not-own-mailbox');
    expect(wants('anna@corp.example', 'anna@corp.example')).toBe('allowed');
    expect(wants('ben', 'anna@corp.example', true)).toBe('name-taken');
  },
  'set-up': (wish, _, column) => {
    takesProof(wish, column);
    const shown = [evidence.passkey({ userVerified: false })];
    expect(answer(wish, { by: 'session', target: possession, shown })).toBe('no-way-in');
  },
  'if asked': (wish) => {
    const shown = [evidence.password(), evidence.emailCode()];
    expect(answer(wish, { by: 'sign-in', target: weak, shown, policy: STRICT })).toBe('allowed');
    expect(answer(wish, { by: 'sign-in', target: weak, shown })).toBe('method-not-allowed');
  },
  'by the link': (wish) => {
    const link = evidence.resetToken();
    expect(answer(wish, { by: 'recover', target: weak, shown: [link] })).toBe('allowed');
    expect(answer(wish, { by: 'recover', shown: [link] })).toBe('method-not-allowed');
    expect(answer(wish, { by: 'recover', shown: [link, evidence.passkey()] })).toBe('allowed');
    expect(answer(wish, { by: 'recover', shown: [evidence.passkey()] })).toBe('not-permitted');
    expect(answer(wish, { by: 'sign-in', shown: [link, evidence.passkey()] })).toBe('not-permitted');
  },
  'by a help-in': (wish) => {
    const noPassword = account({ factors: [{ email: 'anna@corp.example' }, 'totp'] });
    const { at } = evidence.enrollmentCode();
    const ask = (helpsIn: 'first' | 'further' | undefined, target = noPassword, policy = POLICY) =>
      answer(wish, { by: 'sign-in', target, shown: [{ method: 'enrollment-code', at, helpsIn }], policy });
    expect(ask('first')).toBe('allowed');
    expect(ask('further')).toBe('not-permitted');
    expect(ask(undefined)).toBe('not-permitted');
    expect(ask('first', weak)).toBe('not-permitted');
    expect(ask('first', noPassword, { ...POLICY, methods: ['sso'] })).toBe('method-not-allowed');
  },
  'by sign-up': (wish) => {
    const shown = [evidence.emailCode()];
    expect(answer(wish, { by: 'sign-up', target: unknownThere, shown })).toBe('allowed');
    expect(answer(wish, { by: 'sign-up', target: unknownThere })).toBe('not-permitted');
    expect(answer(wish, { by: 'sign-in', target: unknownThere, shown })).toBe('not-permitted');
    expect(answer(testing.toCreate({ roles: ['admin'] }), { by: 'sign-up', target: unknownThere, shown })).toBe(
      'not-permitted',
    );
  },
  below: (wish, type, column) => {
    const isVoucher = column === 'voucher';
    const by = (shown: readonly Evidence[]) =>
      isVoucher ? testing.voucher(holder(['admin'])) : byAdministrator(column, shown);
    expect(answer(wish, { by: by(SHOWN) })).toBe('allowed');
    if (!isVoucher) expect(answer(wish, { by: by([]) })).toBe('insufficient-strength');
    expect(answer(wish, { by: by(SHOWN), target: above })).toBe('not-permitted');
    expect(answer(wish, { by: by(SHOWN), target: { ...strong, emergency: true } })).toBe('not-permitted');
    const makes = {
      create: [testing.toCreate({ emergency: true }), testing.toCreate({ roles: ['super-admin'] })],
      'set-roles': [testing.toSetRoles('super-admin')],
    };
    for (const more of Object.entries(makes).flatMap(([made, wishes]) => (made === type ? wishes : [])))
      expect(answer(more, { by: by(SHOWN) })).toBe('not-permitted');
  },
  reached: (wish, type, column) => {
    const ask = (target: AccountFacts, may: HelpdeskRight = RIGHT_OF[type] ?? 'reset', shown = SHOWN) => {
      const helpdesk = [{ roles: ['desk'], over: ['contractor', 'temp'], may: [may] }];
      const policy = { ...POLICY, administrators: { ...ADMINISTRATORS_OF_ALL, helpdesk } };
      return answer(wish, { by: byAdministrator(column, shown), target, policy });
    };
    const contractor = holder(['contractor']);
    expect(ask(contractor)).toBe('allowed');
    expect(ask(holder(['contractor', 'temp']))).toBe('allowed');
    expect(ask(contractor, undefined, [])).toBe('insufficient-strength');
    for (const right of (['reset', 'vouch', 'unlock'] as const).filter((one) => one !== (RIGHT_OF[type] ?? 'reset')))
      expect(ask(contractor, right)).toBe('not-permitted');
    for (const target of [strong, above, holder(['employee']), holder(['contractor', 'employee']), holder(['desk'])])
      expect(ask(target)).toBe('not-permitted');
    expect(ask(holder(['contractor'], true))).toBe('not-permitted');
    expect(ask({ ...contractor, blocked: true })).toBe(type === 'help-in' ? 'not-permitted' : 'allowed');
  },
  emergency: (wish, _, column) => {
    expect(answer(wish, { by: byAdministrator(column, SHOWN, true) })).toBe('allowed');
    expect(answer(wish, { by: byAdministrator(column, SHOWN) })).toBe('not-permitted');
    expect(answer(wish, { by: byAdministrator(column, [], true) })).toBe('insufficient-strength');
  },
  first: (wish) => {
    const by = testing.hostCode();
    expect(answer(wish, { by })).toBe('allowed');
    expect(answer(testing.toBootstrap({ first: false }), { by })).toBe('not-permitted');
    expect(answer(wish, { by, target: { ...strong, blocked: true } })).toBe('not-permitted');
  },
  'if unused': (wish, _, column) => {
    const { by } = best(column);
    const policy = { ...POLICY, dormant: { after: '90d', then: 'block' } } as const;
    expect(answer(wish, { by })).toBe('not-permitted');
    expect(answer(wish, { by, policy })).toBe('allowed');
    expect(answer(wish, { by, policy, target: { ...strong, emergency: true } })).toBe('not-permitted');
  },
  'by address': (wish, _, column) => {
    const isDirectory = column === 'directory';
    const link = isDirectory ? testing.toLink('corp', { method: 'ldap' }) : wish;
    const asserting = isDirectory ? testing.directory : testing.provider;
    const at = (domain: string) => asserting('corp', { domain });
    const ask = (by: ActingAs, target = unknownThere) => answer(link, { by, target });
    expect(ask(at('corp.example'))).toBe('allowed');
    expect(ask(at('home.example'))).toBe('not-permitted');
    expect(ask(at('corp.example'), { ...unknownThere, emergency: true })).toBe('not-permitted');
    expect(ask(at('corp.example'), { ...unknownThere, roles: ['super-admin'] })).toBe('not-permitted');
    const there = account({ factors: [isDirectory ? 'ldap' : { sso: 'corp' }] });
    expect(ask(at('corp.example'), there)).toBe('not-permitted');
    expect(ask(at('corp.example'), weak)).toBe(isDirectory ? 'not-permitted' : 'allowed');
  },
  'if it follows': (wish) => {
    const corp = { mailDomains: ['corp.example'], mailFollows: true };
    const follows: PolicyInput<string> = { ...POLICY, providers: { ...POLICY.providers, corp } };
    const there = account({ factors: [{ email: 'anna@corp.example' }, { sso: 'corp' }] });
    const ask = (target: AccountFacts, domain = 'corp.example', policy = follows) =>
      answer(wish, { by: testing.provider('corp', { domain }), target, policy });
    expect(ask(there)).toBe('allowed');
    expect(ask(there, 'corp.example', POLICY)).toBe('not-permitted');
    expect(ask(there, 'home.example')).toBe('not-permitted');
    const elsewhere = account({ factors: [{ email: 'anna@home.example' }, { sso: 'corp' }] });
    const others = [unknownThere, elsewhere, { ...there, blocked: true }, { ...there, emergency: true }];
    for (const target of [...others, { ...there, roles: ['super-admin'] }]) expect(ask(target)).toBe('not-permitted');
  },
  'if told': (wish, type, column) => {
    const { by } = best(column);
    const asserting = column === 'directory' ? testing.directory : testing.provider;
    const other = asserting('club', { domain: 'club.example' });
    expect(answer(wish, { by })).toBe('allowed');
    if (type === 'create') expect(answer(wish, { by: other })).toBe('not-permitted');
    const host = { ...HOST, gives: { corp: ['reader'] } };
    const makes = (role: string) =>
      type === 'create' ? testing.toCreate({ roles: [role] }) : testing.toSetRoles(role);
    expect(answer(makes('reader'), { by, host })).toBe('allowed');
    expect(answer(makes('admin'), { by, host })).toBe('not-permitted');
    expect(answer(makes('reader'), { by: other, host })).toBe('not-permitted');
  },
};

/** The columns in which a word may occur. */
const ADMINISTRATORS = ['people administrator', 'policy administrator'];
const COLUMNS_OF: Readonly<Record<string, readonly string[]>> = {
  yes: ['owner in a session', 'host code', 'system'],
  proof: ['owner in a session', ...ADMINISTRATORS],
  'own name': ['owner in a session'],
  'set-up': ['owner in a session'],
  'if asked': ['owner in a flow'],
  'by the link': ['owner in a flow'],
  'by a help-in': ['owner in a flow'],
  reached: ['helpdesk'],
  below: ['people administrator', 'voucher'],
  emergency: ADMINISTRATORS,
  first: ['host code'],
  'if unused': ['system'],
  'by address': ['provider', 'directory'],
  'if told': ['provider', 'directory'],
  'if it follows': ['provider'],
};

function isAct(type: string): type is PolicyAct['type'] {
  return Object.hasOwn(WISHES, type);
}

const TABLE = readFileSync(join(import.meta.dirname, '../../../../docs/reference/acts.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const [[, ...columns] = [], , ...rows] = TABLE;

describe('N15 the table of docs/reference/acts.md is what judge answers', () => {
  it('has a row for every act, and a column for every actor', () => {
    expect(rows.map(([act]) => act)).toEqual(expect.arrayContaining(Object.keys(WISHES).map((type) => `\`${type}\``)));
    expect(rows).toHaveLength(Object.keys(WISHES).length);
    const people = ['owner in a session', 'owner in a flow', 'helpdesk', ...ADMINISTRATORS];
    expect(columns).toEqual([...people, ...Object.keys(OTHERS)]);
  });

  it.each(rows)('%s', (act = '', ...cells) => {
    const type = act.replaceAll('`', '');
    expect(isAct(type)).toBe(true);
    for (const [place, word] of cells.entries())
      expect(COLUMNS_OF[word] ?? columns, `where '${word}' stands`).toContain(columns[place]);
    expect(cells.filter((word) => !Object.hasOwn(WORDS, word))).toEqual([]);
    if (isAct(type))
      for (const [place, word] of cells.entries()) WORDS[word]?.(WISHES[type], type, columns[place] ?? '');
    expect(cells).toHaveLength(columns.length);
  });
});

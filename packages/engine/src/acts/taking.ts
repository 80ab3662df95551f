import type { Act } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { Doer } from './doer.ts';

/** A new token takes nothing: for a moment, the former one reads in the same session, by the proofs from before. */
export function takesFromSessions({
  endSessions,
  deleteAccount,
  policy,
  account,
  before,
  guards,
  organisation,
  membership,
  removeMembership,
}: EngineCommit): boolean {
  if ([endSessions, deleteAccount, policy, organisation, membership, removeMembership].some((one) => one !== undefined))
    return true;
  if (account === undefined) return false;
  if (before === undefined) return guards.account !== undefined;
  return takesFrom(before, account);
}

/** Another process may have made such an act a moment ago, so that nothing is left to write. */
export function mayBeTaken({ kind }: Doer, { type }: Act): boolean {
  // An owner proves another address anew, and a provider tells the same one at each sign-in.
  if (type === 'set-address') return kind === 'host' || kind === 'administrator';
  return kind !== 'system' && TAKING.has(type);
}

export function maySayTaken({ kind }: Doer, { refused }: Refusal): boolean {
  if (refused === 'invalid-credentials') return kind === 'recovering';
  return kind !== 'system' && (refused === 'not-found' || refused === 'no-session');
}

const TAKING: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'block',
  'change-organisation',
  'delete',
  'end-sessions',
  'help-in',
  'remove',
  'remove-member',
  'remove-organisation',
  'reset-passkeys',
  'reset-two-step',
  'revoke-passkey',
  'set-member',
  'set-methods',
  'set-required-strength',
  'set-roles',
  'take-roles',
  'unlink',
]);

function takesFrom(before: AccountRecord, after: AccountRecord): boolean {
  if (after.epoch !== before.epoch) return true;
  if (after.block !== undefined && before.block === undefined) return true;
  if (DEMANDS.some((member) => isChanged(before[member], after[member]))) return true;
  const held = new Set(heldBy(after));
  return !heldBy(before).every((one) => held.has(one));
}

const DEMANDS = [
  'roles',
  'roleGains',
  'providerRoles',
  'methods',
  'requiredStrength',
  'emergency',
  'firstFactor',
] as const satisfies readonly (keyof AccountRecord)[];

function isChanged(before: unknown, after: unknown): boolean {
  return before !== after && JSON.stringify(before) !== JSON.stringify(after);
}

function heldBy(account: AccountRecord): readonly string[] {
  const { password, totp, others = [], passkeys, externalIds = [], codes = [], email, providerRolesAt = {} } = account;
  const factors = [password, totp, ...others, ...passkeys, ...externalIds, ...codes];
  return [
    ...factors.flatMap((factor) => (factor === undefined ? [] : [factor.id])),
    ...(email === undefined ? [] : [`mail ${email.address}`]),
    ...Object.keys(providerRolesAt).map((provider) => `roles of ${provider}`),
  ];
}

import { type Instant, type Policy, settersOf } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { afterRoleGain, clearedForNoMore, endedByGain, withEnded } from '../acts/role-gain.ts';
import { strandsOwner } from '../acts/stranding.ts';
import { isOfPresent } from '../factors/facts.ts';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import type { codesForReport } from '../factors/standing-code.ts';
import { areSame } from '../state/roles.ts';
import type { Seen } from './outcome.ts';

export type AppliedProof =
  | {
      readonly kind: 'unknown-to-host';
      readonly account?: undefined;
      readonly whole?: undefined;
      readonly proof: Proof;
    }
  | { readonly kind: 'no-longer-holds' }
  /** `gone`: the account loses the proved factor now, with a gained role. */
  | {
      readonly kind: 'applied' | 'gone';
      readonly account: AccountRecord;
      readonly whole: AccountRecord;
      readonly proof: Proof;
    };

export interface Committed {
  readonly account: AccountRecord;
  readonly whole: AccountRecord;
  readonly withRoles: AccountRecord | undefined;
  readonly policy: Policy;
  readonly now: Instant;
  readonly asItCounts: ReturnType<typeof codesForReport>;
}

export async function applyProof(proof: Proof, at: Committed): Promise<AppliedProof> {
  const { account, whole, withRoles, policy, now } = at;
  if (withRoles === undefined) return { kind: 'unknown-to-host', proof };
  const cleared = afterRoleGain(policy, account, withRoles, now);
  const applied = proof.applyTo(cleared, policy);
  if (applied === undefined)
    return cleared === withRoles ? { kind: 'no-longer-holds' } : withoutProof(proof, { withRoles, cleared }, at);
  const owned = afterRoleGain(policy, account, applied, now);
  const isWhole = whole === account && cleared === withRoles;
  const unlost = isWhole ? applied : (proof.applyTo(withRolesOf(withRoles, whole), policy) ?? whole);
  const became = { withRoles, cleared, applied, left: owned, whole: unlost };
  const lostNothing = cleared === withRoles && owned === applied;
  if (lostNothing || restsOn(owned, proof)) return { kind: 'applied', ...(await stored(proof, became, at)) };
  if (restsOn(cleared, proof)) return { kind: 'gone', ...(await stored(proof, became, at)) };
  return withoutProof(proof, { withRoles, cleared }, at);
}

/** Only uses the code up: a recovery would replace the owner's password. */
async function withoutProof(
  proof: Proof,
  before: Pick<Became, 'withRoles' | 'cleared'>,
  at: Committed,
): Promise<AppliedProof> {
  const left = proof.useUp?.(before.cleared) ?? before.cleared;
  const events = proof.events?.filter(({ type }) => type !== 'account.roles-changed');
  const whole = withRolesOf(before.withRoles, at.whole);
  const became = { ...before, applied: left, left, whole: proof.useUp?.(whole) ?? whole };
  return { kind: 'gone', ...(await stored({ ...proof, events }, became, at)) };
}

function withRolesOf({ roles, rolesAt, roleGains }: AccountRecord, account: AccountRecord): AccountRecord {
  return account.rolesAt === rolesAt ? account : { ...account, roles, rolesAt, roleGains };
}

interface Became {
  readonly withRoles: AccountRecord;
  readonly cleared: AccountRecord;
  readonly applied: AccountRecord;
  readonly left: AccountRecord;
  readonly whole: AccountRecord;
}

async function stored(
  proof: Proof,
  { withRoles, cleared, applied, left, whole }: Became,
  { account, policy, now, asItCounts }: Committed,
): Promise<Seen & { readonly proof: Proof }> {
  const next = clearedForNoMore(policy, left, left);
  const ended = [...new Set([...endedByGain(withRoles, cleared), ...endedByGain(applied, left)])];
  const counts = ended.length === 0 ? next : await asItCounts(policy, next);
  const isStranded = (): boolean => strandsOwner(policy, counts, now);
  const alone = (): ProofEvent => ({
    type: 'account.roles-changed',
    detail: { from: account.roles, to: withRoles.roles },
  });
  const heard = areSame(account.roles, withRoles.roles) ? [] : [alone()];
  const events = withEnded([...heard, ...(proof.events ?? [])], ended, isStranded, alone);
  return { account: next, whole, proof: { ...proof, events: events.map((one) => namingSetters(one, proof)) } };
}

function namingSetters(event: ProofEvent, { command }: Proof): ProofEvent {
  if (event.type !== 'account.roles-changed' || command.type === 'ask') return event;
  const setters = settersOf([command.evidence]);
  return setters.length === 0 ? event : { ...event, detail: { ...event.detail, setUpBy: setters.join(' ') } };
}

function restsOn(account: AccountRecord, { command }: Proof): boolean {
  return command.type === 'ask' || isOfPresent(account, command.evidence);
}

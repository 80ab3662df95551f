import { definePolicy, type Instant, instant } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLowered } from '../acts/lowered.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import type { Factor, Held } from './factor.ts';
import { heldBy, keeping } from './held.ts';
import { FACTORS } from './index.ts';

/** A kind of factor that no rule knows by name: a counter-based token (RFC 4226), in a member of its own of the account's record. */
interface TokenRecord {
  readonly id: string;
  readonly enrolledAt: Instant;
  readonly setUpBy?: string;
}

const tokenOf = (account: object): TokenRecord | undefined => Object(account).token;

function heldToken(one: TokenRecord): Held {
  const { id, setUpBy, enrolledAt: since } = one;
  return { method: 'hotp', name: 'hotp', is: one, setUpBy, since, trace: `hotp:${id}`, item: { kind: 'hotp' } };
}

const token: Factor = {
  is: (method) => method === 'hotp',
  facts: (account) => (tokenOf(account) === undefined ? {} : { totp: true }),
  held: (account) => [tokenOf(account)].flatMap((one) => (one === undefined ? [] : [heldToken(one)])),
  keeping: (account, stays) => {
    const one = tokenOf(account);
    return one === undefined || stays(heldToken(one)) ? account : Object.assign({}, account, { token: undefined });
  },
  exported: () => ({}),
  hasBinding: (account, binding) => binding === `hotp:${tokenOf(account)?.id}`,
  view: () => ({}),
  amr: () => ['otp'],
  vouches: () => true,
};

// The list is read-only for the product.
const kinds = FACTORS as Factor[];
beforeAll(() => void kinds.push(token));
afterAll(() => void kinds.pop());

const AT = instant(1_700_000_000_000);
const policy = definePolicy({ administrators: { policy: ['boss'], people: ['admin'] } });
const PLANTED: TokenRecord = { id: 'planted', enrolledAt: AT, setUpBy: 'pia' };
const OWN: TokenRecord = { id: 'own', enrolledAt: AT };

function dora(one: TokenRecord | undefined, more: Partial<AccountRecord> = {}): AccountRecord {
  const record: AccountRecord = {
    ...{ schema: 1, tenant: 'default' as TenantId, id: 'dora' as AccountId, version: 1, epoch: 0, createdAt: AT },
    ...{ identifiers: ['dora'], userHandle: 'u', roles: [], passkeys: [], ...more },
  };
  return Object.assign(record, { token: one });
}

describe('a factor that no rule knows by name', () => {
  it('N15 goes with a gained role if somebody else set it up, and stays if the owner did', () => {
    const gains = (one: TokenRecord) => afterRoleGain(policy, dora(one), dora(one, { roles: ['boss'] }), AT);
    const cleared = gains(PLANTED);
    expect([heldBy(cleared), cleared.epoch]).toEqual([[], 1]);
    const kept = gains(OWN);
    expect([heldBy(kept).map(({ trace }) => trace), kept.epoch]).toEqual([['hotp:own'], 0]);
  });

  it('N15 lowers the account if an administrator takes it', () => {
    const password = { id: 'p', hash: 'h', provenance: 'independent', changedAt: AT } as const;
    const [before, next] = [dora(OWN, { password }), dora(undefined, { password })];
    expect(withLowered(policy, before, next, { now: AT, by: 'pia' }).lowered).toMatchObject({ by: 'pia' });
    expect(withLowered(policy, before, before, { now: AT, by: 'pia' }).lowered).toBeUndefined();
  });

  it('N15 is held, and kept or not, as every other', () => {
    expect(heldBy(dora(OWN))).toMatchObject([{ method: 'hotp', item: { kind: 'hotp' }, since: AT }]);
    expect(heldBy(keeping(dora(OWN), () => false))).toEqual([]);
    expect(keeping(dora(OWN), () => true)).toEqual(dora(OWN));
  });
});

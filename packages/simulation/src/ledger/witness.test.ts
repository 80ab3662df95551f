import { type Evidence, type Instant, instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, type PolicyRecord, tenantId } from '@sallyport/engine';
import { sampleAccount, samplePolicy, sampleSession } from '@sallyport/testing/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { INVARIANTS } from '../invariants.ts';
import type { Witness } from '../ports/store.ts';
import type { Work } from '../scheduler/task.ts';
import { World } from '../world/world.ts';
import { witness } from './witness.ts';

const tenant = tenantId('default');
const vera = sampleAccount(tenant, 'vera', {
  ...{ password: { id: 'password-1', hash: 'hash', changedAt: instant(0), provenance: 'independent' } },
  email: { address: 'vera@example.org', verifiedAt: instant(0) },
  totp: { id: 'totp-1', sealed: 'sealed', enrolledAt: instant(0), lastStep: 0 },
});
const { createdAt: now } = vera;
const tightenedAt = instant(now + 60_000);
const checkedAt = instant(now + 120_000);
const FIVE_WEEKS = 35 * 86_400_000;
const BEFORE: readonly Evidence[] = [
  { method: 'password', at: now, provenance: 'independent' },
  { method: 'email-code', at: now },
];
const AFTER: readonly Evidence[] = [...BEFORE, { method: 'totp', at: now }];
const work: Work = {
  ...{ id: 7, who: 'vera', what: 'takes the number away', process: { number: 0, dead: false } },
  ...{ luck: 0, calls: 0, faults: 0 },
};
const [passesOnly] = INVARIANTS.filter(({ says }) => says.startsWith('A session passes only if its evidence meets'));

describe('N13 what the ledger knows of a session check', () => {
  let world: World;
  let check: (at: Instant, tokenHash?: string) => ReturnType<Witness['check']>;

  const inForce = (version: number, changedAt: Instant, document: PolicyInput<string>): Promise<unknown> => {
    const policy = { ...samplePolicy(tenant, version), document, changedAt } as PolicyRecord;
    return world.store.commit({ tenant, now, guards: {}, policy, events: [] });
  };
  const opens = (id: string, evidence: readonly Evidence[]): Promise<unknown> =>
    world.store.commit({
      ...{ tenant, now, guards: {}, events: [] },
      uses: [{ key: `opens ${id}`, expiresAt: instant(now + 1) }],
      newSession: {
        session: sampleSession(tenant, id, 'vera', { evidence, createdAt: now, policyVersion: 1 }),
        consumes: { singleUse: `opens ${id}` },
      },
    });
  /** Judges the last check, as a request that was let through does. */
  const judged = (): string | undefined => {
    const checked = world.ledger.checked.get(work.id);
    return checked && passesOnly?.pass?.(checked);
  };

  beforeEach(async () => {
    world = new World(
      {
        ...{ now, store: undefined, clients: [], knowledge: [], gives: [], secrets: ['a secret of the test'] },
        ...{ keys: new Map(), mails: [], texts: [], unusual: [], entries: undefined, hostRoles: undefined },
        ...{ accounts: [['vera', vera.id as AccountId]], ledger: undefined },
      },
      { seed: 1, processes: 1, told: () => {} },
    );
    const { check: checks } = witness(world.ledger);
    check = (at, tokenHash = 'token-of-before') => checks({ tokenHash, now: at }, work);
    await world.store.commit({ tenant, now, guards: {}, account: vera, events: [] });
    await inForce(1, now, { requiredStrength: 'baseline' });
    await opens('before', BEFORE);
    await opens('raised', AFTER);
  });

  it('judges the session of the last check, whose time is long past when the store answers', async () => {
    await check(checkedAt);
    await inForce(2, tightenedAt, { requiredStrength: 'enhanced', onTighten: 'step-up' });
    world.now += FIVE_WEEKS;
    await check(checkedAt, 'token-of-raised');
    expect(world.ledger.checked.get(work.id)?.session.evidence).toEqual(AFTER);
    expect(judged()).toBeUndefined();
  });

  it('notices a session that falls short, whose time is long past when the store answers', async () => {
    await check(checkedAt, 'token-of-raised');
    await inForce(2, tightenedAt, { requiredStrength: 'enhanced', onTighten: 'step-up' });
    world.now += FIVE_WEEKS;
    await check(checkedAt);
    expect(judged()).toMatch(/rests on password and email-code passes, although the policy in force asks for more/);
  });

  it('keeps nothing of an earlier check if the session is gone', async () => {
    await check(checkedAt);
    await check(checkedAt, 'the token of nobody');
    expect(world.ledger.checked.has(work.id)).toBe(false);
  });
});

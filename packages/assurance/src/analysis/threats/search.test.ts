import { definePolicy, type HostMethods, METHODS, type PolicyInput } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../../core/src/decision/runs.test-support.ts';
import { anyPolicyWithProviders } from '../../../../core/src/decision/worlds.test-support.ts';
import { ordinaryTargets, targetOf } from './accounts.ts';
import type { ThreatCell } from './cell.ts';
import { cellOf, cookiesOf } from './cell.ts';
import { reachable, withWeaker } from './goals-of.ts';
import { type ThreatWorld, threatWorld } from './host.ts';
import { Memory } from './memory.ts';
import { tryAtRandom } from './naive-thief.test-support.ts';
import { handsOf, pairOf, type Thief } from './thief.ts';
import { ordinaryThieves } from './thieves.ts';

const HOST: HostMethods = {
  ...{ methods: METHODS, providers: ['corp', 'club'], codes: ['sms-code', 'voice-code'], attestedModels: 'any' },
};

interface Written {
  readonly policy: PolicyInput<string>;
  readonly gives: readonly string[];
  readonly dates: boolean;
}

const anyWritten: fc.Arbitrary<Written> = fc
  .record({ policy: anyPolicyWithProviders, gives: fc.subarray(['admin', 'member']), dates: fc.boolean() })
  .map(({ policy, ...host }) => ({
    ...host,
    policy: { ...policy, administrators: { policy: ['admin'], people: ['member'] } },
  }));

function worldOf({ policy, gives, dates }: Written): ThreatWorld {
  const directory = { name: 'office', gives: ['member'] };
  return threatWorld(definePolicy(policy, HOST), { providers: { corp: { gives, dates }, club: {} }, directory });
}

const BUDGET = 100;

const FORBIDDEN: PolicyInput<string> = {
  roles: { member: { methods: ['sso', 'passkey'] } },
  administrators: { policy: ['admin'], people: ['member'] },
};

const MAILBOX_AND_PEOPLE: Thief = { id: 'both', thefts: ['mailbox', 'people-administrator'] };

function pick<Value>(values: readonly Value[], place: number): Value {
  const value = values[place % values.length];
  if (value === undefined) throw new RangeError('there is nothing to pick from');
  return value;
}

function goalsOfCell(cell: ThreatCell): ReadonlySet<string> {
  return new Set(cell.reached.flatMap(({ goal }) => withWeaker(goal)));
}

function searched(world: ThreatWorld, thief: Thief, place: number, memory?: Memory): ThreatCell | undefined {
  const accounts = ordinaryTargets(world);
  const account = accounts[place % accounts.length];
  return account && cellOf(world, thief, account, targetOf(account), BUDGET, { memory });
}

describe('search', () => {
  it('N16 a thief who tries at random reaches nothing that the search does not reach', () => {
    let walks = 0;
    fc.assert(
      fc.property(
        anyWritten,
        fc.nat(1000),
        fc.nat(1000),
        fc.nat(1000),
        fc.infiniteStream(fc.nat(10_000)),
        (written, place, one, other, dice) => {
          const world = worldOf(written);
          const thieves = ordinaryThieves(world);
          const thief = pairOf(pick(thieves, one), pick(thieves, other));
          const cell = searched(world, thief, place);
          // Otherwise nothing is compared: fast-check draws another case.
          fc.pre(cell?.complete === true);
          if (cell === undefined) return;
          const reached = goalsOfCell(cell);
          const target = targetOf(cell.account);
          const held = cookiesOf(world, thief, target) ?? [];
          for (let walk = 0; walk < 20; walk++) {
            walks++;
            const choose = (below: number): number => (below === 0 ? 0 : Number(dice.next().value) % below);
            for (const { goal, moves } of tryAtRandom(world, handsOf(thief), { target, held }, 12, choose))
              expect(reached.has(goal), `${thief.id}: ${goal} by ${moves.join(' → ')}`).toBe(true);
          }
        },
      ),
      runs(25),
    );
    expect(walks).toBeGreaterThan(0);
  });

  it('N16 a people administrator who takes the role that forbids passwords comes to a password', () => {
    const world = worldOf({ policy: FORBIDDEN, gives: [], dates: false });
    const factors = { sso: ['corp'], codes: ['sms-code'], mailDomain: world.domain, passkeys: [] } as const;
    const account = { roles: ['member'], factors };
    const cell = cellOf(world, MAILBOX_AND_PEOPLE, account, targetOf(account), BUDGET);
    expect(cell && goalsOfCell(cell)).toContain('password');
  });

  it('N16 a role of administration clears an administrator’s directory entry, and the account may have a password', () => {
    const world = worldOf({ policy: FORBIDDEN, gives: ['member'], dates: false });
    const target = targetOf({ roles: [], factors: { ldap: true, passkeys: [] } });
    const goalsOf = (...thefts: Thief['thefts']): ReadonlySet<string> =>
      reachable({ world, hands: handsOf({ id: 'one', thefts }), target });
    // The chain has ten acts: the search reaches the goal after some thousand states.
    expect(goalsOf('people-administrator', 'provider:corp')).toContain('password');
    expect(goalsOf('people-administrator', 'provider:club')).not.toContain('password');
    expect(goalsOf('provider:corp')).not.toContain('password');
  });

  it('N16 a thief with more in hand reaches at least as much', () => {
    fc.assert(
      fc.property(anyWritten, fc.nat(1000), fc.nat(1000), fc.nat(1000), (written, place, one, other) => {
        const world = worldOf(written);
        const thieves = ordinaryThieves(world);
        const [single, more] = [pick(thieves, one), pick(thieves, other)];
        const alone = searched(world, single, place);
        const together = searched(world, pairOf(single, more), place);
        if (alone === undefined || together === undefined || !together.complete) return;
        const goals = goalsOfCell(together);
        // A people administrator's session is the goal `people`, and no goal for who holds it.
        const had = more.thefts.includes('people-administrator') ? 'people' : undefined;
        for (const goal of goalsOfCell(alone))
          expect(goals.has(goal) || goal === had, `${single.id}, and ${more.id}: ${goal}`).toBe(true);
      }),
      runs(25),
    );
  });

  it('N16 a search that knows the states of earlier searches answers as a search alone, with the same chains', () => {
    let shared = 0;
    fc.assert(
      fc.property(anyWritten, fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 4 }), (written, asked) => {
        const world = worldOf(written);
        const thieves = ordinaryThieves(world);
        const memory = new Memory(world);
        for (const [place, one] of asked) {
          const thief = pick(thieves, one);
          const alone = searched(world, thief, place);
          expect(searched(world, thief, place, memory)).toEqual(alone);
          shared += alone?.states ?? 0;
        }
      }),
      runs(25),
    );
    expect(shared).toBeGreaterThan(0);
  });
});

import type { Act } from '@sallyport/core';
import type { AccountRecord, CommitResult } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { BARE_TENANT, bareAccount, bareKernel, COMMITTED } from '../accounts/bare-kernel.test-support.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { carryOut } from './carry-out.ts';
import { hostCode, system } from './doer.ts';

const HOST = hostCode(BARE_TENANT, 'desk');
const ADA = bareAccount();
const stored = (account: AccountRecord = ADA) => ({ readAccount: async () => account });
const conflict = (by: Extract<CommitResult, { outcome: 'conflict' }>['with']) =>
  ({ outcome: 'conflict', with: by }) as const;

describe('the commit of an act', () => {
  it('X17 is guarded by the policy, the account and what the plan guards', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, stored());
    const written = await carryOut(kernel, HOST, ADA.id, ({ account }) => ({
      act: { type: 'end-sessions' },
      next: { ...account, epoch: 2 },
      also: { guards: { administrators: 3 } },
    }));
    expect(written).toEqual({ ...ADA, epoch: 2, version: 5 });
    expect(commits).toMatchObject([{ guards: { policy: 7, administrators: 3, account: { id: ADA.id, version: 4 } } }]);
  });

  it('X17 begins again where a session changed that the plan read, and answers every other conflict', async () => {
    const ends = (result: CommitResult, readsSession: boolean) => {
      const { kernel, commits } = bareKernel((round) => (round === 1 ? result : COMMITTED), stored());
      return carryOut(kernel, HOST, ADA.id, ({ account }) => ({
        act: { type: 'end-sessions' },
        next: { ...account, epoch: 2 },
        ...(readsSession && { readsSession: true as const }),
      })).then((answer) => [('refused' in answer && answer.refused) || 'written', commits.length]);
    };
    expect(await ends(conflict('session'), true)).toEqual(['written', 2]);
    expect(await ends(conflict('session'), false)).toEqual(['no-session', 1]);
    expect(await ends(conflict('key'), true)).toEqual(['already-exists', 1]);
    expect(await ends(conflict('account'), false)).toEqual(['written', 2]);
  });

  it('W4 X18 has the loss of what others set up in an event of its own, by the name of who acts', async () => {
    const planted = bareAccount({ password: { hash: 'h', provenance: 'independent', setUpBy: 'pia' } as never });
    const gains = async (by: typeof HOST) => {
      const { kernel, commits } = bareKernel(() => COMMITTED, stored(planted));
      await carryOut(kernel, by, ADA.id, ({ account }) => ({
        act: { type: 'end-sessions' },
        next: { ...account, roles: ['super-admin'] },
      }));
      return commits.flatMap(({ events }) => events);
    };
    expect(await gains(HOST)).toMatchObject([
      {
        type: 'account.roles-changed',
        accountId: 'ada',
        actor: { kind: 'host', id: 'desk' },
        detail: { ended: ['password'] },
      },
    ]);
    const [bySystem] = await gains(system(BARE_TENANT));
    expect(bySystem).toMatchObject({ type: 'account.roles-changed', accountId: 'ada' });
    expect(bySystem).not.toHaveProperty('actor.kind');
  });
});

describe('X17 the roles of the target', () => {
  async function asks(by: typeof HOST, act: Act): Promise<number> {
    let asked = 0;
    const { kernel } = bareKernel(() => COMMITTED, stored());
    const resolveSubject = async (): Promise<readonly string[]> => {
      asked += 1;
      return [];
    };
    const host = { resolveSubject, rolesHeard: { note: () => {} } };
    await carryOut({ ...kernel, ...host } as unknown as Kernel, by, ADA.id, () => ({ act, isDone: true }));
    return asked;
  }
  const { policies } = bareKernel(() => COMMITTED).kernel;
  const leaves = { account: factsOf(ADA, policies.known(BARE_TENANT).policy), vouched: false };
  const METHODS: Act = { type: 'set-methods', leaves, forced: true };

  it('are asked of the host for an act of host code that could leave nobody a way in', async () => {
    expect(await asks(HOST, METHODS)).toBe(1);
  });

  it('and for no other act of host code or of the system', async () => {
    expect(await asks(HOST, { type: 'block' })).toBe(0);
    expect(await asks(system(BARE_TENANT), METHODS)).toBe(0);
  });
});

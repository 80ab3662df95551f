import { type Act, definePolicy, type Evidence, hostCode } from '@sallyport/core';
import type { AccountRecord, CommitResult } from '@sallyport/store';
import { samplePasskey } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { BARE_TENANT, bareAccount, bareKernel, COMMITTED, NOW } from '../accounts/bare-kernel.test-support.ts';
import { createBy } from '../administration/account-rules.ts';
import { isRefusal } from '../contract/refusal.ts';
import { PASSWORD } from '../embedded.test-support.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { byPassword, sessionOf } from '../sessions/planted.test-support.ts';
import { event } from '../state/events.ts';
import { CheckedSession } from './checked-session.ts';
import { host, owner, system } from './doer.ts';
import { performAct } from './perform-act.ts';

const HOST = host(BARE_TENANT, hostCode('desk'));
const ADA = bareAccount();
const stored = (account: AccountRecord = ADA) => ({ readAccount: async () => account });
const conflict = (by: Extract<CommitResult, { outcome: 'conflict' }>['with']) =>
  ({ outcome: 'conflict', with: by }) as const;

describe('the commit of an act', () => {
  it('X17 is guarded by the policy, the account and what the plan guards', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, stored());
    const written = await performAct(kernel, HOST, ADA.id, ({ account }) => ({
      act: { type: 'end-sessions' },
      next: { ...account, epoch: 2 },
      also: { guards: { administrators: 3 } },
    }));
    expect(written).toEqual({ ...ADA, epoch: 2, epochSince: NOW, version: 5 });
    expect(commits).toMatchObject([{ guards: { policy: 7, administrators: 3, account: { id: ADA.id, version: 4 } } }]);
  });

  it('X17 begins again where a session changed that the plan read, and answers every other conflict', async () => {
    const ends = (result: CommitResult, readsSession: boolean) => {
      const { kernel, commits } = bareKernel((tries) => (tries === 1 ? result : COMMITTED), stored());
      return performAct(kernel, HOST, ADA.id, ({ account }) => ({
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
    const planted = bareAccount({
      password: { id: 'p1', hash: 'h', provenance: 'independent', changedAt: NOW, setUpBy: 'pia' },
    });
    const gains = async (by: typeof HOST) => {
      const { kernel, commits } = bareKernel(() => COMMITTED, stored(planted));
      await performAct(kernel, by, ADA.id, ({ account }) => ({
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

describe('N15 an account whose role a policy names, before the account is cleared', () => {
  const password = { id: 'p1', hash: 'h', provenance: 'independent', changedAt: NOW, setUpBy: 'pia' } as const;
  const named = bareAccount({ password, roles: ['super-admin'] });

  it('is planned on without what others set up if the act is a recovery, and as it is for host code', async () => {
    const seen = async (by: Parameters<typeof performAct>[1]) => {
      let account: AccountRecord | undefined;
      const { kernel } = bareKernel(() => COMMITTED, stored(named));
      await performAct(kernel, by, ADA.id, (state) => {
        account = state.account;
        return { refused: 'not-permitted' };
      });
      return account?.password;
    };
    expect(await seen({ kind: 'recovering', evidence: [], tenant: BARE_TENANT })).toBeUndefined();
    expect(await seen(HOST)).toEqual(password);
    expect(await seen(system(BARE_TENANT))).toEqual(password);
  });

  it('keeps the marks of the roles that `judge` saw, except by an act that takes the roles of the host', async () => {
    const marked = bareAccount({ password: undefined, roles: ['super-admin'], clearedFor: [{ rank: 'policy' }] });
    const marks = async (type: 'take-roles' | 'end-sessions') => {
      const { kernel } = bareKernel(() => COMMITTED, stored(marked));
      const written = await performAct(kernel, system(BARE_TENANT), ADA.id, ({ account }) => ({
        act: { type },
        next: { ...account, roles: [] },
      }));
      return 'refused' in written ? written : written.clearedFor;
    };
    expect(await marks('take-roles')).toBeUndefined();
    expect(await marks('end-sessions')).toEqual([{ rank: 'policy' }]);
  });
});

it('X13 what is proved with the act counts beside what was proved before it', async () => {
  const password = { id: 'p1', hash: 'h', provenance: 'independent', changedAt: NOW } as const;
  const recovers = (proves: readonly Evidence[] | undefined) => {
    const { kernel } = bareKernel(() => COMMITTED, stored(bareAccount({ password })));
    const by = { kind: 'recovering', evidence: [], tenant: BARE_TENANT } as const;
    return performAct(kernel, by, ADA.id, ({ account }) => ({
      act: { type: 'recover' },
      ...(proves && { proves }),
      next: { ...account, epoch: 2 },
    }));
  };
  expect(await recovers([{ method: 'reset-token', at: NOW }])).toMatchObject({ epoch: 2 });
  expect(await recovers(undefined)).toEqual({ refused: 'not-permitted' });
});

describe('W4 X18 whom a gained role leaves without a way in', () => {
  async function detail(passkeys: AccountRecord['passkeys']) {
    const password = { id: 'p1', hash: 'h', provenance: 'independent', changedAt: NOW, setUpBy: 'pia' } as const;
    const planted = bareAccount({ password, passkeys });
    const { kernel, commits } = bareKernel(() => COMMITTED, stored(planted));
    await performAct(kernel, HOST, ADA.id, ({ account }) => ({
      act: { type: 'end-sessions' },
      next: { ...account, roles: ['super-admin'] },
    }));
    return commits.flatMap(({ events }) => events.map((logged) => logged.detail));
  }

  it('is told in the event, and of nobody else', async () => {
    expect(await detail([])).toEqual([{ ended: ['password'], noWayIn: true }]);
    expect(await detail([{ ...samplePasskey('p1'), userVerified: true }])).toEqual([{ ended: ['password'] }]);
  });

  it('is not refused an act that leaves them no worse off than before', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, stored());
    const policy = definePolicy({ enrollment: { firstFactor: 'vouched' }, administrators: {} });
    const vouching = {
      ...kernel,
      place: ANYWHERE,
      policies: { known: () => ({ policy, version: 7 }) },
    } as unknown as Kernel;
    const written = await performAct(vouching, HOST, ADA.id, async ({ account, leaves }) => {
      const next: AccountRecord = { ...account, methods: ['passkey'] };
      return { act: { type: 'set-methods', leaves: await leaves(account, next), forced: false }, next };
    });
    expect(written).toMatchObject({ methods: ['passkey'], version: 5 });
    expect(commits).toHaveLength(1);
  });
});

describe('N15 an act on no account', () => {
  it('that is refused costs no hash, and one that is allowed is committed once', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED);
    let hashed = 0;
    const passwords = {
      hash: async () => {
        hashed += 1;
        return 'hash';
      },
    };
    const parts = { providers: [], directory: undefined };
    const counting = { ...kernel, passwords, of: () => parts } as unknown as Kernel;
    const sue = { identifier: 'sue', password: PASSWORD };
    const corp = { kind: 'provider', provider: 'corp', tenant: BARE_TENANT } as const;
    expect(await createBy(counting, corp, sue)).toEqual({ refused: 'not-permitted' });
    expect([hashed, commits.length]).toEqual([0, 0]);
    expect(await createBy(counting, HOST, sue)).toMatchObject({ identifiers: ['sue'] });
    expect([hashed, commits.length]).toEqual([1, 1]);
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
    await performAct({ ...kernel, ...host } as unknown as Kernel, by, ADA.id, () => ({ act, isDone: true }));
    return asked;
  }
  const { policies } = bareKernel(() => COMMITTED).kernel;
  const leaves = { account: factsOf(ADA, policies.known(BARE_TENANT).policy, ADA.createdAt), vouched: false };
  const METHODS: Act = { type: 'set-methods', leaves, forced: true };

  it('are asked of the host for an act of host code that could leave nobody a way in', async () => {
    expect(await asks(HOST, METHODS)).toBe(1);
  });

  it('and for no other act of host code or of the system', async () => {
    expect(await asks(HOST, { type: 'block' })).toBe(0);
    expect(await asks(system(BARE_TENANT), METHODS)).toBe(0);
  });
});

describe('W4 X18 an act in a session of the owner', () => {
  const password = { id: 'p', hash: 'h', provenance: 'independent', changedAt: NOW } as const;
  const policy = definePolicy({
    ...{ requiredStrength: 'single', enrollment: { firstFactor: 'password' } },
    administrators: { policy: ['super-admin'] },
  });
  const totp = { id: 't', sealed: 'nothing', lastStep: 0, enrolledAt: NOW, setUpBy: 'pia' };

  /** The answer, and the written events. */
  async function done(by: 'owner' | 'host', act: Act, account: AccountRecord, next: Partial<AccountRecord>) {
    const { kernel, commits } = bareKernel(() => COMMITTED, stored(account));
    const record = sessionOf(account, 's', NOW, { evidence: [byPassword(NOW)] });
    const session = new CheckedSession(policy, { record, account }, NOW, ANYWHERE);
    Object.assign(kernel.policies, { known: () => ({ policy, version: 7 }) });
    const doer = by === 'host' ? HOST : { ...owner(session), tenant: BARE_TENANT };
    const answer = await performAct(kernel, doer, ADA.id, (state) => ({
      act,
      next: { ...state.account, ...next },
      also: { events: [event(kernel, BARE_TENANT, NOW, 'factor.enrolled', { owner: account })] },
    }));
    return [isRefusal(answer) ? answer.refused : 'written', commits.flatMap(({ events }) => events)] as const;
  }

  it('names in its event who set up the new factor besides the owner', async () => {
    const account = bareAccount({ password });
    const [answer, events] = await done('owner', { type: 'enroll', factor: 'totp' }, account, { totp });
    expect([answer, events]).toMatchObject(['written', [{ type: 'factor.enrolled', detail: { setUpBy: 'pia' } }]]);
    const own = await done('owner', { type: 'enroll', factor: 'totp' }, account, {
      totp: { ...totp, setUpBy: undefined },
    });
    expect(own[1].map(({ detail }) => detail?.['setUpBy'])).toEqual([undefined]);
  });

  it('names nobody besides the author in the event of another author, whose name the event has', async () => {
    const link = { id: 'l', method: 'sso', provider: 'corp', subject: 'pia', linkedAt: NOW, setUpBy: 'pia' } as const;
    const act = { type: 'link', method: 'sso', provider: 'corp' } as const;
    const [answer, events] = await done('host', act, bareAccount({ password }), { externalIds: [link] });
    expect(answer).toBe('written');
    expect(events.map(({ detail }) => detail?.['setUpBy'])).toEqual([undefined]);
  });

  it('may end sessions, and nothing else, while the account waits for the clearing of a role', async () => {
    const account = bareAccount({ password, totp, roles: ['super-admin'] });
    expect((await done('owner', { type: 'end-sessions' }, account, { epoch: 2 }))[0]).toBe('written');
    expect((await done('owner', { type: 'rename-passkey' }, account, { epoch: 2 }))[0]).toBe('no-session');
  });
});

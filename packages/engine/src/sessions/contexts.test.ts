import { type Caller, type ContextRequest, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, embedded, newAccount, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';

const POLICY = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  contexts: {
    outside: { requiredStrength: 'enhanced', proofsWithin: '12h', recentProof: '5m', shown: true },
    keyOnly: { methods: ['passkey'] },
    young: { proofsWithin: '1h' },
    embargo: { refuse: true },
  },
} as const;

const SESSION = { needs: 'session' } as const;

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });
const unsaid = ({ contexts: _, ...caller }: Caller): Caller => caller;

async function world(options: Parameters<typeof embedded>[0] = {}) {
  const made = await embedded({ policy: POLICY, contextOf: () => [], ...options });
  await newAccount(made, 'dora@example.org');
  const dora = new Client(made);
  dora.caller = at(dora.caller);
  await dora.signsInByMail('dora@example.org');
  return { ...made, world: made, auth: made.auth, dora };
}

describe('N17 a session', () => {
  it('that suffices in the office is challenged outside, and goes on inside, unchanged', async () => {
    const inner = newStore();
    let statements = 0;
    const store = new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...asked: unknown[]) => {
          statements++;
          return Reflect.apply(value, target, asked);
        };
      },
    });
    const { auth, dora, world: made } = await world({ store });
    const limits = async () => {
      const stored = await inner.listSessions(TENANT, (await dora.session()).accountId, forAdapters(auth).now());
      return stored.map(({ id, idle, createdAt, expiresAt }) => ({ id, idle, lasts: expiresAt - createdAt }));
    };
    const before = await limits();
    statements = 0;
    expect(isRefusal(await auth.sessions.guard(at(dora.caller), SESSION))).toBe(false);
    expect(statements).toBe(1);
    const refused = await auth.sessions.guard(at(dora.caller, 'outside'), SESSION);
    expect(refused).toMatchObject({
      refused: 'insufficient-strength',
      demand: { strengths: ['enhanced'] },
      because: [{ code: 'strength-required', source: { context: 'outside' } }],
    });
    expect(statements).toBe(2);
    // The step-up outside, with the demand of the challenge.
    const live = await auth.sessions.guard(at(dora.caller, 'outside'), { ...SESSION, evenIfTightened: true });
    if (isRefusal(live)) throw new Error(live.refused);
    dora.caller = at(dora.caller, 'outside');
    const raising = await dora.keeps(auth.signIn.stepUp(dora.caller, live, { strength: 'enhanced' }));
    expect(raising.answer).toMatchObject({ status: 'enroll' });
    const { reply } = await dora.enrollsTotp();
    expect(reply.answer).toMatchObject({ status: 'complete' });
    for (const caller of [at(dora.caller), at(dora.caller, 'outside'), at(dora.caller)])
      expect(await auth.sessions.guard(caller, SESSION)).toMatchObject({ id: live.id });
    expect(await limits()).toEqual(before);
    made.now += 13 * 3_600_000;
    expect(await auth.sessions.guard(at(dora.caller, 'outside'), SESSION)).toMatchObject({
      refused: 'insufficient-strength',
      demand: { strengths: ['enhanced'], maxAgeSeconds: 12 * 3600 },
    });
    expect(await auth.sessions.guard(at(dora.caller), SESSION)).toMatchObject({ id: live.id });
    await auth.close();
  });

  it('that the host tells nothing about is in every context', async () => {
    const { auth, dora } = await world();
    expect(await auth.sessions.guard(unsaid(dora.caller), SESSION)).toMatchObject({ refused: 'no-way-in' });
    await auth.close();
  });

  it('is challenged for its age alone, where the place asks for no strength', async () => {
    const { auth, dora, world: made } = await world();
    made.now += 2 * 3_600_000;
    expect(await auth.sessions.guard(at(dora.caller, 'young'), SESSION)).toMatchObject({
      refused: 'insufficient-strength',
      demand: { maxAgeSeconds: 3600 },
    });
    await auth.close();
  });

  it('is refused where no proof of its account leads on, and ends nowhere', async () => {
    const { auth, dora } = await world();
    for (const place of ['embargo', 'keyOnly'])
      expect(await auth.sessions.guard(at(dora.caller, place), SESSION)).toMatchObject({
        refused: 'no-way-in',
        because: [{ code: 'methods-restricted', source: 'request' }],
      });
    expect(isRefusal(await auth.sessions.guard(at(dora.caller), SESSION))).toBe(false);
    // Signing out works everywhere.
    const live = await auth.sessions.guard(at(dora.caller, 'embargo'), { ...SESSION, evenIfTightened: true });
    if (isRefusal(live)) throw new Error(live.refused);
    expect(isRefusal(await auth.sessions.end(at(dora.caller, 'embargo'), live))).toBe(false);
    await auth.close();
  });

  it('is asked for the stronger strength of a route and of the place', async () => {
    const { auth, dora } = await world();
    const challenged = async (strength: string, ...contexts: string[]) => {
      const answer = await auth.sessions.guard(at(dora.caller, ...contexts), { needs: 'strength', strength });
      return isRefusal(answer) ? answer.demand?.strengths : 'passes';
    };
    expect(await challenged('baseline', 'outside')).toEqual(['enhanced']);
    expect(await challenged('phishing-resistant', 'outside')).toEqual(['phishing-resistant']);
    expect(await challenged('baseline')).toBe('passes');
    await auth.close();
  });
});

describe('N17 what a person does', () => {
  it('with the own account is judged in the place in which the session was checked', async () => {
    const { auth, dora, world: made } = await world();
    const outside = await auth.sessions.guard(at(dora.caller, 'outside'), { ...SESSION, evenIfTightened: true });
    if (isRefusal(outside)) throw new Error(outside.refused);
    const inside = await auth.sessions.guard(at(dora.caller), SESSION);
    if (isRefusal(inside)) throw new Error(inside.refused);
    made.now += 6 * 60_000;
    expect(await auth.me(outside).export()).toMatchObject({
      refused: 'insufficient-strength',
      demand: { strengths: ['enhanced'] },
    });
    expect(isRefusal(await auth.me(inside).export())).toBe(false);
    expect(await auth.authorize(outside, { strength: 'single' })).toMatchObject({
      outcome: 'factor-required',
      toward: 'enrollment',
    });
    expect(await auth.authorize(inside, { strength: 'single' })).toMatchObject({ outcome: 'granted' });
    await auth.close();
  });

  it('as an administrator is judged there too, and the role stays', async () => {
    const { auth, world: made } = await world();
    await newAccount(made, 'root@example.org', ['super-admin']);
    const root = new Client(made);
    root.caller = at(root.caller);
    await root.signsInByMail('root@example.org');
    const administers = { needs: 'administrator', of: 'policy' } as const;
    for (const contexts of [[], ['outside'], ['keyOnly']])
      expect(await auth.sessions.guard(at(root.caller, ...contexts), administers)).not.toMatchObject({
        refused: 'not-permitted',
      });
    const outside = await auth.sessions.guard(at(root.caller, 'outside'), { ...SESSION, evenIfTightened: true });
    if (isRefusal(outside)) throw new Error(outside.refused);
    expect(await auth.people.block({ identifier: 'dora@example.org' }, { by: outside, reason: 'x' })).toMatchObject({
      refused: 'insufficient-strength',
    });
    // Host code acts anywhere.
    const blocked = await auth.people.block({ identifier: 'dora@example.org' }, { by: hostCode('hr'), reason: 'left' });
    expect(isRefusal(blocked)).toBe(false);
    await auth.close();
  });

  it('in a sign-in is decided by the contexts of each request', async () => {
    const { auth, world: made } = await world();
    await newAccount(made, 'eve@example.org');
    const eve = new Client(made);
    eve.caller = at(eve.caller, 'outside');
    await expect(eve.signsInByMail('eve@example.org')).resolves.toMatchObject({ answer: { status: 'enroll' } });
    eve.caller = at(eve.caller);
    expect(await auth.signIn.status(eve.caller, { local: true })).toMatchObject({ answer: { status: 'complete' } });
    await auth.close();
  });

  it('is written about the account as if it had happened anywhere', async () => {
    const { auth, dora } = await world();
    const outside = await auth.sessions.guard(at(dora.caller, 'outside'), { ...SESSION, evenIfTightened: true });
    if (isRefusal(outside)) throw new Error(outside.refused);
    expect(await auth.sessions.endOthers(at(dora.caller, 'outside'), outside)).toBeUndefined();
    const listed = await auth.people.list();
    expect(listed).toMatchObject({ counts: { all: 1, meets: 1, mustEnroll: 0 } });
    await auth.close();
  });
});

describe('N17 contextOf', () => {
  const REQUEST: ContextRequest = { ip: '192.0.2.7', headers: {}, path: '/me' };

  it('is asked once a request, with the account after a proof alone', async () => {
    const asked: unknown[] = [];
    const { auth, dora } = await world({
      contextOf: (request, who) => {
        asked.push({ ip: request.ip, who });
        return [];
      },
    });
    const { contextsOf } = forAdapters(auth);
    const request = () => ({ ...dora.caller, contexts: contextsOf?.(REQUEST) });
    const caller = request();
    const live = await auth.sessions.guard(caller, SESSION);
    if (isRefusal(live)) throw new Error(live.refused);
    await auth.me(live).export();
    await auth.sessions.guard(caller, SESSION);
    await auth.signIn.stepUp(caller, live, { strength: 'baseline' });
    expect(asked).toEqual([{ ip: '192.0.2.7', who: { accountId: live.accountId } }]);
    const stranger: Caller = { tenant: TENANT, mode: 'token', contexts: contextsOf?.(REQUEST) };
    await auth.signIn.begin(stranger, { identifier: 'dora@example.org' });
    expect(asked.slice(1)).toEqual([{ ip: '192.0.2.7', who: undefined }]);
    await auth.close();
  });

  it('is not asked under a policy without contexts', async () => {
    let asked = 0;
    const { auth, dora } = await world({
      policy: { requiredStrength: 'baseline' },
      contextOf: () => {
        asked++;
        return [];
      },
    });
    const caller = { ...dora.caller, contexts: forAdapters(auth).contextsOf?.(REQUEST) };
    expect(isRefusal(await auth.sessions.guard(caller, SESSION))).toBe(false);
    expect(asked).toBe(0);
    await auth.close();
  });

  it.each([
    ['throws', () => Promise.reject(new Error('the list of networks is gone'))],
    ['returns no list', () => 'outside' as unknown as string[]],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('that %s means every context', async (_, contextOf) => {
    const { auth, dora, logged } = await world({
      contextOf,
      timer: {
        after: (length, run) => {
          if (length === 500) run();
          return () => undefined;
        },
      },
    });
    const caller = { ...dora.caller, contexts: forAdapters(auth).contextsOf?.(REQUEST) };
    expect(await auth.sessions.guard(caller, SESSION)).toMatchObject({ refused: 'no-way-in' });
    expect(JSON.stringify(logged)).toContain('contextOf');
    await auth.close();
  });

  it('is told once of a name that the policy does not have, which adds nothing', async () => {
    const { auth, dora, logged } = await world({ contextOf: () => ['outsid'] });
    for (let time = 0; time < 2; time++) {
      const caller = { ...dora.caller, contexts: forAdapters(auth).contextsOf?.(REQUEST) };
      expect(isRefusal(await auth.sessions.guard(caller, SESSION))).toBe(false);
    }
    expect(logged.filter((line) => JSON.stringify(line).includes('unknown-context'))).toHaveLength(1);
    await auth.close();
  });

  it('is missing at start-up, if the policy has contexts', async () => {
    await expect(embedded({ policy: POLICY })).rejects.toMatchObject({ code: 'not-configured' });
  });
});

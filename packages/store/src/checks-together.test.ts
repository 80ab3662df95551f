import { instant } from '@sallyport/core';
import { type SessionCheck, type SessionLoaded, type Store, tenantId } from '@sallyport/engine';
import { NOW, sampleAccount, sampleMembership, sampleOrganisation, sampleSession } from '@sallyport/testing/store';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CheckStatements, checksTogether } from './checks-together.ts';

const TENANT = tenantId('acme');

const check = (name: string, asked: Partial<SessionCheck> = {}): SessionCheck => ({
  tenant: TENANT,
  tokenHash: `token-of-${name}`,
  now: NOW,
  knownPolicy: 0,
  touchAfter: 60_000,
  ...asked,
});

const session = ({ tenant, tokenHash }: SessionCheck, version: number = 1): SessionLoaded => ({
  session: sampleSession(tenant, 's1', 'cleo', { tokenHash, version }),
  account: sampleAccount(tenant, 'cleo'),
});

const found: CheckStatements = {
  refuse: () => {},
  read: async () => (asked) => session(asked),
  touch: async () => {},
};

/** A check that finds `lastSeenAt` too old. */
const due = (name: string, later: number): SessionCheck => check(name, { now: instant(NOW + 60_001 + later) });

/** Records the checks of each statement. */
function recorded(statements: Partial<CheckStatements> = {}): {
  readonly checkSession: Store['checkSession'];
  readonly read: readonly (readonly string[])[];
  readonly touched: readonly number[];
} {
  const [read, touched]: [string[][], number[]] = [[], []];
  const checkSession = checksTogether({
    ...found,
    ...statements,
    read(checks) {
      read.push(checks.map(({ tokenHash }) => tokenHash.replace('token-of-', '')));
      return (statements.read ?? found.read)(checks);
    },
    touch(asked, loaded) {
      touched.push(asked.now);
      return (statements.touch ?? found.touch)(asked, loaded);
    },
  });
  return { checkSession, read, touched };
}

const nextTurn = (): Promise<void> => new Promise((turn) => setImmediate(turn));

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

/** In each step of the writer, some clients ask. The statements of the step read after some turns, and answer after some more. */
interface Step {
  readonly asking: number;
  readonly until: number;
  readonly after: number;
}

const steps = fc.array(fc.record({ asking: fc.nat(4), until: fc.nat(4), after: fc.nat(4) }), {
  minLength: 1,
  maxLength: 30,
});

/** The version that each check found, and the version that was written when the check was asked. One writer raises the version in every step. */
async function history(
  plan: readonly Step[],
  storeOf: (statements: CheckStatements) => Store['checkSession'],
): Promise<readonly { readonly asked: number; readonly found: number | undefined }[]> {
  let written = 0;
  const checkSession = storeOf({
    ...found,
    read: async () => {
      const { until = 0, after = 0 } = plan[written] ?? {};
      await turns(until);
      const version = written;
      await turns(after);
      return (asked) => session(asked, version);
    },
  });
  const answers: Promise<{ asked: number; found: number | undefined }>[] = [];
  for (const { asking } of plan) {
    for (let client = 0; client < asking; client++) {
      const asked = written;
      const answer = checkSession(check(`s${client % 3}`));
      answers.push(answer.then((loaded) => ({ asked, found: loaded?.session.version })));
    }
    written++;
    await nextTurn();
  }
  return Promise.all(answers);
}

/** No answer is older than its question. */
const isExact = (storeOf: (statements: CheckStatements) => Store['checkSession']) =>
  fc.asyncProperty(steps, async (plan) => {
    for (const { asked, found } of await history(plan, storeOf)) expect(found).toBeGreaterThanOrEqual(asked);
  });

/** The mistake: a check takes the answer of a read that began before the check. */
function sharingTheReadInFlight({ read }: CheckStatements): Store['checkSession'] {
  const inFlight = new Map<string, ReturnType<CheckStatements['read']>>();
  return async (asked) => {
    const shared = inFlight.get(asked.tokenHash) ?? read([asked]);
    inFlight.set(asked.tokenHash, shared);
    const answerOf = await shared;
    inFlight.delete(asked.tokenHash);
    return answerOf(asked, 0);
  };
}

describe('X11 session checks of one turn', () => {
  it('find what was written before they were asked, whenever statements begin and end', async () => {
    await fc.assert(isExact(checksTogether));
  });

  it('would be found by this property if they joined a read on its way', async () => {
    expect(await fc.check(isExact(sharingTheReadInFlight))).toMatchObject({ failed: true });
  });

  it('go alone while no statement is on its way, then together, in any number of statements', async () => {
    const { checkSession, read } = recorded({ read: () => new Promise(() => {}) });
    for (const turn of [1, 2]) {
      for (const name of ['a', 'b', 'a']) {
        void checkSession(check(`${name}${turn}`));
        await Promise.resolve();
      }
      await nextTurn();
    }
    expect(read).toEqual([['a1'], ['b1', 'a1'], ['a2', 'b2', 'a2']]);
  });

  it('are alone again when every statement has its answer', async () => {
    const { checkSession, read } = recorded();
    await checkSession(check('a'));
    await Promise.all([checkSession(check('b')), checkSession(check('c'))]);
    expect(read).toEqual([['a'], ['b'], ['c']]);
  });

  it('are at most a hundred of a statement', async () => {
    const { checkSession, read } = recorded();
    await Promise.all(Array.from({ length: 251 }, (_, place) => checkSession(check(`s${place}`))));
    expect(read.map(({ length }) => length)).toEqual([1, 100, 100, 50]);
  });

  it('go under fake timers too', async () => {
    vi.useFakeTimers();
    try {
      const { checkSession } = recorded();
      expect(await Promise.all(['a', 'b', 'c'].map((name) => checkSession(check(name))))).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('go alone on workerd, where a statement ends with its request', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
    try {
      const { checkSession, read, touched } = recorded({ touch: nextTurn });
      await Promise.all(['a', 'a', 'b'].map((name) => checkSession(due(name, 0))));
      expect(read).toEqual([['a'], ['a'], ['b']]);
      expect(touched).toHaveLength(3);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('each get the answer at their own place', async () => {
    const { checkSession } = recorded({
      read: async (checks) => (_, place) => {
        const [asked] = checks.slice(place);
        return asked && session(asked);
      },
    });
    const loaded = await Promise.all(['a', 'b', 'c'].map((name) => checkSession(check(name))));
    expect(loaded.map((each) => each?.session.tokenHash)).toEqual(['token-of-a', 'token-of-b', 'token-of-c']);
  });

  it('X41 each get a membership and an organisation that they asked for, or none', async () => {
    const entering = (organisation: string) => ({ organisation, knownVersion: 0 });
    const asked = check('a', { in: entering('o1') });
    const answered = (over: Partial<SessionLoaded>) => {
      const read = async () => (one: SessionCheck) => ({ ...session(one), ...over });
      return checksTogether({ ...found, read })(asked);
    };
    const organisation = sampleOrganisation(TENANT, 'o1');
    const membership = sampleMembership(TENANT, 'o1', 'cleo');
    expect(await answered({ organisation, membership })).toMatchObject({ organisation, membership });
    const other = tenantId('globex');
    for (const wrong of [
      { organisation: sampleOrganisation(TENANT, 'o2') },
      { organisation: sampleOrganisation(other, 'o1') },
      { membership: sampleMembership(TENANT, 'o2', 'cleo') },
      { membership: sampleMembership(other, 'o1', 'cleo') },
      { membership: sampleMembership(TENANT, 'o1', 'dora') },
    ])
      await expect(answered(wrong)).rejects.toThrow('with another organisation');
    const none = checksTogether({ ...found, read: async () => (one) => ({ ...session(one), membership }) });
    await expect(none(check('a'))).rejects.toThrow(TypeError);
  });

  it('each get the answer of their own token and tenant, or none', async () => {
    const { checkSession } = recorded({
      read:
        async ([first]) =>
        () =>
          first && session(first),
    });
    const other = tenantId('globex');
    const asked = [check('a'), check('b'), check('b', { tenant: other }), check('b'), check('c')];
    const settled = await Promise.allSettled(asked.map(checkSession));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    expect(settled[2]).toMatchObject({ reason: { message: expect.stringContaining('another token or tenant') } });
  });

  it('fail alone: a text that the database refuses, and a record at fault', async () => {
    const faulty = (name: string) => (asked: SessionCheck) => {
      if (asked.tokenHash === `token-of-${name}`) throw new TypeError(name);
      return session(asked);
    };
    const { checkSession, read } = recorded({ refuse: faulty('refused'), read: async () => faulty('at fault') });
    const settled = await Promise.allSettled(
      ['a', 'at fault', 'refused', 'b'].map((name) => checkSession(check(name))),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(read).toEqual([['a'], ['at fault', 'b']]);
  });
});

describe('X11 a statement of session checks that fails', () => {
  const failing = (...places: readonly number[]): CheckStatements['read'] => {
    let sent = 0;
    return async () => {
      if (places.includes(++sent)) throw new Error('connection lost');
      return (asked) => session(asked);
    };
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is sent once more when the second is over', async () => {
    const { checkSession, read } = recorded({ read: failing(1, 2) });
    const checked = Promise.all(['a', 'b', 'c'].map((name) => checkSession(check(name))));
    await turns(3);
    await vi.advanceTimersByTimeAsync(999);
    expect(read).toEqual([['a'], ['b', 'c']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(read).toEqual([['a'], ['b', 'c'], ['a'], ['b', 'c']]);
    expect(await checked).toHaveLength(3);
  });

  it('holds up no other check, and fails its own checks alone', async () => {
    const { checkSession } = recorded({ read: failing(1, 3) });
    const failed = expect(checkSession(check('a'))).rejects.toThrow('connection lost');
    expect(await checkSession(check('a'))).toBeDefined();
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect(await checkSession(check('a'))).toBeDefined();
  });

  it('is not sent again if a time limit ended it', async () => {
    const { checkSession, read } = recorded({
      read: async () => {
        await vi.advanceTimersByTimeAsync(999);
        throw new Error('no answer within 1000 ms');
      },
    });
    await expect(checkSession(check('a'))).rejects.toThrow('no answer');
    expect(read).toHaveLength(1);
  });

  it('is sent once more for lastSeenAt too', async () => {
    let failed = 0;
    const { checkSession, touched } = recorded({
      touch: async () => {
        if (failed++ === 0) throw new Error('connection lost');
      },
    });
    const checked = checkSession(check('a', { touchAfter: -1 }));
    await turns(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await checked).toBeDefined();
    expect(touched).toEqual([NOW, NOW]);
  });
});

describe('X11 the time of the last use', () => {
  it('is written once for concurrent checks of a session, and each answer has its own time', async () => {
    const { checkSession, touched } = recorded({ touch: nextTurn });
    const elsewhere = { ...due('a', 0), tenant: tenantId('globex') };
    const asked = [due('a', 0), due('a', 1), due('b', 0), elsewhere, due('a', 2)];
    const seen = await Promise.all(asked.map(checkSession));
    expect(seen.map((loaded) => loaded?.session.lastSeenAt)).toEqual(asked.map(({ now }) => now));
    expect(touched).toEqual([NOW + 60_001, NOW + 60_001, NOW + 60_001]);
  });

  it('is written again after a write that is over', async () => {
    const { checkSession, touched } = recorded();
    for (const later of [0, 1]) await checkSession(due('a', later));
    expect(touched).toEqual([NOW + 60_001, NOW + 60_002]);
  });

  it('is written again by a check for which the write on its way is too old', async () => {
    const { checkSession, touched } = recorded({ touch: nextTurn });
    await Promise.all([checkSession(due('a', 0)), checkSession(due('a', 60_001))]);
    expect(touched).toEqual([NOW + 60_001, NOW + 120_002]);
  });

  it('stands when a check that shares the write is answered', async () => {
    let isWritten = false;
    const { checkSession } = recorded({
      touch: async () => {
        await turns(3);
        isWritten = true;
      },
    });
    await Promise.all(
      [due('a', 0), due('a', 1)].map((asked) => checkSession(asked).then(() => expect(isWritten).toBe(true))),
    );
  });
});

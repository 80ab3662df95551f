import type { Caller, Guard } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ask, expectProblem } from '../ask.test-support.ts';
import { accountId, fakeSallyport, goesOn, live, token } from '../fake-sallyport.test-support.ts';

const sessionCookie = `__Host-sallyport-session=${token('s')}`;
const flowCookie = `__Host-sallyport-flow=${token('f')}`;

/** A Sallyport with a session of `accountId`, and what it did. */
function acting(isSignedIn = true) {
  const done: string[] = [];
  const continued: (boolean | undefined)[] = [];
  const does = (name: string) => async () => {
    done.push(name);
    return undefined;
  };
  const auth = fakeSallyport({
    sessions: {
      guard: async (_caller: unknown, _guard: Guard) => (isSignedIn ? live : { refused: 'no-session' }),
      end: async () => {
        done.push('end');
        return {};
      },
    },
    me: { remove: does('remove') },
    enroll: {
      confirmCode: async (caller: Caller) => {
        done.push('confirmCode');
        continued.push(caller.continues);
        return goesOn('cookie');
      },
    },
  });
  return { auth, done, continued };
}

const named = (account: string, cookie = sessionCookie) => ({ cookie, 'sallyport-account': account });
const remove = 'DELETE /account';
const setUp = 'POST /enroll/totp/confirm';
const json = { code: '123456' };

describe('X44 a request that names its account', () => {
  it.each([
    [remove, undefined],
    ['DELETE /session', undefined],
    ['POST /step-up', {}],
    [setUp, json],
  ])('%s does nothing in the session of another account', async (line, body) => {
    const { auth, done } = acting();
    expectProblem(await ask(auth, line, { headers: named('a2'), json: body }), 412, 'precondition-failed');
    const cookie = `${sessionCookie}; ${flowCookie}`;
    expectProblem(await ask(auth, line, { headers: named('a2', cookie), json: body }), 412, 'precondition-failed');
    expect(done).toEqual([]);
  });

  it.each(['', 'a 1', 'a1, a1', 'ä', 'a'.repeat(256)])('is malformed with %j', async (account) => {
    const { auth, done } = acting();
    expectProblem(await ask(auth, remove, { headers: named(account) }), 400, 'malformed-input');
    expect(done).toEqual([]);
  });

  it('goes on in the session of this account, and in any session without a name', async () => {
    const { auth, done } = acting();
    for (const headers of [named(accountId), named(` ${accountId} `), { cookie: sessionCookie }]) {
      expect((await ask(auth, remove, { headers })).status).toBe(204);
    }
    expect(done).toEqual(['remove', 'remove', 'remove']);
  });

  it('is judged by a session alone, and means a session also where there is none', async () => {
    expectProblem(await ask(acting(false).auth, remove, { headers: named('a 2') }), 401, 'no-session');
    const inFlow = acting(false);
    await ask(inFlow.auth, setUp, { headers: named('a2', flowCookie), json });
    expect(inFlow.continued).toEqual([false]);
    const continues = acting();
    const headers = { ...named('a2', `${sessionCookie}; ${flowCookie}`), 'sallyport-continues': '1' };
    await ask(continues.auth, setUp, { headers, json });
    expect(continues.continued).toEqual([true]);
  });
});

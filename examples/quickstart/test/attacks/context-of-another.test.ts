import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

/** The app watches some accounts: their sessions do nothing. */
const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  contexts: { watched: { refuse: true } },
} as const;

type Answered = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function world() {
  const shared = await sharedStore('memory');
  const watched = new Set<string>();
  const asked: unknown[] = [];
  const auth = await shared.start({
    policy: POLICY,
    contextOf: ({ path }, who) => {
      asked.push({ path, who });
      return who !== undefined && watched.has(who.accountId) ? ['watched'] : [];
    },
  });
  const url = await listens(APPS.express(auth));
  const ids: string[] = [];
  for (const identifier of ['ada@example.org', 'mallory@example.org']) {
    const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    ids.push(made.accountId);
  }
  const call = async (path: string, headers: Record<string, string>, body?: object): Promise<Answered> => {
    const reply = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', 'sallyport-client': 'token', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const tokenIn = (answer: Answered, name: string): string => String(Object(answer.body[name]).token);
  return { shared, watched, asked, call, tokenIn, ada: String(ids[0]) };
}

describe('N17 a session in a context of its account', () => {
  it.each(['an unknown flow', 'a sign-in without a proof'])('sets up nothing beside %s', async (kind) => {
    const { shared, watched, asked, call, tokenIn, ada } = await world();
    const signedIn = await call('/auth/sign-in', {}, { identifier: 'ada@example.org', password: PASSWORD });
    const session = { authorization: `Bearer ${tokenIn(signedIn, 'session')}` };
    // From here on, the app tells `watched` for each request of Ada's account.
    watched.add(ada);
    expect((await call('/me', session)).status).toBe(403);
    expect((await call('/auth/enroll/totp', session, {})).status).toBe(403);

    const flow =
      kind === 'an unknown flow'
        ? 'x'.repeat(43)
        : tokenIn(await call('/auth/sign-in', {}, { identifier: 'mallory@example.org' }), 'flow');
    const beside = { ...session, 'sallyport-flow': flow };
    asked.length = 0;
    const pending = await call('/auth/enroll/totp', beside, {});
    const code = totpCode(String(pending.body['secret'] ?? 'A'.repeat(32)), shared.now);
    const confirmed = await call('/auth/enroll/totp/confirm', beside, { code });
    expect(confirmed.body).not.toMatchObject({ status: 'complete', session: { accountId: ada } });
    expect(pending.status).toBe(403);
    // Whoever is set up for was the account that the host was asked about.
    expect(asked).toContainEqual({ path: '/auth/enroll/totp', who: { accountId: ada } });
  });
});

import type { PolicyInput } from '@sallyport/core';
import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { contract } from './contract.test-support.ts';
import { fetchHandler } from './serve/fetch-handler.ts';

const ORIGIN = 'https://app.example';
const ADA = 'ada@example.org';
const PASSWORD = 'correct horse battery staple';
const POLICY: PolicyInput<string> = { requiredStrength: 'single', roles: { admin: {}, 'super-admin': {} } };

/** What Ada, who has every role that sounds like administration, is answered at every route below `/admin`. */
async function answersBelowAdmin(policy: PolicyInput<string>): Promise<ReadonlySet<number>> {
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    logger: { warn: () => {}, error: () => {} },
    sendMail: () => {},
    policy,
  });
  await auth.ready();
  const roles = ['admin', 'super-admin', 'administrator', 'root'];
  const made = await auth.people.create({ identifier: ADA, password: PASSWORD, roles, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  const handle = fetchHandler(auth, { basePath: '/auth' });
  const ask = (method: string, path: string, cookie = '', body?: object): Promise<Response> =>
    handle(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { origin: ORIGIN, cookie, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const signedIn = await ask('POST', '/sign-in', '', { identifier: ADA, password: PASSWORD });
  expect(await signedIn.json()).toMatchObject({ status: 'complete' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  expect((await ask('GET', '/session', cookie)).status).toBe(200);
  // A host that keeps no vaults has no routes of them.
  const lines = contract.map(({ line }) => line).filter((line) => /^\w+ \/admin(?!.*\/vault)/.test(line));
  expect(lines.length).toBeGreaterThan(10);
  const statuses = new Set<number>();
  for (const line of lines) {
    const [method = '', path = ''] = line.split(' ');
    statuses.add((await ask(method, path, cookie)).status);
  }
  await auth.close();
  return statuses;
}

it('W4 nobody administers over HTTP where the policy names nobody, whatever the roles are called', async () => {
  expect(await answersBelowAdmin(POLICY)).toEqual(new Set([403]));
});

it('W4 whom the policy names is asked for proof', async () => {
  const administrators = { policy: ['super-admin'], people: ['admin'] };
  expect(await answersBelowAdmin({ ...POLICY, administrators })).toContain(401);
});

import { describe, expect, it } from 'vitest';
import { accepted, complete, problem } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  aroundStore: interleaving,
  policy: { ...FIRST_POLICY, lockout: { maxFailures: 100 } },
});

async function contractorWith(factor: 'totp' | 'passkey'): Promise<Person> {
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey())).toMatchObject(complete());
  return person;
}

async function passkeyPath(person: Person): Promise<string> {
  return `/account/passkeys/${encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '')}`;
}

describe('the last factor, removed while a sign-in uses it', () => {
  it('X9 a password that was changed between two steps was not proved', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const thief = person.elsewhere();
    await thief.signInWithPassword();
    const code = await thief.receivesEmailCode();
    const { password: current } = person.has;
    const next = 'an entirely new pass phrase';
    expect((await person.client.post('/account/password', { current, next })).status).toBe(200);
    const late = await thief.client.post('/sign-in/email-code', { code });
    expect(late).not.toMatchObject(complete());
    expect(await thief.session()).toMatchObject(problem(401, 'no-session'));
    expect(accepted(await thief.client.get('/sign-in'))).toEqual(['password']);
    expect(await thief.goesOnWith('password')).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X9 at the same moment: no session that rests on what went survives, 20 devices, either order', async () => {
    const person = await contractorWith('passkey');
    const devices = Array.from({ length: 20 }, () => person.elsewhere());
    const assertions = await Promise.all(devices.map((device) => device.assertsPasskey()));
    const path = await passkeyPath(person);
    const sign = devices.map((device, index) => () => device.client.post('/sign-in/passkey', assertions[index]));
    const remove = () => person.client.delete(path);
    const acts = [...sign.slice(0, 10), remove, ...sign.slice(10)];
    const replies = await Promise.all(acts.map((act) => act()));
    expect(replies[10]?.status).toBe(200);
    for (const { status } of replies) expect([200, 401]).toContain(status);
    for (const device of devices) expect(await device.session()).toMatchObject(problem(401, 'no-session'));
    expect((await (await app.admin()).sees(person)).sessions).toBe(0);
  });
});

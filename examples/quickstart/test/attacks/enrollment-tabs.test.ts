import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../support/clock.ts';
import { asksToEnroll, complete, problem, tally } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile({ aroundStore: interleaving });

async function atEnrollment(person: Person): Promise<Person> {
  const device = person.elsewhere();
  expect(await device.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  return device;
}

async function pendingSecret(person: Person): Promise<string> {
  const reply = await person.client.post('/enroll/totp');
  expect(reply.status).toBe(200);
  return reply.body.secret ?? '';
}

function confirms(person: Person, secret: string): ReturnType<Person['begins']> {
  return person.client.post('/enroll/totp/confirm', { code: totpCode(secret, app.clock.now) });
}

describe('enrollment that is finished in two tabs', () => {
  it('X10 two sign-ins that set an app up at the same moment leave one app and one session', async () => {
    const person = await app.newcomer('contractor');
    const tabs = [await atEnrollment(person), await atEnrollment(person)];
    const secrets = await Promise.all(tabs.map(pendingSecret));
    const replies = await Promise.all(tabs.map((tab, index) => confirms(tab, secrets[index] ?? '')));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 403]).toContain(status);
    const won = replies.findIndex(({ status }) => status === 200);
    expect(await tabs[1 - won]?.session()).toMatchObject(problem(401, 'no-session'));

    const again = person.elsewhere();
    await again.signInWithPassword();
    again.has.totpSecret = secrets[1 - won] ?? '';
    expect(await again.goesOnWith('totp')).toMatchObject(problem(401, 'invalid-credentials'));
    again.has.totpSecret = secrets[won] ?? '';
    expect(await again.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

  it('X10 what nobody confirmed is forgotten, and replaced nothing', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    const secret = await pendingSecret(person);
    app.clock.advance(31 * MINUTE);
    await person.provesStrongest();
    expect(await confirms(person, secret)).toMatchObject(problem(401, 'invalid-credentials'));
    app.clock.advance(30 * SECOND);
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });

  it('X10 wrong confirmations in a sign-in are counted: ten, however many secrets are asked for', async () => {
    const tab = await atEnrollment(await app.newcomer('contractor'));
    let judged = 0;
    for (let round = 0; round < 4; round += 1) {
      tab.has.totpSecret = await pendingSecret(tab);
      const code = tab.wrongTotpCode();
      for (let guess = 0; guess < 4; guess += 1)
        judged += (await tab.client.post('/enroll/totp/confirm', { code })).status === 401 ? 1 : 0;
    }
    expect(judged).toBe(10);
  });
});

import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import type { Client, Reply } from '../support/client.ts';
import { MINUTE } from '../support/clock.ts';
import { complete, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

/** A person with an authenticator app and a passkey, and a recent proof at the strongest level. */
async function wellEquipped(): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  await person.provesStrongest();
  expect((await person.enrollsPasskey('Laptop')).status).toBe(200);
  await person.provesStrongest();
  return person;
}

async function passkeyPath(person: Person): Promise<string> {
  return `/account/passkeys/${encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '')}`;
}

/** Every change of a person's own factors in the contract. */
function changesOf(path: string): readonly (readonly [string, (client: Client) => Promise<Reply>])[] {
  return [
    ['adding an app', (client) => client.post('/enroll/totp')],
    ['adding a passkey', (client) => client.post('/enroll/passkey/options')],
    ['renaming a passkey', (client) => client.patch(path, { name: 'Renamed' })],
    ['removing a passkey', (client) => client.delete(path)],
    ['removing the app', (client) => client.delete('/account/totp')],
    ['new backup codes', (client) => client.post('/account/backup-codes')],
    ['a new password', (client) => client.post('/account/password', { current: 'x', next: 'an entirely new one' })],
    ['a new address', (client) => client.post('/account/email', { email: 'moved@example.org' })],
    ['deleting the account', (client) => client.delete('/account')],
  ];
}

describe('a change of one’s own factors', () => {
  it('X9 needs the strongest proof the account has: an app is not enough where there is a passkey', async () => {
    const person = await wellEquipped();
    const path = await passkeyPath(person);
    const weaker = person.elsewhere();
    expect(await weaker.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    for (const [what, act] of changesOf(path))
      expect(await act(weaker.client), what).toMatchObject(problem(401, 'insufficient-strength'));
    expect((await person.account()).factors).toMatchObject({ totp: true, passkeys: [{ name: 'Laptop' }] });
  });

  it('X9 needs it of the last 15 minutes', async () => {
    const person = await wellEquipped();
    const path = await passkeyPath(person);
    app.clock.advance(15 * MINUTE + 1);
    for (const [what, act] of changesOf(path)) {
      const refused = await act(person.client);
      expect(refused, what).toMatchObject(problem(401, 'insufficient-strength'));
      expect(refused.headers.get('www-authenticate'), what).toContain('max_age="900"');
    }
  });

  it.each<[string, (person: Person) => Promise<Reply>, string]>([
    ['an app is replaced', (person) => person.enrollsTotp(), 'added to your account'],
    ['a passkey is added', (person) => person.enrollsPasskey('Key', createAuthenticator()), 'added to your account'],
    ['a passkey is removed', async (person) => person.client.delete(await passkeyPath(person)), 'passkey was removed'],
    ['the app is removed', (person) => person.client.delete('/account/totp'), 'account: Authenticator app'],
    ['backup codes are made anew', (person) => person.client.post('/account/backup-codes'), 'Backup codes were made'],
  ])('X9 is told to the owner when %s', async (_, act, words) => {
    const person = await wellEquipped();
    const told = async () => (await app.mailsTo(person.identifier)).filter(({ text }) => text.includes(words)).length;
    await expect.poll(async () => (await app.mailsTo(person.identifier)).length).toBeGreaterThan(3);
    const before = await told();
    expect((await act(person)).status).toBe(200);
    await expect.poll(told).toBe(before + 1);
  });
});

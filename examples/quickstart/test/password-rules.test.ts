import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pwnedPasswords } from '@sallyport/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reply } from './support/client.ts';
import { complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, PASSWORD, type Policy, type Quickstart, quickstartForThisTest } from './support/quickstart.ts';
import { followsResetLink, receivesResetToken } from './support/recovery.ts';

const ONE = 'kitchen orbit velvet one';
const TWO = 'kitchen orbit velvet two';

async function signedIn(app: Quickstart): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

const changes = (person: Person, current: string, next: string): Promise<Reply> =>
  person.client.post('/account/password', { current, next });

const refusedAs = (path: string, code: string) => ({
  ...problem(400, 'malformed-input'),
  body: expect.objectContaining({ errors: [expect.objectContaining({ path, code })] }),
});

describe('the rules for new passwords', () => {
  it('X27 are the policy’s, and in force as soon as it is: at creation, in a change and in a recovery', async () => {
    const app = await quickstartForThisTest();
    const dora = app.person('dora@example.org');
    await dora.proves('password', 'email-code');
    const ada = await app.admin();
    const rules = { minimum: 12, words: ['acme'] };
    expect((await ada.putsPolicy({ ...FIRST_POLICY, passwords: rules })).status).toBe(200);
    const token = await receivesResetToken(app, dora);
    for (const [password, code] of [
      ['eleven char', 'too-short'],
      ['welcome at ACME', 'forbidden-word'],
    ] as const) {
      expect(await ada.creates({ identifier: 'new@example.org', password })).toMatchObject(refusedAs('password', code));
      expect(await changes(dora, PASSWORD, password)).toMatchObject(refusedAs('next', code));
      expect(await followsResetLink(dora, token, password)).toMatchObject(refusedAs('next', code));
    }
    expect((await changes(dora, PASSWORD, 'twelve chars')).status).toBe(200);
  });

  it.each<[string, unknown]>([
    ['minimum', 7],
    ['minimum', 65],
    ['history', 25],
    ['words.0', 'ab'],
    ['breached', 'warn'],
  ])('X27 have bounds, and a policy outside changes nothing: %s', async (member, value) => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const before = await ada.policy();
    const passwords = member === 'words.0' ? { words: [value] } : { [member]: value };
    const reply = await ada.putsPolicy({ ...FIRST_POLICY, passwords });
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(JSON.stringify(reply.body)).toContain(`passwords.${member}`);
    expect(await ada.policy()).toEqual(before);
  });
});

describe('breached passwords', () => {
  /** A server that speaks the range protocol and knows one password, until it fails. */
  async function list(stolen: string) {
    const state = { fails: false, asked: 0 };
    const hash = createHash('sha1').update(stolen).digest('hex').toUpperCase();
    const server = createServer((request, response) => {
      state.asked += 1;
      const found = request.url?.endsWith(`/${hash.slice(0, 5)}`) === true ? `${hash.slice(5)}:12\r\n` : '';
      response.writeHead(state.fails ? 500 : 200).end(`${found}${'0'.repeat(35)}:0`);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close().closeAllConnections());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
    return { state, breachedPasswords: pwnedPasswords({ url }) };
  }

  it('X27 are refused, and no password is set while the list fails', async () => {
    const { state, breachedPasswords } = await list(ONE);
    const policy: Policy = { ...FIRST_POLICY, passwords: { breached: 'refuse' } };
    const app = await quickstartForThisTest({ policy, breachedPasswords, logger: { warn: () => {}, error: () => {} } });
    const person = await signedIn(app);
    expect(await changes(person, PASSWORD, ONE)).toMatchObject(refusedAs('next', 'breached'));
    state.fails = true;
    const reply = await changes(person, PASSWORD, TWO);
    expect(reply).toMatchObject(problem(503, 'provider-unavailable'));
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await person.elsewhere().signInWithPassword(PASSWORD)).toMatchObject({ status: 200 });
    state.fails = false;
    expect((await changes(person, PASSWORD, TWO)).status).toBe(200);
  });

  it('X27 a policy that asks for a list is refused where the host has none', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const reply = await ada.putsPolicy({ ...FIRST_POLICY, passwords: { breached: 'refuse' } });
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(JSON.stringify(reply.body)).toContain('passwords.breached');
  });
});

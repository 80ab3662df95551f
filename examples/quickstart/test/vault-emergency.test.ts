import { describe, expect, it } from 'vitest';
import { EMERGENCY_KEY } from '../src/demo.ts';
import { Administration } from './support/administration.ts';
import { MINUTE } from './support/clock.ts';
import { problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { PASSWORD, quickstartForThisFile } from './support/quickstart.ts';
import { emergencyWay, ownerOfAVault, passkeyWay, secretWay } from './support/vault.ts';

const app = await quickstartForThisFile();

/** An account that Ada creates, signed in with a password and an authenticator app. */
async function administrator(name: string, roles: readonly string[], emergency: boolean): Promise<Person> {
  const identifier = `${name}@example.org`;
  const account = { identifier, email: identifier, password: PASSWORD, roles, emergency };
  const created = await (await app.admin()).creates(account);
  expect(created).toMatchObject({ status: 201, body: { emergency } });
  const person = app.person(identifier);
  person.has.accountId = created.body.accountId ?? '';
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  await person.provesStrongest();
  return person;
}

const glass = await administrator('glass', ['admin'], true);
const ordinary = await administrator('ordinary', ['admin'], false);
const off = await administrator('off-duty', [], true);

const opens = async (by: Person, whose: Person, body: unknown = { reason: 'the phone and the paper burnt' }) =>
  by.client.post<{ kid: string; sealed: string; code?: string }>(
    `/admin/accounts/${await (await app.admin()).idOf(whose)}/vault/emergency-open`,
    body,
  );

const openingsOf = async (person: Person) => (await app.admin()).events({ person, type: 'vault.emergency-opened' });

describe('the documented way back in', () => {
  it('P21 hands the emergency envelope to an emergency account that administers people; it is logged, and the owner told', async () => {
    const { person, vault, passkeys } = await ownerOfAVault(app);
    const emergency = emergencyWay();
    await vault.puts([passkeyWay(passkeys[0] ?? ''), emergency], 0);
    const before = (await app.mailsTo(person.identifier)).length;
    const opened = await opens(glass, person);
    expect(opened).toMatchObject({ status: 200, body: { kid: EMERGENCY_KEY.kid, sealed: emergency.sealed } });
    expect(Object.keys(opened.body).sort()).toEqual(['kid', 'sealed']);
    const events = await openingsOf(person);
    expect(events).toMatchObject([
      { actor: glass.has.accountId, detail: { reason: 'the phone and the paper burnt', kid: EMERGENCY_KEY.kid } },
    ]);
    expect(JSON.stringify(events)).not.toContain(emergency.sealed);
    const told = async () =>
      (await app.mailsTo(person.identifier))
        .slice(0, -before)
        .some(({ text }) => text.includes('The emergency account'));
    await expect.poll(told).toBe(true);
    expect((await vault.now()).version).toBe(1);
  });

  it('P21 is nobody else’s: not an administrator’s, not an emergency account’s without the role, not its own session’s later', async () => {
    const { person, vault } = await ownerOfAVault(app);
    await vault.puts([secretWay(), emergencyWay()], 0);
    const refused = problem(403, 'not-permitted');
    expect(await opens((await app.admin()).person, person)).toMatchObject(refused);
    await ordinary.provesStrongest();
    expect(await opens(ordinary, person)).toMatchObject(refused);
    expect(await opens(off, person)).toMatchObject(refused);
    expect(await opens(person, person)).toMatchObject(refused);
    expect(await opens(person.stranger(), person)).toMatchObject(problem(401, 'no-session'));
    app.clock.advance(16 * MINUTE);
    expect(await opens(ordinary, person, {})).toMatchObject(refused);
    expect(await opens(glass, person, {})).toMatchObject(problem(401, 'insufficient-strength'));
    await glass.provesStrongest();
    for (const body of [{}, { reason: '' }, { reason: 'r'.repeat(501) }, { reason: 'r', key: 'AA' }])
      expect(await opens(glass, person, body)).toMatchObject(problem(400, 'malformed-input'));
    expect(await openingsOf(person)).toEqual([]);
    expect((await opens(glass, person)).status).toBe(200);
  });

  it('P21 ends where a people administrator’s reach ends, and where there is no such envelope', async () => {
    await glass.provesStrongest();
    const { person, vault } = await ownerOfAVault(app);
    expect(await opens(glass, person)).toMatchObject(problem(404, 'not-found'));
    await vault.puts([secretWay()], 0);
    expect(await opens(glass, person)).toMatchObject(problem(404, 'not-found'));
    const ada = await app.admin();
    expect(await opens(glass, ada.person)).toMatchObject(problem(403, 'not-permitted'));
    const nobody = await glass.client.post('/admin/accounts/nobody/vault/emergency-open', { reason: 'r' });
    expect(nobody).toMatchObject(problem(404, 'not-found'));
  });

  it('P21 hands out the newest envelope, so that a key can be renewed', async () => {
    await glass.provesStrongest();
    const { person, vault } = await ownerOfAVault(app);
    const [old, renewed] = [emergencyWay(), emergencyWay()];
    await vault.puts([secretWay(), old], 0);
    await vault.adds(renewed, 1);
    expect(await opens(glass, person)).toMatchObject({ body: { sealed: renewed.sealed } });
  });

  it('P21 an administrator sees which ways there are, and nothing that opens', async () => {
    const { person, vault } = await ownerOfAVault(app);
    const ways = [secretWay(), emergencyWay()];
    await vault.puts(ways, 0);
    await ordinary.provesStrongest();
    const path = `/admin/accounts/${await (await app.admin()).idOf(person)}/vault`;
    const seen = await ordinary.client.get<{ envelopes: readonly object[] }>(path);
    expect(seen).toMatchObject({
      status: 200,
      body: { version: 1, envelopes: [{ kind: 'secret' }, { kind: 'emergency' }] },
    });
    expect(seen.body.envelopes.map((way) => Object.keys(way).sort())).toEqual([
      ['createdAt', 'id', 'kind'],
      ['createdAt', 'id', 'kind'],
    ]);
    for (const { sealed } of ways) expect(seen.text).not.toContain(sealed);
    expect(await person.client.get(path)).toMatchObject(problem(403, 'not-permitted'));
  });

  it('X16 P21 an emergency account is made by policy administrators alone', async () => {
    await ordinary.provesStrongest();
    const people = new Administration(ordinary);
    const account = { identifier: 'more-glass@example.org', emergency: true };
    expect(await people.creates(account)).toMatchObject(problem(403, 'not-permitted'));
    expect(await (await app.admin()).creates(account)).toMatchObject({ status: 201, body: { emergency: true } });
  });
});

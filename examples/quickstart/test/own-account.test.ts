import { expect, it } from 'vitest';
import { sealedNotes } from '../src/notes.ts';
import { complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const notes = sealedNotes();
const app = await quickstartForThisFile({ notes });

it('X21 changes the identifier with a recent proof, and tells the address', async () => {
  const ben = app.person('ben@example.org');
  const renames = (identifier: string) => ben.client.put('/account/identifier', { identifier });
  expect(await renames('benny')).toMatchObject(problem(401, 'no-session'));
  expect(await ben.proves('password', 'email-code')).toMatchObject(complete());
  const alike = { path: 'identifier', code: 'not-own-mailbox' };
  for (const identifier of ['ada@example.org', 'nobody@example.org', `${ben.identifier}.`])
    expect(await renames(identifier)).toMatchObject({
      ...problem(400, 'malformed-input'),
      body: { errors: [alike] },
    });
  expect(await renames('')).toMatchObject(problem(400, 'malformed-input'));
  expect(await renames('Benny')).toMatchObject({ status: 200, body: { identifiers: ['benny'] } });
  const told = expect.objectContaining({ kind: 'account.identifier-changed' });
  await expect.poll(() => app.mailsTo(ben.identifier)).toContainEqual(told);
  const { password } = ben.has;
  const signsIn = (identifier: string) => app.newClient().post('/sign-in', { identifier, password });
  expect(await signsIn('benny')).toMatchObject(continues);
  expect(await signsIn('ben@example.org')).toMatchObject(problem(401, 'invalid-credentials'));
  expect(await renames(ben.identifier)).toMatchObject({ status: 200, body: { identifiers: [ben.identifier] } });
  const dora = await app.newcomer();
  await dora.proves('password', 'email-code');
  expect(await dora.client.put('/account/identifier', { identifier: 'dora' })).toMatchObject({ status: 200 });
  expect(await renames('dora')).toMatchObject(problem(409, 'already-exists'));
  app.clock.advance(20 * 60_000);
  expect(await renames('ben')).toMatchObject(problem(401, 'insufficient-strength'));
});

it('X21 exports everything about a person as one document, with a recent proof', async () => {
  const dora = app.person('dora@example.org');
  expect(await dora.client.get('/account/export')).toMatchObject(problem(401, 'no-session'));
  await dora.proves('password', 'email-code');
  const reply = await dora.client.get('/account/export');
  expect(reply).toMatchObject({ status: 200, body: { account: { identifiers: ['dora@example.org'] }, devices: [{}] } });
  expect(Object.keys(reply.body).sort()).toEqual([
    ...['account', 'devices', 'events', 'factors', 'identities', 'sessions'],
  ]);
  expect(reply.text).not.toMatch(/argon2|[hH]ash"|[tT]oken"|[sS]ecret"|sealed/);
  const told = expect.objectContaining({ kind: 'account.exported' });
  await expect.poll(() => app.mailsTo(dora.identifier)).toContainEqual(told);
  app.clock.advance(20 * 60_000);
  expect(await dora.client.get('/account/export')).toMatchObject(problem(401, 'insufficient-strength'));
});

it('X21 deletes the account with what the app itself keeps of the person, whoever deletes it', async () => {
  const note = { keyId: 'key', sealed: 'sealed' };
  const leavers = [await app.newcomer(), await app.newcomer()] as const;
  for (const leaver of leavers) {
    await leaver.proves('password', 'email-code');
    expect((await leaver.client.host('PUT', '/app/note', { json: note })).status).toBe(200);
  }
  const [owner, other] = leavers;
  const kept = (): readonly unknown[] => leavers.map(({ has: { accountId = '' } }) => notes.of(accountId));
  expect(kept()).toEqual([[note], [note]]);
  expect((await owner.client.delete('/account')).status).toBe(204);
  await expect.poll(kept).toEqual([[], [note]]);
  expect((await (await app.admin()).deletes(other)).status).toBe(200);
  await expect.poll(kept).toEqual([[], []]);
});

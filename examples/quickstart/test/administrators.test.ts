import { describe, expect, it } from 'vitest';
import { problem } from './support/expectations.ts';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe('an administrator of people', () => {
  it('W4 cannot change the policy, preview a change or read its history; reading the policy is theirs', async () => {
    const admin = await app.administratorOfPeople();
    const { client } = admin.person;
    const { version } = await admin.policy();
    const match = { 'if-match': `"${version}"` };
    expect(await client.put('/admin/policy', { policy: FIRST_POLICY }, match)).toMatchObject(
      problem(403, 'not-permitted'),
    );
    expect(await admin.previews(FIRST_POLICY)).toMatchObject(problem(403, 'not-permitted'));
    expect(await client.get('/admin/policy/versions')).toMatchObject(problem(403, 'not-permitted'));
    expect((await admin.policy()).version).toBe(version);
  });

  it('W4 resets and blocks people', async () => {
    const admin = await app.administratorOfPeople();
    const person = await app.newcomer();
    expect((await admin.does('block', person, { reason: 'Asked for it' })).status).toBe(200);
    expect((await admin.does('unblock', person)).status).toBe(200);
    expect((await admin.does('unlock', person)).status).toBe(200);
    expect((await admin.does('reset-two-step', person)).status).toBe(200);
    expect((await admin.does('reset-passkeys', person)).status).toBe(200);
    expect((await admin.sets('roles', person, ['employee'])).status).toBe(200);
    expect((await admin.events({ person, type: 'account.blocked' }))[0]?.actor).toBe(await admin.idOf(admin.person));
  });

  it('W4 cannot touch those above them', async () => {
    const admin = await app.administratorOfPeople();
    const ada = await app.admin();
    const before = await ada.sees(ada.person);
    const replies = [
      await admin.does('block', ada.person, { reason: 'Revolt' }),
      await admin.does('unblock', ada.person),
      await admin.does('unlock', ada.person),
      await admin.does('reset-two-step', ada.person),
      await admin.does('reset-passkeys', ada.person),
      await admin.does('enrollment-code', ada.person),
      await admin.sets('roles', ada.person, ['employee']),
      await admin.sets('methods', ada.person, ['password']),
      await admin.deletes(ada.person),
    ];
    for (const reply of replies) expect(reply).toMatchObject(problem(403, 'not-permitted'));
    expect(await ada.sees(ada.person)).toEqual(before);
  });

  it('W4 cannot grant a role above their own, to anyone or to themselves', async () => {
    const admin = await app.administratorOfPeople();
    const person = await app.newcomer();
    expect(await admin.sets('roles', person, ['super-admin'])).toMatchObject(problem(403, 'not-permitted'));
    expect(await admin.sets('roles', person, ['super-admin'], true)).toMatchObject(problem(403, 'not-permitted'));
    expect(await admin.sets('roles', admin.person, ['admin', 'super-admin'])).toMatchObject(
      problem(403, 'not-permitted'),
    );
    const created = await admin.creates({ identifier: 'mole@example.org', password: PASSWORD, roles: ['super-admin'] });
    expect(created).toMatchObject(problem(403, 'not-permitted'));
    expect((await admin.sees(person)).roles).toEqual([]);
    expect((await admin.sees(admin.person)).roles).toEqual(['admin']);
  });

  it('W4 is no one who merely signs in', async () => {
    const dora = app.person('dora@example.org');
    await dora.proves('password', 'email-code');
    for (const path of [
      '/admin/policy',
      '/admin/accounts',
      '/admin/events',
      '/admin/security',
      '/admin/policy/versions',
    ]) {
      expect(await dora.client.get(path), path).toMatchObject(problem(403, 'not-permitted'));
    }
    const body = { identifier: 'mole@example.org', password: PASSWORD };
    expect(await dora.client.post('/admin/accounts', body)).toMatchObject(problem(403, 'not-permitted'));
  });
});

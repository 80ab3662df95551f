import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { describe, expect, it } from 'vitest';

const password = 'correct horse battery staple';

/** A host whose table of roles can be made to fail. */
async function host() {
  const table = { fails: false, roles: ['staff'] };
  const test = await testSallyport({
    store: memoryStore(),
    policy: { requiredStrength: 'single', roles: { staff: { requiredStrength: 'single' } } },
    resolveSubject: () => {
      if (table.fails) throw new Error('the table of roles is gone');
      return table.roles;
    },
  });
  await test.auth.people.create({ identifier: 'ada', password, by: hostCode('host') });
  const caller = { tenant: forAdapters(test.auth).tenantOf({ headers: {}, path: '/' }), mode: 'token' } as const;
  return { table, signsIn: () => test.auth.signIn.begin(caller, { identifier: 'ada', password }) };
}

describe('roles that the host tells', () => {
  it('X20 are asked for at each sign-in', async () => {
    const { signsIn } = await host();
    expect(await signsIn()).toMatchObject({ answer: { status: 'complete' } });
  });

  it('X17 nothing is decided without them: a host that fails is a fault, and the person can begin again', async () => {
    const { table, signsIn } = await host();
    table.fails = true;
    await expect(signsIn()).rejects.toMatchObject({ code: 'host-unavailable' });
    table.fails = false;
    expect(await signsIn()).toMatchObject({ answer: { status: 'complete' } });
  });
});

import { describe, expect, it } from 'vitest';
import { adminAccount, counts, listedAccount } from '../account-samples.test-support.ts';
import { ask, bodyOf } from '../ask.test-support.ts';
import { fakeSallyport, guardFor } from '../fake-sallyport.test-support.ts';

describe('an account over HTTP', () => {
  it('X25 has no key of the host', async () => {
    const kept = { ...adminAccount, externalId: 'user-7' };
    const people = {
      show: async () => kept,
      create: async () => kept,
      list: async () => ({ accounts: [listedAccount], counts }),
    };
    const auth = fakeSallyport({ sessions: { guard: guardFor().guard }, people });
    const shown = bodyOf(await ask(auth, 'GET /admin/accounts/a1'));
    expect(shown).toMatchObject({ accountId: adminAccount.accountId });
    expect(shown).not.toHaveProperty('externalId');
    expect(bodyOf(await ask(auth, 'POST /admin/accounts', { json: { identifier: 'x' } }))).toEqual(shown);
    const listed = bodyOf(await ask(auth, 'GET /admin/accounts'));
    expect(listed).toMatchObject({ accounts: [{ accountId: adminAccount.accountId }], counts });
    expect(JSON.stringify(listed)).not.toContain('user-7');
  });
});

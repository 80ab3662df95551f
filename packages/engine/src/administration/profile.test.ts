import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { ARMED, given, office } from './office.test-support.ts';

describe('an administrator without a strong factor', () => {
  it('W4 has no passkey and no app: an app counts, even if nobody can sign in with the app alone', async () => {
    const { world, root } = await office();
    const found = async (): Promise<boolean> =>
      (await world.auth.audit.risks(TENANT)).risks.some(({ code }) => code === 'administrator-without-strong-factor');
    await given(world, root.accountId, { totp: undefined, passkeys: [], backupCodes: undefined });
    expect(await found()).toBe(true);
    await given(world, root.accountId, { totp: ARMED.totp, password: undefined });
    expect(await found()).toBe(false);
  });
});

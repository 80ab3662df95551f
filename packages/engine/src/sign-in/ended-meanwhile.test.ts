import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const BY = hostCode('console');

describe('an open sign-in', () => {
  it.each([
    ['waits for a code', {}],
    ['waits for a set-up', { requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } }],
  ] as const)('X21 that %s is over once the account is deleted', async (_, policy) => {
    const world = await embedded({ policy });
    const accountId = await newAccount(world, DORA);
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    expect(isRefusal(await world.auth.signIn.status(client.caller, { local: false }))).toBe(false);
    expect(isRefusal(await world.auth.people.delete({ accountId }, { by: BY }))).toBe(false);
    expect(await world.auth.signIn.status(client.caller, { local: false })).toMatchObject({ refused: 'flow-expired' });
  });

  it('P18 that waits for a set-up says that the account is blocked, to the person who proved the password', async () => {
    const policy = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } } as const;
    const world = await embedded({ policy });
    const accountId = await newAccount(world, DORA);
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    expect(isRefusal(await world.auth.enroll.secret(client.caller, 'totp'))).toBe(false);
    await world.auth.people.block({ accountId }, { reason: 'stolen', by: BY });
    expect(await world.auth.enroll.secret(client.caller, 'totp')).toEqual({ refused: 'account-blocked' });
    expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code: '123456' })).toEqual({
      refused: 'account-blocked',
    });
  });
});

import type { Caller } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, newAccount, TENANT } from '../../embedded.test-support.ts';

const DORA = 'dora@example.org';
const at = (...contexts: readonly string[]): Caller => ({
  tenant: TENANT,
  mode: 'token',
  contexts: async () => contexts,
});

/** docs/guide/getting-in.md: "`POST /recover` answers 202 for everybody, and mails a link … if the account may have a new password by mail". */
describe('W6 N17 a link that somebody asks for in a place without passwords', () => {
  it.each([
    ['inside', at()],
    ['where only passkeys count', at('unmanaged')],
  ])('is mailed, %s: the person may follow it elsewhere', async (_, caller) => {
    const world = await embedded({
      policy: { contexts: { unmanaged: { methods: ['passkey'] } } },
      contextOf: () => [],
    });
    await newAccount(world, DORA);
    await world.auth.recovery.begin(caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    expect(world.mails.map(({ kind }) => kind)).toEqual(['recovery']);
    await world.auth.close();
  });
});

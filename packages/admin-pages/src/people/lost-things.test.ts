import type { AdminAccount } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { lostThings } from './lost-things.ts';

type Passkey = AdminAccount['factors']['passkeys'][number];

const passkey = (id: string, name: string, aaguid = ''): Passkey => ({
  ...{ id, name, aaguid, createdAt: '2026-11-20T12:00:00.000Z', lastUsedAt: null },
  deviceBound: false,
});

describe('the things that a person can have lost', () => {
  const accountWith = (factors: object) =>
    ({ accountId: 'mia', identifiers: ['mia'], externalIds: [], factors }) as unknown as AdminAccount;

  const aboutApp = (passkeys: readonly Passkey[], totp = false) => {
    const factors = { totp, passkeys, codes: [], password: true, emailCode: false, backupCodes: { remaining: 0 } };
    const { about, isNone } = lostThings(accountWith(factors))[0] ?? {};
    return [about, isNone];
  };

  it('W12 lead from the missing app to the passkeys, if there are passkeys', () => {
    const noApp = 'No authenticator app and no phone number set up.';
    expect(aboutApp([])).toEqual([noApp, true]);
    expect(aboutApp([passkey('k1', 'Passkey')])).toEqual([
      `${noApp} If a passkey was on the phone, tick “Passkeys”.`,
      true,
    ]);
    expect(aboutApp([passkey('k1', 'Passkey')], true)).toEqual(['Has one', undefined]);
  });

  it('W12 end with “Nothing” for a person who only needs a code', () => {
    const last = (factors: object) =>
      lostThings(accountWith({ totp: false, passkeys: [], codes: [], password: true, ...factors })).at(-1);
    expect(last({})).toMatchObject({ lost: 'nothing', name: 'Nothing' });
    // A person with an app or a phone ticks the app: the dialog says that the app or the phone ends.
    expect(last({ totp: true })).toMatchObject({ lost: 'password', name: 'Password' });
    expect(last({ codes: [{ method: 'sms-code', sentTo: '…42' }] })).toMatchObject({ lost: 'password' });
    // The server takes the code of a lost password alone for a person without any way in.
    expect(last({ password: false })).toMatchObject({ lost: 'password', name: 'Nothing' });
  });
});

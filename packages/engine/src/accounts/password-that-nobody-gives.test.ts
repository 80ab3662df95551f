import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  imports,
  registeredElsewhere,
  SECRET,
  SINGLE,
  showsPasskey,
} from '../administration/import-people.test-support.ts';
import { Client, embedded, TENANT } from '../embedded.test-support.ts';

const NEXT = 'a new battery for the staple';
const by = hostCode('host');

/** A moved person, who signs in by the passkey of the former system. */
async function moved(ofPassword: { readonly passwordUnknown: true } | { readonly passwordElsewhere: true }) {
  const key = createAuthenticator();
  const before = await embedded({ policy: SINGLE, verifyElsewhere: () => 'right' });
  const passkeys = [await registeredElsewhere(key, 'user 42')];
  const row = { identifier: ADA, email: ADA, emailVerified: true, totp: { secret: SECRET }, passkeys, ...ofPassword };
  const [report] = await imports(before, [row]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  const world = await embedded({ policy: SINGLE, store: before.store });
  const ada = new Client(world);
  await ada.keeps(showsPasskey(world, ada, key));
  return { world, ada, accountId: report.accountId, me: world.auth.me(await ada.session()) };
}

describe.each([
  ['that nobody knows', { passwordUnknown: true }],
  ['whose former system is gone', { passwordElsewhere: true }],
] as const)('a password %s', (_, ofPassword) => {
  it('X21 X19 is none in the view of its owner, and of administrators', async () => {
    const { world, me, accountId } = await moved(ofPassword);
    expect(me.view()).toMatchObject({ factors: { password: false, totp: true } });
    expect(await world.auth.people.find({ accountId })).toMatchObject({ factors: { password: false, totp: true } });
    await world.auth.close();
  });

  it('X21 X11 is asked for by no change: its owner sets one, and signs in with it', async () => {
    const { world, ada, me } = await moved(ofPassword);
    const changed = await me.changePassword(ada.caller, { next: NEXT });
    expect(isRefusal(changed) ? changed : changed.answer.status).toBe('complete');
    const kept = new Client(world);
    const begun = await kept.keeps(world.auth.signIn.begin(kept.caller, { identifier: ADA, password: NEXT }));
    expect(begun.answer.status).not.toBe('denied');
    await world.auth.close();
  });

  it('X21 keeps the session that set another one', async () => {
    const { world, ada, me } = await moved(ofPassword);
    const changed = await me.changePassword(ada.caller, { next: NEXT });
    if (isRefusal(changed)) throw new Error(changed.refused);
    const sessionToken = changed.keep?.session?.token;
    const caller = { tenant: TENANT, mode: 'token', sessionToken } as const;
    expect(isRefusal(await world.auth.sessions.guard(caller, { needs: 'session' }))).toBe(false);
    await world.auth.close();
  });

  it('X18 is nothing that the code of a help-in keeps or ends', async () => {
    const { world, accountId } = await moved(ofPassword);
    for (const lost of ['app', 'password'] as const) {
      const helped = await world.auth.people.helpIn({ accountId }, { lost: [lost], by, preview: true });
      if (isRefusal(helped)) throw new Error(helped.refused);
      expect([...helped.ends, ...helped.keeps].map(({ kind }) => kind)).not.toContain('password');
    }
    await world.auth.close();
  });
});

import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD } from '../../embedded.test-support.ts';
import {
  DORA,
  enrolling,
  MINUTE,
  NUMBER,
  OTHER_NUMBER,
  registration,
  withApp,
} from '../../sign-in/enrollment/enrolling.test-support.ts';
import { accepted } from './planting.test-support.ts';

const SMS = 'sms-code';

// The thief knows the password and has the former factor. The owner's confirmation has read its clock when the thief proves the former factor.
describe("a proof by a factor that its owner replaces, between the owner's clock and the owner's commit", () => {
  it.each(['before', 'between'])('X3 a code to the former telephone, %s: counts for no set-up', async (when) => {
    const at = await enrolling();
    const { world, client, lastCode } = at;
    const { auth } = world;
    await auth.enroll.code(client.caller, SMS, { address: NUMBER });
    await client.keeps(auth.enroll.confirmCode(client.caller, SMS, { code: lastCode() }));
    world.now += MINUTE;
    const thief = new Client(world);
    await thief.keeps(auth.signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
    await thief.keeps(auth.signIn.sendCode(thief.caller, SMS));
    const code = lastCode();
    await auth.enroll.code(client.caller, SMS, { address: OTHER_NUMBER });
    const owners = lastCode();
    const proves = async (): Promise<void> => {
      world.now += 5;
      await thief.keeps(auth.signIn.code(thief.caller, SMS, { code }));
      world.now += 5;
    };
    if (when === 'before') await proves();
    else at.beforeTheNext('commit', proves);
    accepted(await auth.enroll.confirmCode(client.caller, SMS, { code: owners }));
    world.now += MINUTE;
    expect(await auth.enroll.secret(thief.caller, 'totp')).toMatchObject({ refused: 'insufficient-strength' });
  });

  it.each(['before', 'between'])('X3 a code of the former app, %s: counts for no set-up', async (when) => {
    const at = await enrolling();
    const { world, client } = at;
    const { auth } = world;
    const { secret } = await client.enrollsTotp();
    const owner = await withApp(at, secret);
    world.now += MINUTE;
    const thief = new Client(world);
    await thief.keeps(auth.signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
    const pending = accepted(await auth.enroll.secret(owner.caller, 'totp'));
    const proves = async (): Promise<void> => {
      world.now += 5;
      await thief.keeps(auth.signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
      world.now += 5;
    };
    if (when === 'before') await proves();
    else at.beforeTheNext('commit', proves);
    accepted(await auth.enroll.confirmCode(owner.caller, 'totp', { code: owner.totp(pending.secret) }));
    world.now += MINUTE;
    expect(await auth.enroll.passkeyOptions(thief.caller)).toMatchObject({ refused: 'insufficient-strength' });
    // The owner signs in with the new app, and may set up a passkey.
    world.now += MINUTE;
    const again = await withApp(at, pending.secret);
    const response = await registration(at, again, createAuthenticator());
    accepted(await auth.enroll.passkey(again.caller, { response }));
  });
});

import type { PolicyInput } from '@sallyport/core';
import type { AccountId, CodeToSend } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { given } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office, recovers, THIEFS } from './planting.test-support.ts';

/** Eve's role asks for a code to her telephone, or for an app, beside the password. */
const TEXTED: PolicyInput<string> = {
  requiredStrength: 'single',
  strengths: {
    texted: {
      anyOf: [
        [{ method: 'password' }, { method: 'sms-code' }],
        [{ method: 'password' }, { method: 'totp' }],
      ],
    },
  },
  roles: { lead: { requiredStrength: 'texted' } },
};

/** Eve has a password, a mailbox and a telephone of her own. */
async function hired(policy: PolicyInput<string>) {
  const sms = { label: 'SMS', send: (_: CodeToSend) => {}, address: (raw: string) => raw };
  const { world, pia } = await office({ policy, codes: { sms } });
  const { people } = world.auth;
  const account = { identifier: EVE, email: EVE, password: PASSWORD, roles: ['lead'] };
  const id = accepted(await people.create({ ...account, by: hostCode('host') })).accountId as AccountId;
  const enrolledAt = forAdapters(world.auth).now();
  await given(world, id, { codes: [{ method: 'sms-code', id: 'n1', address: '+15550112', enrolledAt }] });
  return {
    ...{ world, id },
    piasId: (await pia.session()).accountId,
    account: () => storedAccount(world.store, id),
    resets: async () => accepted(await people.resetTwoStep({ accountId: id }, { by: await acting(world, pia) })),
    promotes: async () =>
      accepted(await people.setRoles({ accountId: id }, { roles: ['super-admin'], by: hostCode('host'), force: true })),
    async begins() {
      world.now += 60_000;
      const client = new Client(world);
      const { answer } = await client.keeps(
        world.auth.signIn.begin(client.caller, { identifier: EVE, password: PASSWORD }),
      );
      return { client, answer };
    },
  };
}

describe('after an administrator’s reset of the telephone, at an account whose strongest level stays the same', () => {
  it('N15 X13 a password that the mailbox alone recovers names the administrator, and goes with a role', async () => {
    const { world, piasId, account, resets, promotes } = await hired({ requiredStrength: 'single' });
    const { recovery } = world.auth;
    const thief = new Client(world);
    await recovery.begin(thief.caller, { identifier: EVE });
    await world.auth.runBackgroundWork();
    const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    expect(await recovery.confirm(thief.caller, { token, next: THIEFS })).toMatchObject({
      answer: { accept: [{ method: 'sms-code' }] },
    });
    await resets();
    expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: piasId } });
    await recovers(world, new Client(world), EVE, THIEFS);
    expect(await account()).toMatchObject({ password: { provenance: 'mailbox', setUpBy: piasId } });
    await promotes();
    expect((await account()).password).toBeUndefined();
    await world.auth.close();
  });

  it('N15 W4 an app that the password and the mailbox set up names the administrator, and goes with a role', async () => {
    const { world, piasId, account, resets, promotes, begins } = await hired(TEXTED);
    const { signIn, enroll } = world.auth;
    const before = await begins();
    expect(before.answer).toMatchObject({ accept: [{ method: 'sms-code' }] });
    expect(await enroll.secret(before.client.caller, 'totp')).toHaveProperty('refused');
    await resets();
    const { client } = await begins();
    await client.keeps(signIn.sendCode(client.caller, 'email-code'));
    await client.keeps(signIn.code(client.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
    const { secret } = await client.enrollsTotp();
    expect(await account()).toMatchObject({ totp: { setUpBy: piasId } });
    await promotes();
    expect((await account()).totp).toBeUndefined();
    const again = await begins();
    expect(await signIn.code(again.client.caller, 'totp', { code: again.client.totp(secret) })).toHaveProperty(
      'refused',
    );
    expect(await administersPolicy(world, again.client)).toHaveProperty('refused');
    await world.auth.close();
  });
});

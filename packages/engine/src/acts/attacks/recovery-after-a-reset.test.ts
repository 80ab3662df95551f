import type { AccountId, CodeToSend } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { expect, it } from 'vitest';
import { given, passkey } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { accepted, acting, EVE, office, recovers, THIEFS } from './planting.test-support.ts';

it.each([true, false])(
  'N12 a password that is recovered after a reset names who reset the factors, and goes with a role of administration (telephone %s)',
  async (hasTelephone) => {
    const texts: CodeToSend[] = [];
    const { world, pia } = await office({
      policy: { requiredStrength: 'single' },
      codes: { sms: { label: 'SMS', send: (code) => void texts.push(code), address: (raw) => raw } },
    });
    const { auth } = world;
    const made = accepted(
      await auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const id = made.accountId as AccountId;
    const enrolledAt = forAdapters(auth).now();
    const telephone = { method: 'sms-code', id: 'n1', address: '+15550112', enrolledAt } as const;
    await given(world, id, { passkeys: [passkey('k1')], codes: hasTelephone ? [telephone] : undefined });
    accepted(await auth.people.resetPasskeys({ accountId: id }, { by: await acting(world, pia) }));

    // Pia reads the mailbox, and has the owner's telephone in her hand for a moment.
    const thief = new Client(world);
    if (hasTelephone) {
      await auth.recovery.begin(thief.caller, { identifier: EVE });
      await auth.runBackgroundWork();
      const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
      const followed = accepted(await auth.recovery.confirm(thief.caller, { token, next: THIEFS }));
      if (!('answer' in followed)) throw new Error('the recovery asks for no telephone');
      await thief.keeps(Promise.resolve(followed));
      await thief.keeps(auth.signIn.sendCode(thief.caller, 'sms-code'));
      await thief.keeps(auth.signIn.code(thief.caller, 'sms-code', { code: texts.at(-1)?.code ?? '' }));
    } else await recovers(world, thief, EVE, THIEFS);
    const setUpBy = (await pia.session()).accountId;
    expect(await storedAccount(world.store, id)).toMatchObject({ password: { provenance: 'mailbox', setUpBy } });
    const { items } = await world.store.listEvents(TENANT, { limit: 20, accountId: id });
    expect(items.find(({ type }) => type === 'password.reset')).toMatchObject({ detail: { setUpBy } });

    accepted(
      await auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], by: hostCode('host'), force: true }),
    );
    expect((await storedAccount(world.store, id)).password).toBeUndefined();
    await auth.close();
  },
);

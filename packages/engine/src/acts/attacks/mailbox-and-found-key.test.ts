import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { accepted, EVE, office, THIEFS } from './planting.test-support.ts';

const MINUTE = 60_000;

it.each(['baseline-only', 'refuse'] as const)(
  'N12 a mailbox and a found key without a PIN do not vouch for each other (mailboxAlone %s)',
  async (mailboxAlone) => {
    const { world } = await office({ policy: { requiredStrength: 'baseline', recovery: { mailboxAlone } } });
    const { auth, mails } = world;
    const made = accepted(
      await auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const account = () => storedAccount(world.store, made.accountId);
    const eve = new Client(world);
    await eve.signsInByMail(EVE);
    const key = createAuthenticator();
    const asked = accepted(await auth.enroll.passkeyOptions(eve.caller));
    const response = await key.create({ ...asked, extensions: {} }, { origin: auth.origin, userVerified: false });
    await eve.keeps(auth.enroll.passkey(eve.caller, { response }));
    const shows = async (client: Client, userVerified: boolean): Promise<string> => {
      const options = accepted(await auth.signIn.passkeyOptions(client.caller));
      const { challenge, rpId = '', allowCredentials = [] } = options;
      const shown = await key.get(
        { challenge, rpId, allowCredentials, extensions: {} },
        { origin: auth.origin, userVerified },
      );
      const answer = await auth.signIn.passkey(client.caller, { ...shown, clientExtensionResults: {} });
      if ('refused' in answer) return answer.refused;
      await client.keeps(Promise.resolve(answer));
      return answer.answer.status;
    };
    world.now += 60 * MINUTE;
    const recovering = new Client(world);
    await auth.recovery.begin(recovering.caller, { identifier: EVE });
    await auth.runBackgroundWork();
    const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    await recovering.keeps(auth.recovery.confirm(recovering.caller, { token, next: THIEFS }) as never);
    await shows(recovering, false);
    for (let round = 0; round < 2; round++) {
      world.now += MINUTE;
      const thief = new Client(world);
      await thief.keeps(auth.signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
      await shows(thief, true);
    }
    const { password, passkeys } = await account();
    expect(password?.provenance).toBe('mailbox');
    expect(passkeys.map(({ userVerified }) => userVerified)).toEqual([false]);
  },
);

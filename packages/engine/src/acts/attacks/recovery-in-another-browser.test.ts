import { type CodeToSend, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'a password that the thief chose';

/** A thief reads Dora's mailbox, begins a recovery, and leaves the recovery's cookie in Dora's browser. Dora gives her code. */
async function leftOpen() {
  const texts: CodeToSend[] = [];
  const sms = { label: 'SMS', send: (code: CodeToSend) => void texts.push(code), address: (raw: string) => raw };
  const world = await corporate({}, { codes: { sms } });
  const { auth } = world;
  const input = { identifier: DORA, email: DORA, password: PASSWORD, roles: ['super-admin'] };
  const { accountId } = accepted(await auth.people.create({ ...input, by: hostCode('host') }));
  const owner = new Client(world);
  await owner.signsInByMail(DORA);
  const code = () => ({ code: texts.at(-1)?.code ?? '' });
  accepted(await auth.enroll.code(owner.caller, 'sms-code', { address: '+15550112' }));
  await owner.keeps(auth.enroll.confirmCode(owner.caller, 'sms-code', code()));
  world.now += 60 * 60_000;
  const thief = new Browser(world);
  await auth.recovery.begin(thief.caller, { identifier: DORA });
  await auth.runBackgroundWork();
  const followed = await auth.recovery.confirm(thief.caller, { token: world.mails.at(-1)?.token ?? '', next: NEXT });
  if (isRefusal(followed) || 'status' in followed) throw new Error('the recovery asks for no factor');
  thief.keeps(followed);
  const victim = new Browser(world);
  victim.caller = { ...victim.caller, flowToken: thief.caller.flowToken };
  victim.keeps(await auth.signIn.sendCode(victim.caller, 'sms-code'));
  expect(victim.keeps(await auth.signIn.code(victim.caller, 'sms-code', code()))).toBe('complete');
  return { world, password: async () => (await storedAccount(world.store, accountId)).password };
}

/** The thief signs in by the chosen password and a code to the mailbox, and asks for an app. */
async function thiefSetsUp({ auth, mails, ...world }: Awaited<ReturnType<typeof leftOpen>>['world']) {
  const thief = new Browser({ auth, mails, ...world });
  thief.keeps(await auth.signIn.begin(thief.caller, { identifier: DORA, password: NEXT }));
  thief.keeps(await auth.signIn.sendCode(thief.caller, 'email-code'));
  thief.keeps(await auth.signIn.code(thief.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  return auth.enroll.secret(thief.caller, 'totp');
}

describe('a recovery that a reader of the mailbox left open in the owner’s browser', () => {
  it('N12 leaves the password the mailbox’s, although the owner gave the other factor', async () => {
    const { world, password } = await leftOpen();
    expect(await password()).toMatchObject({ provenance: 'mailbox' });
    expect(await thiefSetsUp(world)).toHaveProperty('refused');
    await world.auth.close();
  });
});

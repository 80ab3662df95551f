import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, office } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const WHO = { identifier: IDA };
const NUMBER = '+15550112';
const BY = { by: hostCode('host') } as const;
/** The client forgets the flow. */
const OVER = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };

/** A first sign-in by the mailed link that waits for a set-up. */
interface Waiting {
  readonly world: Embedded;
  readonly client: Client;
  readonly texts: { readonly code: string }[];
  readonly beforeTheNext: ReturnType<typeof contendedStore>['beforeTheNext'];
}

type Beginning = (world: Embedded, client: Client) => Promise<unknown>;

const tokenOf = ({ mails }: Embedded, kind: string): string =>
  mails.findLast((mail) => mail.kind === kind)?.token ?? '';

const invited =
  (password?: string): Beginning =>
  async (world, client) => {
    const { people, invitations } = world.auth;
    accepted(await people.create({ ...WHO, email: IDA, invite: true, ...BY }));
    await client.keeps(invitations.accept(client.caller, { token: tokenOf(world, 'invitation'), password }));
  };

const signingUp =
  (password?: string): Beginning =>
  async (world, client) => {
    const { signUp } = world.auth;
    await signUp.begin(client.caller, { email: IDA });
    await world.auth.runBackgroundWork();
    await client.keeps(signUp.confirm(client.caller, { token: tokenOf(world, 'sign-up'), password }));
  };

/** Each beginning, with the set-ups that its flow offers. */
const BEGINNINGS: readonly (readonly [string, Beginning, readonly string[]])[] = [
  ['an invitation', invited(), ['a passkey']],
  ['an invitation with a password', invited(PASSWORD), ['a passkey', 'an app', 'a telephone']],
  ['a sign-up', signingUp(), ['a passkey']],
  ['a sign-up with a password', signingUp(PASSWORD), ['a passkey', 'an app', 'a telephone']],
];

/** What overtakes the first sign-in: acts that void its proofs. */
const ACTS: readonly (readonly [string, (world: Embedded) => Promise<unknown>])[] = [
  ['a sign-out', async ({ auth }) => accepted(await auth.people.endSessions(WHO, BY))],
  [
    'a block that was lifted again',
    async ({ auth }) => {
      accepted(await auth.people.block(WHO, { reason: 'a mistake', ...BY }));
      accepted(await auth.people.unblock(WHO, BY));
    },
  ],
  ['a reset of two-step verification', async ({ auth }) => accepted(await auth.people.resetTwoStep(WHO, BY))],
  ['a reset of passkeys', async ({ auth }) => accepted(await auth.people.resetPasskeys(WHO, BY))],
  [
    'a new password',
    async ({ auth }) =>
      accepted(await auth.people.setPassword(WHO, { password: 'another battery, another staple', ...BY })),
  ],
  ['a help-in', async ({ auth }) => accepted(await auth.people.helpIn(WHO, { lost: ['app'], ...BY }))],
  [
    'another mail address',
    async ({ auth }) => accepted(await auth.people.setEmail(WHO, { email: 'right@example.org', ...BY })),
  ],
];

const CASES = BEGINNINGS.flatMap(([beginning, begins, offers]) =>
  ACTS.map(([act, acts]) => ({ beginning, begins, offers, act, acts })),
);

async function waiting(begins: Beginning): Promise<Waiting> {
  const texts: { code: string }[] = [];
  const sms = { label: 'SMS', send: (code: { code: string }) => void texts.push(code), address: (raw: string) => raw };
  const { store, beforeTheNext } = contendedStore();
  const world = await embedded({
    store,
    codes: { sms },
    policy: {
      requiredStrength: 'two',
      strengths: {
        two: {
          anyOf: [
            [{ method: 'passkey' }],
            [{ method: 'password' }, { method: 'totp' }],
            [{ method: 'password' }, { method: 'sms-code' }],
          ],
        },
      },
    },
  });
  const client = new Client(world);
  await begins(world, client);
  return { world, client, texts, beforeTheNext };
}

const wordOf = (reply: object): unknown => {
  if (isRefusal(reply)) return reply;
  return 'answer' in reply ? (reply.answer as { status: string }).status : reply;
};

async function passkeyFor({ world, client }: Waiting) {
  const options = accepted(await world.auth.enroll.passkeyOptions(client.caller));
  return createAuthenticator().create({ ...options, extensions: {} }, { origin: world.auth.origin });
}

/** Each set-up, begun before the act and ended after it. */
const SET_UPS: readonly (readonly [string, (at: Waiting) => Promise<() => Promise<object>>])[] = [
  [
    'a passkey',
    async (at) => {
      const response = await passkeyFor(at);
      return () => at.world.auth.enroll.passkey(at.client.caller, { response });
    },
  ],
  [
    'an app',
    async ({ world: { auth }, client }) => {
      const { secret } = accepted(await auth.enroll.secret(client.caller, 'totp'));
      return () => auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(secret) });
    },
  ],
  [
    'a telephone',
    async ({ world: { auth }, client, texts }) => {
      accepted(await auth.enroll.code(client.caller, 'sms-code', { address: NUMBER }));
      const code = texts.at(-1)?.code ?? '';
      return () => auth.enroll.confirmCode(client.caller, 'sms-code', { code });
    },
  ],
];

describe('a first sign-in that waits for a set-up', () => {
  it.each(
    BEGINNINGS.flatMap(([name, begins, offers]) =>
      SET_UPS.filter(([what]) => offers.includes(what)).map(([what, begun]) => ({ name, begins, what, begun })),
    ),
  )('X21 by $name ends with $what while nothing overtakes it', async ({ begins, begun }) => {
    const at = await waiting(begins);
    expect(wordOf(await (await begun(at))())).toBe('complete');
    await at.world.auth.close();
  });

  it.each(CASES)('N15 X21 by $beginning is over after $act, and sets nothing up', async ({ begins, offers, acts }) => {
    const at = await waiting(begins);
    const { world, client } = at;
    const ends = [];
    for (const [what, begun] of SET_UPS) if (offers.includes(what)) ends.push(await begun(at));
    world.now += 60_000;
    await acts(world);
    const { auth } = world;
    for (const end of ends) expect(wordOf(await end())).toEqual(OVER);
    const begin = [
      () => auth.enroll.passkeyOptions(client.caller),
      () => auth.enroll.secret(client.caller, 'totp'),
      () => auth.enroll.code(client.caller, 'sms-code', { address: NUMBER }),
      () => auth.signIn.status(client.caller, { local: true }),
      () => auth.signIn.code(client.caller, 'email-code', { code: '123456' }),
      () => auth.signIn.sendCode(client.caller, 'email-code'),
      () => auth.signIn.enrollmentCode(client.caller, { code: 'AAAA-AAAA-AAAA-AAAA' }),
    ];
    for (const asks of begin) expect(wordOf((await asks()) as object)).toEqual(OVER);
    const person = await auth.people.find(WHO);
    if (person === undefined) throw new Error('nobody');
    const { passkeys, totp, codes } = await storedAccount(world.store, person.accountId as never);
    expect({ passkeys, totp, codes }).toEqual({ passkeys: [], totp: undefined, codes: undefined });
    expect(JSON.stringify(await world.store.listEvents(TENANT, { limit: 100 }))).not.toContain('factor.enrolled');
    await auth.close();
  });

  it.each(ACTS.flatMap(([act, acts]) => SET_UPS.map(([what, begun]) => ({ act, acts, what, begun }))))(
    'N15 X21 is over after $act between the code or the response of $what and its commit',
    async ({ acts, begun }) => {
      const at = await waiting(invited(PASSWORD));
      const end = await begun(at);
      at.beforeTheNext('commit', () => {
        at.world.now += 1;
        return acts(at.world);
      });
      expect(wordOf(await end())).toEqual(OVER);
      await at.world.auth.close();
    },
  );

  it('N15 W4 X21 by the invitation of an administrator is over once the administrator may not vouch any more', async () => {
    const policy = { requiredStrength: 'single', roles: { member: { requiredStrength: 'enhanced' } } } as const;
    const { world, pia } = await office({ policy });
    const { people, invitations, enroll } = world.auth;
    const by = await acting(world, pia);
    accepted(await people.create({ ...WHO, email: IDA, roles: ['member'], invite: true, by }));
    const client = new Client(world);
    const token = tokenOf(world, 'invitation');
    const asked = await client.keeps(invitations.accept(client.caller, { token, password: PASSWORD }));
    expect(asked.answer.status).toBe('enroll');
    const { secret } = accepted(await enroll.secret(client.caller, 'totp'));
    accepted(await people.setRoles({ identifier: 'pia@example.org' }, { roles: [], ...BY }));
    const code = client.totp(secret);
    expect(wordOf(await enroll.confirmCode(client.caller, 'totp', { code }))).toEqual(OVER);
    await world.auth.close();
  });

  it('N15 X21 that is over leaves for no provider', async () => {
    const world = await corporate({ providers: { corp: {} } });
    const browser = new Browser(world);
    const { people, invitations } = world.auth;
    accepted(await people.create({ ...WHO, email: IDA, invite: true, ...BY }));
    const token = tokenOf(world, 'invitation');
    expect(browser.keeps(accepted(await invitations.accept(browser.caller, { token })))).toBe('enroll');
    accepted(await people.endSessions(WHO, BY));
    expect(await browser.leaves()).toBe('flow-expired');
    expect(browser.caller.flowToken).toBeUndefined();
    expect(world.corp.asked).toEqual([]);
    expect(await browser.leaves()).not.toBe('flow-expired');
    await world.auth.close();
  });

  it('N15 X21 that is over gives its place to a new sign-in with its own continuation', async () => {
    const at = await waiting(invited());
    const { auth } = at.world;
    const { flowToken } = at.client.caller;
    const begins = async () =>
      (await auth.signIn.beginForAnyone(at.client.caller, { continuation: { to: 'reports' } })).keep.flow?.token;
    expect(await begins()).toBe(flowToken);
    accepted(await auth.people.endSessions(WHO, BY));
    expect(await begins()).not.toBe(flowToken);
    await auth.close();
  });
});

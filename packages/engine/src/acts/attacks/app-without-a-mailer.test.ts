import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const [BOSS, IDA] = ['boss@example.org', 'ida@example.org'];

/** An app without `sendMail`, which is no error: docs/reference/errors.md, `without-mailer`. */
function withoutMailer(policy: PolicyInput<string>, over: Parameters<typeof embedded>[0] = {}): Promise<Embedded> {
  return embedded({ policySource: 'code', sendMail: undefined, policy, ...over } as Parameters<typeof embedded>[0]);
}

/** What a person with a password and an address reads, and whether a mailed code can be asked for. */
async function comesIn(world: Embedded, identifier: string): Promise<{ asks: readonly string[]; sends: string }> {
  const client = new Client(world);
  const begun = await world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD });
  if (isRefusal(begun)) return { asks: [begun.refused], sends: 'nothing' };
  await client.keeps(Promise.resolve(begun));
  const { answer } = begun;
  if (answer.status === 'complete') return { asks: [], sends: 'in' };
  if (answer.status === 'enroll') return { asks: answer.offer.map(({ method }) => `set up ${method}`), sends: 'in' };
  const asks = answer.status === 'continue' ? answer.accept.map(({ method }) => method as string) : [];
  const sent = await world.auth.signIn.sendCode(client.caller, 'email-code');
  return { asks, sends: isRefusal(sent) ? sent.refused : 'sent' };
}

describe('an app without a mailer', () => {
  it('W4 X4 takes no policy that always offers mailed codes, and warns of a stored one', async () => {
    const always: PolicyInput<string> = { requiredStrength: 'single', emailCodes: { offer: 'always' } };
    const mailing = await embedded({ policySource: 'store', policy: { requiredStrength: 'single' } });
    const saves = ({ auth }: Embedded, ifVersion: number) => auth.policy.set(TENANT, always, { ifVersion, by });
    const { version } = accepted(await saves(mailing, 1));
    const options = { policySource: 'store', store: mailing.store } as const;
    const world = await withoutMailer({ requiredStrength: 'single' }, options);
    expect(JSON.stringify(world.logged)).toContain('emailCodes.offer: the host brings no');
    expect(await saves(world, version)).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: 'policy.emailCodes.offer' }],
    });
    await mailing.auth.close();
    await world.auth.close();
  });

  /** The warning at start-up: "without a mailer no sign-in offers an email code". */
  it('X4 offers no mailed code in a sign-in', async () => {
    const world = await withoutMailer({ requiredStrength: 'baseline' });
    await newAccount(world, IDA);
    const { asks } = await comesIn(world, IDA);
    expect(asks).not.toContain('email-code');
    await world.auth.close();
  });

  /** docs/guide/moving-users.md: "The password alone then lets its owner in once, to set up an app or a passkey". */
  it('X21 keeps nobody out for having an address, where the password may set up the first factor', async () => {
    const world = await withoutMailer({ requiredStrength: 'baseline', enrollment: { firstFactor: 'password' } });
    accepted(await world.auth.people.create({ identifier: 'eve', password: PASSWORD, by }));
    await newAccount(world, IDA);
    const eve = await comesIn(world, 'eve');
    const ida = await comesIn(world, IDA);
    expect({ eve: eve.sends, ida: ida.sends }).toEqual({ eve: 'in', ida: 'in' });
    await world.auth.close();
  });

  it('X10 asks nobody for a mailed code before a set-up in a session, if the password alone may set up', async () => {
    const world = await withoutMailer({ requiredStrength: 'single', enrollment: { firstFactor: 'password' } });
    accepted(await world.auth.people.create({ identifier: 'eve', password: PASSWORD, by }));
    await newAccount(world, IDA);
    const setsUp = async (identifier: string): Promise<unknown> => {
      const client = new Client(world);
      await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
      const pending = await world.auth.enroll.secret(client.caller, 'totp');
      return isRefusal(pending) ? pending.refused : 'sets up';
    };
    expect({ eve: await setsUp('eve'), ida: await setsUp(IDA) }).toEqual({ eve: 'sets up', ida: 'sets up' });
    await world.auth.close();
  });

  /** docs/guide/people.md: `meets`: "the account signs in with its factors"; `noWayIn`: "cannot sign in without an administrator". */
  it.each<PolicyInput<string>>([{ requiredStrength: 'baseline' }, { requiredStrength: 'enhanced' }])(
    'X21 counts a person who would need a mailed code as one without a way in: %j',
    async (policy) => {
      const world = await withoutMailer(policy);
      await newAccount(world, IDA);
      const { sends } = await comesIn(world, IDA);
      const { accounts } = await world.auth.people.list();
      expect({ sends, group: accounts[0]?.group }).toEqual({ sends, group: sends === 'in' ? 'meets' : 'noWayIn' });
      await world.auth.close();
    },
  );

  /** docs/reference/acts.md and errors: `no-way-in-left`. Eve, who has no address, is refused. */
  it('X10 lets no owner take away the app without which nobody can sign in', async () => {
    const world = await withoutMailer(
      { requiredStrength: 'baseline' },
      { verifyElsewhere: async () => 'right' as const },
    );
    const totp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
    const row = { identifier: IDA, email: IDA, emailVerified: true, passwordElsewhere: true, totp } as const;
    for await (const { outcome } of world.auth.people.import([row], { by })) expect(outcome).toBe('imported');
    const ida = new Client(world);
    await ida.keeps(world.auth.signIn.begin(ida.caller, { identifier: IDA, password: PASSWORD }));
    await ida.keeps(world.auth.signIn.code(ida.caller, 'totp', { code: ida.totp(totp.secret) }));
    const gone = await world.auth.me(await ida.session()).removeCode('totp');
    const { asks } = await comesIn(world, IDA);
    expect(asks).toEqual(['totp']);
    expect(gone).toMatchObject({ refused: 'no-way-in-left' });
    await world.auth.close();
  });

  /** docs/guide/accounts.md: "the last policy administrator stays (`policy-strands-administrators`)". */
  it('N15 keeps the last policy administrator who can sign in', async () => {
    const world = await withoutMailer(
      { requiredStrength: 'baseline' },
      { verifyElsewhere: async () => 'right' as const },
    );
    const roles = ['super-admin'];
    const totp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
    for await (const { outcome } of world.auth.people.import(
      [{ identifier: BOSS, passwordElsewhere: true, totp, roles }],
      { by },
    ))
      expect(outcome).toBe('imported');
    await newAccount(world, IDA, roles);
    const boss = new Client(world);
    await boss.keeps(world.auth.signIn.begin(boss.caller, { identifier: BOSS, password: PASSWORD }));
    const code = boss.totp(totp.secret);
    const { answer } = await boss.keeps(world.auth.signIn.code(boss.caller, 'totp', { code }));
    expect(answer.status).toBe('complete');
    const gone = await world.auth.people.delete({ identifier: BOSS }, { by });
    const { sends } = await comesIn(world, IDA);
    const again = await world.auth.people.bootstrap({ email: IDA, by });
    expect(sends).toBe('nothing');
    expect(gone).toMatchObject({ refused: 'policy-strands-administrators' });
    expect(again).toMatchObject({ refused: 'not-permitted' });
    await world.auth.close();
  });

  /** docs/guide/moving-users.md: "The report of each row has `canSignIn`", and of `verifyElsewhere`: "the remaining owners recover by the mailbox". */
  it('X21 says of a person whose password only the mailbox could replace that nobody can sign in', async () => {
    const world = await withoutMailer({ requiredStrength: 'single' });
    const row = { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true } as const;
    const reports: unknown[] = [];
    for await (const report of world.auth.people.import([row], { by })) reports.push(report);
    await world.auth.recovery.begin({ tenant: TENANT, mode: 'token' }, { identifier: IDA });
    await world.auth.runBackgroundWork();
    const { accounts } = await world.auth.people.list();
    const told = reports.map((one) => [Reflect.get(Object(one), 'outcome'), Reflect.get(Object(one), 'canSignIn')]);
    expect({ mails: world.mails.length, told, group: accounts[0]?.group }).not.toEqual({
      mails: 0,
      told: [['imported', true]],
      group: 'meets',
    });
    await world.auth.close();
  });
});

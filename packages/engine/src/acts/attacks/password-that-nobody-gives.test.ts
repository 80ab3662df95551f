import { hostCode, type ImportRow, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = 'ida@example.org';
const EVE = 'eve@example.org';
const APP = { totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } } as const;

async function imports({ auth }: Pick<Embedded, 'auth'>, row: ImportRow) {
  const reports = [];
  for await (const report of auth.people.import([row], { by })) reports.push(report);
  const [report] = reports;
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(reports));
  return report.accountId;
}

/** What the owner comes to by all that the guide names: "forgot your password?", then the new password and a code to the mailbox. */
async function comesIn(world: Embedded, name: string): Promise<string> {
  const { recovery, signIn, runBackgroundWork } = world.auth;
  const password = 'a new battery for the staple';
  const client = new Client(world);
  await recovery.begin(client.caller, { identifier: name });
  await runBackgroundWork();
  const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  const recovered = await recovery.confirm(client.caller, { token, next: password });
  if (isRefusal(recovered)) return recovered.refused;
  const begun = await signIn.begin(client.caller, { identifier: name, password });
  if (isRefusal(begun)) return begun.refused;
  await client.keeps(Promise.resolve(begun));
  if (begun.answer.status !== 'continue') return begun.answer.status;
  const sent = await signIn.sendCode(client.caller, 'email-code');
  if (isRefusal(sent)) return sent.refused;
  await client.keeps(Promise.resolve(sent));
  const shown = await signIn.code(client.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' });
  return isRefusal(shown) ? shown.refused : shown.answer.status;
}

async function groupOf({ auth }: Pick<Embedded, 'auth'>, name: string) {
  return (await auth.people.list()).accounts.find(({ identifiers }) => identifiers.includes(name))?.group;
}

/** docs/guide/moving-users.md: "The report of each row has `canSignIn`"; docs/guide/people.md: the groups of the list. */
describe('X25 a row whose password nobody knows', () => {
  it.each([
    ['where the mailbox is enough', {}, 'complete', true],
    ['where more is asked than the mailbox', { requiredStrength: 'enhanced' }, 'no-way-in', false],
    ['where the mailbox is one factor', { recovery: { mailboxAlone: 'refuse' } }, 'no-way-in', false],
  ] as const)('is reported as its person fares, %s', async (_, policy, fares, canSignIn) => {
    const world = await embedded({ policy });
    const row = { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true } as const;
    const reports = [];
    for await (const report of world.auth.people.import([row], { by })) reports.push(report);
    const group = await groupOf(world, IDA);
    const told = { reports, group };
    expect(await comesIn(world, IDA)).toBe(fares);
    expect(told).toMatchObject({
      reports: [{ outcome: 'imported', canSignIn }],
      group: canSignIn ? 'meets' : 'noWayIn',
    });
    await world.auth.close();
  });
});

/** docs/guide/dates.md: "`refuseIfStranding` and `--max-stranded` count the date", "`remind` mails the person the date and the methods to set up". */
describe('N5 X42 a password that nobody knows, before more is asked than the mailbox', () => {
  const row = { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true } as const;
  const later = [{ from: new Date(Date.UTC(2031, 2, 13)).toISOString(), requiredStrength: 'enhanced' }] as const;

  it.each([
    ['at once', { requiredStrength: 'enhanced' }],
    ['from a date on', { later }],
  ] as const)('counts as stranded, %s', async (_, policy) => {
    const world = await embedded();
    await imports(world, row);
    const draft = { administrators: { policy: ['super-admin'], people: ['admin'] }, ...policy };
    const preview = await world.auth.policy.preview(TENANT, draft);
    if (isRefusal(preview)) throw new Error(preview.refused);
    const { stranded, mustEnroll } = 'later' in policy ? (preview.dates?.[0] ?? preview) : preview;
    // The truth, under the policy of the draft.
    const after = await embedded({ policy });
    after.now = Date.UTC(2031, 2, 14);
    await imports(after, row);
    expect(await comesIn(after, IDA)).toBe('no-way-in');
    expect({ stranded, mustEnroll }).toEqual({ stranded: 1, mustEnroll: 0 });
    await Promise.all([world.auth.close(), after.auth.close()]);
  });

  it('is told nothing to set up by a reminder that the person cannot', async () => {
    const world = await embedded({ policy: { later } });
    const accountId = await imports(world, row);
    const reminded = await world.auth.people.remind({ accountId }, { by });
    expect(reminded).toEqual({ reminded: false, because: 'no-way-in' });
    await world.auth.close();
  });
});

/** docs/guide/accounts.md: "`null` removes the address (`no-way-in-left` if nothing else lets the person in: help the person in)". */
describe('X21 P11 the mailbox of an account whose password nobody knows', () => {
  it('is not removed: the person has no other way in', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const accountId = await imports(world, {
      identifier: IDA,
      email: IDA,
      emailVerified: true,
      passwordUnknown: true,
    });
    const removed = await world.auth.people.setEmail({ accountId }, { email: null, by });
    expect({
      removed: isRefusal(removed) ? removed.refused : 'removed',
      group: isRefusal(removed) ? 'meets' : await groupOf(world, IDA),
    }).toEqual({ removed: 'no-way-in-left', group: 'meets' });
    await world.auth.close();
  });

  it('is the way in of the last administrator', async () => {
    const world = await embedded();
    const accountId = await imports(world, {
      ...{ identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true, roles: ['super-admin'] },
      ...APP,
    });
    const removed = await world.auth.people.setEmail({ accountId }, { email: null, by });
    expect(isRefusal(removed) ? removed.refused : 'removed').toMatch(/no-way-in-left|policy-strands-administrators/);
    await world.auth.close();
  });

  it('lets the moved administrator in, who begins with "forgot your password?"', async () => {
    const world = await embedded();
    await imports(world, {
      ...{ identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true, roles: ['super-admin'] },
    });
    const bootstrapped = await world.auth.people.bootstrap({ email: EVE, by });
    // Either nobody administers yet, or Ida does, and comes in.
    expect({
      bootstrap: isRefusal(bootstrapped) ? bootstrapped.refused : 'made',
      ida: await comesIn(world, IDA),
    }).toEqual({ bootstrap: 'made', ida: 'complete' });
    await world.auth.close();
  });

  it('does not count at a bootstrap: what is handed over lets the first administrator in', async () => {
    const world = await embedded();
    await imports(world, { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true });
    const first = accepted(await world.auth.people.bootstrap({ email: IDA, by }));
    const ida = new Client(world);
    const { signIn } = world.auth;
    const { password, enrollmentCode = '' } = first;
    const recovered = password === undefined ? await comesIn(world, IDA) : undefined;
    const typed = password ?? 'a new battery for the staple';
    const begun = await signIn.begin(ida.caller, { identifier: IDA, password: typed });
    if (!isRefusal(begun)) await ida.keeps(Promise.resolve(begun));
    const shown = isRefusal(begun) ? begun : await signIn.enrollmentCode(ida.caller, { code: enrollmentCode });
    expect({ recovered, shown: isRefusal(shown) ? shown.refused : shown.answer.status }).toEqual({
      recovered: undefined,
      shown: 'enroll',
    });
    await world.auth.close();
  });

  it('keeps the tenant no administrator: the one who can set up an app stays', async () => {
    const world = await embedded();
    const ida = { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true, roles: ['super-admin'] };
    await imports(world, ida);
    const eve = await newAccount(world, EVE, ['super-admin']);
    const gone = await world.auth.people.delete({ accountId: eve }, { by });
    expect(isRefusal(gone) ? gone.refused : 'deleted').toBe('policy-strands-administrators');
    await world.auth.close();
  });

  it('is lost: the code of the help-in comes in place of the password', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const { people, signIn } = world.auth;
    const accountId = await imports(world, { identifier: IDA, email: IDA, emailVerified: true, passwordUnknown: true });
    const helped = accepted(await people.helpIn({ accountId }, { lost: ['mailbox'], by }));
    const ida = new Client(world);
    await ida.keeps(signIn.begin(ida.caller, { identifier: IDA }));
    const shown = await signIn.enrollmentCode(ida.caller, {
      code: helped.enrollmentCode ?? '',
      password: 'a new battery for the staple',
    });
    expect({ keeps: helped.keeps, shown: isRefusal(shown) ? shown.refused : shown.answer.status }).toEqual({
      keeps: [],
      shown: 'complete',
    });
    await world.auth.close();
  });
});

/** docs/guide/moving-users.md: "The end. Leave the option out when the former system goes: the remaining owners recover by the mailbox." */
describe('X21 W6 a password that the former system judged, after the end of the former system', () => {
  async function afterTheEnd() {
    const before = await embedded({ verifyElsewhere: () => 'right' });
    await imports(before, { identifier: IDA, passwordElsewhere: true, roles: ['super-admin'], ...APP });
    const world = await embedded({ store: before.store });
    const eve = await newAccount(world, EVE, ['super-admin']);
    const client = new Client(world);
    await client.signsInByMail(EVE).catch(() => undefined);
    return { world, eve };
  }

  it('is no way in: the lists say that the person needs an administrator', async () => {
    const { world } = await afterTheEnd();
    expect(await groupOf(world, IDA)).toBe('noWayIn');
    await world.auth.close();
  });

  it('keeps no administrator: the last one who can sign in stays', async () => {
    const { world, eve } = await afterTheEnd();
    const gone = await world.auth.people.delete({ accountId: eve }, { by });
    expect(isRefusal(gone) ? gone.refused : 'deleted').toBe('policy-strands-administrators');
    await world.auth.close();
  });
});

import { scryptSync } from 'node:crypto';
import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { ADA, imports, SINGLE } from './import-people.test-support.ts';

const BY = { by: hostCode('host') };
const LEAKED = 'the old leaked password';
const b64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const SALT = Buffer.alloc(16, 7);
const HASH = `$scrypt$ln=10,r=8,p=1$${b64(SALT)}$${b64(scryptSync(LEAKED, SALT, 32, { N: 1024, r: 8, p: 1 }))}`;
const ROW = { identifier: 'ada', email: ADA, emailVerified: true, roles: ['finance'], passwordHash: HASH };

type Happens = (world: Embedded, accountId: string) => Promise<unknown>;

/** Imports the row, lets something happen to the account, and resumes. */
async function resumes(row: object, happens: Happens, options: Parameters<typeof embedded>[0] = {}) {
  const world = await embedded({ policy: SINGLE, ...options });
  const [made] = await imports(world, [row], { resume: true });
  const accountId = made?.outcome === 'imported' ? made.accountId : '';
  world.now += 60_000;
  await happens(world, accountId);
  const dry = await imports(world, [row], { resume: true, dryRun: true });
  return { world, accountId, reports: [...dry, ...(await imports(world, [row], { resume: true }))] };
}

const renames =
  (identifier: string): Happens =>
  ({ auth }, accountId) =>
    auth.people.rename({ accountId }, { identifier, ...BY });

it('X22 a resumed import finds a renamed person by the mailbox, also while the person is blocked', async () => {
  const { world, accountId, reports } = await resumes(ROW, async (at, id) => {
    await renames(ADA)(at, id);
    await at.auth.people.setPassword({ accountId: id }, { password: PASSWORD, ...BY });
    await at.auth.people.block({ accountId: id }, { reason: 'gone', ...BY });
  });
  expect(reports).toMatchObject([
    { outcome: 'present', accountId },
    { outcome: 'present', accountId },
  ]);
  const client = new Client(world);
  const entered = await world.auth.signIn.begin(client.caller, { identifier: 'ada', password: LEAKED });
  expect(entered).toMatchObject({ refused: 'invalid-credentials' });
  await world.auth.close();
});

it.each<[string, object]>([
  ['an unverified address, which the owner proved since', { ...ROW, emailVerified: false }],
  ['a password of the former system', { ...ROW, passwordHash: undefined, passwordElsewhere: true }],
  ['an address as its name', { identifier: ADA, email: ADA, emailVerified: true }],
])('X22 so does the row with %s', async (_, row) => {
  const options = { verifyElsewhere: async () => 'right' as const };
  const { world, accountId, reports } = await resumes(
    row,
    async (at, id) => {
      await at.auth.people.setEmail({ accountId: id }, { email: ADA, ...BY });
      await renames('theodora')(at, id);
    },
    options,
  );
  expect(reports).toMatchObject([
    { outcome: 'present', accountId },
    { outcome: 'present', accountId },
  ]);
  expect((await world.auth.people.list()).accounts).toHaveLength(1);
  await world.auth.close();
});

it('X22 a mailbox alone makes no account the row’s: two people of a shared mailbox are two accounts', async () => {
  const world = await embedded();
  const shared = { email: 'family@example.org', emailVerified: true };
  const rows = ['ada', 'bea'].map((identifier) => ({ identifier, ...shared }));
  const reports = await imports(world, rows, { resume: true });
  expect(reports.map(({ outcome }) => outcome)).toEqual(['imported', 'imported']);
  await world.auth.close();
});

it('X22 a row with another mailbox than the import’s is of another person, whose name has the same normal form', async () => {
  const world = await embedded();
  const rows = [
    { identifier: 'Fiona', email: 'fiona@example.org', emailVerified: true },
    { identifier: '\ufb01ona', email: 'fiona@home.example', emailVerified: true },
    { identifier: ' fi\u200bona' },
    { identifier: 'FIONA', email: ' Fiona@example.org', emailVerified: true },
  ];
  for (const first of ['imported', 'present']) {
    const reports = await imports(world, rows, { resume: true });
    expect(reports).toMatchObject([
      { outcome: first },
      { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier' }] },
      { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier' }] },
      { outcome: 'present' },
    ]);
  }
  await world.auth.close();
});

it('X21 X22 a row is not there yet if its mailbox has only a sign-up that was left', async () => {
  const world = await embedded();
  const { signUp, people } = world.auth;
  const zoe = 'zoe@example.org';
  const begun = new Client(world);
  await signUp.begin(begun.caller, { email: zoe });
  await world.auth.runBackgroundWork();
  const { token = '' } = world.mails.findLast(({ kind }) => kind === 'sign-up') ?? {};
  await begun.keeps(signUp.confirm(begun.caller, { token }));
  world.now += 86_400_000;
  const row = { identifier: zoe, email: zoe, emailVerified: true, roles: ['employee'], requiredStrength: 'enhanced' };
  // Nothing of the row came over, so the report must not say that its account is there.
  const why = { path: 'identifier', message: expect.stringContaining('of a sign-up that nobody has signed in to') };
  for (const options of [{ resume: true }, { resume: true, dryRun: true }, {}])
    expect(await imports(world, [row], options)).toMatchObject([
      { outcome: 'refused', refused: 'already-exists', errors: [why] },
    ]);
  // The operator deletes the account of the sign-up, and resumes.
  expect(await people.delete({ identifier: zoe }, BY)).toBeUndefined();
  expect(await imports(world, [row], { resume: true })).toMatchObject([{ outcome: 'imported' }]);
  const { roles, requiredStrength } = (await people.find({ identifier: zoe })) ?? {};
  expect({ roles, requiredStrength }).toEqual({ roles: ['employee'], requiredStrength: 'enhanced' });
  expect(await imports(world, [row], { resume: true })).toMatchObject([{ outcome: 'present' }]);
  await world.auth.close();
});

it('X21 X22 a row is not there yet either if the person of a sign-up that was left got an invitation', async () => {
  const world = await embedded();
  const { signUp, people } = world.auth;
  const zoe = 'zoe@example.org';
  const begun = new Client(world);
  await signUp.begin(begun.caller, { email: zoe });
  await world.auth.runBackgroundWork();
  const { token = '' } = world.mails.findLast(({ kind }) => kind === 'sign-up') ?? {};
  await begun.keeps(signUp.confirm(begun.caller, { token }));
  world.now += 86_400_000;
  const row = { identifier: zoe, email: zoe, emailVerified: true, roles: ['employee'], requiredStrength: 'enhanced' };
  await people.invite({ identifier: zoe }, BY);
  const message = 'is of an invitation that nobody has signed in with: delete its account first';
  expect(await imports(world, [row], { resume: true })).toMatchObject([
    { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier', message }] },
  ]);
  expect(await people.delete({ identifier: zoe }, BY)).toBeUndefined();
  expect(await imports(world, [row], { resume: true })).toMatchObject([{ outcome: 'imported' }]);
  expect(await imports(world, [row], { resume: true })).toMatchObject([{ outcome: 'present' }]);
  await world.auth.close();
});

import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { OneEntryById, SECRET } from '../../sign-in/directory.test-support.ts';
import { registers } from './mailed-links.test-support.ts';
import { tokenTo, wordFor } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const BY = { by: hostCode('hr') };
const ENTRY = [{ provider: 'ldap', subject: 's1' }];

type Strength = 'single' | 'enhanced';

function company(
  requiredStrength: Strength,
  options: Parameters<typeof embedded>[0] = {},
  directory: OneEntryById = new OneEntryById(),
): Promise<Embedded> {
  return embedded({ directory, policy: { requiredStrength, providers: { ldap: {} } }, ...options });
}

async function invites({ auth }: Embedded, externalIds?: typeof ENTRY) {
  return accepted(await auth.people.create({ identifier: 'ida', email: IDA, externalIds, invite: true, ...BY }));
}

async function follows(
  { auth }: Embedded,
  client: Client,
  kind: 'invitation' | 'sign-up',
  given: { readonly token: string; readonly password?: string },
): Promise<object> {
  const reply = await (kind === 'invitation' ? auth.invitations.accept : auth.signUp.confirm)(client.caller, given);
  return isRefusal(reply) ? reply : client.keeps(Promise.resolve(reply));
}

async function asksForAccount(world: Embedded): Promise<string> {
  await world.auth.signUp.begin(new Client(world).caller, { email: IDA });
  await world.auth.runBackgroundWork();
  return tokenTo(world, IDA, 'sign-up');
}

async function enters({ auth }: Embedded, identifier: string, password: string): Promise<string> {
  return wordFor(await auth.signIn.begin({ tenant: 'default' as never, mode: 'token' }, { identifier, password }));
}

describe('an account has one source of passwords', () => {
  it('X21 an invited person of the directory chooses no password, and goes on without one', async () => {
    const world = await company('single');
    const { accountId } = await invites(world, ENTRY);
    const [client, token] = [new Client(world), tokenTo(world, IDA, 'invitation')];
    const refused = { refused: 'method-not-allowed', identifier: 'ida' };
    expect(await follows(world, client, 'invitation', { token, password: PASSWORD })).toMatchObject(refused);
    // The answer comes before the rules for passwords: no other password would do.
    expect(await follows(world, client, 'invitation', { token, password: '-' })).toMatchObject(refused);
    const begun = await follows(world, client, 'invitation', { token });
    expect(begun).toMatchObject({ answer: { status: 'continue', accept: [{ method: 'ldap' }] } });
    expect((await storedAccount(world.store, accountId)).password).toBeUndefined();
    const typed = await world.auth.signIn.password(client.caller, { password: SECRET });
    expect(wordFor(typed)).toBe('works');
    expect(await enters(world, 'ida', SECRET)).toBe('works');
    expect(await enters(world, 'ida', PASSWORD)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it.each(['invitation', 'sign-up'] as const)(
    'X21 the password of a first sign-in (%s) is stored while nobody links the directory',
    async (kind) => {
      const { world, client, accountId } = await waiting(kind);
      expect(await registers(world, client)).toBe('works');
      expect(await storedAccount(world.store, accountId)).toHaveProperty('password.hash');
      await world.auth.close();
    },
  );

  it.each(
    (['invitation', 'sign-up'] as const).flatMap((kind) =>
      (['before the set-up', 'during its commit'] as const).map((moment) => ({ kind, moment })),
    ),
  )('N15 X21 no password of a first sign-in ($kind) comes beside a directory that is linked $moment', async (tried) => {
    const { world, client, accountId, beforeTheNext } = await waiting(tried.kind);
    const links = () => world.auth.people.setExternalIds({ accountId }, { externalIds: ENTRY, ...BY });
    if (tried.moment === 'before the set-up') accepted(await links());
    else beforeTheNext('commit', links);
    await registers(world, client);
    const { password, externalIds } = await storedAccount(world.store, accountId);
    expect(externalIds).toMatchObject(ENTRY);
    expect(password).toBeUndefined();
    expect(await enters(world, await nameOf(world), PASSWORD)).toBe('invalid-credentials');
    expect(await enters(world, await nameOf(world), SECRET)).toBe('continue');
    await world.auth.close();
  });

  it('P9 X21 a sign-up has no password where the policy allows none', async () => {
    const world = await embedded({ policy: { methods: ['passkey'] } });
    const token = await asksForAccount(world);
    const client = new Client(world);
    const refused = { refused: 'method-not-allowed' };
    expect(await follows(world, client, 'sign-up', { token, password: PASSWORD })).toMatchObject(refused);
    expect(await world.auth.people.find({ identifier: IDA })).toBeUndefined();
    expect(wordFor(await follows(world, client, 'sign-up', { token }))).toBe('enroll');
    await world.auth.close();
  });
});

async function nameOf({ auth }: Embedded): Promise<string> {
  const { accounts } = await auth.people.list({ tenant: 'default' as never, query: IDA });
  return accounts[0]?.identifiers[0] ?? '';
}

/** A first sign-in with a password, which waits for a set-up. */
async function waiting(kind: 'invitation' | 'sign-up') {
  const { store, beforeTheNext } = contendedStore();
  const directory = new OneEntryById();
  const world = await company('enhanced', { store }, directory);
  if (kind === 'invitation') await invites(world);
  const token = kind === 'invitation' ? tokenTo(world, IDA, kind) : await asksForAccount(world);
  const client = new Client(world);
  // The entry comes after the sign-up, which takes no name that the directory finds.
  directory.outcome = 'none';
  expect(wordFor(await follows(world, client, kind, { token, password: PASSWORD }))).toBe('enroll');
  directory.outcome = 'found';
  const person = await world.auth.people.find({ identifier: kind === 'invitation' ? 'ida' : IDA });
  if (person === undefined) throw new Error('nobody');
  return { world, client, accountId: person.accountId, beforeTheNext };
}

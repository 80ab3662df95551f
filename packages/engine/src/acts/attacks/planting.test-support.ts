import { instant, type PolicyInput } from '@sallyport/core';
import {
  type AccountId,
  hostCode,
  isRefusal,
  type LiveSession,
  type Refusal,
  type SallyportOptions,
} from '@sallyport/engine';
import { expect } from 'vitest';
import { Client, type Embedded, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

export const EVE = 'eve@corp.example';
export const THIEFS = 'a password that only the thief knows';
export const eve = { subject: 'eve', email: { address: EVE, verified: true }, roles: ['super-admin'] };
export const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] } },
};

export function accepted<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

/**
 * Pia administers people, and has an identity of her own at a club where anybody may sign up.
 *
 * @param clubRoles which roles the club may give
 */
export async function office(
  options: Partial<SallyportOptions<string>> & { readonly policy?: PolicyInput<string> } = {},
  clubRoles: readonly string[] = [],
): Promise<{ readonly world: Corporate; readonly club: FakeProvider; readonly pia: Client }> {
  const [corp, club] = [
    new FakeProvider({ roles: ['super-admin'] }),
    new FakeProvider({ id: 'club', roles: clubRoles }),
  ];
  const world = await corporate(POLICY, { corp, providers: [corp, club], ...options });
  const pia = await administrator(world, 'pia', 'admin');
  return { world, club, pia };
}

export async function administrator(world: Corporate, name: string, role: string): Promise<Client> {
  const identifier = `${name}@example.org`;
  accepted(
    await world.auth.people.create({
      identifier,
      email: identifier,
      password: PASSWORD,
      roles: [role],
      by: hostCode('host'),
    }),
  );
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  return client;
}

/** Asks for a recovery link, reads the mail, and sets this password. */
export async function recovers(
  { auth, mails }: Embedded,
  { caller }: Client | Browser,
  identifier: string,
  next: string,
): Promise<void> {
  await auth.recovery.begin(caller, { identifier });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  expect(await auth.recovery.confirm(caller, { token, next })).toEqual({ status: 'recovered' });
}

/** The owner's reaction: another password, in the present session. */
export async function setsNewPassword({ auth }: Embedded, owner: Browser): Promise<void> {
  const next = 'another battery, another staple';
  const changed = auth.me(await owner.session()).changePassword(owner.caller, { current: PASSWORD, next });
  owner.keeps(accepted(await changed) as never);
}

/** The `setUpBy` of what was set up by an identity at a provider that these administrators named. */
export function bothNamed(provider: string, ...administrators: readonly string[]): string {
  return [...administrators, `provider:${provider}`].toSorted().join(' ');
}

/** Somebody signs in by an identity at the club. */
export async function signsInAtClub(
  { world, club }: Pick<Awaited<ReturnType<typeof office>>, 'world' | 'club'>,
  subject: string,
  amr?: readonly string[],
): Promise<Browser> {
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  const code = club.signsIn({ subject, amr, authTime: instant(world.now) });
  expect(await browser.returns({ state, code }, 'club')).toBe('complete');
  return browser;
}

/** What one proves of late before an act of administration. */
export function acting(world: Corporate, client: Client): Promise<LiveSession> {
  return provesNow(world, world.store, client, ['password', 'totp']);
}

export interface Planted {
  readonly id: AccountId;
  readonly secret: string;
  /** The thief's own session of the account. */
  readonly thief: Client;
}

/** Pia makes Eve's account before Eve has ever signed in, names an identity of her own for it, and sets an app up by her own voucher. */
export async function plants(world: Corporate, pia: Client, roles: readonly string[] = []): Promise<Planted> {
  const { people, signIn } = world.auth;
  const made = accepted(
    await people.create({
      ...{ identifier: EVE, email: EVE, password: THIEFS },
      externalIds: [{ provider: 'club', subject: 'pia' }],
      ...(roles.length === 0 ? {} : { roles: [...roles] }),
      by: await acting(world, pia),
    }),
  );
  const id = made.accountId as AccountId;
  const { enrollmentCode } = accepted(await people.vouch({ accountId: id }, { by: await acting(world, pia) }));
  const thief = new Client(world);
  await thief.keeps(signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
  await thief.keeps(signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  await thief.keeps(signIn.enrollmentCode(thief.caller, { code: enrollmentCode }));
  const { secret } = await thief.enrollsTotp();
  return { id, secret, thief };
}

export const administersPolicy = (world: Corporate, { caller }: Client | Browser) =>
  world.auth.sessions.guard(caller, { needs: 'administrator', of: 'policy' });

/** Every way that the thief has of the account: it is refused. */
export async function thiefIsOut(world: Corporate, club: FakeProvider, { secret, thief }: Planted): Promise<void> {
  expect(await administersPolicy(world, thief)).toMatchObject({ refused: 'no-session' });
  world.now += 60_000;
  const anew = new Client(world);
  const { signIn } = world.auth;
  expect(await signIn.begin(anew.caller, { identifier: EVE, password: THIEFS })).toEqual({
    refused: 'invalid-credentials',
  });
  await anew.keeps(signIn.begin(anew.caller, { identifier: EVE }));
  expect(await signIn.code(anew.caller, 'totp', { code: anew.totp(secret) })).toMatchObject({
    refused: 'invalid-credentials',
  });
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  expect(await browser.returns({ state, code: club.signsIn({ subject: 'pia' }) }, 'club')).toBe('invalid-credentials');
  await world.auth.recovery.begin(anew.caller, { identifier: EVE });
  await world.auth.runBackgroundWork();
  expect(world.mails.filter(({ kind }) => kind === 'recovery')).toEqual([]);
}

/** The events that have a change of Eve's roles, oldest first. */
export async function roleEvents({ store }: Corporate, id: AccountId) {
  const { items } = await store.listEvents(TENANT, { limit: 500 });
  return items.filter(({ type, accountId }) => type === 'account.roles-changed' && accountId === id).toReversed();
}

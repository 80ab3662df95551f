import { type AccountId, hostCode, isRefusal, type Mail } from '@sallyport/engine';
import { expect } from 'vitest';
import {
  Client,
  type Embedded,
  newAccount,
  PASSWORD,
  provesNow,
  rewritesAccount,
  storedAccount,
} from '../../embedded.test-support.ts';
import type { Texting, texting } from '../../sign-in/enrollment/delivered-codes.test-support.ts';
import { Browser, type Corporate, ISSUER } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

/** What happens to the account of a mailed secret, as the columns of the table in docs/contributing/decisions.md name it. */
export const HAPPENINGS = [
  'changed by the owner',
  'changed by host code',
  'changed by a help-in',
  'follows a provider',
  'removed',
  '`endSessions`',
  'sign-out elsewhere',
  'block and unblock',
  'a newer one',
] as const;
type Happening = (typeof HAPPENINGS)[number];

/** A secret that went to an address. */
export interface Out {
  /** The account of the secret. `undefined`: there is none yet. */
  readonly accountId: AccountId | undefined;
  /** The owner in a session, if somebody has signed in. */
  readonly owner?: Client;
  /** Uses the secret, or goes on in the flow that it opened. Answers `works`, or the word of the refusal or of the flow. */
  uses(): Promise<string>;
  /** Sends another secret of the kind. */
  again(): Promise<unknown>;
  /** What happens to an address that is no mailbox. `undefined`: nobody does that to the address. */
  readonly instead?: Partial<Record<Happening, (() => Promise<unknown>) | undefined>>;
}

/** One row of the table: the secret, the policy of its world, and how the secret gets out to a person of this name. */
export type Row = readonly [
  title: string,
  policy: NonNullable<NonNullable<Parameters<typeof texting>[0]>['policy']>,
  sends: (host: Texting, name: string) => Promise<Out>,
];

/** What an answer comes to: `works` if it completed, otherwise the refusal or the status. */
export function wordFor(answer: object): string {
  if ('refused' in answer) return String(answer.refused);
  const { status = 'works' } = 'answer' in answer ? Object(answer.answer) : answer;
  return status === 'complete' || status === 'recovered' ? 'works' : status;
}

export const ADDRESS = (name: string): string => `${name}@example.org`;

/** The last mail of a kind to an address. */
export function mailTo({ mails }: Embedded, to: string, kind: Mail['kind']): Mail {
  const mail = mails.findLast((one) => one.to === to && one.kind === kind);
  if (mail === undefined) throw new Error(`no ${kind} went to ${to}`);
  return mail;
}

export const tokenTo = (world: Embedded, to: string, kind: Mail['kind']): string => mailTo(world, to, kind).token ?? '';

/** The owner of a new account, in a session that sets up whatever the owner wants. */
export async function ownerOf(world: Embedded, name: string): Promise<{ owner: Client; accountId: AccountId }> {
  const accountId = await newAccount(world, ADDRESS(name));
  const owner = await begins(world, name);
  if (owner.caller.sessionToken === undefined) {
    await owner.keeps(world.auth.signIn.sendCode(owner.caller, 'email-code'));
    const { code = '' } = mailTo(world, ADDRESS(name), 'email-code');
    await owner.keeps(world.auth.signIn.code(owner.caller, 'email-code', { code }));
  }
  await provesNow(world, world.store, owner);
  return { owner, accountId };
}

/** A new client that has shown the password. */
export async function begins(world: Embedded, name: string): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADDRESS(name), password: PASSWORD }));
  return client;
}

/** The owner's app. The next code of the app is a new one. */
export async function withApp(world: Embedded, owner: Client): Promise<string> {
  const { secret } = await owner.enrollsTotp();
  world.now += 60_000;
  return secret;
}

/** Types the code of the app in the flow of a client. */
export async function typesApp({ auth }: Embedded, client: Client, secret: string): Promise<string> {
  return wordFor(await auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) }));
}

/** Lets something happen to the account of a secret. Returns whether it can happen. */
export async function happens(world: Corporate, happening: Happening, out: Out, name: string): Promise<boolean> {
  const { accountId, owner, instead = {} } = out;
  if (happening === 'a newer one') await out.again();
  else if (accountId === undefined) return false;
  else if (happening in instead) {
    const does = instead[happening];
    if (does === undefined) return false;
    await does();
  } else if (happening === 'changed by the owner' || happening === 'sign-out elsewhere') {
    if (owner === undefined) return false;
    await byOwner(world, happening, owner, name);
  } else if (happening === 'follows a provider') {
    if (owner === undefined) return false;
    await follows(world, accountId, name);
  } else await byHost(world, happening, accountId, name);
  return true;
}

/** The provider asserts another address than at the sign-in before. An account that nobody has signed in to has no address of a provider. */
async function follows(world: Corporate, accountId: AccountId, name: string): Promise<void> {
  const link = { id: 'corp', method: 'sso', provider: 'corp', issuer: ISSUER, subject: name } as const;
  await rewritesAccount(world.store, accountId, (account) => ({
    ...account,
    externalIds: [{ ...link, address: ADDRESS(name), linkedAt: account.createdAt, asserted: true }],
  }));
  const address = `${name}@elsewhere.example`;
  await new Browser(world).signsIn({ subject: name, email: { address, verified: true } });
  expect(await storedAccount(world.store, accountId)).toMatchObject({ email: { address } });
}

async function byHost({ auth }: Embedded, happening: Happening, accountId: AccountId, name: string): Promise<void> {
  const { people } = auth;
  const [who, by] = [{ accountId }, 'hr'];
  const email = `${name}@elsewhere.example`;
  if (happening === 'changed by host code') accepted(await people.setEmail(who, { email, by: hostCode(by) }));
  if (happening === 'changed by a help-in')
    accepted(await people.helpIn(who, { lost: ['mailbox'], email, by: hostCode(by) }));
  if (happening === 'removed') accepted(await people.setEmail(who, { email: null, by: hostCode(by) }));
  if (happening === '`endSessions`') accepted(await people.endSessions(who, { by: hostCode(by) }));
  if (happening === 'block and unblock') {
    accepted(await people.block(who, { reason: 'an audit', by: hostCode(by) }));
    accepted(await people.unblock(who, { by: hostCode(by) }));
  }
}

async function byOwner(world: Embedded, happening: Happening, owner: Client, name: string): Promise<void> {
  const { me, sessions } = world.auth;
  const session = await provesNow(world, world.store, owner);
  const email = `${name}@elsewhere.example`;
  const refused =
    happening === 'sign-out elsewhere'
      ? await sessions.endOthers(owner.caller, session)
      : await me(session).requestEmail(email);
  if (refused !== undefined) throw new Error(refused.refused);
  if (happening === 'changed by the owner')
    accepted(await me(session).confirmEmail(tokenTo(world, email, 'email-change')));
}

/** Whether a client has a session that goes on. */
export async function isIn({ auth }: Embedded, { caller }: Client): Promise<boolean> {
  return !isRefusal(await auth.sessions.guard(caller, { needs: 'session' }));
}

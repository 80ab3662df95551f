import { instant, type OrganisationInput } from '@sallyport/core';
import type { AccountId, Caller, Guard, LiveSession, Refusal, Sallyport } from '@sallyport/engine';
import { type HostCode, hostCode, isRefusal } from '@sallyport/engine';
import type { OrganisationRecord, OrganisationReports, Organisations, Store } from '@sallyport/store';
import { hasOrganisations } from '@sallyport/store';
import {
  ADMINISTRATORS,
  Client,
  type Embedded,
  embedded,
  newAccount,
  provesNow,
  TENANT,
} from './embedded.test-support.ts';

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;

export const ROOMS = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  contexts: { outside: { requiredStrength: 'enhanced', shown: true } },
  organisations: {
    roles: { owner: {}, manager: {}, finance: {} },
    administrators: { rule: ['owner'], people: ['owner', 'manager'] },
  },
} as const;

export type OrganisedStore = Store & Organisations & OrganisationReports;

export function organisedStore({ store }: Pick<Embedded, 'store'>): OrganisedStore {
  if (!hasOrganisations(store)) throw new Error('the store keeps no organisations');
  return store;
}

/** A client outside of every context, unless a test says otherwise. */
export function at(caller: Caller, ...contexts: readonly string[]): Caller {
  return { ...caller, contexts: async () => contexts };
}

/** Sallyport with organisations, and a person who is signed in by password and mailbox. */
export async function rooms(options: Parameters<typeof embedded>[0] = {}) {
  const world = await embedded({ policy: ROOMS, contextOf: () => [], ...options });
  return { ...world, world, auth: world.auth, ...(await person(world, 'ada@example.org')) };
}

export async function person(world: Embedded, name: string, roles: readonly string[] = []) {
  const accountId = await newAccount(world, name, roles);
  const client = new Client(world);
  client.caller = at(client.caller);
  await client.signsInByMail(name);
  return { accountId, client };
}

/** Writes the next version of an organisation by no act of anybody. */
export async function plants(
  world: Pick<Embedded, 'store' | 'now'>,
  id: string,
  document: OrganisationInput<string> = {},
  more: Partial<OrganisationRecord> = {},
): Promise<void> {
  const version = ((await organisedStore(world).readOrganisation(TENANT, id))?.version ?? 0) + 1;
  const now = instant(world.now);
  const record = { tenant: TENANT, id, version, document: { ...document }, changedAt: now, changedBy: 'host', ...more };
  const result = await world.store.commit({ tenant: TENANT, now, guards: {}, organisation: record, events: [] });
  if (result.outcome !== 'committed') throw new Error(result.with);
}

/** Writes or replaces a membership by no act of anybody. */
export async function plantsMember(
  world: Pick<Embedded, 'store' | 'now'>,
  organisation: string,
  accountId: AccountId,
  ...roles: readonly string[]
): Promise<void> {
  const present = await organisedStore(world).readMembership(TENANT, organisation, accountId);
  const now = instant(world.now);
  const version = present === undefined ? now : present.version + 1;
  const guards = present && { memberships: [{ organisation, accountId, version: present.version }] };
  const membership = { tenant: TENANT, organisation, accountId, version, roles, since: now, by: 'host' };
  const result = await world.store.commit({ tenant: TENANT, now, guards: guards ?? {}, membership, events: [] });
  if (result.outcome !== 'committed') throw new Error(result.with);
}

export async function entered(
  auth: Pick<Sallyport, 'sessions'>,
  caller: Caller,
  organisation: string,
): Promise<LiveSession> {
  const live = await entering(auth, caller, organisation);
  if (isRefusal(live)) throw new Error(live.refused);
  return live;
}

export function entering(
  { sessions }: Pick<Sallyport, 'sessions'>,
  caller: Caller,
  organisation: string,
): Promise<LiveSession | Refusal> {
  return sessions.guard(caller, { needs: 'session', in: organisation });
}

export const SESSION = { needs: 'session' } as const;

/** What a guard answers, in a word: the strengths of the challenge, if there is one. */
export async function says(auth: Pick<Sallyport, 'sessions'>, caller: Caller, guard: Guard): Promise<string> {
  const answer = await auth.sessions.guard(caller, guard);
  if (!isRefusal(answer)) return 'enters';
  const { refused, demand } = answer;
  return demand === undefined ? refused : demand.strengths.join();
}

export const BY: HostCode = hostCode('billing');

/** The session of an owner of acme who proved everything just now. */
export async function owned(options: Parameters<typeof rooms>[0] = {}) {
  const made = await rooms(options);
  const { world, auth, client, accountId } = made;
  await auth.organisations.create({ id: 'acme', name: 'Acme', by: BY });
  await auth.organisations.members.set('acme', { accountId }, { roles: ['owner'], by: BY });
  await withApp(world, client);
  return { ...made, owner: await proved(world, client) };
}

export async function withApp(world: Embedded, client: Client): Promise<void> {
  const live = await client.session();
  await client.keeps(world.auth.signIn.stepUp(client.caller, live, {}));
  await client.enrollsTotp();
}

export function proved(world: Embedded, client: Client): Promise<LiveSession> {
  return provesNow(world, world.store, client, ['password', 'totp']);
}

export function value<Answer>(answer: Answer): Exclude<Answer, { readonly refused: string }> {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<Answer, { readonly refused: string }>;
}

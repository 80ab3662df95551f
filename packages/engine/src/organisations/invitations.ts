import { type Act, anywhere, instant, judge, type Policy } from '@sallyport/core';
import {
  type AccountId,
  actorName,
  type EventRecord,
  type MembershipGuard,
  type OrganisationRecord,
  type TenantId,
} from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import { type Doer, owner } from '../acts/doer.ts';
import { performAct, performActWithoutAccount } from '../acts/perform-act.ts';
import { malformedRoles } from '../administration/host-input.ts';
import type { LiveSession, MembershipView, OrganisationsPart, Refusal } from '../contract/index.ts';
import { INVITING_BUDGET } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { identifierSubject } from '../factors/password.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  endOf,
  type OrganisationLink,
  organisationLink,
  readOrganisationLink,
  useOf,
} from '../kernel/secrets/organisation-invitation.ts';
import { newId } from '../kernel/secrets/token.ts';
import { nameOf } from '../state/actors.ts';
import { countedIn, type Guess } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { enteredWith, guardOf, organisationsOf } from '../state/entering.ts';
import { event } from '../state/events.ts';
import { maskAddress, normaliseAddress } from '../state/identifier.ts';
import { loadAndCount } from '../state/load.ts';
import { unknownRole } from './members.ts';
import { actorIn, liveOrganisation } from './named.ts';

type Invited = Exclude<Awaited<ReturnType<OrganisationsPart['invite']>>, Refusal>;

/** The answer tells nothing about the address: neither an account nor a membership. */
export async function invite(
  kernel: Kernel,
  ...[organisation, input]: Parameters<OrganisationsPart['invite']>
): Promise<Invited | Refusal> {
  const { roles: asked, email } = Object(input);
  const address = typeof email === 'string' ? normaliseAddress(email) : undefined;
  if (address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  const malformed = malformedRoles(asked) ?? tooMany(asked);
  if (malformed !== undefined) return malformed;
  const acting = actorIn(kernel, organisation, input);
  if ('refused' in acting) return acting;
  const { tenant, by } = acting;
  const id = newId(kernel.random);
  const roles = [...new Set(input.roles)];
  const act = { type: 'set-member', roles, were: [], ...LEAVES } as const;
  const seen = { name: undefined as string | undefined };
  const judged = await performActWithoutAccount(kernel, by, async ({ inForce, refuses }) => {
    const record = await liveOrganisation(kernel, tenant, organisation);
    if (record === undefined) return { refused: 'not-found' };
    const refused = (await refuses(act)) ?? unknownRole(anywhere(inForce.policy), record, roles);
    if (refused !== undefined) return refused;
    if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
    seen.name = record.name;
    return { act, isDone: true };
  });
  if (isRefusal(judged)) return judged;
  if (kernel.of(tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  // Of the person who invites, and of the address: a customer of the app mails no strangers without limit.
  const inviting = await guessOfInviter(kernel, by);
  await using ofInviter = inviting && countedIn(inviting);
  if (inviting?.outcome === 'locked') return { refused: 'too-many-mails', until: inviting.until };
  const subjectIfUnknown = identifierSubject(kernel, tenant, address);
  const { guess } = await loadAndCount(kernel, {
    tenant,
    guess: () => ({ ...mailBudget('organisation-invitation'), subjectIfUnknown }),
  });
  await using ofAddress = countedIn(guess);
  if (guess.outcome === 'locked') return { refused: 'too-many-mails', until: guess.until };
  const invitedAt = kernel.now();
  const link = { id, organisation, address, roles, by: actorName(nameOf(by)), invitedAt };
  const detail = { in: organisation, roles, invitation: id, to: maskAddress(address) };
  const written = await performActWithoutAccount(kernel, by, ({ now }) => ({
    act,
    also: {
      events: [event(kernel, tenant, now, 'organisation.member-invited', { actor: nameOf(by), detail })],
    },
  }));
  if (isRefusal(written)) return written;
  const mail = {
    tenant,
    to: address,
    kind: 'organisation-invitation',
    organisation: { id: organisation, ...(seen.name !== undefined && { name: seen.name }) },
    token: organisationLink(kernel.ring, tenant, link),
  } as const;
  if (!(await sendCounted(kernel, mail, ofAddress))) return { refused: 'mail-unavailable' };
  ofInviter?.keep();
  return { id, expiresAt: endOf(invitedAt) };
}

async function guessOfInviter(kernel: Kernel, { tenant, accountId }: Doer): Promise<Guess | undefined> {
  if (accountId === undefined) return undefined;
  const account = { kind: 'id', value: accountId } as const;
  const { guess } = await loadAndCount(kernel, {
    tenant,
    account,
    guess: () => mailBudget('inviting', INVITING_BUDGET),
  });
  return guess;
}

export async function withdraw(
  kernel: Kernel,
  ...[organisation, id, input]: Parameters<OrganisationsPart['withdraw']>
): Promise<Refusal | undefined> {
  const acting = actorIn(kernel, organisation, input);
  if ('refused' in acting) return acting;
  const { tenant, by } = acting;
  const act = { type: 'remove-member', were: [], ...LEAVES } as const;
  const answer = await performActWithoutAccount(kernel, by, async ({ now, refuses }) => {
    const record = await liveOrganisation(kernel, tenant, organisation);
    if (record === undefined || !/^[\w-]{22}$/.test(id)) return (await refuses(act)) ?? { refused: 'not-found' };
    return {
      act,
      also: {
        uses: [{ key: useOf(organisation, id), expiresAt: endOf(now) }],
        events: [
          event(kernel, tenant, now, 'organisation.invitation-withdrawn', {
            actor: nameOf(by),
            detail: { in: organisation, invitation: id },
          }),
        ],
      },
    };
  });
  if (!isRefusal(answer)) return undefined;
  return answer.refused === 'invalid-credentials' ? { refused: 'not-found' } : answer;
}

/** The link proves that its holder reads the mailbox, and the mailbox is the account's. */
export async function join(kernel: Kernel, session: LiveSession, token: string): Promise<MembershipView | Refusal> {
  const { tenant } = session;
  const link = readOrganisationLink(kernel.ring, tenant, String(token), kernel.now());
  if (link === undefined) return INVALID;
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  const { organisation } = link;
  let view: MembershipView | undefined;
  const joined = await performAct(
    kernel,
    owner(session),
    session.accountId,
    async ({ account, inForce, now, refuses }) => {
      const act = { type: 'join-organisation' } as const;
      const refused = await refuses(act);
      if (refused !== undefined) return refused;
      const record = await liveOrganisation(kernel, tenant, organisation);
      if (record === undefined) return INVALID;
      if (account.email?.address !== link.address) return { refused: 'not-permitted' };
      const policy = anywhere(inForce.policy);
      const present = await organisationsOf(kernel).store.readMembership(tenant, organisation, account.id);
      const inviter = await mayStillInvite(kernel, policy, record, link);
      const isVoid = inviter === undefined || unknownRole(policy, record, link.roles) !== undefined;
      if (isVoid || (await wasRemoved(kernel, account, link))) return INVALID;
      const { roles, since } = present ?? { roles: link.roles, since: now };
      view = { organisation, ...(record.name !== undefined && { name: record.name }), roles, since };
      const uses = [{ key: useOf(organisation, link.id), expiresAt: endOf(link.invitedAt) }];
      const own = { organisation, accountId: account.id, version: present?.version ?? 0 };
      const guards = {
        organisation: { id: organisation, version: record.version },
        memberships: [own, ...inviter.filter(({ accountId }) => accountId !== account.id)],
      };
      // Whoever is a member already keeps the roles of now.
      if (present !== undefined) return { act, also: { guards, uses } };
      const detail = { in: organisation, roles, invitation: link.id, invitedBy: link.by };
      const membership = { tenant, organisation, accountId: account.id, version: now, since: now, roles, by: link.by };
      return { act, also: { guards, uses, membership, events: [joining(kernel, session, detail)] } };
    },
  );
  if (isRefusal(joined)) return joined;
  return view ?? INVALID;
}

function joining(kernel: Kernel, session: LiveSession, detail: NonNullable<EventRecord['detail']>): EventRecord {
  const { tenant, accountId } = checkedRecords(session).record;
  return event(kernel, tenant, kernel.now(), 'organisation.member-set', { accountId, actor: accountId, detail });
}

/** `undefined`: the inviter lost the right. Otherwise the membership that gives it. */
async function mayStillInvite(
  kernel: Kernel,
  policy: Policy,
  record: OrganisationRecord,
  { by, roles }: OrganisationLink,
): Promise<readonly MembershipGuard[] | undefined> {
  if (by === 'host' || by.startsWith('host:')) return [];
  const { tenant, id } = record;
  const accountId = by as AccountId;
  const [account, membership] = await Promise.all([
    kernel.store.readAccount(tenant, accountId),
    organisationsOf(kernel).store.readMembership(tenant, id, accountId),
  ]);
  if (account === undefined) return undefined;
  const now = kernel.now();
  const there = enteredWith(kernel, record, membership?.roles ?? []).in(policy, []);
  const act: Act = { type: 'set-member', roles, were: [], ...LEAVES };
  const actor = { kind: 'inviter', account: factsOf(account, policy, now) } as const;
  const { outcome } = judge(there, act, { actor, evidence: [], now });
  if (outcome !== 'allowed') return undefined;
  return membership === undefined ? [] : [guardOf(membership)];
}

/** Whoever was removed since does not come back by an earlier link. */
async function wasRemoved(
  { store }: Kernel,
  { tenant, id }: { readonly tenant: TenantId; readonly id: AccountId },
  { organisation, invitedAt }: OrganisationLink,
): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = { accountId: id, types: ['organisation.member-removed'], limit: REMOVALS, cursor } as const;
    const { items, next } = await store.listEvents(tenant, page);
    if (items.some(({ at, detail }) => at >= invitedAt && detail?.['in'] === organisation)) return true;
    cursor = items.every(({ at }) => at >= instant(invitedAt)) ? next : undefined;
  } while (cursor !== undefined);
  return false;
}

function tooMany(roles: readonly string[]): Refusal | undefined {
  if (roles.length <= MOST_ROLES) return undefined;
  const message = `has more than ${MOST_ROLES} roles, which a link does not hold`;
  return { refused: 'malformed-input', errors: [{ path: 'roles', message }] };
}

const LEAVES = { strandsOwners: false, forced: false } as const;
const INVALID = { refused: 'invalid-credentials' } as const;
const [MOST_ROLES, REMOVALS] = [16, 50];

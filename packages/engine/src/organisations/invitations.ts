import { anywhere } from '@sallyport/core';
import type { AttemptAsked, TenantId } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import { malformedRoles } from '../administration/host-input.ts';
import type { OrganisationsPart, Refusal } from '../contract/index.ts';
import { INVITED_BUDGET, INVITING_BUDGET } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { identifierSubject } from '../factors/password.ts';
import type { FlowCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { endOf, markOf, newInvitationId, organisationLink } from '../kernel/secrets/organisation-invitation.ts';
import { nameOf } from '../state/actors.ts';
import { countedIn, type Guess } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { event } from '../state/events.ts';
import { maskAddress, normaliseAddress } from '../state/identifier.ts';
import { liveOrganisation, unknownRole } from '../state/live-organisation.ts';
import { loadAndCount } from '../state/load.ts';
import { storedInvitation, type Used, usedOf, wasEnded, wasWithdrawn } from '../state/organisation-invitations.ts';
import { actorIn } from './named.ts';

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
  const here = await guessTo(kernel, tenant, `${organisation} ${address}`, mailBudget('organisation-invitation'));
  await using ofAddressHere = countedIn(here);
  if (here.outcome === 'locked') return { refused: 'too-many-mails', until: here.until };
  const everywhere = await guessTo(kernel, tenant, address, mailBudget('invited', INVITED_BUDGET));
  await using ofAddress = countedIn(everywhere);
  if (everywhere.outcome === 'locked') return { refused: 'too-many-mails', until: everywhere.until };
  const invitedAt = kernel.now();
  const link = { id: newInvitationId(kernel.random, invitedAt), organisation, address };
  const mailbox = markOf(kernel.ring, tenant, link);
  const detail = { in: organisation, roles, invitation: link.id, to: maskAddress(address), mailbox };
  const written = await performActWithoutAccount(kernel, by, () => ({
    act,
    also: {
      events: [event(kernel, tenant, invitedAt, 'organisation.member-invited', { actor: nameOf(by), detail })],
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
  ofInviter?.keep();
  if (!(await sendCounted(kernel, mail, ofAddressHere, ofAddress))) {
    const ended = withdrawn(kernel, by, { id: link.id, organisation, invitedAt });
    await kernel.commit({ tenant, now: kernel.now(), guards: {}, ...ended });
    return { refused: 'mail-unavailable' };
  }
  return { id: link.id, expiresAt: endOf(invitedAt) };
}

async function guessTo(kernel: Kernel, tenant: TenantId, to: string, asked: AttemptAsked): Promise<Guess> {
  const subjectIfUnknown = identifierSubject(kernel, tenant, to);
  const { guess } = await loadAndCount(kernel, { tenant, guess: () => ({ ...asked, subjectIfUnknown }) });
  return guess;
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
  const answer = await performActWithoutAccount(kernel, by, async ({ refuses }) => {
    const record = await liveOrganisation(kernel, tenant, organisation);
    const invitation = record && (await storedInvitation(kernel, tenant, { organisation, id }));
    const act = { type: 'remove-member', were: invitation?.roles ?? [], ...LEAVES } as const;
    if (invitation === undefined || (await wasEnded(kernel, tenant, { organisation, id })))
      return (await refuses(act)) ?? { refused: 'not-found' };
    return { act, also: withdrawn(kernel, by, invitation) };
  });
  if (!isRefusal(answer)) return undefined;
  if (answer.refused !== 'invalid-credentials') return answer;
  return (await wasWithdrawn(kernel, tenant, { organisation, id })) ? undefined : { refused: 'not-found' };
}

function withdrawn(kernel: Kernel, by: Doer, invitation: Used): Required<Pick<FlowCommit, 'uses' | 'events'>> {
  const detail = { in: invitation.organisation, invitation: invitation.id };
  const facts = { actor: nameOf(by), detail };
  return {
    uses: [usedOf(invitation)],
    events: [event(kernel, by.tenant, kernel.now(), 'organisation.invitation-withdrawn', facts)],
  };
}

function tooMany(roles: readonly string[]): Refusal | undefined {
  if (roles.length <= MOST_ROLES) return undefined;
  const message = `has more than ${MOST_ROLES} roles`;
  return { refused: 'malformed-input', errors: [{ path: 'roles', message }] };
}

const LEAVES = { strandsOwners: false, forced: false } as const;
const MOST_ROLES = 16;

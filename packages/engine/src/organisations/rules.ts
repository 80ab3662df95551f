import { anywhere } from '@sallyport/core';
import { type AccountId, actorName, type OrganisationRecord } from '@sallyport/store';
import { type Doer, doerOf } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import { malformedAuthor, tenantNamed } from '../administration/account-ref.ts';
import type { OrganisationCreation, OrganisationsPart, OrganisationView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { isKeepable, isVisible, LONGEST_NAME } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isOrganisationId } from '../kernel/organisation-id.ts';
import { newId } from '../kernel/secrets/token.ts';
import { LEAST_ACT } from '../sessions/member-guard.ts';
import { nameOf } from '../state/actors.ts';
import { organisationsOf } from '../state/entering.ts';
import { event } from '../state/events.ts';
import { liveOrganisation } from '../state/live-organisation.ts';
import { actorIn, compiledRule, organisationView } from './named.ts';
import { type Considered, type Keeping, ownerOf } from './owners.ts';

export async function create(kernel: Kernel, input: OrganisationCreation): Promise<OrganisationView | Refusal> {
  const { store } = organisationsOf(kernel);
  const malformed = malformedAuthor(input) ?? malformedCreation(input);
  if (malformed !== undefined) return malformed;
  const tenant = tenantNamed(kernel, input.tenant, input.by);
  const by = doerOf(input.by, tenant);
  if (by.tenant !== tenant) return { refused: 'not-permitted' };
  const { id = newId(kernel.random), name, rule = {} } = input;
  let made: OrganisationRecord | undefined;
  const answer = await performActWithoutAccount(kernel, by, async ({ inForce: { policy }, now, refuses }) => {
    const act = { type: 'create-organisation' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const compiled = compiledRule(anywhere(policy), id, rule, now);
    if ('refused' in compiled) return compiled;
    if ((await store.readOrganisation(tenant, id)) !== undefined) return { refused: 'already-exists' };
    const document = { ...compiled.document };
    made = { tenant, id, ...(name !== undefined && { name }), version: 1, document, ...changeBy(by, now) };
    const detail = { in: id, version: 1 };
    return {
      act,
      also: {
        guards: { organisation: { id, version: 0 } },
        organisation: made,
        events: [event(kernel, tenant, now, 'organisation.created', { actor: nameOf(by), detail })],
      },
    };
  });
  return writtenAs(answer, made);
}

export async function setRule(
  kernel: Kernel,
  ...[id, rule, input]: Parameters<OrganisationsPart['setRule']>
): Promise<OrganisationView | Refusal> {
  const acting = actorIn(kernel, id, input);
  if ('refused' in acting) return acting;
  const { tenant, by } = acting;
  let made: OrganisationRecord | undefined;
  const answer = await performActWithoutAccount(kernel, by, async ({ inForce, now, refuses, entered }) => {
    const refused = await refuses(LEAST_ACT.rule);
    if (refused !== undefined) return refused;
    const record = await liveOrganisation(kernel, tenant, id);
    if (record === undefined) return { refused: 'not-found' };
    if (record.version !== input.ifVersion) return { refused: 'precondition-failed' };
    const policy = anywhere(inForce.policy);
    const rules = compiledRule(policy, id, rule, now);
    if ('refused' in rules) return rules;
    const { removedAt: _, ...rest } = record;
    const version = record.version + 1;
    made = { ...rest, version, document: { ...rules.document }, ...changeBy(by, now) };
    const kept = await keptBy(
      kernel,
      { tenant, policy, rules, now },
      record,
      entered && { accountId: by.accountId, roles: entered.roles },
    );
    const detail = { in: id, version };
    return {
      act: { type: 'change-organisation', strandsOwners: kept === undefined, forced: input.force === true },
      also: {
        guards: { ...kept, organisation: { id, version: record.version } },
        organisation: made,
        events: [event(kernel, tenant, now, 'organisation.changed', { actor: nameOf(by), detail })],
      },
    };
  });
  return writtenAs(answer, made);
}

/**
 * `undefined`: an owner can enter now, and none could under the rule. Where the host keeps the memberships, only the member who acts is known.
 *
 * @param member who acts
 */
async function keptBy(
  kernel: Kernel,
  considered: Considered,
  record: OrganisationRecord,
  member: { readonly accountId: AccountId | undefined; readonly roles: readonly string[] } | undefined,
): Promise<Keeping | undefined> {
  if (kernel.hostMembers !== undefined) {
    const { accountId, roles } = member ?? {};
    return accountId === undefined ? {} : ownerOf(kernel, { ...considered, changed: { accountId, roles } });
  }
  const keeper = await ownerOf(kernel, considered);
  if (keeper !== undefined) return keeper;
  const before = organisationsOf(kernel).compiled(record, considered.policy).rules;
  return (await ownerOf(kernel, { ...considered, rules: before })) === undefined ? {} : undefined;
}

export async function remove(
  kernel: Kernel,
  ...[id, input]: Parameters<OrganisationsPart['remove']>
): Promise<Refusal | undefined> {
  const acting = actorIn(kernel, id, input);
  if ('refused' in acting) return acting;
  const { tenant, by } = acting;
  const answer = await performActWithoutAccount(kernel, by, async ({ now, refuses }) => {
    const act = { type: 'remove-organisation' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const record = await liveOrganisation(kernel, tenant, id);
    if (record === undefined) return { refused: 'not-found' };
    const version = record.version + 1;
    const detail = { in: id };
    return {
      act,
      also: {
        guards: { organisation: { id, version: record.version } },
        organisation: { tenant, id, version, document: {}, ...changeBy(by, now), removedAt: now },
        events: [event(kernel, tenant, now, 'organisation.removed', { actor: nameOf(by), detail })],
      },
    };
  });
  return isRefusal(answer) ? answer : undefined;
}

function changeBy(by: Doer, now: OrganisationRecord['changedAt']): Pick<OrganisationRecord, 'changedAt' | 'changedBy'> {
  return { changedAt: now, changedBy: actorName(nameOf(by)) };
}

function writtenAs(
  answer: Refusal | object | undefined,
  made: OrganisationRecord | undefined,
): OrganisationView | Refusal {
  if (isRefusal(answer)) return answer;
  return made === undefined ? { refused: 'store-unavailable' } : organisationView(made);
}

function malformedCreation({ id, name }: OrganisationCreation): Refusal | undefined {
  if (id !== undefined && !isOrganisationId(id))
    return malformed('id', 'has 1 to 100 letters, digits, dots, dashes, underscores and tildes');
  const isName =
    name === undefined ||
    (typeof name === 'string' && isKeepable(name) && isVisible(name) && [...name].length <= LONGEST_NAME);
  return isName ? undefined : malformed('name', `has 1 to ${LONGEST_NAME} characters on one line`);
}

function malformed(path: string, message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

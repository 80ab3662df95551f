import { nearestName, rolesNamedBy, type WayInMethod } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import { blockedHoldersFor } from '../accounts/blocked-holders.ts';
import { createAccount, type NewAccount, unknownStrength } from '../accounts/create-account.ts';
import { malformedIdentifier } from '../accounts/rename.ts';
import type { Doer } from '../acts/doer.ts';
import { type ActPlan, type ActState, performAct, refusedWithoutAccount } from '../acts/perform-act.ts';
import { methodsAreStale, rolesAreStale } from '../acts/stale.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { revokeTightened } from '../sessions/revoking.ts';
import { adminEvent } from '../state/actors.ts';
import { withRoles } from '../state/host-roles.ts';
import { areSame } from '../state/roles.ts';
import { identitiesOfNew } from './checked-ids.ts';
import type { Creation } from './host-input.ts';
import { mailInvitation } from './invitations.ts';

export async function createBy(
  kernel: Kernel,
  by: Doer,
  input: Creation,
  {
    imported,
    blockedFor,
    dryRun,
    onUnmailed,
  }: Pick<NewAccount, 'imported' | 'blockedFor' | 'dryRun'> & { readonly onUnmailed?: () => void } = {},
): Promise<AccountRecord | Refusal> {
  const refused = await refusedWithoutAccount(kernel, by, {
    type: 'create',
    roles: input.roles ?? [],
    emergency: input.emergency === true,
  });
  if (refused !== undefined) return refused;
  // Roles from host code count as the host's roles until `resolveSubject` is asked.
  if (by.kind !== 'host' && kernel.resolveSubject !== undefined && input.roles !== undefined)
    return { refused: 'roles-from-host' };
  warnOfMisspeltRoles(kernel, by.tenant, input.roles ?? []);
  if (input.invite === true && kernel.of(by.tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  const malformed = malformedIdentifier(input.identifier);
  if (malformed !== undefined) return malformed;
  const { identifier, displayName, email, password, roles, requiredStrength, emergency, externalId } = input;
  const identities = identitiesOfNew(kernel, by.tenant, { ...input, password: password ?? imported?.password?.hash });
  if (isRefusal(identities)) return identities;
  return createAccount(kernel, {
    ...{ identifier, displayName, email, password, roles, requiredStrength, emergency, externalId },
    ...{ imported, blockedFor, dryRun },
    ...identities,
    tenant: by.tenant,
    by,
    invites:
      input.invite === true
        ? async (account, token) => {
            if (!(await mailInvitation(kernel, account, token))) onUnmailed?.();
          }
        : undefined,
    holders: (policy) => blockedHoldersFor(kernel, by, policy, identities.externalIds ?? []),
  });
}

interface MethodsInput {
  readonly methods: readonly WayInMethod[] | null;
  readonly from?: readonly string[] | null | undefined;
  readonly force?: boolean | undefined;
}

export function setMethods(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  { methods: to, from, force }: MethodsInput,
): Promise<AccountRecord | Refusal> {
  const methods = to && [...new Set(to)];
  return performAct(kernel, by, id, async ({ account, leaves }) => {
    const { methods: before, ...rest } = account;
    const next = methods === null ? rest : { ...rest, methods };
    const isUnchanged = methods === null ? before === undefined : before !== undefined && areSame(methods, before);
    return {
      act: { type: 'set-methods', leaves: await leaves(account, next), forced: force === true },
      ...(isUnchanged
        ? { isDone: true }
        : {
            next,
            isStale: methodsAreStale(account, from),
            also: { events: [adminEvent(kernel, by, account, 'account.methods-changed', { methods })] },
          }),
    };
  });
}

export function setRequiredStrength(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  { requiredStrength: to, force }: { readonly requiredStrength: string | null; readonly force?: boolean | undefined },
): Promise<AccountRecord | Refusal> {
  const act = { type: 'set-required-strength', forced: force === true } as const;
  return performAct(kernel, by, id, async ({ account, leaves, refuses, inForce: { policy } }) => {
    const unknown = to === null ? undefined : unknownStrength(policy, to);
    // An administrator without the right learns nothing of the strengths.
    if (unknown !== undefined) return (await refuses({ ...act, leaves: await leaves(account, account) })) ?? unknown;
    const { requiredStrength: before, ...rest } = account;
    const next = to === null ? rest : { ...rest, requiredStrength: to };
    return {
      act: { ...act, leaves: await leaves(account, next) },
      ...(to === (before ?? null)
        ? { isDone: true }
        : {
            next,
            also: { events: [adminEvent(kernel, by, account, 'account.methods-changed', { requiredStrength: to })] },
          }),
    };
  });
}

interface RolesInput {
  readonly roles: readonly string[];
  readonly from?: readonly string[] | undefined;
  readonly force?: boolean | undefined;
}

export async function setRoles(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  { roles, from, force }: RolesInput,
): Promise<AccountRecord | Refusal> {
  if (kernel.resolveSubject !== undefined) return { refused: 'roles-from-host' };
  const to = [...new Set(roles)];
  warnOfMisspeltRoles(kernel, by.tenant, to);
  const changed = await performAct(kernel, by, id, async (state) => {
    const { account } = state;
    const change = await changeOfRoles(kernel, by, state, { roles: to, forced: force === true });
    return areSame(to, account.roles)
      ? { act: change.act, isDone: true }
      : { ...change, isStale: rolesAreStale(account, from) };
  });
  if (!isRefusal(changed)) revokeTightened(unplaced(kernel), by.tenant, id);
  return changed;
}

interface ChangeOfRoles {
  readonly roles: readonly string[];
  readonly forced: boolean;
  readonly marked?: (next: AccountRecord) => AccountRecord;
}

export async function changeOfRoles(
  kernel: Kernel,
  by: Doer,
  { account, now, leaves }: Pick<ActState<AccountRecord>, 'account' | 'now' | 'leaves'>,
  { roles, forced, marked = (next) => next }: ChangeOfRoles,
): Promise<Required<Pick<ActPlan, 'act' | 'next' | 'also'>>> {
  const next = marked(withRoles(account, roles, now));
  const detail = { from: account.roles, to: roles };
  return {
    act: { type: 'set-roles', roles, leaves: await leaves(account, next), forced },
    next,
    also: { events: [adminEvent(kernel, by, account, 'account.roles-changed', detail)] },
  };
}

const named = new WeakMap<UnplacedKernel, Set<string>>();

export function warnOfMisspeltRoles(kernel: Kernel, tenant: TenantId, roles: readonly string[]): void {
  const known = rolesNamedBy(kernel.policies.known(tenant).policy);
  const ofProcess = unplaced(kernel);
  const told = named.get(ofProcess) ?? new Set();
  named.set(ofProcess, told);
  for (const role of roles.filter((one) => !known.includes(one) && !told.has(one))) {
    const meant = nearestName(role, known);
    if (meant === undefined) continue;
    told.add(role);
    kernel.logger.warn(`no rule of the policy names the role '${role}'; did you mean '${meant}'?`, {
      code: 'unknown-role',
      tenant,
      role,
      wayOut: `give the account the role '${meant}', or name '${role}' in the policy's \`roles\``,
    });
  }
}

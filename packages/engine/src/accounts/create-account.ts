import { type AccountFacts, type Instant, nameOfProvider, type Policy } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  actorName,
  type EventRecord,
  type ExternalIdRecord,
  type PasswordRecord,
  type SetUpBy,
  type TenantId,
} from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { performActWithoutAccount } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import type { PersonCreation } from '../contract/people.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newPassword } from '../kernel/passwords/new-password.ts';
import { newId } from '../kernel/secrets/token.ts';
import { nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { domainOf, maskAddress, normaliseAddress, normaliseIdentifier } from '../state/identifier.ts';
import { type ImportedFactors, withImportedFactors } from './imported-factors.ts';
import { withInvitation } from './invitation.ts';

export interface NewAccount extends Omit<PersonCreation, 'tenant' | 'externalIds' | 'by' | 'invite'> {
  readonly tenant: TenantId;
  readonly externalIds?: readonly ExternalIdRecord[];
  readonly providerRoles?: AccountRecord['providerRoles'];
  readonly providerRolesAt?: AccountRecord['providerRolesAt'];
  readonly by: Doer;
  readonly imported?: ImportedFactors | undefined;
  readonly blockedFor?: string | undefined;
  readonly invites?: ((account: AccountRecord, token: string) => Promise<void>) | undefined;
  readonly dryRun?: boolean | undefined;
  /** Asked before the account is written. */
  readonly refuses?: (account: AccountRecord, policy: Policy) => Promise<Refusal | undefined>;
  readonly holders?: (policy: Policy) => Promise<readonly AccountFacts[]>;
}

export async function createAccount(kernel: Kernel, input: NewAccount): Promise<AccountRecord | Refusal> {
  const identifier = normaliseIdentifier(input.identifier);
  const address = input.email === undefined ? undefined : normaliseAddress(input.email);
  if (input.email !== undefined && address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  const { tenant, by } = input;
  const actor = by.kind === 'provider' || by.kind === 'directory' ? nameOfProvider(by.provider) : nameOf(by);
  const turn = { queue: 'own', subject: actorName(actor) } as const;
  const { password } = input;
  const names = [identifier, address ?? ''];
  const candidate =
    password === undefined ? undefined : newPassword(kernel, { tenant, password, path: 'password', names, turn });
  const unfit = await candidate?.refusedAlone(kernel.policies.known(tenant).policy);
  if (unfit !== undefined) return unfit;
  const hash = password === undefined ? undefined : await kernel.passwords.hash(password, turn);

  let unwritten: AccountRecord | undefined;
  let token = '';
  const created = await performActWithoutAccount(kernel, input.by, async ({ now, setUpBy, inForce: { policy } }) => {
    const unknown = input.requiredStrength === undefined ? undefined : unknownStrength(policy, input.requiredStrength);
    const refused = unknown ?? (await candidate?.refusedAlone(policy));
    if (refused !== undefined) return refused;
    const bare: AccountRecord = {
      ...bareAccount(kernel, tenant, identifier, now),
      importedAs: input.imported === undefined ? undefined : identifier,
      imported: input.imported === undefined ? undefined : { by: actorName(actor), version: 1 },
      ...(input.blockedFor !== undefined && {
        block: { at: now, by: actorName(actor), reason: input.blockedFor },
      }),
      externalId: input.externalId,
      displayName: input.displayName,
      email: address === undefined ? undefined : { address, verifiedAt: now, setUpBy },
      roles: [...new Set(input.roles ?? [])],
      requiredStrength: input.requiredStrength,
      emergency: input.emergency === true ? true : undefined,
      password: hash === undefined ? undefined : givenPassword(kernel, hash, now, setUpBy),
      externalIds: input.externalIds?.map((link) => ({ ...link, setUpBy })),
      providerRoles: input.providerRoles,
      providerRolesAt: input.providerRolesAt,
    };
    const whole = input.imported === undefined ? bare : withImportedFactors(kernel, bare, input.imported, now);
    const invited = input.invites && withInvitation(kernel, whole, { by: by.accountId ?? 'host', setUpBy, now });
    token = invited?.token ?? '';
    const account = invited?.account ?? whole;
    const unwanted = await input.refuses?.(account, policy);
    if (unwanted !== undefined) return unwanted;
    const [type, detail] =
      input.imported === undefined
        ? ([invited === undefined ? 'account.created' : 'account.invited', createdWith(account)] as const)
        : (['account.imported', { ...createdWith(account), ...importedWith(account) }] as const);
    const events = [
      event(kernel, tenant, now, type, { accountId: account.id, actor, detail }),
      // An imported identity was a way in before.
      ...(input.imported === undefined ? (input.externalIds ?? []) : []).map(({ provider }) =>
        event(kernel, tenant, now, 'external-id.linked', { owner: account, actor, detail: { provider } }),
      ),
    ];
    const holders = await input.holders?.(policy);
    const domain = address === undefined ? undefined : domainOf(address);
    const emergency = account.emergency === true;
    const act = { type: 'create', roles: account.roles, emergency, domain, holders } as const;
    if (input.dryRun === true) {
      unwritten = account;
      return { act, isDone: true };
    }
    return { act, next: account, also: { events } };
  });
  if (created !== undefined && !isRefusal(created)) await input.invites?.(created, token);
  return created ?? unwritten ?? { refused: 'store-unavailable' };
}

export function bareAccount(kernel: Kernel, tenant: TenantId, identifier: string, createdAt: Instant): AccountRecord {
  return {
    schema: 1,
    tenant,
    id: newId(kernel.random) as AccountId,
    version: 1,
    epoch: 1,
    createdAt,
    identifiers: [identifier],
    userHandle: Buffer.from(kernel.random(32)).toString('base64url'),
    roles: [],
    passkeys: [],
  };
}

export function givenPassword(kernel: Kernel, hash: string, now: Instant, setUpBy?: SetUpBy): PasswordRecord {
  return { id: newId(kernel.random), hash, provenance: 'independent', changedAt: now, setUpBy };
}

/** The event outlives the account, and so names no person. */
export function createdWith({
  roles,
  providerRoles,
  emergency,
  email,
  password,
}: AccountRecord): EventRecord['detail'] {
  return {
    roles,
    providerRoles,
    password: password === undefined ? undefined : true,
    email: email && maskAddress(email.address),
    emergency,
  };
}

function importedWith({ totp, passkeys, backupCodes, externalIds, block }: AccountRecord): EventRecord['detail'] {
  return {
    totp: totp === undefined ? undefined : true,
    passkeys: passkeys.length,
    backupCodes: backupCodes?.hashes.length,
    providers: externalIds?.map(({ provider }) => provider),
    blocked: block === undefined ? undefined : true,
  };
}

export function unknownStrength({ strengths }: Policy, name: string): Refusal | undefined {
  if (strengths.some((strength) => strength.name === name)) return undefined;
  const message = `is no strength of the policy: ${strengths.map((strength) => strength.name).join(', ')}`;
  return { refused: 'malformed-input', errors: [{ path: 'requiredStrength', message }] };
}

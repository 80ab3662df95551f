import { type Policy, policyIn } from '@sallyport/core';
import type {
  AccountRecord,
  MembershipGuard,
  MembershipRecord,
  OrganisationLoaded,
  OrganisationRecord,
  TenantId,
} from '@sallyport/store';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Told } from '../contract/contexts.ts';
import { HostUnavailable } from '../contract/host-unavailable.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isOrganisationId } from '../kernel/organisation-id.ts';
import type { OrganisationSource } from '../kernel/organisation-source.ts';
import type { Entered } from '../kernel/request-place.ts';

/** @throws SallyportConfigError `bad-store` */
export function organisationsOf({ organisations }: Pick<Kernel, 'organisations'>): OrganisationSource {
  if (organisations !== undefined) return organisations;
  throw new SallyportConfigError(
    'bad-store',
    'The store keeps no organisations.',
    'Give a store with the functions of organisations, or name no organisation.',
  );
}

export interface Entering {
  readonly id: string;
  readonly known: OrganisationRecord | undefined;
}

export function enteringOf(kernel: Kernel, tenant: TenantId, id: unknown): Entering | 'nowhere' {
  const organisations = organisationsOf(kernel);
  return isOrganisationId(id) ? { id, known: organisations.known(tenant, id) } : 'nowhere';
}

/** `undefined`: no member, or no such organisation. Both take the same steps. */
export async function enteredBy(
  kernel: Kernel,
  account: AccountRecord,
  { id, known }: Entering,
  { organisation, membership }: OrganisationLoaded,
): Promise<Entered | undefined> {
  const organisations = organisationsOf(kernel);
  const record = organisation === undefined ? known : organisations.learn(organisation);
  const roles = kernel.hostMembers === undefined ? membership?.roles : await rolesByHost(kernel, account, id);
  if (roles === undefined || record === undefined || record.removedAt !== undefined) return undefined;
  return enteredWith(kernel, record, roles);
}

export function enteredWith(kernel: Kernel, record: OrganisationRecord, roles: readonly string[]): Entered {
  return new EnteredRecord(organisationsOf(kernel), kernel.now, record, Object.freeze([...roles]));
}

class EnteredRecord implements Entered {
  readonly roles: readonly string[];
  readonly #organisations: OrganisationSource;
  readonly #now: Kernel['now'];
  readonly #record: OrganisationRecord;

  constructor(
    organisations: OrganisationSource,
    now: Kernel['now'],
    record: OrganisationRecord,
    roles: readonly string[],
  ) {
    this.roles = roles;
    this.#organisations = organisations;
    this.#now = now;
    this.#record = record;
  }

  get id(): string {
    return this.#record.id;
  }

  get version(): number {
    return this.#record.version;
  }

  isClosed(policy: Policy): boolean {
    return this.#organisations.compiled(this.#record, policy).isClosed;
  }

  in(policy: Policy, contexts: Told, as?: 'draft'): Policy {
    const { rules } = this.#organisations.compiled(this.#record, policy, as);
    return policyIn(policy, { contexts, organisation: { rules, roles: this.roles }, now: this.#now() });
  }
}

/** For a request whose session was checked without the organisation. */
export async function enter(kernel: Kernel, account: AccountRecord, asked: unknown): Promise<Entered | undefined> {
  const read = await readOf(kernel, account, asked);
  return read && enteredBy(kernel, account, read.entering, read.loaded);
}

export interface MembershipNow {
  readonly entered: Entered;
  /** Absent: the host keeps it. */
  readonly membership: MembershipRecord | undefined;
}

/** For an act, which asks the host each time. */
export async function membershipNow(
  kernel: Kernel,
  account: AccountRecord,
  asked: unknown,
): Promise<MembershipNow | undefined> {
  kernel.hostMembers?.forget(account);
  const read = await readOf(kernel, account, asked);
  const entered = read && (await enteredBy(kernel, account, read.entering, read.loaded));
  return entered && { entered, membership: read?.loaded.membership };
}

async function readOf(
  kernel: Kernel,
  { tenant, id }: AccountRecord,
  asked: unknown,
): Promise<{ readonly entering: Entering; readonly loaded: OrganisationLoaded } | undefined> {
  const entering = enteringOf(kernel, tenant, asked);
  if (entering === 'nowhere') return undefined;
  const { store } = organisationsOf(kernel);
  const [membership, organisation] = await Promise.all([
    kernel.hostMembers === undefined ? store.readMembership(tenant, entering.id, id) : undefined,
    store.readOrganisation(tenant, entering.id),
  ]);
  return { entering, loaded: { ...(membership && { membership }), ...(organisation && { organisation }) } };
}

export function guardOf({ organisation, accountId, version }: MembershipRecord): MembershipGuard {
  return { organisation, accountId, version };
}

async function rolesByHost(kernel: Kernel, account: AccountRecord, id: string): Promise<readonly string[] | undefined> {
  return kernel.hostMembers?.recent(account, id, kernel.now()) ?? askHostMembers(kernel, account, id);
}

/** @throws HostUnavailable */
export async function askHostMembers(
  { hostMembers, logger, now }: Kernel,
  account: AccountRecord,
  organisation: string,
): Promise<readonly string[] | undefined> {
  const { id: accountId, tenant, externalId } = account;
  const at = now();
  try {
    const told = await hostMembers?.ask(accountId, organisation, tenant, externalId);
    if (told !== undefined && !areRoles(told))
      throw new TypeError('memberRoles answered neither a list of roles nor undefined');
    const roles = told && [...new Set(told)];
    hostMembers?.note(account, organisation, roles, at);
    return roles;
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : undefined;
    logger.error('the host could not say which roles somebody has in an organisation', { accountId, because });
    throw new HostUnavailable('memberRoles', { cause });
  }
}

function areRoles(told: unknown): told is readonly string[] {
  return Array.isArray(told) && told.every((role) => typeof role === 'string' && role !== '' && isKeepable(role));
}

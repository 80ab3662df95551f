import { type HostCode, type Instant, instant, nameOfHostCode, type Policy } from '@sallyport/core';
import type { AccountRecord, EventRecord } from '@sallyport/store';
import { bareAccount, createdWith, givenPassword } from '../accounts/create-account.ts';
import { malformedIdentifier } from '../accounts/rename.ts';
import { type Doer, host } from '../acts/doer.ts';
import { isAdministered } from '../acts/last-administrator.ts';
import { type ActPlan, performAct, performActWithoutAccount } from '../acts/perform-act.ts';
import { afterRoleGain } from '../acts/role-gain.ts';
import { strandsOwner } from '../acts/stranding.ts';
import type { Bootstrapped, People, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { enrollmentCodeText } from '../factors/enrollment-code.ts';
import { hasStrongFactor } from '../factors/facts.ts';
import { usablePassword } from '../factors/password.ts';
import { hasDirectoryPassword } from '../factors/sso-and-ldap.ts';
import { standingCode } from '../factors/standing-code.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { writtenCode } from '../kernel/secrets/codes.ts';
import { revokeTightened } from '../sessions/revoking.ts';
import { adminEvent, nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { withRoles } from '../state/host-roles.ts';
import { normaliseAddress, normaliseIdentifier } from '../state/identifier.ts';
import { load } from '../state/load.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { tenantOf } from '../state/tenant-id.ts';
import { malformedHostCode } from './account-ref.ts';

type First = Omit<Bootstrapped, 'person'> & { readonly account: AccountRecord };

interface Secrets {
  readonly address: string;
  readonly code: string;
  readonly expiresAt: Instant;
  readonly password: string;
  readonly hash: string;
}

export async function bootstrap(
  kernel: Kernel,
  { email, by, tenant: name }: Parameters<People['bootstrap']>[0],
): Promise<First | Refusal> {
  const malformed = malformedHostCode(by) ?? malformedIdentifier(email);
  if (malformed !== undefined) return malformed;
  const address = normaliseAddress(email);
  if (address === undefined) return inputFault('email', 'is not a mail address');
  const tenant = tenantOf(kernel, name);
  if (kernel.resolveSubject !== undefined) return { refused: 'roles-from-host' };
  const { policy } = await readPolicyInForce(kernel, tenant);
  if (policy.administrators.policy.length === 0)
    return inputFault('policy', 'names no administrators (administrators.policy)');
  const doer = host(tenant, by);
  const identifier = normaliseIdentifier(email);
  if (await isAdministered(kernel, policy, tenant)) return { refused: 'not-permitted' };
  const secrets = await newSecrets(kernel, address, by);
  const { account: there } = await load(kernel, { tenant, account: { kind: 'identifier', value: identifier } });
  const written =
    there === undefined
      ? await performActWithoutAccount(kernel, doer, async ({ now, inForce }) => {
          const bare = bareAccount(kernel, tenant, identifier, now);
          const account = { ...bare, email: { address, verifiedAt: now } };
          return planned(kernel, doer, secrets, { before: undefined, account, policy: inForce.policy, now });
        })
      : await performAct(kernel, doer, there.id, ({ account, now, inForce }) =>
          planned(kernel, doer, secrets, { before: account, account, policy: inForce.policy, now }),
        );
  if (written === undefined || isRefusal(written)) return written ?? { refused: 'store-unavailable' };
  if (there !== undefined) revokeTightened(unplaced(kernel), tenant, written.id);
  return handedOver(written, secrets);
}

interface Found {
  readonly before: AccountRecord | undefined;
  readonly account: AccountRecord;
  readonly policy: Policy;
  readonly now: Instant;
}

async function planned(kernel: Kernel, by: Doer, secrets: Secrets, found: Found): Promise<ActPlan | Refusal> {
  const { before, policy, now } = found;
  if (before?.block !== undefined) return { refused: 'account-blocked' };
  const { address, code, expiresAt, hash } = secrets;
  // Anybody can have given the name. Only the mailbox says whose account it is.
  if (before !== undefined && before.email?.address !== address) return { refused: 'already-exists' };
  const roles = [...new Set([...found.account.roles, ...policy.administrators.policy])];
  const ranked = before === undefined ? { ...found.account, roles } : withRoles(found.account, roles, now);
  const left = leftWith(policy, before, ranked, now);
  const coded: AccountRecord = hasStrongFactor(left)
    ? ranked
    : {
        ...ranked,
        enrollmentCode: {
          ...{ hash: kernel.ring.hash('code', enrollmentCodeText(ranked, code)), expiresAt, by: 'host' },
          key: kernel.ring.ids()[0],
          // Where no sign-in asks for a set-up, the code counts in a step-up.
          helpsIn: 'further',
        },
      };
  const mayNeed = usablePassword(left, policy) === undefined && !hasDirectoryPassword(left);
  const { password: _, ...bare } = coded;
  const strands = async (next: AccountRecord): Promise<boolean> => {
    const then = leftWith(policy, before, next, now);
    return strandsOwner(policy, await standingCode(kernel, policy, then), now);
  };
  const needsPassword = mayNeed && (await strands(bare));
  const next = needsPassword ? { ...coded, password: givenPassword(kernel, hash, now) } : coded;
  if (await strands(next)) return { refused: 'no-way-in-left' };
  // Read before the question, so that of two bootstraps at once one conflicts and asks again.
  const record = await kernel.store.readAdministrators(by.tenant);
  const first = !(await isAdministered(kernel, policy, by.tenant));
  const held = record?.version ?? 0;
  const accountIds = [...new Set([...(record?.accountIds ?? []), next.id])];
  return {
    act: { type: 'bootstrap', first },
    next,
    also: {
      guards: { administrators: held },
      administrators: { tenant: by.tenant, version: held + 1, accountIds },
      events: eventsOf(kernel, by, before, next),
    },
  };
}

function leftWith(policy: Policy, before: AccountRecord | undefined, next: AccountRecord, now: Instant): AccountRecord {
  return before === undefined ? next : afterRoleGain(policy, before, next, now);
}

function eventsOf(
  kernel: Kernel,
  by: Doer,
  before: AccountRecord | undefined,
  next: AccountRecord,
): readonly EventRecord[] {
  const { enrollmentCode, password, roles } = next;
  const of = (type: EventRecord['type'], detail?: EventRecord['detail']): EventRecord =>
    adminEvent(kernel, by, next, type, detail);
  const first =
    before === undefined
      ? event(kernel, by.tenant, kernel.now(), 'account.created', {
          ...{ accountId: next.id, actor: nameOf(by), detail: createdWith(next) },
        })
      : of('account.roles-changed', { from: before.roles, to: roles });
  return [
    first,
    ...(before !== undefined && password?.id !== before.password?.id ? [of('password.changed')] : []),
    ...(enrollmentCode?.hash === before?.enrollmentCode?.hash ? [] : [of('enrollment.vouched')]),
  ];
}

async function newSecrets(kernel: Kernel, address: string, by: HostCode): Promise<Secrets> {
  const password = writtenCode(kernel.random);
  return {
    address,
    code: writtenCode(kernel.random),
    expiresAt: instant(kernel.now() + LIFETIMES.bootstrapCode),
    password,
    hash: await kernel.passwords.hash(password, { queue: 'own', subject: String(nameOfHostCode(by)) }),
  };
}

function handedOver(account: AccountRecord, { code, expiresAt, password, hash }: Secrets): First {
  return {
    account,
    ...(account.password?.hash === hash ? { password } : {}),
    ...(account.enrollmentCode?.expiresAt === expiresAt ? { enrollmentCode: code, expiresAt } : {}),
  };
}

function inputFault(path: string, message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

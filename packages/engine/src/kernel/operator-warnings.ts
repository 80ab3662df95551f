import { mayBeginWith, type Policy, type PolicyProblem } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { Logger } from '../contract/host.ts';
import { becauseOf } from './because.ts';
import type { Kernel } from './kernel.ts';
import { findingsOf } from './policy-findings.ts';

/** No error, because an administrator can mend a stored policy only while it is in force. */
export async function warnOfTraps(tenant: TenantId, policy: Policy, logger: Logger): Promise<void> {
  const { counterexampleText } = await import('./policy-analysis.ts');
  for (const { severity, code, message, counterexample } of await findingsOf(policy)) {
    const isMisspelt = code === 'administrator-role-unknown' && severity === 'warning';
    if (severity !== 'error' && !isMisspelt) continue;
    logger.warn(`the policy has a trap (${code}): ${message}`, {
      code,
      tenant,
      counterexample: counterexampleText(counterexample),
      wayOut: 'run `sallyport check` on the policy',
    });
  }
}

export function warnOfUnfitDraft({ tenant, version }: PolicyRecord, fault: unknown, logger: Logger): void {
  logger.error('the draft in the shadow is not judged: it does not fit the app as it is now', {
    ...{ code: 'shadow-failed', tenant, version },
    because: becauseOf(fault),
    wayOut: 'end the run, and begin it with a draft that the app can use',
  });
}

export function warnOfNoAdministrators({ document }: Policy, logger: Logger): void {
  if (document.administrators !== undefined) return;
  logger.warn('nobody administers: the policy names no administrators, so every /admin route answers 403', {
    code: 'no-administrators',
    wayOut:
      "name roles in the policy's `administrators.policy` and `administrators.people`, or write `administrators: {}` if nobody is meant",
  });
}

export async function warnOfNoAdministrator(kernel: Kernel, tenant: TenantId, policy: Policy): Promise<void> {
  const roles = policy.administrators.policy;
  if (kernel.resolveSubject !== undefined || roles.length === 0) return;
  const administrators = await kernel.store.readAdministrators(tenant);
  if ((administrators?.accountIds ?? []).length > 0) return;
  const { items } = await kernel.store.listAccounts(tenant, { limit: 1 });
  if (items.length === 0) return;
  kernel.logger.warn(`nobody can change the policy: no account has the role ${roles.join(' or ')}`, {
    code: 'no-administrator',
    tenant,
    roles,
    wayOut:
      'make the first one with `sallyport bootstrap`, give the role to an account (`auth.people.setRoles`), or name another role in `administrators.policy`',
  });
}

export function warnOfNoMailer(tenant: TenantId, sendMail: unknown, logger: Logger): void {
  if (sendMail !== undefined) return;
  logger.warn('there is no mailer: nobody gets a code, a link to recover a password or a link to confirm an address', {
    code: 'without-mailer',
    tenant,
    wayOut: 'give `sendMail`; without a mailer no sign-in offers an email code',
  });
}

export function warnOfIdleDirectory(
  tenant: TenantId,
  policy: Policy,
  directory: Pick<Directory, 'id'> | undefined,
  logger: Logger,
): void {
  if (directory === undefined) return;
  const { id } = directory;
  const [why, wayOut] = mayBeginWith(policy, 'ldap')
    ? [
        'the policy does not name the directory among its providers',
        `write \`providers: { ${JSON.stringify(id)}: { createAccounts: true } }\` in the policy, or \`mailDomains\`; or \`{}\` if an administrator links each account by hand`,
      ]
    : ['no way in of the policy is `ldap`', 'name `ldap` among the `methods` of the policy'];
  if (mayBeginWith(policy, 'ldap') && policy.providers.has(id)) return;
  logger.warn(`nobody can come from the directory '${id}': ${why}`, { code: 'idle-directory', tenant, wayOut });
}

/** Warns the operator at start-up of what a provider cannot use, although it works without. */
export function warnOfProviders(
  tenant: TenantId,
  providers: Iterable<Pick<SignInProvider, 'id' | 'warnings'>>,
  logger: Logger,
): void {
  for (const { id, warnings = [] } of providers)
    for (const warning of warnings)
      logger.warn(`the provider '${id}' works in part: ${warning}`, {
        code: 'provider-in-part',
        tenant,
        provider: id,
        wayOut: 'have whoever runs the provider mend it, and read its metadata again',
      });
}

export function warnOfMissing(
  { tenant, version }: Pick<PolicyRecord, 'tenant' | 'version'>,
  problems: readonly PolicyProblem[],
  logger: Logger,
): void {
  for (const { path, message, code } of problems) {
    if (code !== 'not-configured') {
      logger.error(`the stored policy has too much beside the floor: ${path}: ${message}`, {
        code: 'beyond-the-floor',
        tenant,
        version,
        wayOut: 'save a smaller policy; until then its rules ask for other things, as docs/guide/tenants.md says',
      });
      continue;
    }
    logger.warn(`the stored policy names what is not configured: ${path}: ${message}`, {
      code,
      tenant,
      version,
      wayOut: 'configure it, or take it out of the policy',
    });
  }
}

const COPIES: unique symbol = Symbol.for('@sallyport/engine: copies');

export function noteCopy(address: string, shared: object = globalThis): readonly string[] {
  const noted: unknown = Reflect.get(shared, COPIES);
  const copies: Set<string> = noted instanceof Set ? noted : new Set();
  Reflect.set(shared, COPIES, copies.add(address));
  return [...copies];
}

export function warnOfCopies(copies: readonly string[], logger: Logger): void {
  if (copies.length < 2) return;
  logger.warn('@sallyport/engine is loaded more than once in this process', {
    code: 'loaded-twice',
    copies,
    wayOut: isOnePackage(copies)
      ? 'the app imports and requires the same package: only import the packages of Sallyport, or only require them'
      : 'have one version of it: `npm ls @sallyport/engine` shows who brings another, `npm dedupe` often mends it',
  });
}

function isOnePackage(copies: readonly string[]): boolean {
  const folders = new Set(copies.map((address) => address.slice(0, address.lastIndexOf('/'))));
  return folders.size === 1 && copies.length === 2 && copies.some((address) => address.endsWith('.cjs'));
}

import type { TenantId } from '@sallyport/store';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { AttestationRoots, AttestationTrust } from '@sallyport/webauthn';
import { checkEmergencyKey, checkMailer, configuredPolicy, hostMethods } from './configuration.ts';
import { SallyportConfigError } from './contract/configuration-error.ts';
import type { Logger } from './contract/host.ts';
import { HOST_LIMITS } from './contract/lifetimes.ts';
import { trustOf } from './kernel/attestation-trust.ts';
import { bounded } from './kernel/host-call.ts';
import { hostCodes } from './kernel/host-codes.ts';
import { hostProviders } from './kernel/host-providers.ts';
import type { TenantParts } from './kernel/kernel.ts';
import type { WithTelemetry } from './kernel/telemetry/with-telemetry.ts';
import type { Timer } from './kernel/timer.ts';
import type { WarnOfUnavailable } from './kernel/unavailable.ts';
import { checkPartKinds, PARTS } from './option-kinds.ts';
import type { SallyportOptions, TenantOptions } from './options.ts';
import { DEFAULT_TENANT, tenantId } from './state/tenant-id.ts';

export interface Tenants {
  /** @throws SallyportConfigError `bad-tenant` */
  of(tenant: TenantId): TenantParts;
  has(tenant: TenantId): boolean;
  /** Empty if the host gives a function. */
  readonly named: readonly TenantId[];
  made(): readonly TenantParts[];
  sources(): ReadonlySet<SignInProvider | Directory>;
}

interface MadeWith {
  readonly telemetry: WithTelemetry;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly warnOfUnavailable: WarnOfUnavailable;
  readonly clock: () => number;
}

export function tenantsOf(options: SallyportOptions<string>, madeWith: MadeWith): Tenants {
  checkScope(options);
  const make = maker(options, madeWith);
  const made = new Map<TenantOptions, TenantParts>();
  const byName = new Map<TenantId, TenantParts>();
  const partsOf = (name: TenantId, given: TenantOptions): TenantParts => {
    const parts = made.get(given) ?? make(name, given);
    made.set(given, parts);
    return parts;
  };
  const { tenants = { [DEFAULT_TENANT]: options } } = options;
  if (typeof tenants !== 'function') {
    for (const [name, given] of Object.entries(tenants)) byName.set(tenantId(name), partsOf(tenantId(name), given));
  }
  const tenantsOfDirectories = new Map<Directory, TenantId>();
  // Anybody can make up names, and each name would have new guesses at the directory.
  const checkOneTenant = (directory: Directory | undefined, tenant: TenantId): void => {
    if (directory === undefined) return;
    const first = tenantsOfDirectories.get(directory) ?? tenant;
    tenantsOfDirectories.set(directory, first);
    if (first !== tenant) throw sharedDirectory(directory, first);
  };
  const find = (tenant: TenantId): TenantParts | undefined => {
    const known = byName.get(tenant);
    if (known !== undefined || typeof tenants !== 'function') return known;
    const given = tenants(tenant);
    if (given === undefined) return undefined;
    checkOneTenant(given.directory, tenant);
    const shared = made.get(given);
    // The name is not kept: if all tenants share their parts, anybody could invent any number of names.
    if (shared !== undefined) return shared;
    const own = partsOf(tenant, given);
    byName.set(tenant, own);
    return own;
  };
  return {
    of(tenant) {
      const parts = find(tenant);
      if (parts !== undefined) return parts;
      throw new SallyportConfigError(
        'bad-tenant',
        `There is no tenant '${tenant.slice(0, 50)}'.`,
        options.tenant === undefined
          ? "Without the options `tenant` and `tenants`, 'default' is the only tenant: name no other, or give both options."
          : 'Name the tenant in `tenants`, or name another tenant here.',
      );
    },
    has: (tenant) => find(tenant) !== undefined,
    named: [...byName.keys()],
    made: () => [...made.values()],
    sources: () => new Set([...made.keys()].flatMap(sourcesOf)),
  };
}

function sharedDirectory({ id }: Directory, first: TenantId): SallyportConfigError {
  return new SallyportConfigError(
    'shared-directory',
    `\`tenants\` gives the directory '${id}' of the tenant '${first}' to a second tenant.`,
    'Give each tenant a directory of its own, or list the tenants: `tenants: { north: common, south: common }`.',
  );
}

/**
 * A part at the top level would serve every tenant: a provider of `north` could give roles in `south`.
 *
 * @throws SallyportConfigError `unscoped-part` or `bad-tenants`
 */
function checkScope(options: SallyportOptions<string>): void {
  const { tenant, tenants } = options;
  if (tenant === undefined && tenants === undefined) return;
  const unscoped = Object.keys(PARTS).find((part) => Reflect.get(options, part) !== undefined);
  if (unscoped !== undefined) {
    throw new SallyportConfigError(
      'unscoped-part',
      `\`${unscoped}\` is given for no tenant, and there are several.`,
      `Give \`${unscoped}\` for each tenant: \`tenants: { north: { ${unscoped} } }\`. If tenants share their parts, write \`tenants: { north: common, south: common }\`.`,
    );
  }
  if (tenant === undefined) {
    throw new SallyportConfigError(
      'bad-tenants',
      '`tenants` is given, and `tenant` is not.',
      'Give a function that tells the tenant of each request: `tenant: ({ headers }) => nameOf(headers.host)`.',
    );
  }
  if (tenants === undefined || Object.keys(tenants).length + (typeof tenants === 'function' ? 1 : 0) === 0) {
    throw new SallyportConfigError(
      'bad-tenants',
      tenants === undefined ? '`tenant` is given, and `tenants` is not.' : '`tenants` has no tenant.',
      'Say which tenants there are: `tenants: { north: {}, south: {} }`, or `tenants: (name) => partsOf(name)`.',
    );
  }
}

function maker(
  options: SallyportOptions<string>,
  { telemetry, timer, logger, warnOfUnavailable, clock }: MadeWith,
): (name: TenantId, given: TenantOptions) => TenantParts {
  const { policy = {}, tenant } = options;
  // Metadata is large: a list that several tenants share is read once.
  const trusts = new Map<readonly AttestationRoots[] | undefined, AttestationTrust>();
  const trustIn = (roots: readonly AttestationRoots[] | undefined): AttestationTrust => {
    const trust = trusts.get(roots) ?? trustOf(roots ?? [], { now: clock, logger });
    trusts.set(roots, trust);
    return trust;
  };
  const make = (given: TenantOptions): TenantParts => {
    checkPartKinds(given);
    const attestation = trustIn(given.attestationRoots);
    const codes = telemetry.codes(hostCodes(given.codes ?? {}, timer));
    const { providers, directory } = telemetry.providers(
      hostProviders(
        given.providers ?? [],
        given.directory,
        timer,
        warnOfUnavailable,
        options.directoryRechecks !== undefined,
      ),
    );
    const host = hostMethods(given, codes, options);
    checkMailer(given, policy);
    const firstPolicy = configuredPolicy(policy, host);
    checkEmergencyKey(given.vault?.emergencyKey);
    const { sendMail, vault } = given;
    return {
      host: options.policyFloor === true ? { ...host, floor: firstPolicy.document } : host,
      firstPolicy,
      sendMail: sendMail && telemetry.hostCall('sendMail', bounded(timer, 'sendMail', HOST_LIMITS.sendMail, sendMail)),
      codes,
      providers,
      directory,
      attestation,
      vault,
    };
  };
  return (name, given) => {
    try {
      return make(given);
    } catch (error) {
      throw tenant !== undefined && error instanceof SallyportConfigError ? error.of(name) : error;
    }
  };
}

function sourcesOf({ providers = [], directory }: TenantOptions): readonly (SignInProvider | Directory)[] {
  return directory === undefined ? providers : [...providers, directory];
}

import { definePolicy, evaluate, instant, milliseconds, type PolicyInput } from '@sallyport/core';
import { createAccount } from './account/create-account.ts';
import { factsOf } from './account/facts.ts';
import { ownAccount } from './account/own-account.ts';
import { accountView } from './account/views.ts';
import { blocking } from './administration/blocking.ts';
import { oversight } from './administration/oversight.ts';
import { people } from './administration/people.ts';
import { documentOf, policyAdministration } from './administration/policy-administration.ts';
import { resets } from './administration/resets.ts';
import type { Sallyport } from './api/index.ts';
import { checkConfiguration, durationOf } from './configuration.ts';
import { enroll } from './enroll/enroll.ts';
import type { AttestationRoots } from './factors/attestation/roots.ts';
import { attestationTrust } from './factors/attestation/trust.ts';
import { afterwards } from './kernel/afterwards.ts';
import { bounded } from './kernel/host-call.ts';
import type { Kernel, ListExposure, Logger, NotifyOwner, ResolveSubject, SendMail } from './kernel/kernel.ts';
import { HOST_LIMITS } from './kernel/limits.ts';
import { openPatiently } from './kernel/opening.ts';
import { policySource } from './kernel/policy-source.ts';
import { warnOfTraps } from './kernel/policy-warnings.ts';
import { type EventRetentionOptions, eventRetention } from './kernel/retention.ts';
import { tending } from './kernel/tending.ts';
import { machineTimer, type Timer } from './kernel/timer.ts';
import { type PasswordHashingOptions, passwordHashing } from './passwords/password-hashing.ts';
import { recovery } from './recovery/recovery.ts';
import { isRefusal } from './refusal.ts';
import { keyRing } from './secrets/key-ring.ts';
import { pooledRandom, type Random } from './secrets/token.ts';
import { behind } from './sessions/behind.ts';
import { sessions } from './sessions/sessions.ts';
import { withHostRoles } from './step/change.ts';
import { event } from './step/events.ts';
import { signIn } from './step/sign-in.ts';
import type { Store } from './store/port.ts';
import type { TenantId } from './store/records.ts';

export interface SallyportOptions {
  /** Where people see the app: `https://app.example`. Cookies, passkeys and the same-origin check go by it. */
  readonly origin: string;
  /** At least 32 random characters each. The first is in use; the others still open what was made with them.
   * As a function it is asked each time, so that a secret is rotated without a restart. */
  readonly secrets: readonly string[] | (() => readonly string[]);
  readonly store: Store;
  /** How long `ready()` waits for a store that does not answer yet, as `'60s'`, which is the default. */
  readonly openWithin?: string;
  /** The policy of a tenant that has none stored yet. Once an administrator changed it, the store's is in force. */
  readonly policy?: PolicyInput;
  /** The name people see beside a passkey and in their authenticator app. Default: the origin's host. */
  readonly name?: string;
  /** Given up after 10 s. */
  readonly sendMail?: SendMail;
  /** Given up after 10 s and tried again later, beside the notices to others. */
  readonly notifyOwner?: NotifyOwner;
  /**
   * Roles from the host, asked wherever something is granted. `undefined`: the host knows nobody of this id. Given up after 5 s:
   * nothing is decided without them.
   */
  readonly resolveSubject?: ResolveSubject;
  /** What an account could reach, recorded when it is blocked. Given up after 5 s: it is blocked without. */
  readonly exposure?: ListExposure;
  /** Policy, accounts and providers per tenant. Default: one tenant named `default`. */
  readonly tenant?: (request: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly path: string;
  }) => string;
  /**
   * Who vouches for authenticator models, and for which: a blob of the FIDO Metadata Service, certificates of makers, or both.
   * Needed where a policy asks for an `attested` model. Nothing is fetched: the host brings the blob up to date.
   */
  readonly attestationRoots?: readonly AttestationRoots[];
  readonly passwordHashing?: PasswordHashingOptions;
  /**
   * How long events of each type are kept: a duration like `'90d'`, or `'forever'`; `others` for types that are not named. Default: 400
   * days, and 90 days for `sign-in.started` and `sign-in.failed`. An event whose owner has not been told yet stays.
   */
  readonly eventRetention?: EventRetentionOptions;
  readonly logger?: Logger;
  /** Epoch milliseconds. Default: the machine's clock; hosts keep NTP. */
  readonly clock?: () => number;
  /** Default: `node:crypto`. */
  readonly random?: Random;
  /** What runs things later, and gives up what takes too long. Default: the machine's. */
  readonly timer?: Timer;
}

/**
 * Makes the one object a host mounts and asks.
 *
 * @throws PolicyError where the policy has a problem
 * @throws SallyportConfigError where the configuration cannot work or is not safe, with a code and a way out
 */
export function createSallyport(options: SallyportOptions): Sallyport {
  const policy = definePolicy(options.policy ?? {});
  checkConfiguration(options, policy);
  const { clock = Date.now, random = pooledRandom(), timer = machineTimer, secrets, store } = options;
  const inTime = <Asked extends unknown[], Answer>(
    name: keyof typeof HOST_LIMITS,
    call: ((...asked: Asked) => Answer) | undefined,
  ) => call && bounded(timer, name, HOST_LIMITS[name], call);
  const { hostname } = new URL(options.origin);
  const logger = options.logger ?? SILENT;
  const later = afterwards(logger);
  const kernel: Kernel = {
    origin: new URL(options.origin).origin,
    relyingParty: { id: hostname, name: options.name ?? hostname },
    store,
    async commit(change) {
      const result = await store.commit(change);
      if (result.outcome === 'committed' && change.events.some(({ tell }) => tell !== undefined)) tellSoon();
      return result;
    },
    policies: policySource(policy),
    ring: keyRing(typeof secrets === 'function' ? secrets : () => secrets, random),
    passwords: passwordHashing(options.passwordHashing),
    random,
    now: () => instant(Math.floor(clock())),
    sendMail: inTime('sendMail', options.sendMail),
    notifyOwner: inTime('notifyOwner', options.notifyOwner),
    resolveSubject: inTime('resolveSubject', options.resolveSubject),
    exposure: inTime('exposure', options.exposure),
    attestation: attestationTrust(options.attestationRoots ?? [], { now: clock, logger }),
    logger,
    afterwards: later.run,
  };
  const tenantOf = options.tenant;
  const openWithin = durationOf('openWithin', options.openWithin ?? '60s');
  const { tend, tellSoon, close, start } = tending(kernel, timer, eventRetention(options.eventRetention));
  return {
    origin: kernel.origin,
    now: kernel.now,
    tenantOf: (request) => tenantId(tenantOf?.(request) ?? DEFAULT_TENANT),
    signIn: signIn(kernel),
    enroll: enroll(kernel),
    recovery: recovery(kernel),
    sessions: sessions(kernel),
    account: ownAccount(kernel),
    admin: {
      ...policyAdministration(kernel),
      ...people(kernel),
      ...resets(kernel),
      ...blocking(kernel),
      ...oversight(kernel),
    },
    accounts: {
      async create({ tenant, ...input }) {
        const created = await createAccount(kernel, {
          ...input,
          tenant: tenantId(tenant ?? DEFAULT_TENANT),
          actor: 'system',
        });
        return isRefusal(created) ? created : accountView(created);
      },
    },
    async authorize(session, { strength, withinSeconds }) {
      const { account: checked, record } = behind(session);
      const account = await withHostRoles(kernel, checked, kernel.now());
      if (account === undefined) return { outcome: 'denied', reason: 'no-way-in', because: [] };
      const inForce = kernel.policies.known(session.tenant).policy;
      const within = withinSeconds === undefined ? undefined : milliseconds(withinSeconds * 1000);
      const strengths = strength === undefined ? [] : [strength];
      const demand = strength === undefined && within === undefined ? {} : { demand: { strengths, within } };
      return evaluate(inForce, {
        account: factsOf(account),
        evidence: record.evidence,
        now: kernel.now(),
        ...demand,
      });
    },
    async ready() {
      await kernel.attestation.ready();
      await openPatiently({ timer, logger, limit: openWithin }, async () => {
        await store.open();
        await storeFirstPolicy(kernel);
      });
      await kernel.passwords.pretend('warm-up', { lane: 'own', subject: 'system' });
      later.run('checking the policy for traps', async () =>
        warnOfTraps(kernel.policies.known(tenantId(DEFAULT_TENANT)).policy, logger),
      );
      start();
    },
    async tend() {
      await later.settled();
      await tend();
    },
    close: () => close(later.settled()),
  };
}

const DEFAULT_TENANT = 'default';

const SILENT: Logger = { warn() {}, error() {} };

export function tenantId(name: string): TenantId {
  return name as TenantId;
}

/** Stores the configured policy as version 1, unless the store has one: then that one is in force. */
async function storeFirstPolicy(kernel: Kernel): Promise<void> {
  const tenant = tenantId(DEFAULT_TENANT);
  const stored = await kernel.store.readPolicy(tenant);
  if (stored !== undefined) {
    kernel.policies.learn(stored);
    return;
  }
  const now = kernel.now();
  const record = {
    tenant,
    version: 1,
    document: documentOf(kernel.policies.known(tenant).policy),
    changedAt: now,
    changedBy: 'system',
  };
  const result = await kernel.commit({
    tenant,
    now,
    guards: { policy: 0 },
    policy: record,
    events: [event(kernel, tenant, now, 'policy.changed', { actor: 'system', detail: { version: 1 } })],
  });
  const inForce = result.outcome === 'committed' ? record : await kernel.store.readPolicy(tenant);
  if (inForce !== undefined) kernel.policies.learn(inForce);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { domainToASCII } from 'node:url';
import { type BuiltInStrength, definePolicy, type Instant, instant, withAsciiDomains } from '@sallyport/core';
import { hasOrganisations, type TenantId } from '@sallyport/store';
import { ownAccount } from './accounts/own-account.ts';
import { ownVault } from './accounts/own-vault.ts';
import { inPlace, placeOfCaller, placeOfSession } from './acts/parts-in-place.ts';
import { takesFromSessions } from './acts/taking.ts';
import { withAdapterParts } from './adapters.ts';
import { audit } from './administration/audit.ts';
import { censusOf } from './administration/census.ts';
import { deployCodePolicy } from './administration/code-policy.ts';
import { noteToday } from './administration/days.ts';
import { dormancySweep } from './administration/dormancy.ts';
import { eventLog } from './administration/event-stream.ts';
import { profileNow, profilesKept } from './administration/missing-profiles.ts';
import { people } from './administration/people.ts';
import { policies } from './administration/policies.ts';
import { tenantRemoval } from './administration/removed-tenants.ts';
import { secretsInUse } from './administration/secrets.ts';
import { vaults } from './administration/vaults.ts';
import { checkConfiguration, codePolicy } from './configuration.ts';
import { durationOf } from './contract/configuration-error.ts';
import type { Logger } from './contract/host.ts';
import type { Me, Sallyport } from './contract/index.ts';
import { HOST_LIMITS } from './contract/lifetimes.ts';
import type { Undeclared } from './contract/refusal-table.ts';
import { FACTORS } from './factors/index.ts';
import { actionLog } from './kernel/action-log/action-log.ts';
import { sealing } from './kernel/action-log/sealing.ts';
import { backgroundWork, runAfterReply } from './kernel/background-work.ts';
import { commitTo } from './kernel/commit.ts';
import { CONSOLE } from './kernel/console-logger.ts';
import { contextsAsked } from './kernel/contexts-asked.ts';
import { deletionsOf } from './kernel/deletions.ts';
import { eventHook } from './kernel/event-hook.ts';
import { bounded } from './kernel/host-call.ts';
import { hostMembers } from './kernel/host-members.ts';
import { kernelAt } from './kernel/in-place.ts';
import type { UnplacedKernel } from './kernel/kernel.ts';
import { noticesOf } from './kernel/notices.ts';
import { OneAtATime } from './kernel/one-at-a-time.ts';
import { isAnswering, openPatiently } from './kernel/open-store.ts';
import {
  noteCopy,
  warnOfCopies,
  warnOfIdleDirectory,
  warnOfMissing,
  warnOfNoAdministrator,
  warnOfNoAdministrators,
  warnOfNoMailer,
  warnOfProviders,
  warnOfTraps,
  warnOfUnfitDraft,
} from './kernel/operator-warnings.ts';
import { organisationSource } from './kernel/organisation-source.ts';
import { hasherOf } from './kernel/passwords/given-hasher.ts';
import { passwordHashing } from './kernel/passwords/password-hashing.ts';
import { policySource } from './kernel/policy-source.ts';
import { ANYWHERE } from './kernel/request-place.ts';
import { eventRetention } from './kernel/retention.ts';
import { rolesHeard } from './kernel/roles-heard.ts';
import { keyRing } from './kernel/secrets/key-ring.ts';
import { pooledRandom } from './kernel/secrets/token.ts';
import { sessionReuse } from './kernel/session-reuse.ts';
import { shadowNotes } from './kernel/shadow-notes.ts';
import { sweptTenants } from './kernel/swept-tenants.ts';
import { withTelemetry } from './kernel/telemetry/with-telemetry.ts';
import { threatPreviews } from './kernel/threat-previews.ts';
import { machineTimer } from './kernel/timer.ts';
import { unavailableWarnings } from './kernel/unavailable.ts';
import { checkKinds, reuseOf } from './option-kinds.ts';
import type { SallyportOptions } from './options.ts';
import { type OrganisationOperations, organisations, withMembers } from './organisations/organisations.ts';
import { authorize } from './sessions/authorize.ts';
import { directoryRechecks } from './sessions/directory-rechecks.ts';
import { guardSession } from './sessions/guard.ts';
import { revokingSweep } from './sessions/revoking.ts';
import { sessions } from './sessions/sessions.ts';
import { enroll } from './sign-in/enrollment/enroll.ts';
import { invitations } from './sign-in/invitation.ts';
import { recovery } from './sign-in/recovery.ts';
import { signIn } from './sign-in/sign-in.ts';
import { signUp } from './sign-in/sign-up.ts';
import { singleSignOn } from './sign-in/single-sign-on/single-sign-on.ts';
import { checkSiteKinds, originsOf, sitesOf } from './sites.ts';
import { shadowEvent } from './state/shadow-event.ts';
import { DEFAULT_TENANT, knownTenant, tenantId, tenantResolver } from './state/tenant-id.ts';
import { type Tenants, tenantsOf } from './tenants.ts';
import { workerAnalyst } from './threat-analyst.ts';

/**
 * Makes the object that a host mounts and calls.
 *
 * The type of `require` allows the built-in strengths and the strengths of the policy in the code, so that a misspelt strength does not
 * compile. If stored policies define further strengths, use `createSallyport<string>(…)`.
 *
 * @example
 * ```ts
 * import { createSallyport, type Store } from '@sallyport/engine';
 *
 * declare const store: Store;
 * export const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: () => [process.env.AUTH_SECRET ?? ''],
 *   store,
 *   sendMail: async ({ to, kind, code, token }) => {
 *     // Give `to`, `kind` and the code or token to the app's mailer.
 *   },
 *   policy: { requiredStrength: 'enhanced' },
 * });
 * await auth.ready();
 * ```
 * @throws PolicyError if the policy has a problem
 * @throws SallyportConfigError if the configuration cannot work or is not safe, with a code and a way out
 */
export function createSallyport<Own extends string = never>(
  options: SallyportOptions<Own>,
): Sallyport<BuiltInStrength | Own> {
  checkKinds(options);
  checkSiteKinds(options);
  // Looked up at each call: a test runner may replace `Date` after this one.
  const { clock = () => Date.now(), random = pooledRandom(), timer = machineTimer, secrets } = options;
  const now = (): Instant => instant(Math.floor(clock()));
  const telemetry = withTelemetry(options.telemetry);
  const store = telemetry.store(options.store, now);
  const logger = options.logger ?? CONSOLE;
  const reuse = sessionReuse(store, reuseOf(options), { timer, now });
  const warnOfUnavailable = unavailableWarnings(logger, clock);
  const tenants = tenantsOf(options, { telemetry, timer, logger, warnOfUnavailable, clock });
  const { strengths } =
    tenants.made()[0]?.firstPolicy ?? definePolicy(withAsciiDomains(options.policy ?? {}, domainToASCII));
  checkConfiguration(options);
  const code = codePolicy(options);
  const inTime = <Asked extends unknown[], Answer>(
    name: keyof typeof HOST_LIMITS,
    call: ((...asked: Asked) => Answer) | undefined,
  ) => call && telemetry.hostCall(name, bounded(timer, name, HOST_LIMITS[name], call));
  const contextOf = inTime('contextOf', options.contextOf);
  const memberRoles = inTime('memberRoles', options.memberRoles);
  const rolesWithin = durationOf('rolesWithin', options.rolesWithin ?? '15m');
  const sites = sitesOf(options);
  const later = runAfterReply(logger);
  const onEvent = inTime('onEvent', options.onEvent);
  const hook = onEvent && eventHook(onEvent, logger);
  const commit = commitTo(
    store,
    now,
    (written) => tellSoon(written),
    hook,
    (account) => profileNow(kernel, account),
    (change, stored, mayBeWritten) => {
      if (stored.account !== undefined && mayBeWritten) kernel.policies.noteServed(change.tenant);
      reuse.committed(stored, mayBeWritten && takesFromSessions(change));
    },
  );
  const ring = keyRing(typeof secrets === 'function' ? secrets : () => secrets, random);
  const retention = eventRetention(options.eventRetention);
  const commitInTenant: typeof commit = async (change) =>
    kernel.policies.isRemoved(change.tenant) ? { outcome: 'conflict', with: 'policy' } : commit(change);
  const kernel: UnplacedKernel = {
    siteOf: sites.of,
    sharesRpId: options.sharesRpId ?? false,
    postQuantum: options.passkeys?.postQuantum ?? false,
    store,
    commit: commitInTenant,
    commitAct: commitInTenant,
    place: ANYWHERE,
    policies: policySource(
      tenants.of,
      (record, problems) => warnOfMissing(record, problems, logger),
      now,
      (record, fault) => warnOfUnfitDraft(record, fault, logger),
    ),
    ring,
    log: actionLog({ store, ring, random, now }, retention),
    passwords: passwordHashing(
      options.passwordHashing,
      hasherOf(options.passwordHashing, { timer, warn: warnOfUnavailable }),
      telemetry.hashing,
      warnOfUnavailable,
    ),
    random,
    now,
    of: tenants.of,
    timer,
    notifyOwner: inTime('notifyOwner', options.notifyOwner),
    resolveSubject: inTime('resolveSubject', options.resolveSubject),
    verifyElsewhere: inTime('verifyElsewhere', options.verifyElsewhere),
    sessionCountQueue: new OneAtATime(),
    administratorsQueue: new OneAtATime(),
    beforeDeletion: inTime('beforeDeletion', options.beforeDeletion),
    afterDeletion: inTime('afterDeletion', options.afterDeletion),
    breachedPasswords: inTime('breachedPasswords', options.breachedPasswords),
    rolesHeard: rolesHeard(rolesWithin),
    organisations: hasOrganisations(store) ? organisationSource(store, logger) : undefined,
    hostMembers: memberRoles && hostMembers(memberRoles, rolesWithin),
    recentChecks: reuse.recentChecks,
    taken: reuse.taken,
    exposure: inTime('exposure', options.exposure),
    displayNames: inTime('displayNames', options.displayNames),
    shadows: shadowNotes({
      ...{ store, commit: commitInTenant, now, runAfterReply: later.run, logger },
      eventOf: (found, type) => shadowEvent(kernel, found, type),
    }),
    threats: options.previewThreats === false ? undefined : threatPreviews(workerAnalyst(), { timer, logger }),
    logger,
    runAfterReply: later.run,
  };
  const openWithin = durationOf('openWithin', options.openWithin ?? '60s');
  /** The tests hold the part to the types of the table in `contract/refusal-table.ts`. */
  const part = <Part extends object>(
    name: string,
    made: Undeclared<Part>,
    unawaited?: Partial<Undeclared<Part>>,
  ): Part => telemetry.part(name, { ...reuse.part(made), ...unawaited }) as unknown as Part;
  const isLive = (tenant: TenantId): boolean => tenants.has(tenant) && !kernel.policies.isRemoved(tenant);
  const swept = sweptTenants(kernel, tenants.named, isLive);
  const sealer = sealing(kernel, inTime('onLogHead', options.onLogHead));
  const removal = tenantRemoval(kernel, store, commit, sealer, options.tenants !== undefined);
  const { run, tellSoon, close, start } = backgroundWork(
    kernel,
    timer,
    [
      noticesOf(kernel),
      ...(kernel.afterDeletion === undefined ? [] : [deletionsOf(kernel, kernel.afterDeletion, tenants)]),
    ],
    retention,
    sealer,
    dormancySweep(kernel, swept),
    revokingSweep(kernel, swept),
    directoryRechecks(
      kernel,
      swept,
      options.directoryRechecks === undefined ? undefined : durationOf('directoryRechecks', options.directoryRechecks),
    ),
    reuse,
    removal,
    profilesKept(
      kernel,
      () => tenants.named.filter(isLive),
      async (tenant) => noteToday(kernel, tenant, await censusOf(kernel, tenant)),
    ),
  );
  const liveParts: typeof tenants.of = (tenant) => {
    kernel.policies.refuseRemoved(tenant);
    return tenants.of(tenant);
  };
  const made: Sallyport<BuiltInStrength | Own> = {
    ...(sites.common ?? { origin: '', trustedOrigins: [] }),
    site: (tenant) => originsOf(sites.of(knownTenant(kernel, tenant))),
    strengths: strengths.map(({ name }) => name as BuiltInStrength | Own),
    brings(tenant) {
      const { codes, providers, vault } = tenants.of(tenant);
      return {
        codes: [...codes.values()].map(({ method, label }) => ({ method, label })),
        providers: [...providers.values()].map(({ id, name }) => ({ id, name })),
        vault: vault !== undefined,
      };
    },
    signIn: part<Sallyport['signIn']>('signIn', inPlace(kernel, signIn)),
    sso: part<Sallyport['sso']>('sso', inPlace(kernel, singleSignOn)),
    enroll: part<Sallyport['enroll']>('enroll', inPlace(kernel, enroll)),
    recovery: part<Sallyport['recovery']>('recovery', inPlace(kernel, recovery)),
    signUp: part<Sallyport['signUp']>('signUp', inPlace(kernel, signUp)),
    invitations: part<Sallyport['invitations']>('invitations', inPlace(kernel, invitations)),
    sessions: part<Sallyport['sessions']>('sessions', inPlace(kernel, sessions), {
      // Every request asks: without a copy of the kernel, and without a wait.
      guard: (caller, guard) => guardSession(kernel, caller, guard, placeOfCaller(caller)),
    }),
    people: part<Sallyport['people']>('people', inPlace(kernel, people)),
    policy: part<Sallyport['policy']>('policy', inPlace(kernel, policies)),
    organisations: withMembers(part<OrganisationOperations>('organisations', inPlace(kernel, organisations))),
    audit: part<Sallyport['audit']>('audit', inPlace(kernel, audit)),
    secrets: part<Sallyport['secrets']>('secrets', secretsInUse(kernel, tenants.named)),
    tenants: part<Sallyport['tenants']>('tenants', { remove: removal.remove }),
    events: eventLog(kernel),
    me: (session) => part<Me>('me', ownAccount(kernelAt(kernel, placeOfSession(session)), session)),
    vault: part<Sallyport['vault']>(
      'vault',
      inPlace(kernel, (placed) => ({ ...ownVault(placed), ...vaults(placed) })),
    ),
    authorize: (session, demand) => authorize(kernelAt(kernel, placeOfSession(session)), session, demand),
    ready: ({ deployPolicy, openWithin: within } = {}) =>
      reuse.operation(async () => {
        const limit = within === undefined ? openWithin : durationOf('openWithin', within);
        for (const { attestation } of tenants.made()) await attestation.ready();
        const first = tenantId(DEFAULT_TENANT);
        await openPatiently({ timer, logger, limit }, async () => {
          await store.open();
          await reuse.refresh();
          if (tenants.has(first))
            await deployCodePolicy(kernel, first, {
              ...code,
              policy: kernel.policies.first(first),
              deploys: deployPolicy,
            });
        });
        await kernel.passwords.warmUp();
        warnOfCopies(noteCopy(import.meta.url ?? 'a bundle'), logger);
        later.run('loading what factors need', async () => {
          await Promise.all(FACTORS.map(({ load }) => load?.()));
        });
        later.run('checking the policy for traps', async () => {
          for (const [place, tenant] of tenants.named.entries()) {
            // Checking a policy takes some milliseconds. Between two policies, the process answers requests.
            if (place > 0) await nextTurn();
            if (!isLive(tenant)) continue;
            const { policy: inForce } = kernel.policies.known(tenant);
            await warnOfTraps(tenant, inForce, logger);
            warnOfNoAdministrators(inForce, logger);
            warnOfNoMailer(tenant, tenants.of(tenant).sendMail, logger);
            warnOfIdleDirectory(tenant, inForce, tenants.of(tenant).directory, logger);
            warnOfProviders(tenant, tenants.of(tenant).providers.values(), logger);
          }
          if (code.source === 'store' && isLive(first))
            await warnOfNoAdministrator(kernel, first, kernel.policies.known(first).policy);
        });
        start();
      }),
    health: async () => ({ status: (await isAnswering(kernel, tenantId(DEFAULT_TENANT))) ? 'ok' : 'unavailable' }),
    async runBackgroundWork() {
      await later.settled();
      await run();
      await hook?.settled();
    },
    close: async () => {
      await close(later.settled().then(() => hook?.settled()));
      await kernel.threats?.close();
      await closeProviders(tenants, logger);
    },
  };
  return withAdapterParts(made, {
    logger,
    warnOfUnavailable,
    telemetry: options.telemetry,
    now,
    contextsOf: contextOf && contextsAsked(contextOf, { logger, warnOfUnavailable }),
    siteOf: sites.common === undefined ? made.site : undefined,
    tenantOf: tenantResolver({ of: liveParts, logger }, options.tenant),
  });
}

async function closeProviders(tenants: Tenants, logger: Logger): Promise<void> {
  for (const source of tenants.sources()) {
    try {
      await source.close?.();
    } catch {
      logger.warn('a provider could not be closed', { provider: source.id });
    }
  }
}

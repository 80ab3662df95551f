import type { Instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { ContextRequest } from './contexts.ts';
import type { Logger } from './host.ts';
import type { Site } from './sallyport.ts';
import type { Telemetry } from './telemetry.ts';

/** The parts of a Sallyport for adapters, such as the HTTP layer. */
export interface AdapterParts {
  /** The host's logger, also for the messages of an adapter. */
  readonly logger: Logger;
  /** Warns of a party that does not answer, such as the store, with the cause: once a minute for each party. */
  warnOfUnavailable(party: string, fault: unknown): void;
  /** The host's telemetry, for the spans of requests. */
  readonly telemetry?: Telemetry | undefined;
  /** The clock in use. `Retry-After` and the ages of cookies count from this clock. */
  now(): Instant;
  /** Makes `contexts` of the request's {@link Caller}. Absent: the host gives no `contextOf`. */
  readonly contextsOf?: ((request: ContextRequest) => NonNullable<Caller['contexts']>) | undefined;
  /** The origins of a tenant. Absent: every tenant has the same, `auth.origin` and `auth.trustedOrigins`. */
  readonly siteOf?: ((tenant: TenantId) => Site) | undefined;
  /**
   * Calls the host's `tenant` option with a neutral request.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no tenant of the name that the option returns, or the option reads a path that
   *   is `undefined`
   */
  readonly tenantOf: (request: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly path: string | undefined;
  }) => TenantId;
}

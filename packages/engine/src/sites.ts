import { domainToASCII, domainToUnicode } from 'node:url';
import type { TenantId } from '@sallyport/store';
import { checkSite, type SiteOptions } from './configuration.ts';
import { SallyportConfigError } from './contract/configuration-error.ts';
import type { Site as Origins } from './contract/index.ts';
import type { Site } from './kernel/site.ts';
import type { SallyportOptions } from './options.ts';

/** Who has more tenants computes some anew. */
const MOST_SITES = 10_000;

/** @throws SallyportConfigError */
export function checkSiteKinds({
  origin,
  trustedOrigins,
  tenants,
}: SiteOptions & Pick<SallyportOptions, 'tenants'>): void {
  const isFunction = [origin, trustedOrigins].map((given) => typeof given === 'function');
  if (typeof origin !== 'string' && !isFunction[0]) {
    throw new SallyportConfigError('bad-origin', '`origin` is no text.', "Write it as text: 'https://app.example'.");
  }
  if (trustedOrigins !== undefined && !Array.isArray(trustedOrigins) && !isFunction[1])
    throw new SallyportConfigError('bad-option', '`trustedOrigins` is no list.', 'Give a list, or leave it out.');
  if (tenants === undefined && isFunction.includes(true)) {
    throw new SallyportConfigError(
      'bad-origin',
      '`origin` or `trustedOrigins` is a function, and there is one tenant.',
      'Write both without a function, or give `tenant` and `tenants`.',
    );
  }
}

export interface Sites {
  readonly of: (tenant: TenantId) => Site;
  /** Of every tenant. Absent: each has its own. */
  readonly common: Origins | undefined;
}

/** @throws SallyportConfigError at once for texts, and for a function at the first request of its tenant */
export function sitesOf(options: SiteOptions): Sites {
  const { origin, trustedOrigins } = options;
  if (typeof origin === 'string' && typeof trustedOrigins !== 'function') {
    const site = siteFrom({ ...options, origin, trustedOrigins });
    return { of: () => site, common: originsOf(site) };
  }
  const known = new Map<TenantId, Site>();
  return {
    of(tenant) {
      const site = known.get(tenant) ?? siteIn(options, tenant);
      known.set(tenant, site);
      if (known.size > MOST_SITES) known.delete(known.keys().next().value ?? tenant);
      return site;
    },
    common: undefined,
  };
}

export function originsOf({ origin, trustedOrigins }: Site): Origins {
  return { origin, trustedOrigins };
}

function siteIn({ origin, trustedOrigins, ...options }: SiteOptions, tenant: TenantId): Site {
  try {
    return siteFrom({
      ...options,
      origin: typeof origin === 'function' ? origin(tenant) : origin,
      trustedOrigins: typeof trustedOrigins === 'function' ? trustedOrigins(tenant) : trustedOrigins,
    });
  } catch (error) {
    throw error instanceof SallyportConfigError ? error.of(tenant) : error;
  }
}

function siteFrom(
  given: Pick<SiteOptions, 'rpId' | 'name'> & {
    readonly origin: string;
    readonly trustedOrigins: readonly string[] | undefined;
  },
): Site {
  checkSite(given);
  const { origin, trustedOrigins = [], rpId, name } = given;
  const { hostname } = new URL(origin);
  return {
    origin: new URL(origin).origin,
    trustedOrigins: trustedOrigins.map((each) => new URL(each).origin),
    relyingParty: { id: domainToASCII(rpId ?? hostname), name: name ?? domainToUnicode(hostname) },
  };
}

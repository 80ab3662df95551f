import type { Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { NeutralRequest } from '../message/request.ts';
import { Addressed } from './caller.ts';

const ofSites = new WeakMap<Sallyport, Map<string, Sallyport>>();

const MOST_SITES = 10_000;

/**
 * The Sallyport with the origins of the request's tenant: for a host with one origin, the Sallyport itself.
 *
 * @throws SallyportConfigError `bad-tenant`, or if the host's function answers no origin
 */
export function atSite<Strength extends string>(
  auth: Sallyport<Strength>,
  request: NeutralRequest,
): Sallyport<Strength> {
  const { siteOf, tenantOf } = forAdapters(auth);
  if (siteOf === undefined) return auth;
  const { origin, trustedOrigins } = siteOf(tenantOf(new Addressed(request)));
  const views: Map<string, Sallyport> = ofSites.get(auth) ?? new Map();
  ofSites.set(auth, views);
  const name = [origin, ...trustedOrigins].join(' ');
  const view = views.get(name) ?? { ...auth, origin, trustedOrigins };
  views.set(name, view);
  if (views.size > MOST_SITES) views.delete(views.keys().next().value ?? name);
  return view as Sallyport<Strength>;
}

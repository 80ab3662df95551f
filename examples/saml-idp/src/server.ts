import { randomBytes } from 'node:crypto';
import type { Sallyport } from '@sallyport/engine';
import { type DemoOptions, openDemo } from '@sallyport/example-quickstart/demo';
import { expressApp } from '@sallyport/example-quickstart/express';
import { waitingServer } from '@sallyport/example-quickstart/waiting-server';
import { type ExpressSallyport, sallyport } from '@sallyport/express';
import express, { type Router } from 'express';
import type { ClientMetadata } from 'oidc-provider';
import { identityProvider } from './saml/identity-provider.ts';
import { samlRoutes } from './saml/routes.ts';
import type { ServiceProvider } from './saml/service-providers.ts';
import { newSigningKeys } from './saml/signing-keys.ts';

export interface SamlIdpOptions extends Omit<DemoOptions, 'origin' | 'providers'> {
  /** Default: a free port. */
  readonly port?: number;
  /** The SAML service providers, by entity id. */
  readonly apps: ReadonlyMap<string, ServiceProvider>;
  /** The OpenID Connect clients. */
  readonly clients?: readonly ClientMetadata[];
}

export interface SamlIdp {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the quickstart's accounts, mail and pages, and an identity provider that uses their sign-in. Listens on loopback. */
export async function startSamlIdp({ port = 0, apps, clients = [], ...options }: SamlIdpOptions): Promise<SamlIdp> {
  const server = await waitingServer(port);
  const url = `http://localhost:${server.port}`;
  const demo = await openDemo({ ...options, origin: url });
  const idp = identityProvider(url, await newSigningKeys(), apps);
  const secret = randomBytes(32).toString('base64url');
  const guard = sallyport(demo.auth);
  const saml = samlRoutes({ auth: demo.auth, sallyport: guard, idp, providers: apps, secret });
  const openid = clients.length === 0 ? [] : [await openidRoutesFor(demo.auth, guard, clients)];
  server.open(
    express()
      .disable('x-powered-by')
      .use(saml, ...openid, expressApp(demo)),
  );
  return {
    url,
    async close() {
      await server.close();
      await demo.close();
    },
  };
}

/** Loads the OpenID routes on demand, because SAML does not need them. */
async function openidRoutesFor(
  auth: Sallyport,
  guard: ExpressSallyport,
  clients: readonly ClientMetadata[],
): Promise<Router> {
  const [{ openidProvider }, { openidRoutes }] = await Promise.all([
    import('./openid/openid-provider.ts'),
    import('./openid/routes.ts'),
  ]);
  return openidRoutes(auth, guard, openidProvider(auth.origin, clients));
}

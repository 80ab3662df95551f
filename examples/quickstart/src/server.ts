import type { PolicyInput } from '@sallyport/core';
import type { Directory } from '@sallyport/engine';
import { type OidcOptions, oidc } from '@sallyport/oidc';
import { type SamlOptions, saml } from '@sallyport/saml';
import { type EngineOptions, openDemo } from './demo.ts';
import { expressApp } from './express-app.ts';
import { koaApp } from './koa-app.ts';
import { startDemoProvider } from './sso/demo-provider.ts';
import type { StoreKind } from './stores/open-store.ts';
import { waitingServer } from './waiting-server.ts';

export interface QuickstartOptions extends Partial<EngineOptions> {
  /** Default: a free port. */
  readonly port?: number;
  readonly framework?: 'express' | 'koa';
  /** The origin for browsers. Default: `http://localhost:PORT`. */
  readonly origin?: string;
  /** Replaces the first policy. */
  readonly policy?: PolicyInput<string>;
  readonly store?: StoreKind;
  /** An existing database; absent: a database server for this run alone. */
  readonly databaseUrl?: string;
  /** Adds the method `sms-code`. */
  readonly sms?: boolean;
  /** Your own OpenID Connect provider. */
  readonly oidc?: OidcOptions;
  /** Starts the demo's provider on another port, in place of your own provider. */
  readonly ssoDemo?: boolean;
  /** The roles that the demo's provider may give. */
  readonly providerRoles?: readonly string[];
  /** Adds the method `ldap`. */
  readonly directory?: Directory;
  /** Your own SAML identity provider. */
  readonly saml?: SamlOptions;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

export interface Quickstart {
  readonly url: string;
  /** The address of the demo's own provider, if started. */
  readonly demoProvider?: string;
  close(): Promise<void>;
}

/** Serves the demo on loopback, with an empty store. */
export async function startQuickstart({
  port: wanted = 0,
  framework,
  origin,
  oidc: corp,
  ssoDemo = false,
  providerRoles,
  saml: corpSaml,
  ...options
}: QuickstartOptions = {}): Promise<Quickstart> {
  const server = await waitingServer(wanted);
  const url = origin ?? `http://localhost:${server.port}`;
  const demoProvider = ssoDemo
    ? await startDemoProvider(url, { port: wanted === 0 ? 0 : wanted + 10, roles: providerRoles })
    : undefined;
  const corpOptions = demoProvider?.options ?? corp;
  const providers = [
    ...(corpOptions === undefined ? [] : [oidc(corpOptions)]),
    ...(corpSaml === undefined ? [] : [saml(corpSaml)]),
  ];
  const demo = await openDemo({ ...options, origin: url, providers, ssoDemo });
  server.open(framework === 'koa' ? koaApp(demo).callback() : expressApp(demo));
  return {
    url,
    demoProvider: demoProvider?.options.issuer,
    async close() {
      await server.close();
      await demo.close();
      await demoProvider?.close();
    },
  };
}

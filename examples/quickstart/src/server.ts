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
  /** Default: any that is free. */
  readonly port?: number;
  readonly framework?: 'express' | 'koa';
  /** What browsers see; default `http://localhost:PORT`. */
  readonly origin?: string;
  /** In place of the first policy. */
  readonly policy?: PolicyInput;
  readonly store?: StoreKind;
  /** A database that is there; absent: a server for this run alone. */
  readonly databaseUrl?: string;
  /** Brings the method `sms-code`. */
  readonly sms?: boolean;
  /** A provider of one's own to sign in by. */
  readonly oidc?: OidcOptions;
  /** Starts a provider on a port of its own, in place of one's own. */
  readonly ssoDemo?: boolean;
  /** The roles that the demo's provider may give. */
  readonly providerRoles?: readonly string[];
  /** Brings the method `ldap`. */
  readonly directory?: Directory;
  /** A SAML identity provider of one's own to sign in by. */
  readonly saml?: SamlOptions;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

export interface Quickstart {
  readonly url: string;
  /** Where the demo's own provider is, if it was asked for. */
  readonly demoProvider?: string;
  close(): Promise<void>;
}

/** Serves the demo on loopback, from an empty store of its own. */
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

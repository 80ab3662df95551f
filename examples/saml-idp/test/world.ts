import { Client } from '@sallyport/example-quickstart/test/client';
import { Clock } from '@sallyport/example-quickstart/test/clock';
import { mailsTo, nextMail } from '@sallyport/example-quickstart/test/mail';
import { Person, type World } from '@sallyport/example-quickstart/test/person';
import type { Mail } from '@sallyport/example-quickstart/test/shapes';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { onTestFinished } from 'vitest';
import { serviceProviders } from '../src/saml/service-providers.ts';
import { newSigningKeys } from '../src/saml/signing-keys.ts';
import { type SamlIdpOptions, startSamlIdp } from '../src/server.ts';
import { ACS, App, SIGNING_ACS, SIGNING_SP, SP } from './service-provider.ts';

const PASSWORD = 'correct horse battery staple';

/** A running identity provider with the quickstart's people, and the facts that an app needs. */
export class Idp implements World {
  /** Starts at the real time, because the apps use the real time. */
  readonly clock: Clock;
  readonly url: string;
  readonly certificate: string;
  /** The key of the app that signs its requests. */
  readonly signingKey: string;

  constructor(clock: Clock, facts: { url: string; certificate: string; signingKey: string }) {
    this.clock = clock;
    this.url = facts.url;
    this.certificate = facts.certificate;
    this.signingKey = facts.signingKey;
  }

  app(options: ConstructorParameters<typeof App>[1] = {}): App {
    return new App(this, options);
  }

  newClient(): Client {
    return new Client(this.url);
  }

  person(identifier: string): Person {
    const has = { password: PASSWORD, backupCodes: [], authenticator: createAuthenticator() };
    return new Person(this, identifier, this.newClient(), has);
  }

  mailsTo(address: string): Promise<readonly Mail[]> {
    return mailsTo(this.newClient(), address);
  }

  nextMail(address: string, kind: 'code' | 'token', known: number): Promise<Mail> {
    return nextMail((to) => this.mailsTo(to), { address, kind, known }, { timeout: 60_000, interval: 10 });
  }
}

/** Starts an identity provider with two apps, of which one signs its requests. The test closes the provider at its end. */
export async function idpForThisTest(options: Partial<SamlIdpOptions> = {}, clock: Clock = realClock()): Promise<Idp> {
  const keys = await newSigningKeys();
  const apps = serviceProviders(
    JSON.stringify([
      { entityId: SP, acs: ACS },
      { entityId: SIGNING_SP, acs: SIGNING_ACS, certificate: keys.certificate },
    ]),
  );
  const passwordHashing = { memoryCost: 8, timeCost: 1 };
  const { url, close } = await startSamlIdp({ apps, passwordHashing, clock: () => clock.now, ...options });
  onTestFinished(close);
  const metadata = await (await fetch(`${url}/saml/metadata`)).text();
  const certificate = /X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? '';
  return new Idp(clock, { url, certificate, signingKey: keys.key });
}

/** A clock that starts at the real time, because service providers use the real time. */
export function realClock(): Clock {
  const clock = new Clock();
  clock.advance(Date.now() - clock.now);
  return clock;
}

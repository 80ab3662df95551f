import { randomBytes } from 'node:crypto';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect } from 'vitest';
import type { Reply } from './client.ts';
import { complete } from './expectations.ts';
import { type Person, succeeded } from './person.ts';
import type { Quickstart } from './quickstart.ts';
import type { Answer } from './shapes.ts';

/** The answer of `GET /account/vault`. */
export interface VaultDocument {
  readonly version: number;
  readonly keyId?: string;
  readonly envelopes: readonly EnvelopeDocument[];
  readonly emergencyKey?: { readonly kid: string; readonly publicKey: string };
}

export interface EnvelopeDocument extends Envelope {
  readonly id: string;
  readonly createdAt: string;
}

/** An envelope as a client posts it. */
export interface Envelope {
  readonly kind: string;
  readonly passkeyId?: string;
  readonly sealed: string;
}

type VaultReply = Reply<VaultDocument & Answer>;

/** Random bytes in place of sealed data. The server cannot tell the difference. */
export function sealed(bytes: number = 60): string {
  return randomBytes(bytes).toString('base64url');
}

export const secretWay = (): Envelope => ({ kind: 'secret', sealed: sealed() });
export const emergencyWay = (): Envelope => ({ kind: 'emergency', sealed: sealed(200) });
export const passkeyWay = (passkeyId: string): Envelope => ({ kind: 'passkey', passkeyId, sealed: sealed() });

/** The requests of a person's vault, from one device. */
export class OwnVault {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  read(): Promise<VaultReply> {
    return this.person.client.get('/account/vault');
  }

  /** @param version the version in `If-Match`, or `null` for no header */
  puts(envelopes: readonly unknown[], version: number | null, keyId: string = sealed(16)): Promise<VaultReply> {
    return this.person.client.put('/account/vault', { keyId, envelopes }, ifMatch(version));
  }

  adds(envelope: unknown, version: number | null): Promise<VaultReply> {
    return this.person.client.post('/account/vault/envelopes', envelope, ifMatch(version));
  }

  removes(id: string, version: number | null): Promise<VaultReply> {
    return this.person.client.delete(`/account/vault/envelopes/${encodeURIComponent(id)}`, {
      headers: ifMatch(version),
    });
  }

  /** The present vault. */
  async now(): Promise<VaultDocument> {
    const reply = await this.read();
    succeeded(reply, `reading the vault of ${this.person.identifier}`);
    return reply.body;
  }

  /** The kinds of the vault's ways, in order. */
  async ways(): Promise<readonly string[]> {
    return (await this.now()).envelopes.map(({ kind }) => kind);
  }
}

export function ifMatch(version: number | null): Record<string, string> {
  return version === null ? {} : { 'if-match': `"${version}"` };
}

/** A person with two passkeys and an authenticator app, and a recent proof of a passkey. */
export async function ownerOfAVault(app: Quickstart): Promise<{ person: Person; vault: OwnVault; passkeys: string[] }> {
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  await person.provesStrongest();
  expect(await person.enrollsPasskey('Phone')).toMatchObject(complete());
  await person.provesStrongest();
  const roaming = createAuthenticator({ transports: ['usb'] });
  expect(await person.enrollsPasskey('Key ring', roaming)).toMatchObject(complete());
  const { passkeys } = (await person.account()).factors;
  const ids = ['Phone', 'Key ring'].map((wanted) => passkeys.find(({ name }) => name === wanted)?.id ?? '');
  return { person, vault: new OwnVault(person), passkeys: ids };
}

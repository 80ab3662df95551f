// The parts of a world outside the engine. A provider believes every claim of the person.
import { type DeliveredCode, type Instant, instant } from '@sallyport/core';
import type { CodeDelivery, CodeToSend, Mail } from '@sallyport/engine';
import type { Directory, DirectoryIdentity, ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';

export type Said = Omit<ProvidedIdentity, 'issuer'>;

export function returning(said: Said, state: string): URLSearchParams {
  return new URLSearchParams({ state, code: Buffer.from(JSON.stringify(said)).toString('base64url') });
}

/** `saidAt` in proofs.ts decides which claims a thief can make. */
export function provider(id: string, roles: readonly string[]): SignInProvider {
  return {
    id,
    name: id,
    kind: 'oidc',
    roles,
    begin: async ({ state }) => ({ location: `https://${id}.example/?${new URLSearchParams({ state })}`, kept: {} }),
    finish: async ({ parameters: { code = '' } }) => {
      const said: Said = JSON.parse(Buffer.from(code, 'base64url').toString());
      return { outcome: 'signed-in', identity: { issuer: `https://${id}.example`, ...said } };
    },
  };
}

export interface Entry extends DirectoryIdentity {
  readonly uid: string;
  readonly password: string;
}

export function directory(id: string, roles: readonly string[], entries: readonly Entry[]): Directory {
  const found = (entry: Entry | undefined) =>
    entry === undefined
      ? ({ outcome: 'none' } as const)
      : ({
          outcome: 'found',
          entry: { key: entry.subject, dn: `uid=${entry.uid}`, subject: entry.subject },
        } as const);
  return {
    id,
    name: id,
    roles,
    find: async (identifier) => found(entries.find(({ uid }) => uid === identifier)),
    findBySubject: async (subject) => found(entries.find((entry) => entry.subject === subject)),
    verify: async ({ subject }, password) => {
      const entry = entries.find((each) => each.subject === subject && each.password === password);
      return entry && { subject: entry.subject, roles: entry.roles, ...(entry.email ? { email: entry.email } : {}) };
    },
    close: async () => {},
  };
}

export interface Post {
  readonly mails: Mail[];
  readonly codes: CodeToSend[];
}

export function deliveries(methods: readonly DeliveredCode[], { codes }: Post): Record<string, CodeDelivery> {
  return Object.fromEntries(
    methods.map((method) => [
      method.slice(0, -'-code'.length),
      { label: method, send: (code: CodeToSend) => void codes.push(code) },
    ]),
  );
}

export function before(now: Instant, milliseconds: number): Instant {
  return instant(now - milliseconds);
}

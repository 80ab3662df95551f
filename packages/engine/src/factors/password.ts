import { methodBit, requirementsOf } from '@sallyport/core';
import type { Kernel } from '../kernel/kernel.ts';
import { HashingBusy, type Turn } from '../passwords/fair-line.ts';
import { factsOf, passwordBinding } from '../records/facts.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import type { TenantId } from '../store/records.ts';
import type { Act } from './proof.ts';

/** A password in a flow that is open. */
export function passwordAct(kernel: Kernel, password: string): Act {
  return {
    method: 'password',
    guess: { authenticator: 'password' },
    async verify({ account, policy, now, turn }) {
      const stored = account?.password;
      const allowed =
        account !== undefined && (requirementsOf(policy, factsOf(account)).rule.methods & methodBit('password')) !== 0;
      // A password the account may not use is not verified: the same time, the same answer, no knowledge gained.
      const right =
        stored !== undefined && allowed
          ? await kernel.passwords.verify(stored.hash, password, turn)
          : await kernel.passwords.pretend(password, turn);
      if (!right || stored === undefined) return undefined;
      const renewed = kernel.passwords.isOutdated(stored.hash) ? await renewedHash(kernel, password, turn) : undefined;
      return {
        command: {
          type: 'prove',
          evidence: { method: 'password', at: now, provenance: stored.provenance, rests: passwordBinding(stored.id) },
        },
        settle(latest) {
          if (latest.password?.id !== stored.id) return undefined;
          return renewed === undefined ? latest : { ...latest, password: { ...latest.password, hash: renewed } };
        },
      };
    },
  };
}

/** Where there is no time for it now, it is renewed the next time. */
async function renewedHash(kernel: Kernel, password: string, turn: Turn): Promise<string | undefined> {
  try {
    return await kernel.passwords.hash(password, turn);
  } catch (fault) {
    if (fault instanceof HashingBusy) return undefined;
    throw fault;
  }
}

/** The first step of a sign-in: an identifier and its password at once. */
export function openingPasswordAct(
  kernel: Kernel,
  tenant: TenantId,
  input: { readonly identifier: string; readonly password: string; readonly continuation?: unknown },
): Act {
  const subject = identifierSubject(kernel, tenant, input.identifier);
  return {
    ...passwordAct(kernel, input.password),
    account: { kind: 'identifier', value: normaliseIdentifier(input.identifier) },
    guess: { authenticator: 'password', subjectIfUnknown: subject },
    opens: { subject, continuation: input.continuation },
  };
}

/** Whose failures are counted where an identifier names nobody: a keyed hash of it. */
export function identifierSubject(kernel: Kernel, tenant: TenantId, identifier: string): string {
  return `unknown:${kernel.ring.hash('identifier', `${tenant} ${normaliseIdentifier(identifier)}`)}`;
}

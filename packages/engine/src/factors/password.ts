import { methodBit, requirementsOf } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { HashingBusy, type Turn } from '../kernel/passwords/fair-line.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor } from './factor.ts';
import type { FactorAttempt } from './proof.ts';

/** A local password. */
export const password: Factor = {
  is: (method) => method === 'password',
  facts: ({ password: set }) => ({ password: set?.provenance }),
  hasBinding: ({ password: set }, binding) => set !== undefined && isBindingOf(binding, 'password', set.id),
  view: ({ password: set }) => ({ password: set !== undefined }),
  amr: () => ['pwd'],
  vouches: (proof) => proof.method === 'password' && proof.provenance !== 'mailbox',
  typed: (kernel, _, text) => passwordAttempt(kernel, text),
};

/** The id of a password that evidence and sessions rest on. */
export function passwordBinding(id: string): string {
  return bindingOf('password', id);
}

/** A password in a flow that is open. */
export function passwordAttempt(kernel: Kernel, shown: string): FactorAttempt {
  return {
    method: 'password',
    guess: { authenticator: 'password' },
    async verify({ account, facts, policy, now, turn }) {
      const stored = account?.password;
      const allowed = facts !== undefined && (requirementsOf(policy, facts).rule.methods & methodBit('password')) !== 0;
      // A password the account may not use is not verified: the same time, the same answer, no knowledge gained.
      const right =
        stored !== undefined && allowed
          ? await kernel.passwords.verify(stored.hash, shown, turn)
          : await kernel.passwords.pretend(shown, turn);
      if (!right || stored === undefined) return undefined;
      const renewed = kernel.passwords.isOutdated(stored.hash) ? await renewedHash(kernel, shown, turn) : undefined;
      return {
        command: {
          type: 'prove',
          evidence: {
            method: 'password',
            at: now,
            provenance: stored.provenance,
            binding: passwordBinding(stored.id),
            setUpBy: stored.setUpBy,
          },
        },
        settle(latest) {
          if (latest.password?.id !== stored.id) return undefined;
          return renewed === undefined ? latest : { ...latest, password: { ...latest.password, hash: renewed } };
        },
      };
    },
  };
}

/** If there is no time for it now, it is renewed the next time. */
async function renewedHash(kernel: Kernel, password: string, turn: Turn): Promise<string | undefined> {
  try {
    return await kernel.passwords.hash(password, turn);
  } catch (fault) {
    if (fault instanceof HashingBusy) return undefined;
    throw fault;
  }
}

/** The first step of a sign-in: an identifier and its password at once. */
export function openingPasswordAttempt(
  kernel: Kernel,
  tenant: TenantId,
  input: { readonly identifier: string; readonly password: string; readonly continuation?: unknown },
): FactorAttempt {
  const subject = identifierSubject(kernel, tenant, input.identifier);
  return {
    account: { kind: 'identifier', value: normaliseIdentifier(input.identifier) },
    beginsSignIn: { anew: true, continuation: input.continuation },
    ...passwordAttempt(kernel, input.password),
    guess: { authenticator: 'password', subjectIfUnknown: subject },
  };
}

/** Whose failures are counted if an identifier names nobody: a keyed hash of it. */
export function identifierSubject(kernel: Kernel, tenant: TenantId, identifier: string): string {
  return `unknown:${kernel.ring.hash('identifier', `${tenant} ${normaliseIdentifier(identifier)}`)}`;
}

import { mayUse } from '@sallyport/core';
import type { AccountRecord, PasswordRecord, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { earliestRefusal, isRightElsewhere, JUDGED_ELSEWHERE } from '../kernel/passwords/elsewhere.ts';
import { HashingBusy, type Turn } from '../kernel/passwords/fair-line.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor, Held } from './factor.ts';
import type { FactorAttempt } from './proof.ts';

/** A local password. */
export const password: Factor = {
  is: (method) => method === 'password',
  facts: ({ password: set }) => ({ password: set?.provenance }),
  held: ({ password: one }) => (one === undefined ? [] : [heldPassword(one)]),
  keeping: (account, stays) =>
    account.password === undefined || stays(heldPassword(account.password))
      ? account
      : { ...account, password: undefined },
  hasBinding: ({ password: set }, binding) => set !== undefined && isBindingOf(binding, 'password', set.id),
  exported: ({ password: set }) => ({ password: set && { changedAt: set.changedAt } }),
  view: ({ password: set }) => ({ password: set !== undefined }),
  amr: () => ['pwd'],
  vouches: (proof) => proof.method === 'password' && proof.provenance !== 'mailbox',
};

function heldPassword(set: PasswordRecord): Held {
  return {
    method: 'password',
    name: 'password',
    is: set,
    setUpBy: set.setUpBy,
    trace: passwordBinding(set.id),
    item: { kind: 'password' },
  };
}

/** The binding of a password, on which evidence and sessions rest. */
export function passwordBinding(id: string): string {
  return bindingOf('password', id);
}

/** An attempt with a password in an open flow. */
export function passwordAttempt(kernel: Kernel, shown: string): FactorAttempt {
  return {
    method: 'password',
    guess: { authenticator: 'password' },
    async verify({ account, facts, policy, now, turn }) {
      const stored = account?.password;
      const allowed = facts !== undefined && mayUse(policy, facts, 'password');
      // A password that the account may not use is not verified. The answer and the time stay the same, to tell the guesser nothing.
      const earliest = earliestRefusal(kernel);
      const right =
        account !== undefined && allowed
          ? await isPassword(kernel, account, shown, turn)
          : await kernel.passwords.pretend(shown, turn);
      if (!right || stored === undefined) {
        await earliest;
        return undefined;
      }
      const renewed = kernel.passwords.isOutdated(stored.hash)
        ? await renewedHash(kernel, stored.hash, shown, turn)
        : undefined;
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
        applyTo(latest) {
          if (latest.password?.id !== stored.id) return undefined;
          return renewed === undefined ? latest : { ...latest, password: { ...latest.password, hash: renewed } };
        },
      };
    },
  };
}

/**
 * Returns whether a text is the account's password: by the stored hash, or by the host's former system as long as that system alone has the hash. A wrong
 * text takes as long as an unknown account.
 *
 * @throws HashingBusy if the queue is full
 * @throws ProviderUnavailable if the former system fails
 */
export async function isPassword(kernel: Kernel, account: AccountRecord, shown: string, turn: Turn): Promise<boolean> {
  const { passwords, verifyElsewhere } = kernel;
  const hash = account.password?.hash;
  if (hash === undefined) return passwords.pretend(shown, turn);
  if (hash !== JUDGED_ELSEWHERE) return passwords.verify(hash, shown, turn);
  if (verifyElsewhere === undefined) return passwords.pretend(shown, turn);
  return (await isRightElsewhere(kernel, verifyElsewhere, account, shown)) || passwords.pretend(shown, turn);
}

/**
 * Hashes the password at the current cost. Returns `undefined` if the queue is full and a hash is stored already: the next sign-in tries again.
 *
 * @throws HashingBusy if the queue is full, and the former system alone has the hash
 */
async function renewedHash(kernel: Kernel, stored: string, shown: string, turn: Turn): Promise<string | undefined> {
  try {
    return await kernel.passwords.hash(shown, turn);
  } catch (fault) {
    if (fault instanceof HashingBusy && stored !== JUDGED_ELSEWHERE) return undefined;
    throw fault;
  }
}

/** The first step of a sign-in: an identifier together with its password. */
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

/** The counted subject of failures if no account has the identifier: a keyed hash of the identifier. */
export function identifierSubject(kernel: Kernel, tenant: TenantId, identifier: string): string {
  return `unknown:${kernel.ring.hash('identifier', `${tenant} ${normaliseIdentifier(identifier)}`)}`;
}

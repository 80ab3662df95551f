import { mayUse, type Policy } from '@sallyport/core';
import type { AccountRecord, PasswordRecord, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { earliestRefusal, isRightElsewhere, JUDGED_ELSEWHERE } from '../kernel/passwords/elsewhere.ts';
import { HashingBusy, type Turn } from '../kernel/passwords/fair-line.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor, Held } from './factor.ts';
import type { FactorAttempt } from './proof.ts';

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
  view: (account, _, policy) => ({ password: usablePassword(account, policy) !== undefined }),
  amr: () => ['pwd'],
  vouches: (proof) => proof.method === 'password' && proof.provenance !== 'mailbox',
};

/**
 * The password that somebody can give. No text matches a password that nobody knows, or whose former system is gone: a link to the mailbox sets
 * another.
 */
export function usablePassword(
  { password: set }: Pick<AccountRecord, 'password'>,
  { passwordsElsewhere }: Pick<Policy, 'passwordsElsewhere'>,
): PasswordRecord | undefined {
  const isNobodys = set?.unmatched === true || (set?.hash === JUDGED_ELSEWHERE && !passwordsElsewhere);
  return isNobodys ? undefined : set;
}

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

export function passwordBinding(id: string): string {
  return bindingOf('password', id);
}

export function passwordAttempt(kernel: Kernel, shown: string): FactorAttempt {
  return {
    method: 'password',
    guess: { authenticator: 'password' },
    async verify({ account, facts, policy, now, turn }) {
      const stored = account?.password;
      const allowed = facts !== undefined && mayUse(policy, facts, 'password');
      // A password that the account may not use is not verified. Answer and time stay the same, to tell the guesser nothing.
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

/** A wrong text takes as long as an unknown account. */
export async function isPassword(kernel: Kernel, account: AccountRecord, shown: string, turn: Turn): Promise<boolean> {
  const { passwords, verifyElsewhere } = kernel;
  const hash = account.password?.hash;
  if (hash === undefined) return passwords.pretend(shown, turn);
  if (hash !== JUDGED_ELSEWHERE) return passwords.verify(hash, shown, turn);
  if (verifyElsewhere === undefined) return passwords.pretend(shown, turn);
  return (await isRightElsewhere(kernel, verifyElsewhere, account, shown)) || passwords.pretend(shown, turn);
}

async function renewedHash(kernel: Kernel, stored: string, shown: string, turn: Turn): Promise<string | undefined> {
  try {
    return await kernel.passwords.hash(shown, turn);
  } catch (fault) {
    if (fault instanceof HashingBusy && stored !== JUDGED_ELSEWHERE) return undefined;
    throw fault;
  }
}

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

export function identifierSubject(kernel: Kernel, tenant: TenantId, identifier: string): string {
  return `unknown:${kernel.ring.hash('identifier', `${tenant} ${normaliseIdentifier(identifier)}`)}`;
}

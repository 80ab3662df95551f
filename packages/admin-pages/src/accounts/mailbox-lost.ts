import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { client, either, withStepUp } from '@sallyport/pages/parts';
import { administratorsOf, recordOf } from '../policy/policy-roles.ts';
import { words } from '../words.ts';
import { canUseCode } from './action-hints.ts';

const { mailboxLost: says } = words.administration.actions;

/**
 * The advice for a person with a lost mailbox whose sign-in needs a code by mail. Returns `undefined` if the sign-in asks for another
 * factor. If a mailed code is enough to sign in, no enrollment is required and an administrator's code does not help. A role with a
 * stronger requirement does help.
 */
export async function mailboxLost(account: AdminAccount): Promise<string | undefined> {
  if (!account.factors.emailCode || !canUseCode(account)) return undefined;
  const { policy } = await withStepUp(() => client.admin.policy.get());
  const asked = [policy['requiredStrength'], ...account.roles.map((role) => ruleOf(policy, role)['requiredStrength'])];
  if (asked.some(needsSetUp)) return says.codeDoes;
  const roles = rolesThatHelp(policy, account);
  return roles.length === 0 ? says.anew : says.roleFirst(either(roles.map(says.role)));
}

/** Roles that require a passkey or an app and allow the account's way in, without roles that administer. */
function rolesThatHelp(policy: PolicyDocument, { factors }: AdminAccount): readonly string[] {
  const { policy: ofPolicy, people } = administratorsOf(policy);
  return Object.keys(recordOf(policy['roles'])).filter((role) => {
    const { requiredStrength, methods } = ruleOf(policy, role);
    const leavesPassword = !Array.isArray(methods) || (factors.password && methods.includes('password'));
    return needsSetUp(requiredStrength) && leavesPassword && ![...ofPolicy, ...people].includes(role);
  });
}

function ruleOf(policy: PolicyDocument, role: string): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(policy['roles'])[role]);
}

function needsSetUp(strength: unknown): boolean {
  return strength === 'enhanced' || strength === 'phishing-resistant';
}

import type { AdminAccount, PolicyDocument } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { either } from '../ui/lists.ts';
import { withStepUp } from '../ui/step-up.ts';
import { words } from '../ui/words.ts';
import { canUseCode } from './action-hints.ts';
import { administratorsOf, recordOf } from './policy-roles.ts';

const { mailboxLost: says } = words.administration.actions;

/**
 * What helps a person whose sign-in goes on with a code to a mailbox that is lost; `undefined` where something else is asked for. Where the
 * mailed code is enough to sign in, nothing has to be set up and no administrator's code stands for it: a role that needs more changes that.
 */
export async function mailboxLost(account: AdminAccount): Promise<string | undefined> {
  if (!account.factors.emailCode || !canUseCode(account)) return undefined;
  const { policy } = await withStepUp(() => client.admin.policy.get());
  const asked = [policy['requiredStrength'], ...account.roles.map((role) => ruleOf(policy, role)['requiredStrength'])];
  if (asked.some(needsSetUp)) return says.codeDoes;
  const roles = rolesThatHelp(policy, account);
  return roles.length === 0 ? says.anew : says.roleFirst(either(roles.map(says.role)));
}

/** The roles that need a passkey or an app and leave the way in that the account has; none that administers. */
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

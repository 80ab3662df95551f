import { type Counterexample, counterexampleText } from '@sallyport/assurance';
import { type AccountFactors, type Evidence, evaluate, instant, nearestName, type Policy } from '@sallyport/core';
import { listed } from '../terminal/wrap.ts';
import type { CheckFinding } from './report.ts';

/** A misspelt role is an error: its holders get only the tenant's requirements, and no other message reports the mistake. */
export function findRoleDifferences(policy: Policy, hostRoles: readonly string[]): CheckFinding[] {
  const named = rolesNamed(policy);
  const strangers = [...named].filter(([name]) => !hostRoles.includes(name));
  const free = hostRoles.filter((name) => !named.has(name));
  const misspelt = new Map(
    strangers.flatMap(([name]) => {
      const meant = nearestName(name, free);
      return meant === undefined ? [] : [[name, meant] as const];
    }),
  );
  const meant = [...misspelt.values()];
  const unruled = free.filter((name) => !meant.includes(name)).sort();
  return [
    ...strangers.map(([name, path]) => unknownToHost(policy, name, path, misspelt.get(name))),
    ...withoutAdministrators(policy, hostRoles),
    ...(unruled.length === 0 ? [] : [unknownToPolicy(policy, unruled)]),
  ];
}

function rolesNamed({ document }: Policy): ReadonlyMap<string, string> {
  const named = new Map(Object.keys(document.roles ?? {}).map((name) => [name, `roles.${name}`]));
  const { policy = [], people = [], helpdesk = [] } = document.administrators ?? {};
  const lists = [
    { path: 'administrators.policy', names: policy },
    { path: 'administrators.people', names: people },
    ...helpdesk.flatMap(({ roles, over }, place) => [
      { path: `administrators.helpdesk.${place}.roles`, names: roles },
      { path: `administrators.helpdesk.${place}.over`, names: over },
    ]),
  ];
  for (const { path, names } of lists) for (const name of names) if (!named.has(name)) named.set(name, path);
  return named;
}

function unknownToHost(policy: Policy, name: string, path: string, meant: string | undefined): CheckFinding {
  const isHelped = path.endsWith('.over');
  const administers = path.startsWith('administrators.') && !isHelped;
  if (meant === undefined) {
    const what = isHelped ? 'nobody is helped by it' : 'its rule is never asked';
    const message = `The host knows no role '${name}': ${administers ? 'nobody administers by it' : what}.`;
    return { code: 'role-unknown-to-host', severity: 'warning', path, message };
  }
  const instead = administers
    ? `whoever holds '${meant}' does not administer`
    : isHelped
      ? `no helpdesk helps whoever holds '${meant}'`
      : `whoever holds '${meant}' is asked for no more than the tenant asks`;
  const message = `The host knows no role '${name}', but '${meant}': ${instead}. Write it the same in both.`;
  return { code: 'role-unknown-to-host', severity: 'error', path, message, ...exampleOf(policy, meant) };
}

function unknownToPolicy(policy: Policy, names: readonly string[]): CheckFinding {
  const [first = ''] = names;
  const quoted = listed(names.map((name) => `'${name}'`));
  const message = `The policy has no rule for ${names.length === 1 ? 'the role' : 'the roles'} ${quoted}, which the host knows: ${names.length === 1 ? 'it asks' : 'they ask'} for what the tenant asks.`;
  return { code: 'role-unknown-to-policy', severity: 'info', path: 'roles', message, ...exampleOf(policy, first) };
}

function withoutAdministrators({ administrators }: Policy, hostRoles: readonly string[]): CheckFinding[] {
  const names = administrators.policy;
  if (names.length === 0 || names.some((name) => hostRoles.includes(name))) return [];
  const message = `No role that the host knows may change the policy: 'administrators.policy' names ${listed(names.map((name) => `'${name}'`))}.`;
  return [{ code: 'role-unknown-to-host', severity: 'warning', path: 'administrators.policy', message }];
}

const FACTORS: AccountFactors = { password: 'independent', mailDomain: 'example.org', passkeys: [] };
const EVIDENCE: readonly Evidence[] = [
  { method: 'password', at: instant(0) },
  { method: 'email-code', at: instant(0) },
];

function exampleOf(policy: Policy, role: string): Pick<CheckFinding, 'example'> {
  const account = { roles: [role], factors: FACTORS };
  const decision = evaluate(policy, { account, evidence: EVIDENCE, now: instant(0), local: true });
  const example: Counterexample = { ...account, evidence: EVIDENCE, decision };
  return { example: { ...example, text: counterexampleText(example) } };
}

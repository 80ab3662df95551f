import { type AccountFacts, couldAdminister, methodBit, nearestName, type Reach, reachOf } from '@sallyport/core';
import { helpdeskRoles, WAY_IN_MASK } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { fullAccounts } from '../world/factor-sets.ts';
import { type Beginning, beginning } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import { exampleOf, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, factorWords, quoted } from './wording.ts';

export function findStrandedAdministrators(survey: Survey, can: (roles: readonly string[]) => boolean): Finding[] {
  const names = survey.policy.administrators.policy;
  const [first] = names;
  if (first === undefined) {
    return [nobodyAdministers(survey), ...unknownRoles(survey)];
  }
  const stranded = strandedOf(survey, names, first, can);
  const administers = stranded.some(({ severity }) => severity === 'error') ? [] : administration(survey, names);
  return [...stranded, ...administers, ...unknownRoles(survey), ...dependOnProvider(survey, names)];
}

function administration(survey: Survey, names: readonly string[]): Finding[] {
  const { policy } = survey;
  const accounts = names.flatMap((name) => fullAccounts(policy).map((factors) => ({ roles: [name], factors })));
  const impactOf = (account: AccountFacts): Reach['impact'] => reachOf(policy, account).impact;
  if (accounts.some((account) => couldAdminister(policy, account, impactOf))) return [];
  const who = `Policy administrators (${quoted(names)})`;
  const byWord = accounts.find(
    (account) =>
      impactOf(account) !== 'stranded' && impactOf({ ...account, requiredStrength: 'enhanced' }) !== 'stranded',
  );
  if (byWord === undefined) {
    const message = `${who} sign in and can never administer: administration takes 'enhanced', and nothing that the host brings satisfies that. Configure a factor that does, such as totp or passkey.`;
    return [finding(survey, 'administrators-cannot-administer', 'error', message, names.slice(0, 1), undefined)];
  }
  if (onlyBySso(survey, names)) return [];
  const message = `${who} administer only while a provider says what the policy trusts (${quoted(byWord.factors.sso ?? [])}): if the provider says less, nobody can change the policy. Let them prove the same in another way, or keep an emergency account.`;
  const example = { end: 'stuck', factors: byWord.factors, evidence: [] } as const;
  return [finding(survey, 'administrators-depend-on-provider', 'info', message, byWord.roles, example)];
}

function nobodyAdministers(survey: Survey): Finding {
  const { people, helpdesk } = survey.policy.administrators;
  const message =
    people.length === 0 && helpdesk.length === 0
      ? "Nobody administers: 'administrators' names no role, so every /admin route answers 403. Name roles in 'administrators.policy' and 'administrators.people'."
      : "No role may change the policy: name one in 'administrators.policy'.";
  return finding(survey, 'no-administrators', 'info', message, [], undefined);
}

function strandedOf(
  survey: Survey,
  names: readonly string[],
  first: string,
  can: (roles: readonly string[]) => boolean,
): Finding[] {
  const who = `Policy administrators (${quoted(names)})`;
  const begun = names.filter((name) => can([name])).map((name) => ({ name, how: beginning(survey, [name]) }));
  const [able] = begun;
  if (able === undefined) {
    const message = `${who} can never sign in: nobody could take the policy back.`;
    const counterexample = ordinaryExampleOf(survey, [first], []);
    return [
      { code: 'administrators-locked-out', severity: 'error', path: 'administrators.policy', message, counterexample },
    ];
  }
  if (begun.some(({ how }) => how.end === 'grants' || how.end === 'enrolls')) return [];
  const waiting = begun.find(({ how }) => how.end === 'waits');
  if (waiting !== undefined) {
    const has = conjoined(factorWords(waiting.how.factors));
    const message = `${who} need an enrollment code before they set up a first second factor, and only a policy administrator could issue it: one who has ${has} and loses the rest is out, and where there is no other nobody can vouch first.`;
    return [finding(survey, 'administrators-need-vouching', 'warning', message, [waiting.name], waiting.how)];
  }
  const message = `${who} can sign in only with what they set up before this policy: no new account could ever become one.`;
  return [finding(survey, 'administrators-cannot-begin', 'error', message, [able.name], able.how)];
}

function finding(
  survey: Survey,
  code: Finding['code'],
  severity: Finding['severity'],
  message: string,
  roles: readonly string[],
  how: Beginning | undefined,
): Finding {
  const counterexample =
    how === undefined ? ordinaryExampleOf(survey, roles) : exampleOf(survey, roles, how.factors, how.evidence);
  return { code, severity, path: 'administrators.policy', message, counterexample };
}

function unknownRoles(survey: Survey): Finding[] {
  const { document, roles } = survey.policy;
  const { policy = [], people = [] } = document.administrators ?? {};
  const written = Object.entries({ policy, people, helpdesk: helpdeskRoles(survey.policy) }).flatMap(([level, names]) =>
    names.map((name) => ({ level, name })),
  );
  return written
    .filter(({ name }) => !roles.has(name))
    .map(({ level, name }) => {
      const nearest = nearestName(name, [...roles.keys()]);
      const hint =
        nearest === undefined
          ? "there is no rule for it in 'roles'"
          : `there is no rule for it in 'roles'; did you mean '${nearest}'?`;
      const message = `The administrators' role '${name}' asks for no more than the tenant does: ${hint}`;
      const severity = nearest === undefined ? 'info' : 'warning';
      return {
        ...finding(survey, 'administrator-role-unknown', severity, message, [name], undefined),
        path: `administrators.${level}`,
      };
    });
}

function dependOnProvider(survey: Survey, names: readonly string[]): Finding[] {
  const { policy } = survey;
  if (!onlyBySso(survey, names)) return [];
  const preferred = policy.preferSso !== undefined;
  const message = `Policy administrators (${quoted(names)}) come in by a provider alone${preferred ? `, and sign-in goes to '${policy.preferSso}' at once` : ''}: while it is down, or says something else, nobody can change the policy. Allow a local way for them, or keep an emergency account.`;
  return [
    finding(
      survey,
      'administrators-depend-on-provider',
      preferred ? 'warning' : 'info',
      message,
      names.slice(0, 1),
      localOnly(survey),
    ),
  ];
}

function onlyBySso({ policy }: Survey, names: readonly string[]): boolean {
  const waysIn = names.map((name) => effectiveRuleOf(policy, [name]).methods & policy.brought & WAY_IN_MASK);
  return waysIn.every((ways) => ways === methodBit('sso'));
}

function localOnly(survey: Survey): Beginning | undefined {
  const set = survey.factorSets.find(({ waysIn }) => waysIn === methodBit('password'));
  if (set === undefined) return undefined;
  return { end: 'stuck', factors: set.factors, evidence: [] };
}

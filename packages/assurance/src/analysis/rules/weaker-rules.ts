import {
  type AdministratorsInput,
  type LockoutInput,
  type Policy,
  type PolicyInput,
  type ProviderInput,
  parseDuration,
  type RoleRuleInput,
  type Tightening,
  WAY_IN_METHODS,
} from '@sallyport/core';
import { FIRST_FACTORS, impliedByTrust, POLICY_DEFAULTS } from '@sallyport/core/model';
import type { PasswordsInput } from '@sallyport/core/passwords';
import type { EachMember, MemberPath, RuleChange, Weaker } from './rule-change.ts';
import { weakerContexts } from './weaker-contexts.ts';
import { weakerLater } from './weaker-later.ts';
import { weakerOrganisations } from './weaker-organisations.ts';
import { isWeakerSession, SESSION_JUDGES } from './weaker-session.ts';
import { isWeakerDefinition, isWeakerStrength, weakerDefinitions } from './weaker-strength.ts';

const PLAIN_RULE: EachMember<Omit<RoleRuleInput<string>, 'later'>> = {
  requiredStrength: isWeakerStrength,
  methods: allowsMoreMethods,
  session: isWeakerSession,
};

export const ROLE_JUDGES: EachMember<RoleRuleInput<string>> = {
  ...PLAIN_RULE,
  later: (change) => weakerLater(change, PLAIN_RULE),
};

const LOCKOUT: EachMember<LockoutInput> = {
  maxFailures: ({ from, to }) => to.lockout.maxFailures > from.lockout.maxFailures,
  hardLimit: ({ from, to }) => to.lockout.hardLimit > from.lockout.hardLimit,
  window: ({ from, to }) => to.lockout.window < from.lockout.window,
  lockFor: (change) => hasShorterLock(change) && falls(change, durationOf('lockFor')),
  growth: (change) => hasShorterLock(change) && falls(change, ({ growth }) => growth),
  maxLockFor: (change) => hasShorterLock(change) && falls(change, durationOf('maxLockFor')),
};

const PASSWORDS: EachMember<PasswordsInput> = {
  minimum: ({ from, to }) => to.passwords.minimum < from.passwords.minimum,
  history: ({ from, to }) => to.passwords.history < from.passwords.history,
  // A password that contains a word also contains every part of the word.
  words: ({ from, to }) => from.passwords.words.some((word) => !to.passwords.words.some((part) => word.includes(part))),
  breached: ({ from, to }) => from.passwords.breached && !to.passwords.breached,
  letterAndDigit: ({ from, to }) => from.passwords.letterAndDigit && !to.passwords.letterAndDigit,
};

const ADMINISTRATORS: EachMember<AdministratorsInput> = {
  policy: ({ from, to }) => hasNew(from.administrators.policy, to.administrators.policy),
  people: ({ from, to }) => hasNew(from.administrators.people, to.administrators.people),
  helpdesk: mayHelpMore,
};

function mayHelpMore({ from, to }: RuleChange): boolean {
  return to.administrators.helpdesk.some(({ roles, over, may }) =>
    roles.some((role) => {
      if (from.administrators.people.includes(role)) return false;
      return may.some(
        (right) =>
          !from.administrators.helpdesk.some(
            (desk) =>
              desk.roles.includes(role) && desk.may.includes(right) && over.every((one) => desk.over.includes(one)),
          ),
      );
    }),
  );
}

export const TENANT_JUDGES: EachMember<Omit<PolicyInput<string>, 'roles'>> = {
  ...ROLE_JUDGES,
  // A person who asks for the local way in is not redirected, so the member demands nothing.
  preferSso: () => false,
  administrators: anyOf(ADMINISTRATORS),
  strengths: isWeakerDefinition,
  lockout: anyOf(LOCKOUT),
  recentProof: ({ from, to }) => to.recentProof > from.recentProof,
  providerStrengthWithin: ({ from, to }) => to.providerStrengthWithin < from.providerStrengthWithin,
  passkeys: loses('refuse', ({ counterRegression }) => counterRegression),
  emailCodes: loses('when-nothing-stronger', ({ emailCodes }) => emailCodes),
  enrollment: comesBefore(FIRST_FACTORS, ({ firstFactor }) => firstFactor),
  recovery: loses('refuse', ({ mailboxAlone }) => mailboxAlone),
  onTighten: isLaterOrMilder,
  dormant: ({ from, to }) => (to.dormant?.after ?? Infinity) > (from.dormant?.after ?? Infinity),
  passwords: anyOf(PASSWORDS),
  vault: loses('required', ({ vaultEmergency }) => vaultEmergency),
  providers: (change) => weakerSettings(change).length > 0,
  contexts: (change) => weakerContexts(change).length > 0,
  organisations: (change) => weakerOrganisations(change).length > 0,
  acknowledged: () => false,
};

function anyOf(judges: Readonly<Record<string, Weaker>>): Weaker {
  return (change) => Object.values(judges).some((isWeaker) => isWeaker(change));
}

function loses<Value>(stricter: Value, read: (policy: Policy) => Value | undefined): Weaker {
  return ({ from, to }) => read(from) === stricter && read(to) !== stricter;
}

/** The weakest first. */
function comesBefore<Value>(order: readonly Value[], read: (policy: Policy) => Value): Weaker {
  return ({ from, to }) => order.indexOf(read(to)) < order.indexOf(read(from));
}

function allowsMoreMethods({ to, before, after }: RuleChange): boolean {
  const { methods: were = WAY_IN_METHODS } = before;
  const { methods: ofRule = WAY_IN_METHODS } = after;
  const { methods: ofTenant = WAY_IN_METHODS } = to.document;
  return ofRule.some((method) => ofTenant.includes(method) && !were.includes(method));
}

function falls({ from, to }: RuleChange, read: (lockout: Required<LockoutInput>) => number): boolean {
  const of = ({ document }: Policy): number => read({ ...POLICY_DEFAULTS.lockout, ...document.lockout });
  return of(to) < of(from);
}

function durationOf(member: 'lockFor' | 'maxLockFor'): (lockout: Required<LockoutInput>) => number {
  return (lockout) => parseDuration(lockout[member]) ?? 0;
}

function hasShorterLock({ from, to }: RuleChange): boolean {
  const { lockLengths } = from.lockout;
  return to.lockout.lockLengths.some((length, place) => length < (lockLengths[place] ?? 0));
}

const TIGHTENING: readonly Tightening[] = ['next-sign-in', 'step-up', 'next-request', 'revoke'];

function isLaterOrMilder({ from, to }: RuleChange): boolean {
  const [before, after] = [from.onTighten, to.onTighten];
  const graceOf = ({ act, after: grace }: Policy['onTighten']): number => (act === 'next-sign-in' ? Infinity : grace);
  return TIGHTENING.indexOf(after.act) < TIGHTENING.indexOf(before.act) || graceOf(after) > graceOf(before);
}

function hasNew(before: readonly string[], after: readonly string[]): boolean {
  return after.some((name) => !before.includes(name));
}

type Trust = NonNullable<ProviderInput<string>['trust']>[number];

const PROVIDER: {
  readonly [Member in keyof ProviderInput<string>]-?: (
    before: ProviderInput<string>,
    after: ProviderInput<string>,
  ) => boolean;
} = {
  trust: (before, after) =>
    (after.trust ?? []).some((entry) => !(before.trust ?? []).some((old) => covers(old, entry))),
  // A code to a mailbox in a lost domain counts beside the provider.
  mailDomains: ({ mailDomains: before = [] }, { mailDomains: after = [] }) =>
    after.some((domain) => !before.includes(domain)) || before.some((domain) => !after.includes(domain)),
  createAccounts: (before, after) => creationsOf(after) > creationsOf(before),
  mailFollows: (before, after) => after.mailFollows === true && before.mailFollows !== true,
};

function creationsOf({ createAccounts = false }: ProviderInput<string>): number {
  return [false, 'mail-domains', true].indexOf(createAccounts);
}

function weakerSettings({ from, to }: RuleChange): readonly MemberPath[] {
  return [...new Set([...from.providers.keys(), ...to.providers.keys()])].flatMap((name) => {
    const [before = {}, after = {}] = [from.providers.get(name), to.providers.get(name)];
    return Object.entries(PROVIDER).flatMap(([member, isWeaker]) => (isWeaker(before, after) ? [[name, member]] : []));
  });
}

export const WEAKER_MEMBERS: Readonly<Record<string, (change: RuleChange) => readonly MemberPath[]>> = {
  session: membersBy(SESSION_JUDGES),
  lockout: membersBy(LOCKOUT),
  passwords: membersBy(PASSWORDS),
  administrators: membersBy(ADMINISTRATORS),
  strengths: (change) => weakerDefinitions(change).map((name) => [name]),
  providers: weakerSettings,
  contexts: weakerContexts,
  organisations: weakerOrganisations,
};

function membersBy(judges: Readonly<Record<string, Weaker>>): (change: RuleChange) => readonly MemberPath[] {
  return (change) => Object.entries(judges).flatMap(([member, isWeaker]) => (isWeaker(change) ? [[member]] : []));
}

function covers(old: Trust, entry: Trust): boolean {
  return (
    (old.acr === undefined || old.acr === entry.acr) &&
    (old.amr ?? []).every((method) => entry.amr?.includes(method) === true) &&
    impliedByTrust(old.strength).includes(entry.strength)
  );
}

// Random acts, actors and questions, over the random policies and accounts of `decision`.

import fc from 'fast-check';
import { LONG_AGO, NOW } from '../decision/facts.test-support.ts';
import { anyAccount, anyPolicyWithProviders, evidenceFrom } from '../decision/worlds.test-support.ts';
import type { HelpdeskRight, PolicyInput } from '../policy/policy-input.ts';
import type { Vouching } from '../reach/reach.ts';
import type { AccountFacts, GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { ProviderInput } from '../strength/provider.ts';
import { milliseconds } from '../time/duration.ts';
import type { Act, Actor, ActQuestion, Leaves, PlainActType } from './act.ts';
import type { NewName } from './new-name.ts';

/** An act, and a question about it. */
export interface AnyCase {
  readonly act: Act;
  readonly question: ActQuestion;
  /** Whose evidence it is. */
  readonly shows: AccountFacts;
}

/** `keeper` administers people, `chief` the policy, and `desk` is a helpdesk over some of the other roles. No rule asks anything of these roles. */
export const anyPolicy: fc.Arbitrary<PolicyInput<string>> = fc
  .record({
    policy: anyPolicyWithProviders,
    chiefs: fc.subarray(['admin', 'member']),
    keepers: fc.subarray(['member', 'stranger']),
    creates: fc.constantFrom(false, true, 'mail-domains' as const),
    may: fc.subarray<HelpdeskRight>(['reset', 'vouch', 'unlock'], { minLength: 1 }),
  })
  .map(({ policy, chiefs, keepers, creates, may }) => ({
    ...policy,
    administrators: {
      ...{ policy: ['chief', ...chiefs], people: ['keeper', ...keepers] },
      helpdesk: ['admin', 'member', 'stranger']
        .filter((role) => ![...chiefs, ...keepers].some((one) => one === role))
        .map((role) => ({ roles: ['desk'], over: [role, 'helped'], may })),
    },
    providers: { ...policy.providers, corp: creating(policy.providers?.['corp'], creates) },
  }));

/** A provider that owns no mail domain creates no accounts for its mail domains. */
function creating(
  provider: ProviderInput<string> = {},
  creates: ProviderInput<string>['createAccounts'],
): ProviderInput<string> {
  const ownsNone = (provider.mailDomains ?? []).length === 0;
  return { ...provider, createAccounts: creates === 'mail-domains' && ownsNone ? false : creates };
}

const anyGiven: fc.Arbitrary<readonly GivenRoles[] | undefined> = fc.option(
  fc.array(
    fc.record({
      method: fc.constantFrom('sso', 'ldap'),
      provider: fc.constantFrom('corp', 'club'),
      roles: fc.subarray(['admin', 'member', 'stranger']),
      saidAt: fc.constantFrom(NOW, LONG_AGO),
    }),
    { maxLength: 3 },
  ),
  { nil: undefined },
);

const anyPerson: fc.Arbitrary<AccountFacts> = fc
  .record({ account: anyAccount, given: anyGiven, blocked: fc.constantFrom(...Array<boolean>(9).fill(false), true) })
  .map(({ account, ...more }) => ({ ...account, ...more }));

const anyLeaves: fc.Arbitrary<Leaves> = fc.record({
  account: anyAccount,
  vouched: fc.constantFrom<Vouching>(false, true, 'by-invitation'),
});
const someRoles = fc.subarray(['admin', 'member', 'keeper', 'chief', '__proto__']);
const anyProvider = fc.constantFrom('corp', 'club', 'unknown', '__proto__');
const anyMethod = fc.constantFrom<Method>('password', 'passkey', 'totp', 'email-code', 'sms-code');

const enrolls: fc.Arbitrary<Act> = fc
  .constantFrom<EnrollableMethod>('passkey', 'totp', 'sms-code', 'email-code')
  .map((factor) => ({ type: 'enroll', factor }));
const links: fc.Arbitrary<Act> = fc.record({
  type: fc.constant('link'),
  method: fc.constantFrom('sso', 'ldap'),
  provider: anyProvider,
  leaves: fc.option(anyLeaves, { nil: undefined }),
});
const unlinks: fc.Arbitrary<Act> = fc.record({
  type: fc.constant('unlink'),
  provider: anyProvider,
  leaves: anyLeaves,
});
const removes: fc.Arbitrary<Act> = fc.record({ type: fc.constant('remove'), factor: anyMethod, leaves: anyLeaves });
const creates: fc.Arbitrary<Act> = fc.record({
  type: fc.constant('create'),
  roles: someRoles,
  emergency: fc.boolean(),
});
const bootstraps: fc.Arbitrary<Act> = fc.record({
  ...{ type: fc.constant('bootstrap'), first: fc.boolean() },
});
const setsRoles: fc.Arbitrary<Act> = fc.record({
  ...{ type: fc.constant('set-roles'), roles: someRoles, leaves: anyLeaves, forced: fc.boolean() },
});
const setsOwnRule: fc.Arbitrary<Act> = fc.record({
  ...{ type: fc.constantFrom('set-methods', 'set-required-strength'), leaves: anyLeaves, forced: fc.boolean() },
});

const NAMES = ['dora', 'dora@example.org', 'ben@example.org', 'dora@example.org.', '@dora'];
const anyName: fc.Arbitrary<NewName> = fc.record({
  identifier: fc.constantFrom(...NAMES),
  present: fc.subarray(NAMES, { maxLength: 2 }),
  mailbox: fc.constantFrom(undefined, 'dora@example.org', 'ben@example.org'),
  isOthers: fc.boolean(),
});
const setsIdentifier: fc.Arbitrary<Act> = fc.record({
  type: fc.constant('set-identifier'),
  name: fc.option(anyName, { nil: undefined }),
});

function plain(...types: readonly PlainActType[]): fc.Arbitrary<Act> {
  return fc.constantFrom(...types).map((type): Act => ({ type }));
}

/** What an actor of a kind does, most of the time. */
const USUAL: Readonly<Record<Actor['kind'], fc.Arbitrary<Act>>> = {
  session: fc.oneof(
    { weight: 4, arbitrary: plain('set-password', 'issue-backup-codes', 'delete', 'write-vault') },
    ...[fc.constant<Act>({ type: 'set-address' }), setsIdentifier, enrolls, links, removes, unlinks],
  ),
  flow: fc.oneof({ weight: 2, arbitrary: enrolls }, plain('recover'), creates),
  administrator: fc.oneof(
    {
      weight: 4,
      arbitrary: plain('block', 'unlock', 'vouch', 'help-in', 'reset-passkeys', 'change-policy', 'delete'),
    },
    ...[plain('open-vault-in-emergency', 'remind'), links, unlinks, creates, setsRoles, setsOwnRule],
  ),
  member: plain('remove-organisation'),
  inviter: plain('join-organisation'),
  voucher: plain('use-vouching'),
  host: fc.oneof(enrolls, setsOwnRule, bootstraps, plain('set-password')),
  provider: fc.oneof(links, creates, setsRoles),
  directory: fc.oneof(links, creates, setsRoles),
  system: fc.oneof(creates, plain('end-sessions')),
};

function anyAct(kind: Actor['kind']): fc.Arbitrary<Act> {
  return fc.oneof(
    { weight: 4, arbitrary: USUAL[kind] },
    {
      weight: 1,
      arbitrary: fc.oneof(
        ...Object.values(USUAL),
        plain('rename-passkey', 'export', 'forget-device', 'unblock', 'reseal', 'offer-recovery'),
        plain('take-roles', 'reset-two-step', 'revoke-passkey'),
      ),
    },
  );
}

const anyDemand = fc.option(
  fc.record({
    strengths: fc.subarray(['single', 'baseline', 'enhanced', 'phishing-resistant'], { maxLength: 2 }),
    within: fc.constantFrom(undefined, milliseconds(300_000), milliseconds(86_400_000)),
  }),
  { nil: undefined },
);

/** The account's owner, in a session or in a flow. */
export const anyOwner: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant<Actor>({ kind: 'session' }),
  fc.record({
    kind: fc.constant('flow'),
    purpose: fc.constantFrom('sign-in', 'step-up', 'recover', 'sign-up'),
    demand: anyDemand,
  }),
);

export const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: anyOwner },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('administrator'), account: anyPerson, isTarget: fc.boolean() }),
  },
  fc.record({ kind: fc.constant('voucher'), account: anyPerson }),
  fc.record({
    kind: fc.constantFrom('provider', 'directory'),
    provider: anyProvider,
    domain: fc.constantFrom(undefined, 'corp.example', 'home.example', 'HOME.example', ''),
  }),
  fc.constantFrom<Actor>({ kind: 'host' }, { kind: 'system' }),
);

/** A question to an actor, with some of what the person who acts can show. */
export function anyCase(actors: fc.Arbitrary<Actor>): fc.Arbitrary<AnyCase> {
  return fc.tuple(actors, anyPerson, fc.integer({ min: 0, max: 9 })).chain(([actor, person, chance]) => {
    const shows = actor.kind === 'administrator' ? actor.account : person;
    const target = chance === 0 ? undefined : person;
    return fc.tuple(anyAct(actor.kind), shown(shows)).map(([act, evidence]) => ({
      ...{ act, shows },
      question: { actor, target, evidence, now: NOW },
    }));
  });
}

/** Some of what an account can show, some of it long ago; or all of it, just now. */
function shown(account: AccountFacts): fc.Arbitrary<readonly Evidence[]> {
  const some = evidenceFrom(account);
  return fc.oneof(
    some,
    fc.tuple(some, some, some).map((parts) => parts.flat().map((proof) => ({ ...proof, at: NOW }))),
  );
}

/** What an administrator could ask. {@link asAdministrator} gives the role. */
export const anyHolder: fc.Arbitrary<AnyCase> = anyCase(
  fc.record({
    kind: fc.constant('administrator'),
    account: anyAccount.map((account) => ({ ...account, roles: [] })),
    isTarget: fc.boolean(),
  }),
);

/** The same question by an administrator who has this role of their own, or given by a provider. */
export function asAdministrator({ act, question, shows }: AnyCase, role: string, giver?: string) {
  const given: readonly GivenRoles[] =
    giver === undefined ? [] : [{ method: 'sso', provider: giver, roles: [role], saidAt: NOW }];
  const isTarget = question.actor.kind === 'administrator' && question.actor.isTarget;
  const account: AccountFacts = { ...shows, roles: [role], given };
  const actor: Extract<Actor, { kind: 'administrator' }> = { kind: 'administrator', account, isTarget };
  return { act, actor, question: { ...question, actor } };
}

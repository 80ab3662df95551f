// Policies, accounts and proofs for the two evaluators and the laws: a bounded set that is tried completely, and random ones.
import fc from 'fast-check';
import { definePolicy } from '../policy/define-policy.ts';
import { PolicyError } from '../policy/policy-error.ts';
import type { PolicyInput, RoleRuleInput } from '../policy/policy-input.ts';
import type { AccountFactors, AccountFacts, PasskeyFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { DeliveredCode, WayInMethod } from '../strength/method.ts';
import type { EvidencePattern, StrengthDefinition } from '../strength/pattern.ts';
import { instant } from '../time/instant.ts';
import type { Question } from './evaluate.ts';
import { key, NOW, OFFICE_MODEL, passkey, password, proof, sso } from './facts.test-support.ts';
import { some } from './runs.test-support.ts';

/** Providers of every policy: `corp` owns the mail domain and is trusted, the other provider neither. */
const PROVIDERS: NonNullable<PolicyInput<string>['providers']> = {
  corp: {
    mailDomains: ['corp.example'],
    trust: [
      { acr: 'mfa', strength: 'baseline' },
      { amr: ['hwk'], strength: 'phishing-resistant' },
    ],
  },
  club: {},
};

/** Policies that together use every rule of a decision. */
const UNDER_TEST: readonly PolicyInput<string>[] = [
  {},
  { requiredStrength: 'single', recovery: { mailboxAlone: 'refuse' } },
  { recovery: { mailboxAlone: 'refuse' }, emailCodes: { offer: 'always' } },
  { requiredStrength: 'enhanced' },
  { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
  { requiredStrength: 'phishing-resistant', enrollment: { firstFactor: 'password' } },
  { requiredStrength: 'enhanced', methods: ['sso'] },
  { requiredStrength: 'enhanced', methods: ['password'], preferSso: 'corp' },
  {
    requiredStrength: 'by-phone',
    strengths: { 'by-phone': { anyOf: [[{ method: 'password' }, { method: 'sms-code' }], [{ method: 'passkey' }]] } },
  },
  {
    requiredStrength: 'two-keys',
    strengths: { 'two-keys': { anyOf: [[{ method: 'passkey' }, { method: 'passkey', userVerified: true }]] } },
  },
];
export const POLICIES: readonly PolicyInput<string>[] = UNDER_TEST.map((policy) => ({
  ...policy,
  providers: PROVIDERS,
}));

/** The provider asserted less at the last sign-in than before. */
const REPORTED_MORE_ONCE: Partial<AccountFactors> = {
  sso: ['corp'],
  said: { corp: { acr: 'mfa' } },
  reported: { corp: [{ amr: ['hwk'] }] },
};

/** Accounts with every combination of passwords, second factors, mailboxes, providers or codes, and passkeys. */
export function* accounts(): Generator<AccountFacts> {
  const passwords = [{}, { password: 'independent' }, { password: 'mailbox' }] as const;
  const seconds: readonly Partial<AccountFactors>[] = [{}, { totp: true }, { totp: true, backupCodes: 8 }];
  const mails: readonly Partial<AccountFactors>[] = [{}, { mailDomain: 'corp.example' }];
  const others: readonly Partial<AccountFactors>[] = [
    {},
    { sso: ['corp'] },
    REPORTED_MORE_ONCE,
    { codes: ['sms-code'] },
  ];
  const keys: readonly (readonly PasskeyFacts[])[] = [[], [key('k1')], [key('k1', { userVerified: false })]];
  for (const secret of passwords)
    for (const second of seconds)
      for (const mail of mails)
        for (const provider of others)
          for (const passkeys of keys)
            yield { roles: [], factors: { ...secret, ...second, ...mail, ...provider, passkeys } };
}

/**
 * Every set of proofs that the account can give, with at most one variant of each proof. `npm run mutate` tries only some
 * sets.
 */
export function evidenceOf(account: AccountFacts): Generator<readonly Evidence[]> {
  return some(everyEvidenceOf(account), JSON.stringify(account).length);
}

function* everyEvidenceOf({ factors }: AccountFacts): Generator<readonly Evidence[]> {
  const choices: (readonly Evidence[])[] = [[proof('enrollment-code')]];
  if (factors.mailDomain !== undefined) choices.push([proof('reset-token')], [proof('email-code')]);
  if (factors.password !== undefined) choices.push([password(factors.password)]);
  if (factors.totp === true) choices.push([proof('totp')]);
  for (const code of factors.codes ?? []) choices.push([proof(code)]);
  if (factors.backupCodes !== undefined) choices.push([proof('backup-code')]);
  if (factors.reported !== undefined) choices.push([sso('corp'), sso('corp', { amr: ['hwk'] })]);
  else if (factors.sso !== undefined) choices.push([sso('corp'), sso('corp', { acr: 'mfa' })]);
  for (const { id, userVerified } of factors.passkeys)
    choices.push([passkey(id, { userVerified: false }), ...(userVerified ? [passkey(id)] : [])]);
  yield* oneOrNoneOfEach(choices);
}

function* oneOrNoneOfEach(choices: readonly (readonly Evidence[])[]): Generator<readonly Evidence[]> {
  const [first, ...others] = choices;
  if (first === undefined) return yield [];
  for (const rest of oneOrNoneOfEach(others)) {
    yield rest;
    for (const chosen of first) yield [chosen, ...rest];
  }
}

// --- Beyond the bounded world --------------------------------------------------------------------------------------

const primaries: readonly WayInMethod[] = ['password', 'ldap', 'sso', 'passkey'];
const somePrimaries = fc.oneof(
  fc.subarray([...primaries], { minLength: 1 }),
  fc.subarray([...primaries], { minLength: 3 }),
);
const strengthName = fc.constantFrom('single', 'baseline', 'enhanced', 'phishing-resistant', 'own', 'constructor');

const pattern: fc.Arbitrary<EvidencePattern> = fc.oneof(
  fc.record({
    method: fc.constantFrom('password', 'ldap', 'totp', 'email-code', 'backup-code', 'sms-code', 'voice-code'),
  }),
  fc.record(
    {
      method: fc.constant('passkey' as const),
      userVerified: fc.boolean(),
      deviceBound: fc.boolean(),
      attested: fc.boolean(),
      aaguid: fc.constant([OFFICE_MODEL]),
    },
    { requiredKeys: ['method'] },
  ),
  fc.record(
    {
      method: fc.constant('sso' as const),
      provider: fc.constantFrom('corp', 'club'),
      acr: fc.constant(['mfa', 'gold']),
      amr: fc.constant(['hwk']),
    },
    { requiredKeys: ['method'] },
  ),
);
/** False for the few random policies with more patterns than a policy may have. */
export function hasFewPatterns(policy: PolicyInput<string>): boolean {
  try {
    definePolicy(policy);
    return true;
  } catch (error) {
    if (error instanceof PolicyError && error.problems.every(({ message }) => message.includes('at most 31 patterns')))
      return false;
    throw error;
  }
}

const wayIn = pattern.filter(({ method }) => ['password', 'ldap', 'sso', 'passkey'].includes(method));
const strength: fc.Arbitrary<StrengthDefinition> = fc.record({
  anyOf: fc.array(
    fc.tuple(wayIn, fc.array(pattern, { maxLength: 2 })).map(([first, more]) => [first, ...more]),
    { minLength: 1, maxLength: 3 },
  ),
});
export const roleRule: fc.Arbitrary<RoleRuleInput<string>> = fc.record(
  { requiredStrength: strengthName, methods: somePrimaries },
  { requiredKeys: [] },
);

export const anyPolicy: fc.Arbitrary<PolicyInput<string>> = fc
  .record(
    {
      requiredStrength: strengthName,
      methods: somePrimaries,
      preferSso: fc.constantFrom('corp', 'club'),
      roles: fc.record({ admin: roleRule, member: roleRule }),
      emailCodes: fc.record({ offer: fc.constantFrom('when-nothing-stronger', 'always') }),
      enrollment: fc.record({ firstFactor: fc.constantFrom('two-proofs', 'vouched', 'password') }),
      recovery: fc.record({ mailboxAlone: fc.constantFrom('baseline-only', 'refuse') }),
    },
    { requiredKeys: [] },
  )
  .chain((policy) =>
    fc
      .record({ own: strength, constructor: strength })
      .map((strengths) => ({ ...policy, strengths, providers: PROVIDERS })),
  )
  .filter(hasFewPatterns);

const anyProvider = fc.record(
  {
    mailDomains: fc.subarray(['corp.example', 'home.example'], { minLength: 1 }),
    trust: fc.array(
      fc
        .record({
          word: fc.constantFrom({ acr: 'mfa' }, { acr: 'gold' }, { amr: ['hwk'] }, { acr: 'gold', amr: ['hwk'] }),
          strength: strengthName,
        })
        .map(({ word, strength: name }) => ({ ...word, strength: name })),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
/** A policy is invalid if a session is over before it is idle. */
const TOO_IDLE: readonly string[] = ['2h 1h', '40d 1h', '40d 5d'];
const anySession = fc
  .record(
    {
      ...{ idle: fc.constantFrom('5m', '2h', '40d'), absolute: fc.constantFrom('1h', '5d', '60d') },
      ...{ most: fc.constantFrom(1, 3, 100), beyond: fc.constantFrom('end-oldest', 'refuse') },
    },
    { requiredKeys: [] },
  )
  .filter(({ idle, absolute }) => !TOO_IDLE.includes(`${idle} ${absolute}`));

/** Random policies, with random providers, session limits, and administrators among the roles. */
export const anyPolicyWithProviders: fc.Arbitrary<PolicyInput<string>> = fc
  .record({
    policy: anyPolicy,
    corp: anyProvider,
    club: anyProvider,
    administrators: fc.constantFrom(['admin'], ['member', 'admin']),
    session: anySession,
    sessions: fc.array(anySession, { minLength: 2, maxLength: 2 }),
  })
  .map(({ policy, corp, club, administrators, session, sessions }) => ({
    ...policy,
    administrators: { policy: administrators },
    providers: { corp, club },
    session,
    roles: Object.fromEntries(
      Object.entries(policy.roles ?? {}).map(([name, rule], place) => [
        name,
        { ...rule, session: sessions[place] ?? session },
      ]),
    ),
  }))
  .filter(hasFewPatterns);

const anyKey = fc.record({
  userVerified: fc.boolean(),
  deviceBound: fc.boolean(),
  attested: fc.boolean(),
  aaguid: fc.constantFrom(OFFICE_MODEL, key().aaguid),
});

const WITHOUT_MAILER = { mailDomain: 'corp.example', mailsCodes: false };

export const anyAccount: fc.Arbitrary<AccountFacts> = fc
  .record({
    secret: fc.constantFrom({}, { password: 'independent' as const }, { password: 'mailbox' as const }, { ldap: true }),
    totp: fc.boolean(),
    mail: fc.constantFrom({}, { mailDomain: 'corp.example' }, { mailDomain: 'home.example' }, WITHOUT_MAILER),
    backupCodes: fc.constantFrom(0, 3),
    codes: fc.subarray<DeliveredCode>(['sms-code', 'voice-code']),
    sso: fc.subarray(['corp', 'club']),
    words: fc.constantFrom<Pick<AccountFactors, 'said' | 'reported'>>(
      {},
      {},
      { said: { corp: {} } },
      { said: { corp: { acr: 'mfa' }, club: { acr: 'gold' } } },
      { said: { corp: { acr: 'gold', amr: ['hwk', 'pin'] } } },
      { said: { corp: {} }, reported: { corp: [{ acr: 'mfa' }, { acr: 'gold', amr: ['hwk'] }] } },
      { said: { corp: { acr: 'mfa' } }, reported: { corp: [{ amr: ['hwk'] }], club: [{ acr: 'gold' }] } },
    ),
    keys: fc.array(anyKey, { maxLength: 3 }),
    roles: fc.subarray(['admin', 'member', 'stranger', '__proto__', 'constructor']),
    rest: fc.record(
      {
        methods: somePrimaries,
        requiredStrength: fc.oneof(
          { weight: 9, arbitrary: strengthName },
          { weight: 1, arbitrary: fc.constant('forgotten') },
        ),
        emergency: fc.boolean(),
        firstFactor: fc.constant('vouched' as const),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ secret, mail, words, keys, roles, rest, ...factors }) => ({
    roles,
    ...rest,
    factors: {
      ...factors,
      ...words,
      ...secret,
      ...mail,
      passkeys: keys.map((traits, place) => key(`k${place + 1}`, traits)),
    },
  }));

/** Some of the proofs that an account can give, some of them old. */
export function evidenceFrom({ factors }: AccountFacts): fc.Arbitrary<Evidence[]> {
  const all: Evidence[] = [proof('enrollment-code')];
  if (factors.password !== undefined) all.push(password(factors.password));
  if (factors.ldap === true) all.push(proof('ldap'));
  if (factors.totp === true) all.push(proof('totp'));
  if (factors.mailDomain !== undefined) all.push(proof('email-code'), proof('reset-token'));
  for (const code of factors.codes ?? []) all.push(proof(code));
  // The strong factor beside which the code was shown may be gone since.
  all.push(proof('backup-code'));
  for (const provider of factors.sso ?? [])
    all.push(
      sso(provider),
      sso(provider, { acr: 'mfa' }),
      sso(provider, { acr: 'mfa', amr: ['hwk'] }),
      sso(provider, { acr: 'gold', amr: ['hwk', 'pin'] }),
    );
  for (const { id, ...traits } of factors.passkeys)
    for (const userVerified of [false, true]) {
      const shown = { ...traits, userVerified };
      all.push(passkey(id, shown), passkey(id, { ...shown, setUpHere: true }));
    }
  return fc
    .tuple(
      fc.subarray(all),
      fc.array(fc.constantFrom(0, 60_000, 3_600_000), { minLength: all.length, maxLength: all.length }),
    )
    .map(([shown, ages]) => shown.map((evidence, place) => ({ ...evidence, at: instant(NOW - (ages[place] ?? 0)) })));
}

/** A random account, and some of its proofs. */
export const anyCase: fc.Arbitrary<{ readonly account: AccountFacts; readonly evidence: readonly Evidence[] }> =
  anyAccount.chain((account) => evidenceFrom(account).map((evidence) => ({ account, evidence })));

export const anyQuestion: fc.Arbitrary<Question> = anyAccount.chain((account) =>
  fc
    .record({
      evidence: evidenceFrom(account),
      local: fc.boolean(),
      demand: fc.option(
        fc.record({
          strengths: fc.array(strengthName, { maxLength: 2 }),
          within: fc.option(fc.constantFrom(300_000, 86_400_000)),
        }),
      ),
    })
    .map(({ evidence, local, demand }) => ({
      account,
      evidence,
      local,
      now: NOW,
      demand:
        demand === null
          ? undefined
          : {
              strengths: demand.strengths,
              ...(demand.within === null
                ? {}
                : { within: demand.within as NonNullable<Question['demand']>['within'] & number }),
            },
    })),
);

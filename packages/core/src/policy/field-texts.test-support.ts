import { NIST_MINIMUM } from '../passwords/password-rules.ts';
import { POLICY_DEFAULTS } from './defaults.ts';
import { TEXTS_OF_ORGANISATIONS } from './field-texts-of-organisations.test-support.ts';

/** The description of a member of a policy, and its default. A member without `default` has no fixed default: its text says what its absence means. */
export interface FieldText {
  readonly description: string;
  readonly default?: unknown;
}

const SESSION = {
  idle: {
    description:
      'The session ends after this time without a request. Default by the required strength: 30d for single and baseline, 1h for enhanced, 15m for phishing-resistant',
  },
  absolute: {
    description:
      'The session ends this long after the sign-in. Default by the required strength: 30d for single and baseline, 24h for enhanced, 12h for phishing-resistant',
  },
  most: { description: 'The most live sessions of an account at once. Default: no limit' },
  beyond: {
    description: 'A sign-in beyond most ends the session that was opened first, or is refused',
    default: 'end-oldest',
  },
} as const satisfies Readonly<Record<string, FieldText>>;

const LATER = {
  from: {
    description:
      'The first moment at which the rule applies: a date with a time and a zone, such as 2026-12-15T00:00:00Z. The earliest rule comes first',
  },
  requiredStrength: { description: 'The strength that a sign-in needs besides from then on. Default: none' },
  methods: {
    description: 'The allowed ways in from then on, beside those of the other rules. Default: no restriction',
  },
  session: { description: 'The limits of the sessions from then on. The shortest limit of all rules applies' },
} as const satisfies Readonly<Record<string, FieldText>>;

function laterAt(path: string): Readonly<Record<string, FieldText>> {
  return {
    [`${path}.from`]: LATER.from,
    [`${path}.requiredStrength`]: LATER.requiredStrength,
    [`${path}.methods`]: LATER.methods,
    [`${path}.session`]: LATER.session,
    [`${path}.session.idle`]: SESSION.idle,
    [`${path}.session.absolute`]: SESSION.absolute,
    [`${path}.session.most`]: SESSION.most,
    [`${path}.session.beyond`]: { description: SESSION.beyond.description },
  };
}

const { lockout } = POLICY_DEFAULTS;

/**
 * The descriptions that an editor shows for a policy, by path: `*` stands for a name that the policy chooses. The schema in `schema.ts` leaves the
 * texts out, because every app loads that schema.
 */
export const FIELD_TEXTS: Readonly<Record<string, FieldText>> = {
  requiredStrength: {
    description:
      'The strength that every sign-in needs: single, baseline, enhanced, phishing-resistant, or a name in strengths',
    default: POLICY_DEFAULTS.requiredStrength,
  },
  methods: { description: 'The allowed ways in. Default: all ways in that the app configures' },
  preferSso: {
    description: 'The provider to which a sign-in goes at once; ?local=1 opens the local sign-in. Default: none',
  },
  session: {
    description: "The limits of every session. A role's limits apply too, and the shortest wins",
    default: {},
  },
  'session.idle': SESSION.idle,
  'session.absolute': SESSION.absolute,
  'session.most': SESSION.most,
  'session.beyond': SESSION.beyond,
  later: { description: 'What the tenant asks besides from a date on. A date only adds. Default: no dates' },
  ...laterAt('later'),
  administrators: {
    description:
      'The roles that administer over HTTP. No role name has a meaning by itself. Default: nobody administers',
    default: POLICY_DEFAULTS.administrators,
  },
  'administrators.policy': {
    description: 'The roles that may change the policy. They administer people too',
    default: POLICY_DEFAULTS.administrators.policy,
  },
  'administrators.people': {
    description: 'The roles that may administer people: create, block, reset, vouch',
    default: POLICY_DEFAULTS.administrators.people,
  },
  'administrators.helpdesk': {
    description: 'The roles that may do a few acts to a few people, and nothing else. Each entry counts by itself',
    default: POLICY_DEFAULTS.administrators.helpdesk,
  },
  'administrators.helpdesk.roles': { description: 'The roles of the helpdesk. None administers people or the policy' },
  'administrators.helpdesk.over': {
    description:
      'The helpdesk reaches accounts that have a role, and only roles of this list. None is a role of administration',
  },
  'administrators.helpdesk.may': {
    description:
      'The acts. reset: help people in, and reset or remove their factors. vouch: issue enrollment codes, send and withdraw invitations. unlock: end locks after wrong guesses',
  },
  roles: {
    description: 'A rule for each role. An account gets the rules of all its roles, and the strictest wins',
    default: {},
  },
  'roles.*.requiredStrength': {
    description: "The strength that a sign-in of an account with the role needs, besides the tenant's. Default: none",
  },
  'roles.*.methods': {
    description:
      'The allowed ways in. A way in counts only if all rules of an account allow it. Default: no restriction',
  },
  'roles.*.session': { description: 'The limits of the sessions of accounts with the role', default: {} },
  'roles.*.session.idle': SESSION.idle,
  'roles.*.session.absolute': SESSION.absolute,
  'roles.*.session.most': SESSION.most,
  'roles.*.session.beyond': SESSION.beyond,
  'roles.*.later': {
    description: 'What the role asks besides from a date on, beside its other members. Default: no dates',
  },
  ...laterAt('roles.*.later'),
  contexts: {
    description:
      'What a request asks besides, by the names that contextOf tells, at most 12. A context only adds to the other rules',
    default: {},
  },
  'contexts.*.requiredStrength': {
    description: 'The strength that the proofs need in the context, also where a route demands another. Default: none',
  },
  'contexts.*.methods': { description: 'The ways in that count in the context. Default: no restriction' },
  'contexts.*.refuse': {
    description: 'Nobody comes in in the context, except emergency accounts. Default: not refused',
  },
  'contexts.*.proofsWithin': {
    description:
      'Only proofs at most this old count in the context. Default: the absolute session limit of the required strength',
  },
  'contexts.*.recentProof': {
    description:
      'The maximum age of a proof for administration and for changes of the own factors in the context. Default: as everywhere',
  },
  'contexts.*.enrollment': {
    description: 'The rules for the set-up of a first strong factor in the context',
    default: {},
  },
  'contexts.*.enrollment.firstFactor': {
    description:
      'What opens the set-up of a first strong factor in the context. The strictest wins. Default: as everywhere',
  },
  'contexts.*.shown': { description: 'Whether reasons tell the person the name of the context', default: false },
  ...TEXTS_OF_ORGANISATIONS,
  strengths: { description: "The policy's own strengths, by name", default: {} },
  'strengths.*.anyOf': {
    description: 'The combinations of proofs that satisfy the strength: any of them is enough. Each needs a way in',
  },
  'strengths.*.anyOf.method': { description: 'The method of the proof' },
  'strengths.*.anyOf.userVerified': {
    description: 'The authenticator verified the person by PIN or biometry (WebAuthn L3 §6.1). Default: not asked',
  },
  'strengths.*.anyOf.deviceBound': {
    description: 'The key cannot leave its authenticator (WebAuthn L3 §6.1.3). Default: not asked',
  },
  'strengths.*.anyOf.aaguid': {
    description: 'The accepted models of authenticators, as the authenticator states its model. Default: all',
  },
  'strengths.*.anyOf.attested': {
    description: 'A verified certificate path vouches for the model. Default: not asked',
  },
  'strengths.*.anyOf.provider': { description: 'The provider of the sign-in. Default: any provider' },
  'strengths.*.anyOf.acr': { description: 'The provider asserts one of these classes. Default: not asked' },
  'strengths.*.anyOf.amr': { description: 'The provider asserts all of these methods. Default: not asked' },
  lockout: { description: 'The limits of guessing, for the whole tenant', default: lockout },
  'lockout.maxFailures': {
    description: 'This many wrong guesses within the window lock the authenticator',
    default: lockout.maxFailures,
  },
  'lockout.window': {
    description:
      'Wrong guesses within this time count together. The time begins with its first wrong guess, and a lock ends the time',
    default: lockout.window,
  },
  'lockout.lockFor': {
    description: 'The length of a lock after the first `maxFailures` wrong guesses',
    default: lockout.lockFor,
  },
  'lockout.growth': {
    description:
      'Each further `maxFailures` wrong guesses since the last sign-in make a lock this many times as long, also guesses that set no lock',
    default: lockout.growth,
  },
  'lockout.maxLockFor': {
    description: 'The length of the longest lock. At least lockFor',
    default: lockout.maxLockFor,
  },
  'lockout.hardLimit': {
    description:
      'After this many wrong guesses in a row no guess of a strange device is judged. At least maxFailures (NIST SP 800-63B-4 §3.2.2)',
    default: lockout.hardLimit,
  },
  recentProof: {
    description: 'The maximum age of a proof for administration and for changes of the own factors',
    default: POLICY_DEFAULTS.recentProof,
  },
  providerStrengthWithin: {
    description:
      'For how long what a provider reported about an account counts beside its last report: a set-up, and a change of the own factors, asks for a proof as strong',
    default: POLICY_DEFAULTS.providerStrengthWithin,
  },
  passkeys: {
    description: 'The rules for passkeys',
    default: { counterRegression: POLICY_DEFAULTS.counterRegression },
  },
  'passkeys.counterRegression': {
    description:
      'A signature counter that does not rise (WebAuthn L3 §6.1.1) is written into the action log, or refused as well',
    default: POLICY_DEFAULTS.counterRegression,
  },
  emailCodes: { description: 'The rules for mailed codes', default: { offer: POLICY_DEFAULTS.emailCodes } },
  'emailCodes.offer': {
    description: 'A mailed code is offered where nothing stronger is enrolled, or always',
    default: POLICY_DEFAULTS.emailCodes,
  },
  enrollment: {
    description: 'The rules for the set-up of a first strong factor',
    default: { firstFactor: POLICY_DEFAULTS.firstFactor },
  },
  'enrollment.firstFactor': {
    description:
      "What opens the set-up of a first strong factor: two independent proofs, an administrator's code, or a way in alone",
    default: POLICY_DEFAULTS.firstFactor,
  },
  recovery: {
    description: 'The rules for a password that was set through the mailbox',
    default: { mailboxAlone: POLICY_DEFAULTS.mailboxAlone },
  },
  'recovery.mailboxAlone': {
    description:
      'A password that was set through the mailbox, beside a code to that mailbox: the two satisfy baseline and nothing stronger, or count as one factor',
    default: POLICY_DEFAULTS.mailboxAlone,
  },
  onTighten: {
    description: 'What happens to a running session that does not satisfy a later version of the policy',
    default: POLICY_DEFAULTS.onTighten,
  },
  'onTighten.after': {
    description:
      'How long the session goes on first. The time counts from the first version of the policy that the session does not satisfy',
  },
  'onTighten.then': { description: 'What happens to the session after the grace' },
  dormant: {
    description:
      'Blocks accounts without a sign-in, after a notice to the owner: 14 days before, or a quarter of the time. Absent: never',
  },
  'dormant.after': { description: 'The time without a sign-in' },
  'dormant.then': { description: 'What happens to the account then' },
  passwords: { description: 'The rules for new passwords. They judge no password that is set already', default: {} },
  'passwords.minimum': {
    description: `The fewest characters. Default: ${NIST_MINIMUM.alone} if a password alone satisfies the tenant's requiredStrength, also for people whose role requires more, else ${NIST_MINIMUM.beside} (NIST SP 800-63B-4 §3.1.1.2)`,
  },
  'passwords.history': {
    description: 'A new password differs from this many passwords of the account, the present password included',
    default: 0,
  },
  'passwords.words': { description: 'A new password contains none of these words, in any case', default: [] },
  'passwords.breached': {
    description:
      "The host's breachedPasswords is asked for each new password, by five characters of its hash. Default: not asked",
  },
  'passwords.letterAndDigit': {
    description:
      'A new password has a letter and a digit (PCI DSS 4.0.1 §8.3.6). NIST SP 800-63B-4 §3.1.1.2 forbids rules of composition',
    default: false,
  },
  vault: { description: 'The rules for vaults', default: { emergency: 'optional' } },
  'vault.emergency': {
    description:
      'Whether every vault needs an emergency envelope. required: the app needs a vault with an emergency key',
    default: 'optional',
  },
  providers: {
    description: "Settings by the provider's id in the app. A provider without settings is a single factor",
    default: {},
  },
  'providers.*.trust': {
    description: 'What the provider asserts, and the strength that the assertion satisfies',
    default: [],
  },
  'providers.*.trust.acr': { description: 'The asserted class is equal to this text. Default: not asked' },
  'providers.*.trust.amr': { description: 'All of these methods are asserted. Default: not asked' },
  'providers.*.trust.strength': {
    description: 'The satisfied strength. Without acr and amr only baseline: it takes every sign-in at the provider',
  },
  'providers.*.mailDomains': {
    description:
      'Mail domains that the provider owns: it links accounts by addresses there, and a mailbox there is no second factor beside it',
    default: [],
  },
  'providers.*.mailFollows': {
    description:
      'Whether the account’s address follows the provider: if it asserts another verified address of a linked person, and both are in mailDomains',
    default: false,
  },
  'providers.*.createAccounts': {
    description:
      'Whether the first sign-in of an unknown identity creates an account. mail-domains: only for a verified address in mailDomains that no account has',
    default: false,
  },
  acknowledged: {
    description: 'Findings of sallyport check that somebody has accepted for a time. They change no decision',
    default: [],
  },
  'acknowledged.code': { description: 'The code of the finding, such as one-theft-is-enough' },
  'acknowledged.role': {
    description: 'The role that the finding is about. Absent: every finding with the code',
  },
  'acknowledged.reason': { description: 'Why the finding is accepted' },
  'acknowledged.until': { description: 'The last day on which the finding is accepted, in UTC: 2027-01-31' },
};

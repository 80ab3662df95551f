import type { Refusal, RefusalCode } from './refusal.ts';

const GROUPS = {
  step: [
    'invalid-credentials',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
    'flow-conflict',
    'flow-expired',
    'session-limit',
    'locked',
    'busy',
  ],
  'set-up': [
    'no-session',
    'insufficient-strength',
    'flow-expired',
    'account-blocked',
    'method-not-allowed',
    'invalid-credentials',
    'no-way-in',
  ],
  /** In addition to the refusals of the begin. */
  'set-up-end': ['flow-conflict', 'session-limit'],
  sending: ['too-many-mails', 'mail-unavailable'],
  owner: ['no-session', 'insufficient-strength', 'no-way-in'],
  act: ['malformed-input', 'no-session', 'insufficient-strength', 'not-permitted', 'not-found'],
  'in-organisation': ['not-a-member', 'no-way-in'],
  taking: ['no-way-in-left', 'policy-strands-administrators'],
} as const;

const ROWS = {
  'signIn.begin': ['step', 'provider-unavailable', 'malformed-input'],
  'signIn.status': [
    'flow-expired',
    'flow-conflict',
    'session-limit',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
  ],
  'signIn.password': ['step', 'provider-unavailable'],
  'signIn.passkeyOptions': ['flow-expired'],
  'signIn.passkey': ['step'],
  'signIn.sendCode': ['step', 'sending', 'not-found'],
  'signIn.challenge': ['step', 'not-found'],
  'signIn.code': ['step', 'not-found'],
  'signIn.enrollmentCode': ['step', 'malformed-input', 'provider-unavailable', 'busy'],
  'signIn.abandon': ['flow-expired', 'flow-conflict'],
  'signIn.stepUp': [
    'no-session',
    'not-a-member',
    'malformed-input',
    'invalid-credentials',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
    'flow-expired',
  ],
  'sso.begin': [
    'malformed-input',
    'not-found',
    'invalid-credentials',
    'method-not-allowed',
    'flow-expired',
    'flow-conflict',
    'provider-unavailable',
  ],
  'sso.beginLink': [
    'malformed-input',
    'not-found',
    'already-exists',
    'not-permitted',
    'insufficient-strength',
    'no-way-in',
    'provider-unavailable',
  ],
  'sso.keepResponse': ['invalid-credentials', 'not-found', 'provider-unavailable', 'malformed-input'],
  'sso.finish': [
    'step',
    'set-up',
    'not-permitted',
    'not-found',
    'already-exists',
    'provider-unavailable',
    'sign-in-cancelled',
    'provider-did-not-ask',
  ],
  'sso.metadata': ['not-found', 'provider-unavailable'],
  'enroll.secret': ['set-up', 'flow-conflict', 'not-found'],
  'enroll.code': ['set-up', 'set-up-end', 'sending', 'not-found', 'malformed-input', 'locked', 'busy'],
  'enroll.confirmCode': ['set-up', 'set-up-end', 'not-found', 'locked', 'busy'],
  'enroll.passkeyOptions': ['set-up', 'malformed-input'],
  'enroll.passkey': ['set-up', 'set-up-end', 'already-exists', 'malformed-input'],
  'recovery.confirm': [
    'malformed-input',
    'invalid-credentials',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
    'policy-strands-administrators',
    'flow-conflict',
    'locked',
    'busy',
    'provider-unavailable',
  ],
  'signUp.begin': ['malformed-input', 'mail-unavailable'],
  'signUp.confirm': [
    'malformed-input',
    'invalid-credentials',
    'already-exists',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
    'session-limit',
    'flow-expired',
    'flow-conflict',
    'provider-unavailable',
    'busy',
  ],
  'invitations.accept': [
    'malformed-input',
    'invalid-credentials',
    'account-blocked',
    'method-not-allowed',
    'no-way-in',
    'session-limit',
    'flow-expired',
    'flow-conflict',
    'provider-unavailable',
    'busy',
  ],
  'sessions.guard': ['no-session', 'insufficient-strength', 'not-permitted', 'not-a-member', 'no-way-in'],
  'sessions.end': ['no-session'],
  'sessions.endOthers': ['no-session'],
  'sessions.endOne': ['no-session', 'not-found'],
  'sessions.disown': ['invalid-credentials'],
  'me.rename': ['owner', 'malformed-input', 'already-exists', 'locked', 'provider-unavailable'],
  'me.renamePasskey': ['owner', 'not-found'],
  'me.removePasskey': ['owner', 'taking', 'not-found'],
  'me.removeCode': ['owner', 'taking', 'not-found'],
  'me.removeExternalId': ['owner', 'taking', 'not-found'],
  'me.newBackupCodes': ['owner', 'not-permitted', 'precondition-failed'],
  'me.changePassword': [
    'owner',
    'malformed-input',
    'invalid-credentials',
    'method-not-allowed',
    'locked',
    'busy',
    'provider-unavailable',
  ],
  'me.requestEmail': ['owner', 'taking', 'sending', 'malformed-input'],
  'me.confirmEmail': ['owner', 'taking', 'invalid-credentials', 'already-exists'],
  'me.forgetDevice': ['no-session', 'not-found'],
  'me.organisations': ['roles-from-host'],
  'me.join': ['owner', 'invalid-credentials', 'not-permitted', 'roles-from-host', 'malformed-input'],
  'me.export': ['owner'],
  'me.remove': ['owner', 'policy-strands-administrators', 'deletion-refused'],
  'audit.stream': ['malformed-input'],
  'people.create': [
    'malformed-input',
    'no-session',
    'insufficient-strength',
    'not-permitted',
    'already-exists',
    'roles-from-host',
    'no-way-in-left',
    'busy',
    'provider-unavailable',
    'mail-unavailable',
  ],
  'people.bootstrap': [
    'malformed-input',
    'not-permitted',
    'account-blocked',
    'no-way-in-left',
    'roles-from-host',
    'already-exists',
    'busy',
  ],
  'people.show': ['malformed-input', 'not-permitted', 'not-found'],
  'people.setRoles': ['act', 'taking', 'roles-from-host', 'precondition-failed'],
  'people.setMethods': ['act', 'taking', 'precondition-failed'],
  'people.setRequiredStrength': ['act', 'taking'],
  'people.setExternalIds': ['act', 'taking', 'already-exists', 'precondition-failed'],
  'people.setExternalId': ['act', 'already-exists', 'policy-strands-administrators'],
  'people.rename': ['act', 'already-exists'],
  'people.block': ['act', 'policy-strands-administrators'],
  'people.unblock': ['act', 'policy-strands-administrators', 'precondition-failed'],
  'people.unlock': ['act'],
  'people.resetTwoStep': ['act', 'policy-strands-administrators'],
  'people.resetPasskeys': ['act', 'policy-strands-administrators'],
  'people.revokePasskey': ['act', 'policy-strands-administrators'],
  'people.vouch': ['act', 'policy-strands-administrators'],
  'people.helpIn': ['act', 'policy-strands-administrators'],
  'people.setEmail': ['act', 'taking'],
  'people.setPassword': ['act', 'method-not-allowed', 'provider-unavailable', 'busy'],
  'people.invite': ['act', 'sending'],
  'people.withdrawInvitation': ['act'],
  'people.endSessions': ['act'],
  'people.endSession': ['act'],
  'people.forgetDevice': ['act'],
  'people.sessions': ['malformed-input', 'not-found'],
  'people.devices': ['malformed-input', 'not-found'],
  'people.export': ['act'],
  'people.remind': ['act', 'sending'],
  'people.actOnMany': ['malformed-input', 'not-permitted'],
  'people.delete': ['act', 'no-way-in', 'policy-strands-administrators', 'deletion-refused'],
  'people.rolesChanged': ['act'],
  'people.exposure': ['malformed-input', 'not-found'],
  'policy.preview': ['malformed-input', 'not-permitted'],
  'policy.whatIf': ['malformed-input', 'not-found'],
  'policy.set': [
    'malformed-input',
    'no-session',
    'insufficient-strength',
    'not-permitted',
    'precondition-failed',
    'policy-strands-administrators',
  ],
  'policy.shadow': ['malformed-input', 'no-session', 'insufficient-strength', 'not-permitted', 'precondition-failed'],
  'policy.endShadow': ['malformed-input', 'no-session', 'insufficient-strength', 'not-permitted', 'not-found'],
  'policy.shadowReport': ['not-found'],
  'organisations.create': ['malformed-input', 'no-session', 'insufficient-strength', 'not-permitted', 'already-exists'],
  'organisations.setRule': ['act', 'in-organisation', 'strands-owners', 'precondition-failed'],
  'organisations.rule': ['not-found'],
  'organisations.versions': ['not-found'],
  'organisations.preview': ['malformed-input', 'not-found', 'roles-from-host'],
  'organisations.remove': ['act', 'in-organisation'],
  'organisations.invite': ['act', 'in-organisation', 'sending', 'roles-from-host'],
  'organisations.withdraw': ['act', 'in-organisation'],
  'organisations.invitations': ['not-found', 'roles-from-host'],
  'organisations.events': ['not-found'],
  'organisations.members.set': ['act', 'in-organisation', 'strands-owners', 'roles-from-host', 'precondition-failed'],
  'organisations.members.remove': ['act', 'in-organisation', 'strands-owners', 'roles-from-host'],
  'organisations.members.list': ['not-found'],
  'tenants.remove': ['malformed-input'],
  'vault.view': ['not-found', 'no-session'],
  'vault.replace': ['owner', 'malformed-input', 'not-found', 'precondition-failed', 'vault-needs-another-way'],
  'vault.addEnvelope': [
    'owner',
    'malformed-input',
    'not-found',
    'already-exists',
    'precondition-failed',
    'vault-needs-another-way',
  ],
  'vault.removeEnvelope': ['owner', 'not-found', 'precondition-failed', 'vault-needs-another-way'],
  'vault.overview': ['not-found'],
  'vault.emergencyOpen': ['malformed-input', 'no-session', 'insufficient-strength', 'not-permitted', 'not-found'],
} as const;

/** The name of an operation that can refuse, such as `people.block`. */
export type Refusing = keyof typeof ROWS;

type CodesOf<Name extends string> = Name extends keyof typeof GROUPS ? (typeof GROUPS)[Name][number] : Name;

/** The codes of each operation, by the operation's name. */
export type RefusalCodes = { readonly [Operation in Refusing]: CodesOf<(typeof ROWS)[Operation][number]> };

/** The type of {@link REFUSALS}. */
type Refusals = { readonly [Operation in Refusing]: readonly RefusalCodes[Operation][] };

/** A refusal of one operation: `RefusalOf<'people.block'>`. */
export type RefusalOf<Operation extends Refusing> = Refusal<RefusalCodes[Operation] | 'store-unavailable'>;

/**
 * The codes that each operation can refuse with, by the operation's name: `REFUSALS['people.block']`. Every operation with a store can also
 * refuse with `store-unavailable`. The types of the operations, the description of the HTTP routes and the tests of the engine all use this
 * table.
 */
export const REFUSALS: Refusals = Object.fromEntries(
  Object.entries<readonly string[]>(ROWS).map(([operation, names]) => [
    operation,
    [...new Set<string>(names.flatMap((name) => (isGroup(name) ? GROUPS[name] : [name])))],
  ]),
) as unknown as Refusals;

function isGroup(name: string): name is keyof typeof GROUPS {
  return Object.hasOwn(GROUPS, name);
}

/** Inside of the engine every refusal may have every code, because the core decides which of them an act gets. */
export type Undeclared<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends (...input: infer Input) => Promise<infer Answer>
    ? (...input: Input) => Promise<AnyRefusal<Answer>>
    : Part[Name];
};

type AnyRefusal<Answer> = Answer extends { readonly refused: RefusalCode }
  ? Refusal
  : Answer extends { readonly result: infer Result }
    ? Omit<Answer, 'result'> & { readonly result: AnyRefusal<Result> }
    : Answer;

import type { Refusal, RefusalCode } from './refusal.ts';

/** Refusals of a factor that is shown in a flow. */
type OfStep =
  | 'invalid-credentials'
  | 'account-blocked'
  | 'method-not-allowed'
  | 'no-way-in'
  | 'flow-conflict'
  | 'flow-expired'
  | 'locked'
  | 'busy';

/** Refusals of a set-up, in a flow or in a session. */
type OfSetUp =
  | 'no-session'
  | 'insufficient-strength'
  | 'flow-expired'
  | 'flow-conflict'
  | 'account-blocked'
  | 'method-not-allowed'
  | 'invalid-credentials'
  | 'no-way-in';

/** Refusals of sending a code. */
type OfSending = 'not-found' | 'too-many-mails' | 'mail-unavailable';

/** Refusals of an owner's change of the account. */
type OfOwner = 'no-session' | 'insufficient-strength' | 'no-way-in' | 'account-blocked' | 'not-permitted';

/** Refusals of an act on an account, by an administrator or by host code. */
type OfAct =
  | 'malformed-input'
  | 'no-session'
  | 'insufficient-strength'
  | 'not-permitted'
  | 'not-found'
  | 'no-way-in'
  | 'no-way-in-left'
  | 'policy-strands-administrators';

/**
 * The refusals of each operation, by the operation's name. A table of the tests lists the same codes at run time, and every test of the
 * engine holds the operations to the table. Every operation with a store can also give `store-unavailable`.
 */
export interface RefusalCodes {
  readonly 'signIn.begin': OfStep | 'provider-unavailable' | 'malformed-input';
  readonly 'signIn.status': 'flow-expired' | 'flow-conflict' | 'account-blocked' | 'method-not-allowed' | 'no-way-in';
  readonly 'signIn.password': OfStep | 'provider-unavailable';
  readonly 'signIn.passkeyOptions': 'method-not-allowed' | 'flow-expired';
  readonly 'signIn.passkey': OfStep;
  readonly 'signIn.sendCode': OfStep | OfSending;
  readonly 'signIn.code': OfStep | 'not-found';
  readonly 'signIn.enrollmentCode': OfStep;
  readonly 'signIn.abandon': 'flow-expired' | 'flow-conflict';
  readonly 'signIn.stepUp': OfStep | 'malformed-input' | 'no-session';
  readonly 'sso.begin': OfStep | 'malformed-input' | 'not-found' | 'provider-unavailable';
  readonly 'sso.beginLink': OfSetUp | 'not-permitted' | 'not-found' | 'already-exists' | 'provider-unavailable';
  readonly 'sso.keepResponse': 'invalid-credentials' | 'not-found' | 'provider-unavailable' | 'malformed-input';
  readonly 'sso.finish':
    | OfStep
    | OfSetUp
    | 'not-permitted'
    | 'not-found'
    | 'already-exists'
    | 'provider-unavailable'
    | 'sign-in-cancelled';
  readonly 'sso.metadata': 'not-found' | 'provider-unavailable';
  readonly 'enroll.secret': OfSetUp | 'not-found';
  readonly 'enroll.code': OfSetUp | OfSending | 'malformed-input' | 'locked' | 'busy';
  readonly 'enroll.confirmCode': OfSetUp | 'not-found' | 'locked' | 'busy' | 'already-exists';
  readonly 'enroll.passkeyOptions': OfSetUp | 'malformed-input';
  readonly 'enroll.passkey': OfSetUp | 'already-exists' | 'malformed-input';
  readonly 'recovery.confirm':
    | OfStep
    | 'malformed-input'
    | 'no-way-in-left'
    | 'policy-strands-administrators'
    | 'insufficient-strength'
    | 'not-permitted';
  readonly 'sessions.guard': 'no-session' | 'insufficient-strength' | 'not-permitted' | 'no-way-in';
  readonly 'sessions.endOthers': OfOwner;
  readonly 'sessions.endOne': OfOwner | 'not-found';
  readonly 'me.renamePasskey': OfOwner | 'not-found';
  readonly 'me.removePasskey': OfOwner | 'not-found' | 'no-way-in-left' | 'policy-strands-administrators';
  readonly 'me.removeCode': OfOwner | 'not-found' | 'no-way-in-left' | 'policy-strands-administrators';
  readonly 'me.removeExternalId': OfOwner | 'not-found' | 'no-way-in-left' | 'policy-strands-administrators';
  readonly 'me.newBackupCodes': OfOwner;
  readonly 'me.changePassword': OfOwner | OfStep | 'malformed-input';
  readonly 'me.requestEmail': OfOwner | 'malformed-input' | 'too-many-mails' | 'mail-unavailable';
  readonly 'me.confirmEmail':
    | OfOwner
    | 'invalid-credentials'
    | 'already-exists'
    | 'policy-strands-administrators'
    | 'no-way-in-left';
  readonly 'me.forgetDevice': OfOwner | 'not-found';
  readonly 'me.remove': OfOwner | 'no-way-in-left' | 'policy-strands-administrators';
  readonly 'people.create':
    | 'malformed-input'
    | 'no-session'
    | 'insufficient-strength'
    | 'no-way-in'
    | 'not-permitted'
    | 'already-exists'
    | 'roles-from-host'
    | 'no-way-in-left'
    | 'busy';
  readonly 'people.setRoles': OfAct | 'roles-from-host';
  readonly 'people.setMethods': OfAct;
  readonly 'people.setExternalIds': OfAct | 'already-exists';
  readonly 'people.setExternalId': OfAct | 'already-exists';
  readonly 'people.rename': OfAct | 'already-exists';
  readonly 'people.block': OfAct;
  readonly 'people.unblock': OfAct;
  readonly 'people.unlock': OfAct;
  readonly 'people.resetTwoStep': OfAct;
  readonly 'people.resetPasskeys': OfAct;
  readonly 'people.revokePasskey': OfAct;
  readonly 'people.vouch': OfAct;
  readonly 'people.endSessions': OfAct;
  readonly 'people.delete': OfAct;
  readonly 'people.rolesChanged': OfAct;
  readonly 'people.exposure': 'malformed-input' | 'not-found';
  readonly 'policy.preview': 'malformed-input';
  readonly 'policy.set':
    | 'malformed-input'
    | 'no-session'
    | 'insufficient-strength'
    | 'no-way-in'
    | 'not-permitted'
    | 'precondition-failed'
    | 'policy-strands-administrators';
  readonly 'vault.view': 'not-found' | 'no-session';
  readonly 'vault.replace':
    | OfOwner
    | 'malformed-input'
    | 'not-found'
    | 'precondition-failed'
    | 'vault-needs-another-way';
  readonly 'vault.addEnvelope':
    | OfOwner
    | 'malformed-input'
    | 'not-found'
    | 'already-exists'
    | 'precondition-failed'
    | 'vault-needs-another-way';
  readonly 'vault.removeEnvelope': OfOwner | 'not-found' | 'precondition-failed' | 'vault-needs-another-way';
  readonly 'vault.overview': 'not-found';
  readonly 'vault.emergencyOpen':
    | 'malformed-input'
    | 'no-session'
    | 'insufficient-strength'
    | 'no-way-in'
    | 'not-permitted'
    | 'not-found';
}

/** The name of an operation that can refuse, such as `people.block`. */
export type Refusing = keyof RefusalCodes;

/** A refusal of one operation: `RefusalOf<'people.block'>`. */
export type RefusalOf<Operation extends Refusing> = Refusal<RefusalCodes[Operation] | 'store-unavailable'>;

/**
 * A part of the engine before its refusals have the types of the table. Inside of the engine every refusal may have every code, because the
 * core decides which of them an act gets.
 */
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

import type { RefusalCodes, Refusing } from './contract/refusals.ts';

const codes = <Code extends string>(...names: readonly Code[]): Readonly<Record<Code, true>> =>
  Object.fromEntries(names.map((name) => [name, true])) as Readonly<Record<Code, true>>;

const STEP = codes(
  'invalid-credentials',
  'account-blocked',
  'method-not-allowed',
  'no-way-in',
  'flow-conflict',
  'flow-expired',
  'locked',
  'busy',
);
const SET_UP = codes(
  'no-session',
  'insufficient-strength',
  'flow-expired',
  'flow-conflict',
  'account-blocked',
  'method-not-allowed',
  'invalid-credentials',
  'no-way-in',
);
const SENDING = codes('not-found', 'too-many-mails', 'mail-unavailable');
const OWN = codes('no-session', 'insufficient-strength', 'no-way-in', 'account-blocked', 'not-permitted');
const ACT = codes(
  'malformed-input',
  'no-session',
  'insufficient-strength',
  'not-permitted',
  'not-found',
  'no-way-in',
  'no-way-in-left',
  'policy-strands-administrators',
);

/** The codes of {@link RefusalCodes} at run time. The compiler holds both to each other. */
const REFUSALS: { readonly [Operation in Refusing]: Readonly<Record<RefusalCodes[Operation], true>> } = {
  'signIn.begin': { ...STEP, ...codes('provider-unavailable', 'malformed-input') },
  'signIn.status': codes('flow-expired', 'flow-conflict', 'account-blocked', 'method-not-allowed', 'no-way-in'),
  'signIn.password': { ...STEP, ...codes('provider-unavailable') },
  'signIn.passkeyOptions': codes('method-not-allowed', 'flow-expired'),
  'signIn.passkey': STEP,
  'signIn.sendCode': { ...STEP, ...SENDING },
  'signIn.code': { ...STEP, ...codes('not-found') },
  'signIn.enrollmentCode': STEP,
  'signIn.abandon': codes('flow-expired', 'flow-conflict'),
  'signIn.stepUp': { ...STEP, ...codes('malformed-input', 'no-session') },
  'sso.begin': { ...STEP, ...codes('malformed-input', 'not-found', 'provider-unavailable') },
  'sso.beginLink': { ...SET_UP, ...codes('not-permitted', 'not-found', 'already-exists', 'provider-unavailable') },
  'sso.keepResponse': codes('invalid-credentials', 'not-found', 'provider-unavailable', 'malformed-input'),
  'sso.finish': {
    ...STEP,
    ...SET_UP,
    ...codes('not-permitted', 'not-found', 'already-exists', 'provider-unavailable', 'sign-in-cancelled'),
  },
  'sso.metadata': codes('not-found', 'provider-unavailable'),
  'enroll.secret': { ...SET_UP, ...codes('not-found') },
  'enroll.code': { ...SET_UP, ...SENDING, ...codes('malformed-input', 'locked', 'busy') },
  'enroll.confirmCode': { ...SET_UP, ...codes('not-found', 'locked', 'busy', 'already-exists') },
  'enroll.passkeyOptions': { ...SET_UP, ...codes('malformed-input') },
  'enroll.passkey': { ...SET_UP, ...codes('already-exists', 'malformed-input') },
  'recovery.confirm': {
    ...STEP,
    ...codes(
      'malformed-input',
      'no-way-in-left',
      'policy-strands-administrators',
      'insufficient-strength',
      'not-permitted',
    ),
  },
  'sessions.guard': codes('no-session', 'insufficient-strength', 'not-permitted', 'no-way-in'),
  'sessions.endOthers': OWN,
  'sessions.endOne': { ...OWN, ...codes('not-found') },
  'me.renamePasskey': { ...OWN, ...codes('not-found') },
  'me.removePasskey': { ...OWN, ...codes('not-found', 'no-way-in-left', 'policy-strands-administrators') },
  'me.removeCode': { ...OWN, ...codes('not-found', 'no-way-in-left', 'policy-strands-administrators') },
  'me.removeExternalId': { ...OWN, ...codes('not-found', 'no-way-in-left', 'policy-strands-administrators') },
  'me.newBackupCodes': OWN,
  'me.changePassword': { ...OWN, ...STEP, ...codes('malformed-input') },
  'me.requestEmail': { ...OWN, ...codes('malformed-input', 'too-many-mails', 'mail-unavailable') },
  'me.confirmEmail': {
    ...OWN,
    ...codes('invalid-credentials', 'already-exists', 'policy-strands-administrators', 'no-way-in-left'),
  },
  'me.forgetDevice': { ...OWN, ...codes('not-found') },
  'me.remove': { ...OWN, ...codes('no-way-in-left', 'policy-strands-administrators') },
  'people.create': codes(
    'malformed-input',
    'no-session',
    'insufficient-strength',
    'no-way-in',
    'not-permitted',
    'already-exists',
    'roles-from-host',
    'no-way-in-left',
    'busy',
  ),
  'people.setRoles': { ...ACT, ...codes('roles-from-host') },
  'people.setMethods': ACT,
  'people.setExternalIds': { ...ACT, ...codes('already-exists') },
  'people.setExternalId': { ...ACT, ...codes('already-exists') },
  'people.rename': { ...ACT, ...codes('already-exists') },
  'people.block': ACT,
  'people.unblock': ACT,
  'people.unlock': ACT,
  'people.resetTwoStep': ACT,
  'people.resetPasskeys': ACT,
  'people.revokePasskey': ACT,
  'people.vouch': ACT,
  'people.endSessions': ACT,
  'people.delete': ACT,
  'people.rolesChanged': ACT,
  'people.exposure': codes('malformed-input', 'not-found'),
  'policy.preview': codes('malformed-input'),
  'policy.set': codes(
    'malformed-input',
    'no-session',
    'insufficient-strength',
    'no-way-in',
    'not-permitted',
    'precondition-failed',
    'policy-strands-administrators',
  ),
  'vault.view': codes('not-found', 'no-session'),
  'vault.replace': {
    ...OWN,
    ...codes('malformed-input', 'not-found', 'precondition-failed', 'vault-needs-another-way'),
  },
  'vault.addEnvelope': {
    ...OWN,
    ...codes('malformed-input', 'not-found', 'already-exists', 'precondition-failed', 'vault-needs-another-way'),
  },
  'vault.removeEnvelope': { ...OWN, ...codes('not-found', 'precondition-failed', 'vault-needs-another-way') },
  'vault.overview': codes('not-found'),
  'vault.emergencyOpen': codes(
    'malformed-input',
    'no-session',
    'insufficient-strength',
    'no-way-in',
    'not-permitted',
    'not-found',
  ),
};

/**
 * Holds the operations of a part to the table: a refusal with a code that the table does not have throws.
 *
 * @throws Error `people.block answered locked, which the table of refusals does not have`
 */
export function heldToTable<Part extends object>(name: string, part: Part): Part {
  return new Proxy(part, {
    get(target, operation) {
      const call: unknown = Reflect.get(target, operation);
      if (typeof call !== 'function') return call;
      return (...input: unknown[]) => checked(`${name}.${String(operation)}`, Reflect.apply(call, target, input));
    },
  });
}

function checked(operation: string, answer: unknown): unknown {
  if (answer instanceof Promise) return answer.then((settled) => checked(operation, settled));
  const { result = answer }: { readonly result?: unknown } = Object(answer);
  const { refused }: { readonly refused?: unknown } = Object(result);
  if (typeof refused !== 'string' || refused === 'store-unavailable') return answer;
  const table: Readonly<Record<string, object>> = REFUSALS;
  if (table[operation] !== undefined && Object.hasOwn(table[operation], refused)) return answer;
  throw new Error(`${operation} answered ${refused}, which the table of refusals does not have`);
}

/** A way in: what a person can begin a sign-in with. The policy's `methods` restricts these and nothing else. */
export type PrimaryMethod = 'password' | 'ldap' | 'sso' | 'passkey';

/** A proof that counts only beside a way in. */
export type SecondMethod = 'totp' | 'email-code' | 'backup-code';

/** A proof a strength can ask for. */
export type Method = PrimaryMethod | SecondMethod;

/** What a flow can be shown besides: an administrator's vouching, and possession of the mailbox by a reset link. */
export type Attestation = 'enrollment-code' | 'reset-token';

/** A factor a person can set up on their own. */
export type EnrollableMethod = 'passkey' | 'totp';

export const PRIMARY_METHODS: readonly PrimaryMethod[] = ['password', 'ldap', 'sso', 'passkey'];

/** Every method, in the order in which choices are offered: the strongest habit first. */
export const METHODS: readonly Method[] = ['passkey', 'password', 'ldap', 'sso', 'totp', 'email-code', 'backup-code'];

/** A set of methods, one bit each, by their place in {@link METHODS}. */
export type MethodMask = number;

export const ALL_METHODS: MethodMask = (1 << METHODS.length) - 1;

/** The bit that stands for a method in a {@link MethodMask}. */
export function methodBit(method: Method): MethodMask {
  return BITS[method];
}

const BITS: Readonly<Record<Method, MethodMask>> = {
  passkey: 1,
  password: 2,
  ldap: 4,
  sso: 8,
  totp: 16,
  'email-code': 32,
  'backup-code': 64,
};

/** The set that holds exactly these methods. */
export function maskOf(methods: Iterable<Method>): MethodMask {
  let mask = 0;
  for (const method of methods) mask |= methodBit(method);
  return mask;
}

/** The methods of a set, in the order of {@link METHODS}. */
export function methodsOf(mask: MethodMask): Method[] {
  const methods: Method[] = [];
  for (const method of METHODS) if ((mask & BITS[method]) !== 0) methods.push(method);
  return methods;
}

export const PRIMARY_MASK: MethodMask = maskOf(PRIMARY_METHODS);

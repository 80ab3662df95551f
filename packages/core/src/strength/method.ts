import type { DeliveredCode } from './account-factors.ts';
import type { MethodDescriptor } from './methods/descriptor.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';

type BuiltIn = (typeof BUILT_IN_METHODS)[number];

export type { DeliveredCode };

/** A method with which a sign-in can begin. The policy's `methods` restricts only these methods. */
export type WayInMethod = Extract<BuiltIn, { readonly use: 'way-in' }>['name'];

/** A built-in method. */
export type BuiltInMethod = BuiltIn['name'];

/** A method for which a strength can ask. */
export type Method = BuiltInMethod | DeliveredCode;

/** Evidence besides methods: an administrator's enrollment code, or a mailed reset link, which proves the mailbox. */
export type CodeOrLink = 'enrollment-code' | 'reset-token';

/** A factor that a person can set up alone. */
export type EnrollableMethod = Extract<BuiltIn, { readonly enrollable: true }>['name'] | DeliveredCode;

/** Every built-in method, in the order in which choices are offered: the strongest habit first. */
export const METHODS: readonly BuiltInMethod[] = BUILT_IN_METHODS.map(({ name }) => name);

/** The built-in methods that a person can set up alone. */
export const ENROLLABLE_METHODS: readonly EnrollableMethod[] = BUILT_IN_METHODS.filter(isEnrollable).map(
  ({ name }) => name,
);

const WAY_IN_DESCRIPTORS = BUILT_IN_METHODS.filter(isWayIn);

/** The ways in. Ways in that can also be a second factor come last. */
export const WAY_IN_METHODS: readonly WayInMethod[] = [
  ...WAY_IN_DESCRIPTORS.filter(({ beside }) => beside.length === 0),
  ...WAY_IN_DESCRIPTORS.filter(({ beside }) => beside.length > 0),
].map(({ name }) => name);

/** A set of methods: a bit for each place in {@link METHODS}. All delivered codes of the host share a bit. */
export type MethodMask = number;

export const ALL_METHODS: MethodMask = (1 << METHODS.length) - 1;

export const HOST_CODES: MethodMask = 1 << METHODS.length;

/** An object without a prototype: a map is slower. */
const BITS: Readonly<Record<string, MethodMask | undefined>> = Object.assign(
  Object.create(null),
  Object.fromEntries(METHODS.map((name, place) => [name, 1 << place])),
  { 'enrollment-code': 0, 'reset-token': 0 },
);

/** The bit of a method in a {@link MethodMask}. A code or link has no bit: the result is 0. */
export function methodBit(method: Method | CodeOrLink): MethodMask {
  return BITS[method] ?? HOST_CODES;
}

/** Whether the method is a delivered code of the host. */
export function isHostCode(method: string): method is DeliveredCode {
  return BITS[method] === undefined && method.endsWith('-code');
}

/** The method name of a host's delivered code: `sms` gives `sms-code`. */
export function codeMethod(name: string): DeliveredCode {
  return `${name}-code`;
}

/** The set of these methods. */
export function maskOf(methods: Iterable<Method>): MethodMask {
  let mask = 0;
  for (const method of methods) mask |= methodBit(method);
  return mask;
}

export function maskWhere(holds: (method: MethodDescriptor) => boolean | undefined): MethodMask {
  return maskOf(BUILT_IN_METHODS.filter(holds).map(({ name }) => name));
}

/** The built-in methods of a set, in the order of {@link METHODS}. */
export function methodsOf(mask: MethodMask): BuiltInMethod[] {
  const methods: BuiltInMethod[] = [];
  let bit = 1;
  for (const method of METHODS) {
    if ((mask & bit) !== 0) methods.push(method);
    bit <<= 1;
  }
  return methods;
}

export function methodsWithCodes(mask: MethodMask, codes: readonly DeliveredCode[]): Method[] {
  return [...methodsOf(mask & ~AFTER_CODES), ...codes, ...methodsOf(mask & AFTER_CODES)];
}

export const WAY_IN_MASK: MethodMask = maskWhere(({ use }) => use === 'way-in');

/** Without the policy's permission their proofs count for nothing. */
export const ONLY_WAYS_IN: MethodMask = maskWhere(({ beside }) => beside.length === 0);

export const DELIVERED: MethodMask = maskWhere(({ delivered }) => delivered) | HOST_CODES;

export const BEYOND_MAILBOX: MethodMask =
  maskWhere(({ beside, provesMailbox }) => beside.length > 0 && !provesMailbox) | HOST_CODES;

const AFTER_CODES: MethodMask = maskWhere(({ worthForSetUp }) => worthForSetUp === 'stand-in');

function isEnrollable(method: BuiltIn): method is Extract<BuiltIn, { readonly enrollable: true }> {
  return 'enrollable' in method;
}

function isWayIn(method: BuiltIn): method is Extract<BuiltIn, { readonly use: 'way-in' }> {
  return method.use === 'way-in';
}

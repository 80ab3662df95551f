import type { DeliveredCode } from './account-factors.ts';
import type { MethodDescriptor } from './methods/descriptor.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';

type BuiltIn = (typeof BUILT_IN_METHODS)[number];

export type { DeliveredCode };

/** A way in: what a person can begin a sign-in with. The policy's `methods` restricts these and nothing else. */
export type PrimaryMethod = Extract<BuiltIn, { readonly role: 'way-in' }>['name'];

/** A method that is built in. */
export type BuiltInMethod = BuiltIn['name'];

/** A proof a strength can ask for. */
export type Method = BuiltInMethod | DeliveredCode;

/** What a flow can be shown besides: an administrator's vouching, and possession of the mailbox by a reset link. */
export type Attestation = 'enrollment-code' | 'reset-token';

/** A factor a person can set up on their own. */
export type EnrollableMethod = Extract<BuiltIn, { readonly enrollable: true }>['name'] | DeliveredCode;

/** Every method that is built in, in the order in which choices are offered: the strongest habit first. */
export const METHODS: readonly BuiltInMethod[] = BUILT_IN_METHODS.map(({ name }) => name);

/** The ways in; those that can be a second factor as well come last. */
export const PRIMARY_METHODS: readonly PrimaryMethod[] = [
  ...BUILT_IN_METHODS.filter(isWayIn).filter(({ beside }) => beside.length === 0),
  ...BUILT_IN_METHODS.filter(isWayIn).filter(({ beside }) => beside.length > 0),
].map(({ name }) => name);

/** A set of methods, one bit each, by their place in {@link METHODS}; all delivered codes of the host's share one. */
export type MethodMask = number;

export const ALL_METHODS: MethodMask = (1 << METHODS.length) - 1;

/** The bit of the host's delivered codes. */
export const HOST_CODES: MethodMask = 1 << METHODS.length;

/** An object without a prototype: it is read several times a decision, and quicker than a map. */
const BITS: Readonly<Record<string, MethodMask | undefined>> = Object.assign(
  Object.create(null),
  Object.fromEntries(METHODS.map((name, place) => [name, 1 << place])),
  { 'enrollment-code': 0, 'reset-token': 0 },
);

/** The bit that stands for a method in a {@link MethodMask}; an attestation has none. */
export function methodBit(method: Method | Attestation): MethodMask {
  return BITS[method] ?? HOST_CODES;
}

/** Whether what proves this is independent of the mailbox, and so makes a password the owner's that a mailbox set (N12). */
export function provesBeyondMailbox(method: Method | Attestation): boolean {
  return (methodBit(method) & BEYOND_MAILBOX) !== 0;
}

/** Whether this is a delivered code of the host's. */
export function isHostCode(method: string): method is DeliveredCode {
  return BITS[method] === undefined && method.endsWith('-code');
}

/** The method that a host's delivered code makes: `sms` makes `sms-code`. */
export function codeMethod(name: string): DeliveredCode {
  return `${name}-code`;
}

/** The set that holds exactly these methods. */
export function maskOf(methods: Iterable<Method>): MethodMask {
  let mask = 0;
  for (const method of methods) mask |= methodBit(method);
  return mask;
}

/** The built-in methods of which something holds. */
export function maskWhere(holds: (method: MethodDescriptor) => boolean | undefined): MethodMask {
  return maskOf(BUILT_IN_METHODS.filter(holds).map(({ name }) => name));
}

/** The built-in methods of a set, in the order of {@link METHODS}. */
export function methodsOf(mask: MethodMask): BuiltInMethod[] {
  const methods: BuiltInMethod[] = [];
  for (let place = 0; place < METHODS.length; place++) {
    const method = METHODS[place];
    if ((mask & (1 << place)) !== 0 && method !== undefined) methods.push(method);
  }
  return methods;
}

/** The same with delivered codes of the host's: they stand after the built-in ones, and before the codes that were written down. */
export function methodsWithCodes(mask: MethodMask, codes: readonly DeliveredCode[]): Method[] {
  return [...methodsOf(mask & ~AFTER_CODES), ...codes, ...methodsOf(mask & AFTER_CODES)];
}

export const PRIMARY_MASK: MethodMask = maskWhere(({ role }) => role === 'way-in');

/** Ways in that are nothing else: if they are not allowed, they count for nothing. */
export const ONLY_WAYS_IN: MethodMask = maskWhere(({ beside }) => beside.length === 0);

/** Delivered codes, those of the host's included. */
export const DELIVERED: MethodMask = maskWhere(({ delivered }) => delivered) | HOST_CODES;

const BEYOND_MAILBOX: MethodMask =
  maskWhere(({ beside, provesMailbox }) => beside.length > 0 && !provesMailbox) | HOST_CODES;

const AFTER_CODES: MethodMask = maskWhere(({ opening }) => opening === 'stand-in');

function isWayIn(method: BuiltIn): method is Extract<BuiltIn, { readonly role: 'way-in' }> {
  return method.role === 'way-in';
}

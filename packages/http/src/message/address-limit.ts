import { type Instant, instant } from '@sallyport/core';
import { clientAddress } from '@sallyport/engine/adapters';
import type { HttpRefusal } from './refusal.ts';

/**
 * A limit by network address. Any limiter of `rate-limiter-flexible` is one, as it is. An own limiter rejects with `{ msBeforeNext }`, the
 * milliseconds to wait, if the address has no points left. Any other rejection is a fault of the limiter.
 */
export interface AddressLimit {
  /**
   * Takes points from an address.
   *
   * @param address an IPv4 address, the first 64 bits of an IPv6 address as `2001:db8:0:1::/64`, or `unknown` if the adapter states no address
   * @param points 1 for each request
   */
  consume(address: string, points: number): unknown;
}

/** Thrown when the app is set up, if `addressLimit` has no function `consume`. */
export class InvalidAddressLimit extends Error {
  /** Always `invalid-address-limit`. */
  readonly code = 'invalid-address-limit';
  constructor() {
    super(
      'addressLimit: write an object with a function consume(address, points), such as a limiter of rate-limiter-flexible',
    );
    this.name = 'InvalidAddressLimit';
  }
}

/** Thrown if the limiter does not answer. `cause` is the limiter's fault. The request is answered 503. */
export class AddressLimitUnavailable extends Error {
  /** Always `address-limit-unavailable`. */
  readonly code = 'address-limit-unavailable';
  constructor(cause: unknown) {
    super('the limit by network address did not answer', { cause });
    this.name = 'AddressLimitUnavailable';
  }
}

export const NO_ADDRESS = 'unknown';

const LIMITER_TIMEOUT = 2_000;

/** @throws {AddressLimitUnavailable} if the limiter fails, or does not answer in time */
export async function limitAddress(
  limit: AddressLimit,
  ip: string | undefined,
  now: () => Instant,
): Promise<HttpRefusal | undefined> {
  try {
    await inTime(async () => limit.consume(addressKey(ip), 1));
    return undefined;
  } catch (thrown) {
    const wait = waitOf(thrown);
    if (wait === undefined) throw new AddressLimitUnavailable(thrown);
    // A limiter's `duration: 0` gets the default `Retry-After`.
    return wait > 0 && Number.isFinite(wait)
      ? { refused: 'locked', until: instant(Math.ceil(now() + wait)) }
      : { refused: 'locked' };
  }
}

async function inTime(act: () => Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMITER_TIMEOUT} ms`)), LIMITER_TIMEOUT);
  });
  try {
    await Promise.race([act(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** A union of limiters rejects with an object that has a result for each limiter: the longest wait counts. `undefined` for a fault. */
function waitOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || thrown instanceof Error) return undefined;
  const waits = ['msBeforeNext' in thrown ? thrown : undefined, ...Object.values(thrown)].flatMap((result: unknown) =>
    typeof result === 'object' && result !== null && 'msBeforeNext' in result && typeof result.msBeforeNext === 'number'
      ? [result.msBeforeNext]
      : [],
  );
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** A subscriber has all IPv6 addresses of a 64-bit prefix. */
export function addressKey(ip: string | undefined): string {
  if (ip === undefined || ip === '') return NO_ADDRESS;
  const address = clientAddress(ip);
  return address.includes(':') ? `${firstFourGroups(address).join(':')}::/64` : address;
}

function firstFourGroups(address: string): readonly string[] {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4);
}

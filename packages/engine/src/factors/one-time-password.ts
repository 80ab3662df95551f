import { createHmac, timingSafeEqual } from 'node:crypto';

export interface CodeParameters {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digits: number;
  /** Seconds. */
  readonly period: number;
}

/**
 * The time step of a code (RFC 6238 §4.2), if the code belongs to the step of the time, or to the step before or after (§5.2), and the step is later
 * than `after`.
 */
export function timeStepOf(
  key: Uint8Array,
  code: string,
  { seconds, after }: { readonly seconds: number; readonly after: number },
  parameters: CodeParameters,
): number | undefined {
  const now = Math.floor(seconds / parameters.period);
  let found: number | undefined;
  // Each step is computed, also after a match: the time tells nothing of the clock of the app.
  for (const step of [now + 1, now, now - 1]) {
    if (step > after && step >= 0 && isEqual(codeOf(key, step, parameters), code)) found = step;
  }
  return found;
}

function isEqual(text: string, code: string): boolean {
  const [one, other] = [Buffer.from(text), Buffer.from(code)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** RFC 4226 §5.3. */
function codeOf(key: Uint8Array, counter: number, { algorithm, digits }: Omit<CodeParameters, 'period'>): string {
  const counted = Buffer.alloc(8);
  counted.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm, key).update(counted).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

import { createPublicKey, verify } from 'node:crypto';
import { type LogVerdict, verifyLog } from '@sallyport/assurance/log';
import type { LogHead } from '@sallyport/core/log';
import type { Sallyport } from '@sallyport/engine';
import { LOG_HASHING, logKey } from './log-crypto.ts';

/** The lines of an export. */
export async function linesOf(auth: Sallyport): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of auth.events.lines()) lines.push(line);
  return lines;
}

/** Compares an export with a kept head. */
export function verdictOn(lines: readonly string[], head: LogHead): Promise<LogVerdict> {
  const crypto = {
    ...LOG_HASHING,
    thumbprint: (x: string) => logKey(x).kid,
    verifies: ({ kty, crv, x }: { kty: string; crv: string; x: string }, text: string, signature: string) => {
      const key = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
      return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    },
  };
  return verifyLog(lines, crypto, { heads: [head] });
}

/** The kinds of the findings, with the numbers of their first events. */
export async function findingsOn(lines: readonly string[], head: LogHead): Promise<readonly unknown[]> {
  return (await verdictOn(lines, head)).findings.map(({ kind, events }) => [kind, events?.[0]]);
}

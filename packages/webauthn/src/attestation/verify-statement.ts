import { asMap, type CborMap } from '../cbor.ts';
import { demand, parsed, Refused } from '../refused.ts';
import { verifyAndroidKey } from './android-key.ts';
import { verifyApple } from './apple.ts';
import { verifyFidoU2f } from './fido-u2f.ts';
import { verifyPacked } from './packed.ts';
import type { Statement, StatementInput } from './statement.ts';
import { verifyTpm } from './tpm.ts';

const VERIFIERS: ReadonlyMap<string, (statement: CborMap, input: StatementInput) => Statement> = new Map([
  ['packed', verifyPacked],
  ['tpm', verifyTpm],
  ['android-key', verifyAndroidKey],
  ['fido-u2f', verifyFidoU2f],
  ['apple', verifyApple],
]);

const LARGEST_COMPOUND = 8;

/**
 * WebAuthn L3 §7.1 steps 21 and 22. The deprecated android-safetynet (§8.5) counts as no attestation.
 *
 * @throws Refused
 */
export function verifyStatement(fmt: string, attStmt: unknown, input: StatementInput): Statement {
  if (fmt === 'compound') return verifyCompound(attStmt, input);
  demand(attStmt instanceof Map, 'create', 'statement', 'the statement is no CBOR map');
  if (fmt === 'none') {
    demand(attStmt.size === 0, 'create', 'statement', 'a statement where there is none');
    return { type: 'none' };
  }
  if (fmt === 'android-safetynet') return { type: 'none' };
  const verify = VERIFIERS.get(fmt);
  demand(verify !== undefined, 'create', 'format', 'a format that is not supported');
  return parsed('create', 'statement', () => verify(attStmt, input));
}

/** WebAuthn L3 §8.9. */
function verifyCompound(attStmt: unknown, input: StatementInput): Statement {
  const fits = Array.isArray(attStmt) && attStmt.length >= 2 && attStmt.length <= LARGEST_COMPOUND;
  demand(fits, 'create', 'statement', 'a compound statement of fewer than two, or of too many');
  const statements = attStmt.map((item) => {
    const part = parsed('create', 'statement', () => asMap(item));
    const fmt = part.get('fmt');
    if (typeof fmt !== 'string' || fmt === 'compound') {
      throw new Refused('create', 'statement', 'a compound statement holds what it may not');
    }
    return verifyStatement(fmt, part.get('attStmt'), input);
  });
  return { type: 'compound', statements };
}

import { fromBase64url } from '../encoding/base64url.ts';
import type { Bytes } from '../encoding/bytes.ts';
import { keyIdOf, type Owner } from '../keys/data-key.ts';
import { VaultError, type VaultErrorCode } from '../vault-error.ts';
import { prfSource } from '../ways/passkey.ts';
import { secretSource } from '../ways/secret.ts';
import type { OpeningWay } from '../ways/way.ts';
import { type EnvelopeHeader, saltOf } from './header.ts';
import { type Parts, partsOf } from './layout.ts';
import { emergencyInfo } from './seal-envelope.ts';
import { unwrap } from './wrap.ts';

export interface Opened {
  readonly dataKey: Bytes;
  readonly header: EnvelopeHeader;
}

/** Compares the header with the expected owner and way before any key is derived. */
export async function openEnvelope(sealed: string, way: OpeningWay, owner: Owner): Promise<Opened> {
  const parts = partsOf(sealed);
  const { header } = parts;
  if (header.tenant !== owner.tenant) throw another('tenant');
  if (header.account !== owner.account) throw another('account');
  const dataKey = await dataKeyIn(parts, way);
  if ((await keyIdOf(dataKey, owner)) === header.keyId) return { dataKey, header };
  throw new VaultError('envelope-damaged', 'The envelope holds another data key than it names');
}

async function dataKeyIn({ header, head, body }: Parts, way: OpeningWay): Promise<Bytes> {
  if (way.kind === 'passkey' && header.kind === 'passkey') {
    if (header.passkeyId !== way.passkeyId) throw another('passkey');
    return unwrap(body, await prfSource(way.prf), header, head, 'wrong-passkey');
  }
  if (way.kind === 'secret' && header.kind === 'secret') {
    const source = await secretSource(way.secret, saltOf(header), header.argon2);
    return unwrap(body, source, header, head, 'wrong-secret');
  }
  if (way.kind === 'emergency' && header.kind === 'emergency') {
    if (header.kid !== way.key.kid) {
      throw new VaultError('wrong-emergency-key', `The envelope was sealed to the emergency key ${header.kid}`);
    }
    const privateKey = fromBase64url(way.key.privateKey);
    if (privateKey?.length !== 32) throw new VaultError('emergency-key-malformed', 'This is no emergency key');
    const { openSealed } = await import('../ways/hpke.ts');
    try {
      return await openSealed(privateKey, body, { info: await emergencyInfo(header), head });
    } catch (cause) {
      throw new VaultError('envelope-damaged', 'The envelope was changed, or sealed to another key', { cause });
    }
  }
  throw another('way');
}

function another(what: 'tenant' | 'account' | 'passkey' | 'way'): VaultError {
  const code: VaultErrorCode = `envelope-of-another-${what}`;
  return new VaultError(code, `The envelope is of another ${what} than expected`);
}

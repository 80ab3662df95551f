import { toBase64url } from '../encoding/base64url.ts';
import { type Bytes, randomBytes } from '../encoding/bytes.ts';
import { infoOf } from '../encoding/labelled.ts';
import type { NewEnvelope } from '../transport/transport.ts';
import { type Argon2Parameters, checkArgon2 } from '../ways/argon2-parameters.ts';
import { prfSource } from '../ways/passkey.ts';
import { secretSource } from '../ways/secret.ts';
import type { NewWay } from '../ways/way.ts';
import { type EnvelopeHeader, type Place, wayOf } from './header.ts';
import { envelopeOf, headFor } from './layout.ts';
import { type SaltedHeader, wrap } from './wrap.ts';

export interface SealingMeans {
  readonly argon2: Argon2Parameters;
  emergencyKey(): Promise<{ readonly kid: string; readonly publicKey: Bytes }>;
}

export async function sealEnvelope(
  dataKey: Bytes,
  way: NewWay,
  place: Place,
  means: SealingMeans,
): Promise<NewEnvelope> {
  const salt = randomBytes(32);
  const salted = async (header: SaltedHeader, source: CryptoKey): Promise<string> => {
    const head = headFor(header);
    return envelopeOf(head, await wrap(dataKey, source, header, head));
  };
  switch (way.kind) {
    case 'passkey': {
      const { kind, passkeyId } = way;
      const header = { kind, ...place, passkeyId, salt: toBase64url(salt) };
      return { kind, passkeyId, sealed: await salted(header, await prfSource(way.prf)) };
    }
    case 'secret': {
      checkArgon2(means.argon2);
      const source = await secretSource(way.secret, salt, means.argon2);
      const header = { kind: way.kind, ...place, salt: toBase64url(salt), argon2: means.argon2 };
      return { kind: way.kind, sealed: await salted(header, source) };
    }
    case 'emergency': {
      const { kid, publicKey } = await means.emergencyKey();
      const header = { kind: way.kind, ...place, kid };
      const head = headFor(header);
      const { sealTo } = await import('../ways/hpke.ts');
      const body = await sealTo(publicKey, dataKey, { info: await emergencyInfo(header), head });
      return { kind: way.kind, sealed: envelopeOf(head, body) };
    }
  }
}

/** Binds an emergency envelope to its account and key. */
export function emergencyInfo(header: EnvelopeHeader): Promise<Bytes> {
  return infoOf('wrap', header.tenant, header.account, ...wayOf(header));
}

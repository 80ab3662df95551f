import type { Page } from 'playwright-core';
import type { Secret } from './secret-search.ts';

/** The secrets of a page. The bytes of a non-extractable key are recorded before the import of the key. */
export interface LearnedSecrets {
  readonly secrets: readonly Secret[];
  /** The secrets of one kind, without duplicates. */
  of(name: LearnedName): readonly Buffer[];
}

/**
 * `source`: the inputs of HKDF (the data key, PRF outputs, the output of Argon2). `derived`: subkeys, and the keys that wrap the data key.
 * `imported`: keys of HPKE. `prf`: the PRF outputs of a passkey.
 */
export type LearnedName = 'source' | 'derived' | 'imported' | 'prf';

/** Records the secrets of the page, from the next navigation on. A binding tells the test, without network traffic. */
export async function learnsSecrets(page: Page): Promise<LearnedSecrets> {
  const secrets: Secret[] = [];
  await page.exposeBinding('tellsSecret', (_source, name: string, hex: string) => {
    secrets.push({ name, bytes: Buffer.from(hex, 'hex') });
  });
  await page.addInitScript(LEARNS);
  return {
    secrets,
    of(name) {
      const all = secrets.filter((secret) => secret.name === name).map(({ bytes }) => bytes);
      return all.filter((bytes, at) => all.findIndex((other) => other.equals(bytes)) === at);
    },
  };
}

/** Wraps Chromium's own functions. Derives each key twice: once extractable for the record, and once for the page. */
const LEARNS = `(() => {
  if (typeof SubtleCrypto === 'undefined') return;
  const bytesOf = (data) => ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
  const tell = (name, data) => {
    void tellsSecret(name, Array.from(bytesOf(data), (byte) => byte.toString(16).padStart(2, '0')).join(''));
  };
  const { importKey, deriveKey, exportKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.importKey = function (format, data, algorithm, ...rest) {
    const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
    if (format === 'raw' && name === 'HKDF') tell('source', data);
    if (format === 'raw' && name === 'AES-GCM') tell('imported', data);
    return importKey.call(this, format, data, algorithm, ...rest);
  };
  SubtleCrypto.prototype.deriveKey = async function (algorithm, base, derived, extractable, usages) {
    const readable = await deriveKey.call(this, algorithm, base, derived, true, usages);
    tell('derived', await exportKey.call(this, 'raw', readable));
    return deriveKey.call(this, algorithm, base, derived, extractable, usages);
  };
  const { getClientExtensionResults } = PublicKeyCredential.prototype;
  PublicKeyCredential.prototype.getClientExtensionResults = function () {
    const results = getClientExtensionResults.call(this);
    if (results.prf?.results?.first !== undefined) tell('prf', results.prf.results.first);
    return results;
  };
})();`;

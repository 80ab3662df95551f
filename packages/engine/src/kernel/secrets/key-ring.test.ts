import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { keyRing, UnknownKey } from './key-ring.ts';
import { watched } from './watched-crypto.test-support.ts';

const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];
const plain = Buffer.from('JBSWY3DPEHPK3PXP');

function ringOf(...secrets: readonly string[]): ReturnType<typeof keyRing> {
  return keyRing(() => secrets, randomBytes);
}

describe('the key ring', () => {
  it('X19 seals so that only the same context opens it', () => {
    const ring = ringOf(OLD);
    const sealed = ring.seal(plain, 'totp default ada');
    expect(Buffer.from(ring.unseal(sealed, 'totp default ada'))).toEqual(plain);
    for (const context of ['totp default ben', 'totp other ada', 'totp default ad', ''])
      expect(() => ring.unseal(sealed, context)).toThrow();
  });

  it('X19 notices every change of what was sealed', () => {
    const ring = ringOf(OLD);
    const sealed = ring.seal(plain, 'x');
    const [id = '', nonce = '', body = ''] = sealed.split('.');
    const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
    for (const altered of [
      `${flip(id)}.${nonce}.${body}`,
      `${id}.${flip(nonce)}.${body}`,
      `${id}.${nonce}.${flip(body)}`,
    ])
      expect(() => ring.unseal(altered, 'x')).toThrow();
    expect(() => ring.unseal(`${id}.${nonce}.${body.slice(0, -8)}`, 'x')).toThrow();
    expect(() => ring.unseal('', 'x')).toThrow();
  });

  it('X3 opens one spelling of a sealed text', () => {
    const ring = ringOf(OLD);
    const sealed = ring.seal(plain, 'x');
    const [id = '', nonce = '', body = ''] = sealed.split('.');
    for (const [n, b, ...more] of [
      ...[
        [`${nonce}=`, body],
        [nonce, `${body}==`],
        [` ${nonce}`, body],
        [nonce, `${body}\n`],
        [nonce, `${body.slice(0, 5)}!${body.slice(5)}`],
      ],
      ...[
        [nonce, body, ''],
        [nonce, body, 'more'],
        [nonce, lastSignMoved(body)],
      ],
    ]) {
      const other = [id, n, b, ...more].join('.');
      expect(other).not.toBe(sealed);
      expect(() => ring.unseal(other, 'x'), other).toThrow('another spelling');
    }
    expect(Buffer.from(ring.unseal(sealed, 'x'))).toEqual(plain);
  });

  it('X19 never seals the same twice, and names the key beside the ciphertext without giving it away', () => {
    const ring = ringOf(OLD);
    const [first, second] = [ring.seal(plain, 'x'), ring.seal(plain, 'x')];
    expect(first).not.toBe(second);
    expect(first.split('.')[0]).toBe(second.split('.')[0]);
    expect(first).not.toContain(OLD);
    expect(first).not.toContain(plain.toString('base64url'));
  });

  it('X19 rotates while it is in use: the first seals, all open, and what is sealed says whether it is current', () => {
    let secrets: readonly string[] = [OLD];
    const ring = keyRing(() => secrets, randomBytes);
    const before = ring.seal(plain, 'x');
    const hash = ring.hash('code', '123456');
    secrets = [NEW, OLD];
    expect(Buffer.from(ring.unseal(before, 'x'))).toEqual(plain);
    expect(ring.isCurrent(before)).toBe(false);
    expect(ring.isCurrent(ring.seal(plain, 'x'))).toBe(true);
    expect(ring.matches('code', '123456', hash)).toBe(true);
    expect(ring.hash('code', '123456')).not.toBe(hash);
    expect(ring.hashes('code', '123456')).toContain(hash);
    secrets = [NEW];
    expect(() => ring.unseal(before, 'x')).toThrow(UnknownKey);
    expect(ring.matches('code', '123456', hash)).toBe(false);
  });

  it('X19 has a key of its own for each purpose', () => {
    const ring = ringOf(OLD);
    const hashes = (['code', 'identifier', 'challenge'] as const).map((purpose) => ring.hash(purpose, 'the same'));
    expect(new Set(hashes).size).toBe(3);
    expect(ring.matches('identifier', 'the same', ring.hash('code', 'the same'))).toBe(false);
  });

  it('X19 names a key by eight characters, the same in every process, and opens nothing that is cut short', () => {
    const [id, nonce, body] = ringOf(OLD).seal(plain, 'x').split('.');
    expect(id).toMatch(/^[\w-]{8}$/);
    expect(ringOf(OLD).isCurrent(`${id}.${nonce}.${body}`)).toBe(true);
    expect(ringOf(NEW).isCurrent(`${id}.${nonce}.${body}`)).toBe(false);
    for (const cut of [`${id}`, `${id}.`, `${id}.${nonce}`])
      expect(() => ringOf(OLD).unseal(cut, 'x'), cut).toThrow('what was sealed is cut short');
    expect(() => ringOf(OLD).unseal(`.${nonce}.${body}`, 'x')).toThrow(UnknownKey);
  });

  it('X40 names the key that is missing, in an error with a code', () => {
    const sealed = ringOf(NEW).seal(plain, 'x');
    const [id] = sealed.split('.');
    expect(() => ringOf(OLD).unseal(sealed, 'x')).toThrow(
      expect.objectContaining({ code: 'unknown-key', message: expect.stringContaining(`the key ${id},`) }),
    );
  });

  it('X19 tells a hash of another length from its own, as any other that is wrong', () => {
    const ring = ringOf(OLD);
    const hash = ring.hash('code', '123456');
    for (const other of ['', hash.slice(1), `${hash}A`, `B${hash}`, 'é'.repeat(hash.length)])
      expect(ring.matches('code', '123456', other), other).toBe(false);
  });

  it('X19 has to have a secret: an empty ring says so, and takes nothing for its own', () => {
    const [ring, empty] = [ringOf(OLD), ringOf()];
    const none = new RangeError('the key ring is empty');
    expect(() => empty.seal(plain, 'x')).toThrow(none);
    expect(() => empty.hash('code', '123456')).toThrow(none);
    expect(() => empty.isCurrent(ring.seal(plain, 'x'))).toThrow(none);
    expect(empty.matches('code', '123456', ring.hash('code', '123456'))).toBe(false);
    expect(empty.hashes('code', '123456')).toEqual([]);
  });

  it('X19 derives the key of a secret and a purpose once, however often it is used', () => {
    let secrets: readonly string[] = [OLD];
    const ring = keyRing(() => secrets, randomBytes);
    const derivedBy = (use: () => unknown) =>
      watched('hkdfSync', use).map(([, secret, , purpose]) => [secret, purpose]);
    expect(derivedBy(() => ring.seal(plain, 'x'))).toEqual([[OLD, 'seal']]);
    expect(derivedBy(() => ring.unseal(ring.seal(plain, 'x'), 'x'))).toEqual([]);
    expect(derivedBy(() => ring.hash('code', '123456'))).toEqual([[OLD, 'code']]);
    secrets = [NEW, OLD];
    expect(derivedBy(() => ring.hashes('code', '123456'))).toEqual([[NEW, 'code']]);
    expect(derivedBy(() => ring.hashes('code', '654321'))).toEqual([]);
  });

  it('X19 shows no key to whoever looks at it', () => {
    const ring = ringOf(OLD);
    ring.seal(plain, 'x');
    expect(inspect(ring, { depth: 10, showHidden: true })).not.toContain(OLD);
    expect(JSON.stringify(ring)).not.toContain(OLD);
  });
});

/** The same bytes in another spelling: the last sign has spare bits, since the sealed text has 32 bytes. */
function lastSignMoved(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${text.slice(0, -1)}${alphabet[alphabet.indexOf(text.slice(-1)) + 1]}`;
}

import { describe, expect, it } from 'vitest';
import { argon2id } from '../ways/argon2id.ts';
import { secondArgon2id } from './argon2id.test-support.ts';

const filled = (length: number, byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(byte);

describe('Argon2id', () => {
  it('is that of RFC 9106 §5.3, as the second implementation has it', () => {
    const tag = secondArgon2id({
      password: filled(32, 1),
      salt: filled(16, 2),
      secret: filled(8, 3),
      associated: filled(12, 4),
      memory: 32,
      passes: 3,
      lanes: 4,
      length: 32,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  it('is the same from the WebAssembly', async () => {
    const cost = { memory: 1024, passes: 2, lanes: 3 };
    const [password, salt] = [new TextEncoder().encode('pässword'), filled(32, 7)];
    const second = secondArgon2id({ password, salt, length: 32, ...cost });
    expect(Buffer.from(await argon2id(password, salt, cost))).toEqual(second);
  });
});

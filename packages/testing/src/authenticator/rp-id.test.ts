import { describe, expect, it } from 'vitest';
import { resolveRpId } from './rp-id.ts';

describe('resolveRpId', () => {
  it.each([
    ['example.com', 'https://example.com'],
    ['example.com', 'https://login.example.com'],
    ['example.com', 'https://a.b.example.com:8443'],
    ['localhost', 'http://localhost:3000'],
    ['app.localhost', 'http://app.localhost'],
  ])('lets %s be used by %s', (rpId, origin) => {
    expect(resolveRpId(rpId, origin)).toBe(rpId);
  });

  it('takes the host when the options name none', () => {
    expect(resolveRpId(undefined, 'https://login.example.com')).toBe('login.example.com');
  });

  it.each([
    ['example.com', 'https://example.org'],
    ['example.com', 'https://evil-example.com'],
    ['login.example.com', 'https://example.com'],
    ['com', 'https://example.com'],
    ['', 'https://example.com'],
  ])('refuses "%s" to %s', (rpId, origin) => {
    expect(() => resolveRpId(rpId, origin)).toThrow(
      expect.objectContaining({ name: 'SecurityError', code: 'rp-id-mismatch' }),
    );
  });

  it.each(['http://example.com', 'https://127.0.0.1', 'https://[::1]', 'https://example.com/path', 'example.com', ''])(
    'refuses the origin "%s"',
    (origin) => {
      expect(() => resolveRpId(undefined, origin)).toThrow(
        expect.objectContaining({ name: 'SecurityError', code: 'origin-insecure' }),
      );
    },
  );
});

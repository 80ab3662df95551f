import { instant } from '@sallyport/core';
import { expect, it } from 'vitest';
import { totpApp } from '../index.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it('shows the codes of RFC 6238, Appendix B', async () => {
  const codeAt = (seconds: number) => totpApp(SECRET).code(instant(seconds * 1000));
  expect(await codeAt(59)).toBe('287082');
  expect(await codeAt(1_111_111_109)).toBe('081804');
  expect(await codeAt(20_000_000_000)).toBe('353130');
});

it('shows no code twice, and none that is not taken yet', async () => {
  const app = totpApp(SECRET);
  const [first, second, third] = [await app.code(instant(0)), await app.code(instant(0)), await app.code(instant(0))];
  expect(first).not.toBe(second);
  expect(third).toBeUndefined();
  expect(await app.code(instant(30_000))).toMatch(/^\d{6}$/);
  expect(() => totpApp('0')).toThrow('base32');
});

import { describe, expect, it } from 'vitest';
import type { CookieKind } from '../message/refusal.ts';
import { cookiesFor } from './cookies.ts';

const KINDS: readonly CookieKind[] = ['flow', 'session', 'device'];
const SITES = [
  ['of a host', '__Host-', cookiesFor('https://app.example')],
  ['of a domain', '__Secure-', cookiesFor('https://app.example.com', 'example.com')],
  ['of localhost', '', cookiesFor('http://localhost:3000')],
] as const;

/** Every UTF-16 code unit but space and tab, and but the signs that end a name or a cookie. */
const OTHER_SIGNS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
  (sign) => !' \t=;'.includes(sign),
);

describe.each(SITES)('X26 the cookies %s', (_, prefix, cookies) => {
  it.each(KINDS)(
    'have no other name than ours: any sign beside the name of `%s` but space and tab makes another',
    (kind) => {
      const name = `${prefix}sallyport-${kind}`;
      const taken = OTHER_SIGNS.filter((sign) =>
        [`${sign}${name}=x`, `${name}${sign}=x`, ` ${sign} ${name} ${sign} =x`].some(
          (header) => cookies.read(header)[kind] !== undefined,
        ),
      );
      expect(taken).toEqual([]);
      expect(cookies.read(`${name}=ours`)).toEqual({ [kind]: 'ours' });
    },
  );

  it.each(KINDS)('keep every sign of the value of `%s` but space and tab at its ends', (kind) => {
    const name = `${prefix}sallyport-${kind}`;
    const lost = OTHER_SIGNS.filter((sign) => cookies.read(`${name}=${sign}x${sign}`)[kind] !== `${sign}x${sign}`);
    expect(lost).toEqual([]);
  });

  it('are read with spaces and tabs around name and value, and the first of a name counts', () => {
    const name = (kind: CookieKind) => `${prefix}sallyport-${kind}`;
    const header = `a=b;\t ${name('flow')} \t=\t f f \t;${name('session')}=s=s; ${name('session')}=t; ${name('device')}= \t`;
    expect(cookies.read(header)).toEqual({ flow: 'f f', session: 's=s', device: undefined });
    expect(cookies.read(' \t')).toEqual({});
    expect(cookies.read(`${name('flow')}`)).toEqual({});
    expect(cookies.read(undefined)).toEqual({});
  });

  it('have no other case than ours, and no other prefix', () => {
    for (const header of [`${prefix}SALLYPORT-session=x`, `__host-sallyport-session=x`, `${prefix}sallyport-Session=x`])
      expect(cookies.read(header)).toEqual({});
    for (const other of ['__Host-', '__Secure-', ''].filter((one) => one !== prefix))
      expect(cookies.read(`${other}sallyport-session=x`)).toEqual({});
  });
});

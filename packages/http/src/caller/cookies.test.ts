import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CookieKind } from '../message/refusal.ts';
import { cookiesFor, otherSessions } from './cookies.ts';

const KINDS: readonly CookieKind[] = ['flow', 'session', 'device'];
const SITES = [
  ['of a host', '__Host-', '', cookiesFor('https://app.example')],
  ['of a domain', '__Secure-', '.example.com', cookiesFor('https://app.example.com', 'example.com')],
  ['of localhost', '', '', cookiesFor('http://localhost:3000')],
] as const;

/** Every UTF-16 code unit but space and tab, and but the signs that end a name or a cookie. */
const OTHER_SIGNS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
  (sign) => !' \t=;'.includes(sign),
);

describe.each(SITES)('X26 the cookies %s', (_, prefix, suffix, cookies) => {
  const nameOf = (kind: string): string => `${prefix}sallyport-${kind}${suffix}`;

  it.each(KINDS)(
    'have no other name than ours: any sign beside the name of `%s` but space and tab makes another',
    (kind) => {
      const name = nameOf(kind);
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
    const name = nameOf(kind);
    const lost = OTHER_SIGNS.filter((sign) => cookies.read(`${name}=${sign}x${sign}`)[kind] !== `${sign}x${sign}`);
    expect(lost).toEqual([]);
  });

  it('are the same as after a split of the header, whatever is beside them', () => {
    const kinds: readonly string[] = KINDS;
    const split = (header: string): Record<string, string | undefined> => {
      const found: Record<string, string | undefined> = {};
      for (const pair of header.split(';')) {
        const [, name = '', value] = /^[ \t]*(.*?)[ \t]*=[ \t]*(.*?)[ \t]*$/.exec(pair) ?? [];
        const kind = kinds.find((each) => nameOf(each) === name);
        if (kind !== undefined && !(kind in found)) found[kind] = value === '' ? undefined : value;
      }
      return found;
    };
    const part = fc.constantFrom(
      ...['; ', ';', '=', ' ', '\t', 'x', prefix, 'sallyport-', ...KINDS, ...KINDS.map(nameOf), suffix],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 16 }), (parts) => {
        const header = parts.join('');
        expect(cookies.read(header)).toEqual(split(header));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are read with spaces and tabs around name and value, and the first of a name counts', () => {
    const header = `a=b;\t ${nameOf('flow')} \t=\t f f \t;${nameOf('session')}=s=s; ${nameOf('session')}=t; ${nameOf('device')}= \t`;
    expect(cookies.read(header)).toEqual({ flow: 'f f', session: 's=s', device: undefined });
    expect(cookies.read(' \t')).toEqual({});
    expect(cookies.read(nameOf('flow'))).toEqual({});
    expect(cookies.read(undefined)).toEqual({});
  });

  it('have no other case than ours, no other prefix and no other domain', () => {
    for (const name of ['SALLYPORT-session', 'sallyport-Session'])
      expect(cookies.read(`${prefix}${name}${suffix}=x`)).toEqual({});
    expect(cookies.read(`${nameOf('session').toUpperCase()}=x`)).toEqual({});
    for (const other of ['__Host-', '__Secure-', '', '__host-'].filter((one) => one !== prefix))
      expect(cookies.read(`${other}sallyport-session${suffix}=x`)).toEqual({});
    for (const other of ['', '.example.com', '.app.example.com', '.com', '.example.com.'].filter(
      (one) => one !== suffix,
    ))
      expect(cookies.read(`${prefix}sallyport-session${other}=x`)).toEqual({});
  });

  it('name the sessions of other domains, at most four, for a sign-out', () => {
    const own = nameOf('session');
    const names = ['__Host-sallyport-session', 'sallyport-session', ...'abcd'].map((name) =>
      name.length === 1 ? `__Secure-sallyport-session.${name}.example` : name,
    );
    const others = names.filter((name) => name !== own);
    const header = [own, ...others].map((name) => `${name}=token of ${name}`).join('; ');
    expect(otherSessions(header, own)).toEqual(others.slice(0, 4).map((name) => `token of ${name}`));
    for (const foreign of ['x-sallyport-session', 'sallyport-sessions', 'sallyport-flow', '__Host-sallyport-session '])
      expect(otherSessions(`${foreign}x=token; ${foreign}=`, own)).toEqual([]);
    expect(otherSessions(undefined, own)).toEqual([]);
  });
});

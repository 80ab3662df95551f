import { describe, expect, it } from 'vitest';
import { withAsciiDomains } from './mail-domains.ts';

const toAscii = (domain: string): string => (domain === 'bücher.example' ? 'xn--bcher-kva.example' : '');
const owning = (...mailDomains: readonly unknown[]) => ({ preferSso: 'corp', providers: { corp: { mailDomains } } });

describe('the mail domains of a written policy', () => {
  it('X43 are in lower case and in ASCII', () => {
    expect(withAsciiDomains(owning('BÜCHER.example', 'Corp.example'), toAscii)).toEqual(
      owning('xn--bcher-kva.example', 'corp.example'),
    );
  });

  it.each([
    owning('corp.example', 7, null),
    owning('ü ü'),
    { providers: { corp: { mailDomains: 'bücher.example' }, other: null } },
    { providers: [] },
    { requiredStrength: 'single' },
    [owning('Corp.example')],
    'bücher.example',
    null,
  ])('X43 stay as they are where they are none: %j', (written) => {
    expect(withAsciiDomains(written, toAscii)).toBe(written);
  });

  it('X43 change in no policy that is given', () => {
    const written = Object.freeze(owning('bücher.example'));
    withAsciiDomains(written, toAscii);
    expect(written).toEqual(owning('bücher.example'));
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { ENTITY_ID, encoded, type Issued, keyPair, MFA, PROVIDER } from './identity-provider.test-support.ts';
import type { KeyPair } from './options.ts';
import { identityOf, type SignOn, signOn } from './sign-on.test-support.ts';

let on: SignOn;
let stranger: KeyPair;
beforeAll(async () => {
  on = await signOn();
  stranger = await keyPair('stranger');
});

const NAMED = Array.from({ length: 10 }, (_, turn) => ` a${turn}="x"`).join('');

type Attack = Omit<Issued, 'requestId'>;
const both = ['assertion', 'response'] as const;

async function expectRefused(attack: Attack, why = /./, by = on): Promise<void> {
  const answer = await by.answerTo(attack);
  expect(answer).toEqual({ outcome: 'refused', why: expect.stringMatching(why) });
}

const ASSERTION = /<saml:Assertion.*<\/saml:Assertion>/s;
const SIGNATURE = /<ds:Signature[ >].*?<\/ds:Signature>/s;

/** An unsigned assertion about another person. */
function forged(assertion: string): string {
  return assertion
    .replace(SIGNATURE, '')
    .replace(/ID="_[^"]+"/, 'ID="_forged"')
    .replace('ben-7f3a', 'ada');
}

describe('nothing holds that was changed, or is not signed', () => {
  it.each<[string, (xml: string) => string]>([
    ['the NameID', (xml) => xml.replace('ben-7f3a', 'ada')],
    ['the context', (xml) => xml.replace('refeds.org/profile/mfa', 'refeds.org/profile/sfa')],
    ['an attribute', (xml) => xml.replace('>staff<', '>admin<')],
    ['an attribute added', (xml) => xml.replace('</saml:AttributeStatement>', '<saml:Attribute Name="x"/>$&')],
    ['no signature', (xml) => xml.replace(SIGNATURE, '')],
    ['a signature without its value', (xml) => xml.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>')],
    ['another digest', (xml) => xml.replace(/<ds:DigestValue>[^<]*/, '<ds:DigestValue>AAAA')],
  ])('%s', async (_, after) => {
    for (const signs of both) await expectRefused({ after, signs }, /signature/);
  });

  it('a key of a stranger, with the certificate beside it', async () => {
    for (const signs of both) await expectRefused({ keys: stranger, signs }, /signature/);
  });

  it('the control: the same without a change', async () => {
    for (const signs of both) identityOf(await on.answerTo({ signs, after: (xml) => xml }));
  });
});

describe('signature wrapping', () => {
  const wrapped: readonly [string, (xml: string, assertion: string) => string, RegExp?][] = [
    [
      'a forged assertion before the signed one',
      (xml, signed) => xml.replace(signed, forged(signed) + signed),
      /several/,
    ],
    ['a forged assertion after it', (xml, signed) => xml.replace(signed, signed + forged(signed)), /several/],
    [
      'the signed one inside the forged one',
      (xml, signed) =>
        xml.replace(signed, forged(signed).replace('</saml:Assertion>', `<saml:Advice>${signed}</saml:Advice>$&`)),
    ],
    [
      'the signed one in the signature of the forged one',
      (xml, signed) => {
        const signature = SIGNATURE.exec(signed)?.[0] ?? '';
        const object = `<ds:Object>${signed.replace(SIGNATURE, '')}</ds:Object>`;
        const carrying = signature.replace('</ds:Signature>', `${object}$&`);
        return xml.replace(signed, forged(signed).replace('<saml:Subject>', `${carrying}$&`));
      },
    ],
    [
      'the signed one among extensions',
      (xml, signed) =>
        xml
          .replace(signed, forged(signed))
          .replace('<samlp:Status>', `<samlp:Extensions>${signed}</samlp:Extensions>$&`),
    ],
    [
      'the id of the signed one twice',
      (xml, signed) => {
        const id = /ID="(_[^"]+)"/.exec(signed)?.[1] ?? '';
        const other = forged(signed).replace('ID="_forged"', `ID="${id}"`);
        return xml.replace(signed, `<samlp:Extensions>${signed}</samlp:Extensions>${other}`);
      },
    ],
    [
      'an id in another spelling',
      (xml, signed) => {
        const id = /ID="(_[^"]+)"/.exec(signed)?.[1] ?? '';
        return xml.replace('<samlp:Status>', `<samlp:Status Id="${id}">`);
      },
      /an id is there twice/,
    ],
    [
      'an assertion of no namespace',
      (xml, signed) => xml.replace(signed, `${signed}<Assertion ID="_forged" xmlns=""/>`),
    ],
    [
      'the signature of the assertion moved to the response',
      (xml, signed) => {
        const signature = SIGNATURE.exec(signed)?.[0] ?? '';
        return xml.replace(signature, '').replace('<samlp:Status>', `${signature}$&`);
      },
    ],
  ];
  it.each(wrapped)('%s', async (_, wrap, why) => {
    const after = (xml: string): string => {
      const attacked = wrap(xml, ASSERTION.exec(xml)?.[0] ?? '');
      expect(attacked).not.toBe(xml);
      return attacked;
    };
    await expectRefused({ after }, why);
  });

  it('a signed response inside a forged one', async () => {
    await expectRefused({
      signs: 'response',
      after: (xml) => {
        const signed = xml.replace(/^<\?xml.*?\?>/, '');
        const assertion = forged(ASSERTION.exec(xml)?.[0] ?? '');
        const envelope = signed
          .replace(ASSERTION, assertion)
          .replace(SIGNATURE, '')
          .replace(/ ID="[^"]+"/, ' ID="_outer"');
        return envelope.replace('<samlp:Status>', `<samlp:Extensions>${signed}</samlp:Extensions>$&`);
      },
    });
  });
});

describe('what two parsers could read as two things', () => {
  it.each<[string, (xml: string) => string, RegExp]>([
    ['a comment in the NameID', (xml) => xml.replace('ben-7f3a', 'ben<!-- -->-7f3a'), /comment/],
    ['a CDATA section', (xml) => xml.replace('ben-7f3a', '<![CDATA[ben-7f3a]]>'), /CDATA/],
    ['a processing instruction', (xml) => xml.replace('ben-7f3a', 'ben<?x y?>-7f3a'), /processing instruction/],
    ['a DOCTYPE', (xml) => `<!DOCTYPE x [<!ENTITY e "ada">]>${xml}`, /DOCTYPE/],
    ['a DOCTYPE after the declaration', (xml) => `<?xml version="1.0"?><!DOCTYPE x>${xml}`, /DOCTYPE/],
    ['an entity', (xml) => xml.replace('ben-7f3a', '&e;'), /./],
    ['elements in a text', (xml) => xml.replace('ben-7f3a', 'ben<saml:x/>-7f3a'), /./],
    ['elements, nested deeply', (xml) => xml.replace('>staff<', `>${'<x>'.repeat(65)}${'</x>'.repeat(65)}<`), /deeply/],
  ])('%s', async (_, after, why) => {
    for (const signs of both) await expectRefused({ after, signs }, why);
  });

  it('a comment that was there when it was signed, so that the signature holds', async () => {
    await expectRefused({ before: (xml) => xml.replace('ben-7f3a', 'ada<!-- -->.ben') }, /comment/);
    await expectRefused({ before: (xml) => xml.replace('ben-7f3a', 'ada<saml:x/>.ben') }, /elements instead of a text/);
  });
});

describe('white space beside what names a person or a right', () => {
  const spaces: readonly [string, string][] = [
    ['a space', ' '],
    ['a tab', '&#x9;'],
    ['a line feed', '\n'],
    ['a carriage return', '&#xD;'],
    ['a no-break space', '&#xA0;'],
    ['an ideographic space', '&#x3000;'],
    ['a byte order mark', '&#xFEFF;'],
  ];
  let byMail: SignOn;
  beforeAll(async () => {
    byMail = await signOn({ subjectAttribute: 'mail' });
  });

  /** Two attacks, which sign the text with the white space before it and after it. */
  const beside = (text: string, space: string): readonly Attack[] =>
    [space + text, text + space].map((spaced) => ({
      before: (xml) => xml.replace(`>${text}<`, `>${spaced}<`),
    }));

  it.each(spaces)('P7 %s at an end of a NameID is refused', async (_, space) => {
    for (const attack of beside('ben-7f3a', space)) await expectRefused(attack, /white space/);
  });

  it.each(spaces)('P7 %s at an end of the attribute that names the subject is refused', async (_, space) => {
    for (const attack of beside('ben@corp.example', space)) await expectRefused(attack, /white space/, byMail);
  });

  it.each(spaces)('P7 a mail value with %s at an end is no address', async (_, space) => {
    for (const attack of beside('ben@corp.example', space)) {
      expect(identityOf(await on.answerTo(attack)).email).toBeUndefined();
    }
  });

  it.each(spaces)('P7 a role with %s at an end is another role', async (_, space) => {
    for (const attack of beside('staff', space)) {
      const { roles } = identityOf(await on.answerTo(attack));
      expect(roles).toEqual([expect.stringMatching(/^\sstaff$|^staff\s$/), 'everyone']);
    }
  });

  it('P7 a NameID on a line of its own is refused, and white space within a NameID is kept', async () => {
    await expectRefused({ over: { NameID: '\n      ben-7f3a\n    ' } }, /white space/);
    const { subject } = identityOf(await on.answerTo({ over: { NameID: 'ben\u00a0 7f3a' } }));
    expect(subject).toBe('ben\u00a0 7f3a');
  });

  it('P7 two values that differ in white space name two people', async () => {
    const second =
      '<saml:Attribute Name="mail"><saml:AttributeValue>ben@corp.example </saml:AttributeValue></saml:Attribute>';
    const before = (xml: string): string => xml.replace('</saml:AttributeStatement>', `${second}$&`);
    await expectRefused({ before }, /2 values of 'mail'/, byMail);
  });

  it('P7 around a URI, white space of XML has no meaning, and other white space makes another URI', async () => {
    const lines = (text: string): string => `\n\t  ${text} \n`;
    const over = {
      Issuer: lines(PROVIDER),
      ResponseIssuer: lines(PROVIDER),
      Audience: lines(ENTITY_ID),
      Context: lines(MFA),
    };
    expect(identityOf(await on.answerTo({ over }))).toMatchObject({ issuer: PROVIDER, acr: MFA });
    await expectRefused({ over: { Issuer: `${PROVIDER}\u00a0` } }, /assertion is from another issuer/);
    await expectRefused({ over: { ResponseIssuer: `\ufeff${PROVIDER}` } }, /response is from another issuer/);
    await expectRefused({ over: { Audience: `${ENTITY_ID}\u00a0` } }, /another audience/);
    const { acr } = identityOf(await on.answerTo({ over: { Context: `${MFA}\u00a0` } }));
    expect(acr).toBe(`${MFA}\u00a0`);
  });
});

describe('the form of a signature', () => {
  const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
  it('SHA-1 is refused, as signature and as digest', async () => {
    for (const signs of both) await expectRefused({ algorithm: sha1, signs }, /SignatureMethod is .*rsa-sha1/);
    const digest = (xml: string): string =>
      xml.replace(/(<ds:DigestMethod Algorithm=")[^"]+/, '$1http://www.w3.org/2000/09/xmldsig#sha1');
    await expectRefused({ after: digest }, /DigestMethod is .*sha1/);
  });

  it.each<[string, (xml: string) => string, RegExp]>([
    [
      'a key that is no secret',
      (xml) => xml.replace(/(<ds:SignatureMethod Algorithm=")[^"]+/, '$1http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
      /hmac-sha1/,
    ],
    [
      'a canonicalization that keeps comments',
      (xml) => xml.replace(/(<ds:CanonicalizationMethod Algorithm="[^"]+)/, '$1WithComments'),
      /CanonicalizationMethod/,
    ],
    [
      'a transform that picks what is signed',
      (xml) => xml.replace(/(<ds:Transform Algorithm=")[^"]+/, '$1http://www.w3.org/TR/1999/REC-xpath-19991116'),
      /Transform is/,
    ],
    ['a transform twice', (xml) => xml.replace(/<ds:Transform .*?\/>/, '$&$&'), /transforms what it signs/],
    ['an unknown transform', (xml) => xml.replace('<ds:Transforms>', '$&<x xmlns=""/>'), /unknown transform/],
    ['no reference', (xml) => xml.replace(/<ds:Reference .*?<\/ds:Reference>/s, ''), /another form/],
    ['two references', (xml) => xml.replace(/<ds:Reference .*?<\/ds:Reference>/s, '$&$&'), /another form/],
    ['a reference to everything', (xml) => xml.replace(/ URI="[^"]+"/, ' URI=""'), /another element/],
    ['a reference to another', (xml) => xml.replace(/ URI="[^"]+"/, ' URI="#_x"'), /another element/],
    ['two signatures', (xml) => xml.replace(SIGNATURE, '$&$&'), /signed twice/],
    ['content of its own', (xml) => xml.replace('</ds:Signature>', '<ds:Object/>$&'), /content of its own/],
    [
      'another namespace',
      (xml) => xml.replace('xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', 'xmlns:ds="urn:x"'),
      /none belongs/,
    ],
    [
      'an element without an ID',
      (xml) => xml.replace(/ ID="[^"]+"(?= Version="2.0" IssueInstant="[^"]+" xmlns:xs)/, ''),
      /no ID/,
    ],
  ])('%s is refused', async (_, after, why) => {
    await expectRefused({ after }, why);
  });

  it('a signature of something else beside it is refused', async () => {
    await expectRefused(
      { after: (xml) => xml.replace('<samlp:Status>', `<samlp:Status>${SIGNATURE.exec(xml)?.[0]}`) },
      /Signature stands where none belongs/,
    );
  });
});

describe('size', () => {
  it('more than 256 KiB is not looked at', async () => {
    const filler = 'x'.repeat(200 * 1024);
    await expectRefused({ before: (xml) => xml.replace('>staff<', `>${filler}<`) }, /too large/);
  });

  const values = (count: number): string => '<saml:AttributeValue>x</saml:AttributeValue>'.repeat(count);

  it.each<[string, (xml: string) => string, RegExp]>([
    [
      '5,500 elements more',
      (xml) => xml.replace('</saml:Attribute>', `${'<saml:x/>'.repeat(5_500)}$&`),
      /too many elements/,
    ],
    [
      '7,000 attributes more',
      (xml) => xml.replace('</saml:Attribute>', `${values(700).replaceAll('Value>x', `Value${NAMED}>x`)}$&`),
      /too many attributes/,
    ],
    [
      '7,000 names in the first element',
      (xml) =>
        xml.replace('<samlp:Response', `$&${Array.from({ length: 7_000 }, (_, at) => ` xmlns:n${at}="n"`).join('')}`),
      /too many attributes/,
    ],
  ])('X7 %s are too many, signed or not, and whatever the signature covers', async (_, grow, why) => {
    for (const signs of both) {
      await expectRefused({ before: grow, signs }, why);
      await expectRefused({ after: (xml) => grow(xml).replace(SIGNATURE, ''), signs }, why);
    }
  });

  it('P7 5,000 groups are not', async () => {
    const groups = Array.from({ length: 5_000 }, (_, at) => `<AttributeValue>${at}</AttributeValue>`).join('');
    const attribute = `<Attribute xmlns="urn:oasis:names:tc:SAML:2.0:assertion" Name="groups">${groups}</Attribute>`;
    const before = (xml: string): string => xml.replace('</saml:AttributeStatement>', `${attribute}$&`);
    const { roles } = identityOf(await on.answerTo({ before }));
    expect(roles).toHaveLength(5_002);
    expect(roles?.at(-1)).toBe('4999');
  });

  it('a response with a text that is as long as may be is judged', async () => {
    const long = await on.finish({ SAMLResponse: encoded(`<r>${'&amp;'.repeat(35_000)}</r>`) });
    expect(long).toMatchObject({ outcome: 'refused' });
    const spaces = `a${' '.repeat(185_000)}a`;
    await expectRefused({ after: (xml) => xml.replace(PROVIDER, spaces) }, /response is from another issuer/);
  });
});

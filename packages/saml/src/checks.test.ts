import { beforeAll, describe, expect, it } from 'vitest';
import { at, CALLBACK, ENTITY_ID, encoded, PROVIDER, refusal } from './identity-provider.test-support.ts';
import { identityOf, REQUEST, type SignOn, STATE, signOn } from './sign-on.test-support.ts';

// The provider itself signs every response in this file. Each response has a single fault.

let on: SignOn;
beforeAll(async () => {
  on = await signOn();
});

/** For `toEqual`: a refusal with this reason. */
function refused(why: RegExp): object {
  return { outcome: 'refused', why: expect.stringMatching(why) };
}

describe('a value that is not ours is refused', () => {
  const other = 'https://other.example/auth/sign-in/sso/corp-saml/callback';
  it.each<[string, Record<string, string>, RegExp]>([
    ['Destination', { Destination: other }, /another destination/],
    ['Recipient', { Recipient: other }, /another recipient/],
    ['Audience', { Audience: 'https://other.example/metadata' }, /another audience/],
    ['the issuer of the assertion', { Issuer: 'https://other.example/idp' }, /assertion is from another issuer/],
    ['no issuer', { Issuer: '' }, /assertion is from another issuer/],
    ['the issuer of the response', { ResponseIssuer: 'https://other.example/idp' }, /response is from another issuer/],
    ['InResponseTo of the response', { ResponseTo: '_other' }, /response answers another request/],
    ['InResponseTo of the confirmation', { InResponseTo: '_other' }, /assertion answers another request/],
    ['StatusCode', { StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }, /status:Responder/],
    ['the method of confirmation', { Method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' }, /by bearer/],
    [
      'a transient NameID',
      { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
      /transient, not persistent/,
    ],
    [
      'a mail address as NameID',
      { Format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
      /not persistent/,
    ],
    ['an empty NameID', { NameID: '' }, /empty/],
    ['a NameID of a space', { NameID: ' ' }, /white space/],
    ['a NameID of 256 characters', { NameID: 'x'.repeat(256) }, /too long/],
    ['an ID of 256 characters', { AssertionID: `_${'x'.repeat(255)}` }, /too long/],
  ])('%s', async (_, over, why) => {
    for (const signs of ['assertion', 'both'] as const) {
      expect(await on.answerTo({ over, signs })).toEqual(refused(why));
    }
  });
});

describe('what is not there is refused', () => {
  it.each<[string, RegExp | string, RegExp]>([
    ['InResponseTo of the response', / InResponseTo="[^"]+"(?=><saml:Issuer)/, /answers another request, or none/],
    ['InResponseTo of the confirmation', / InResponseTo="[^"]+"(?=\/>)/, /answers another request, or none/],
    ['Recipient', / Recipient="[^"]+"/, /another recipient/],
    ['the end of the confirmation', / NotOnOrAfter="[^"]+"(?= Recipient)/, /no end|form/],
    ['the confirmation', /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, /not confirmed/],
    ['the subject', /<saml:Subject>.*<\/saml:Subject>/, /no Subject/],
    ['the conditions', /<saml:Conditions.*<\/saml:Conditions>/, /no Conditions/],
    ['the audience', /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, /another audience/],
    ['the authentication', /<saml:AuthnStatement.*<\/saml:AuthnStatement>/, /no AuthnStatement/],
    ['when it was', / AuthnInstant="[^"]+"/, /does not say when/],
    ['when the assertion was issued', / IssueInstant="[^"]+"(?= xmlns:xs)/, /issued only later|form/],
    ['the version', / Version="2.0"/, /not of version/],
    ['the status', /<samlp:Status>.*<\/samlp:Status>/, /no Status/],
    ['the NameID', /<saml:NameID.*<\/saml:NameID>/, /no NameID/],
  ])('%s', async (_, part, why) => {
    const before = (xml: string): string => {
      const without = xml.replace(part, '');
      expect(without).not.toBe(xml);
      return without;
    };
    expect(await on.answerTo({ before })).toEqual(refused(why));
  });

  it('the destination of a signed response; one that is not signed need not say it', async () => {
    const before = (xml: string): string => xml.replace(/ Destination="[^"]+"/, '');
    expect(await on.answerTo({ before, signs: 'response' })).toEqual(refused(/another destination/));
    identityOf(await on.answerTo({ before }));
  });
});

describe('time, by the clock of the host and a bounded skew', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['conditions that have expired', { NotOnOrAfter: at(-60_000) }, /assertion has expired/],
    ['conditions of the future', { NotBefore: at(60_001) }, /assertion is not valid yet/],
    ['a confirmation that has expired', { ConfirmationEnds: at(-60_000) }, /confirmation of the subject has expired/],
    ['an assertion of the future', { IssueInstant: at(60_001) }, /issued only later/],
    ['a proof of the future', { AuthnInstant: at(60_001) }, /only later/],
    ['an instant without a zone', { NotOnOrAfter: '2030-01-01T00:00:00' }, /no instant/],
    ['an instant that is none', { ConfirmationEnds: 'tomorrow' }, /no instant|form/],
  ])('refuses %s', async (_, over, why) => {
    expect(await on.answerTo({ over })).toEqual(refused(why));
  });

  it.each<[string, Record<string, string>]>([
    ['just expired', { NotOnOrAfter: at(-59_999), ConfirmationEnds: at(-59_999) }],
    ['a little early', { NotBefore: at(60_000), IssueInstant: at(60_000), AuthnInstant: at(60_000) }],
  ])('takes what is within the skew: %s', async (_, over) => {
    identityOf(await on.answerTo({ over }));
  });

  it('the skew is what the host says', async () => {
    const strict = await signOn({ clockSkew: '1s' });
    expect(await strict.answerTo({ over: { NotOnOrAfter: at(-1_000) } })).toEqual(refused(/expired/));
    expect(await strict.answerTo({ over: { NotBefore: at(1_001) } })).toEqual(refused(/not valid yet/));
    identityOf(await strict.answerTo());
  });

  it('refuses a confirmation that is valid only later, and a session of the provider that is over', async () => {
    const later = await on.answerTo({
      before: (xml) => xml.replace('<saml:SubjectConfirmationData', `$& NotBefore="${at(60_001)}"`),
    });
    expect(later).toEqual(refused(/confirmation of the subject is not valid yet/));
    const over = await on.answerTo({
      before: (xml) => xml.replace('<saml:AuthnStatement', `$& SessionNotOnOrAfter="${at(-60_000)}"`),
    });
    expect(over).toEqual(refused(/session is over/));
  });

  it('is the time of the request, and not of the machine', async () => {
    expect(await on.answerTo({}, { later: 360_000 })).toEqual(refused(/expired/));
  });
});

describe('what is there twice', () => {
  const twice = (element: RegExp, change: (xml: string) => string = (xml) => xml) => ({
    before: (xml: string): string => xml.replace(element, (found) => found + change(found)),
  });

  it('every audience restriction has to be for us, one audience of each is enough', async () => {
    const restriction = /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/;
    const other = (xml: string): string => xml.replace(ENTITY_ID, 'https://other.example');
    expect(await on.answerTo(twice(restriction, other))).toEqual(refused(/another audience/));
    identityOf(await on.answerTo(twice(/<saml:Audience>.*<\/saml:Audience>/, other)));
  });

  it('one confirmation that holds is enough', async () => {
    const other = (xml: string): string => xml.replace(CALLBACK, 'https://other.example/callback');
    const both = twice(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, other);
    identityOf(await on.answerTo(both));
  });

  it.each([
    ['Conditions', /<saml:Conditions.*<\/saml:Conditions>/],
    ['AuthnStatement', /<saml:AuthnStatement.*<\/saml:AuthnStatement>/],
    ['Subject', /<saml:Subject>.*<\/saml:Subject>/],
    ['NameID', /<saml:NameID.*<\/saml:NameID>/],
    ['Issuer', /<saml:Issuer>[^<]*<\/saml:Issuer>(?=<saml:Subject)/],
    ['AuthnContextClassRef', /<saml:AuthnContextClassRef>.*<\/saml:AuthnContextClassRef>/],
    ['Status', /<samlp:Status>.*<\/samlp:Status>/],
  ])('%s is refused', async (name, element) => {
    expect(await on.answerTo(twice(element))).toEqual(refused(new RegExp(`several ${name}|form`)));
  });
});

it('refuses a condition that nobody here understands', async () => {
  const condition = '<saml:Condition xmlns:x="urn:x" xsi:type="x:OnlyOnSundays"/>';
  const answer = await on.answerTo({ before: (xml) => xml.replace('</saml:Conditions>', `${condition}$&`) });
  expect(answer).toEqual(refused(/not understood/));
  const understood = '<saml:OneTimeUse/><saml:ProxyRestriction Count="0"/>';
  identityOf(await on.answerTo({ before: (xml) => xml.replace('</saml:Conditions>', `${understood}$&`) }));
});

it('a persistent NameID is taken within our own qualifiers alone', async () => {
  const qualified = (name: string, value: string) => ({
    before: (xml: string): string => xml.replace('<saml:NameID', `$& ${name}="${value}"`),
  });
  identityOf(await on.answerTo(qualified('NameQualifier', PROVIDER)));
  identityOf(await on.answerTo(qualified('SPNameQualifier', ENTITY_ID)));
  expect(await on.answerTo(qualified('NameQualifier', 'https://proxied.example'))).toEqual(
    refused(/qualified by others/),
  );
  expect(await on.answerTo(qualified('SPNameQualifier', 'https://other.example'))).toEqual(
    refused(/qualified by others/),
  );
});

it('the subject may be an attribute that the host names, which has one value', async () => {
  const byMail = await signOn({ subjectAttribute: 'mail', rolesAttribute: 'teams' });
  const transient = { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' };
  expect(identityOf(await byMail.answerTo({ over: transient }))).toMatchObject({
    subject: 'ben@corp.example',
    roles: [],
  });
  const byGroup = await signOn({ subjectAttribute: 'groups' });
  expect(await byGroup.answerTo()).toEqual(refused(/2 values of 'groups'/));
  const byNothing = await signOn({ subjectAttribute: 'objectGUID' });
  expect(await byNothing.answerTo()).toEqual(refused(/0 values of 'objectGUID'/));
});

it('an assertion of another request is refused, and so is one nobody asked for', async () => {
  const SAMLResponse = await on.idp.issue({ requestId: REQUEST });
  identityOf(await on.finish({ SAMLResponse }));
  expect(await on.finish({ SAMLResponse }, '_another')).toEqual(refused(/another request/));
  expect(await on.finish({ SAMLResponse }, '')).toEqual(refused(/nothing was asked/));
  expect(await on.finish({ SAMLResponse, RelayState: 'x' })).toEqual(refused(/another state/));
  identityOf(await on.finish({ SAMLResponse, RelayState: STATE }));
});

it('a response and an assertion can each be asked to be signed', async () => {
  const assertions = await signOn({ wantAssertionsSigned: true });
  expect(await assertions.answerTo({ signs: 'response' })).toEqual(refused(/signature/));
  identityOf(await assertions.answerTo({ signs: 'assertion' }));
  const responses = await signOn({ wantAuthnResponseSigned: true });
  expect(await responses.answerTo({ signs: 'assertion' })).toEqual(refused(/signature/));
  identityOf(await responses.answerTo({ signs: 'response' }));
});

it('what a stranger can send is an answer, whatever it is', async () => {
  const sent: readonly [string, RegExp][] = [
    ['', /no SAMLResponse/],
    ['!', /base64/],
    ['/////w==', /UTF-8/],
    ['PHg+', /well-formed/],
    [encoded('text'), /well-formed/],
    [encoded('<a/><b/>'), /well-formed/],
    [encoded('<a b=c/>'), /well-formed/],
    [encoded('<x/>'), /no Response/],
    [refusal(REQUEST, 'Success'), /no assertion/],
  ];
  for (const [SAMLResponse, why] of sent) expect(await on.finish({ SAMLResponse })).toEqual(refused(why));
  expect(await on.finish({})).toEqual(refused(/no SAMLResponse/));
});

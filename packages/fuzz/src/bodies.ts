import fc from 'fast-check';
import type { Schema } from './table.ts';

/** By the member's name. A name between ‹ and › is replaced by the world's value when the request is sent. */
const LIKELY: Readonly<Record<string, readonly string[]>> = {
  identifier: ['ada@app.example', 'ben@app.example', 'dan@app.example', 'eve@app.example', 'nobody@app.example', 'new'],
  password: ['a passphrase for tests', 'wrong', 'another good passphrase'],
  current: ['a passphrase for tests', 'wrong'],
  next: ['another good passphrase 7', 'password', 'short'],
  code: ['‹totp›', '‹backupCode›', '‹emailCode›', '‹smsCode›', '‹enrollmentCode›', '000000', '12 34 56'],
  token: ['‹recoveryToken›', '‹emailToken›', '‹session›'],
  email: ['fresh@app.example', 'ben@app.example', 'Ben@App.Example'],
  address: ['+49 170 1234567', 'nowhere'],
  strength: ['baseline', 'enhanced', 'phishing-resistant', 'enhnaced'],
  within: ['5m', '0s', '1d', '9'],
  provider: ['corp', 'nobody'],
  subject: ['subject-1', '248289761001'],
  name: ['Laptop'],
  reason: ['a look is needed'],
  id: ['‹passkey›', 'AAAA'],
  rawId: ['‹passkey›', 'AAAA'],
  passkeyId: ['‹passkey›', 'AAAA'],
  clientDataJSON: [
    btoa('{"type":"webauthn.get","challenge":"AAAA","origin":"https://app.example"}').replaceAll('=', ''),
    btoa('{"type":"webauthn.create","challenge":"AAAA","origin":"https://app.example"}').replaceAll('=', ''),
    btoa('null').replaceAll('=', ''),
    'AAAA',
  ],
  authenticatorData: ['AAAA', 'A'.repeat(49), `${'A'.repeat(43)}BAAAAAA`],
  attestationObject: ['AAAA', 'o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YQ', 'oA', 'v_8', `${'gYGB'.repeat(400)}`],
  SAMLResponse: ['PHNhbWw+', '!!!', 'A'.repeat(300)],
  RelayState: ['‹state›', 'nothing'],
  roles: ['employee', 'admin', 'contractor', 'owner', 'member'],
};

const POLICIES: readonly unknown[] = [
  {},
  { requiredStrength: 'enhanced' },
  { requiredStrength: 'single' },
  { requiredStrength: 'nothing' },
  { roles: { admin: { requiredStrength: 'phishing-resistant' }, __defineGetter__: {} } },
  { lockout: { maxFailures: 3, window: '15m', lockFor: '15m' }, emailCodes: { offer: 'always' } },
  { lockout: { maxFailures: -1, window: 'x', lockFor: 7 } },
  { administrators: { people: [], policy: [] } },
  { requiredStrength: 'baseline', vault: { emergency: 'required' } },
];

const ORGANISATION_RULES: readonly unknown[] = [
  {},
  { requiredStrength: 'enhanced' },
  { requiredStrength: 'nothing' },
  { methods: ['passkey'], roles: { owner: { proofsWithin: '4h' }, guest: {} } },
  { methods: [], roles: { __proto__: null, constructor: {} } },
  { later: [{ from: '2031-03-01T00:00:00Z', requiredStrength: 'phishing-resistant' }] },
  { later: [{ from: 'tomorrow' }], contexts: { outside: {} } },
  { proofsAfter: '2031-02-03T09:00:00Z' },
  { proofsAfter: '2099-01-01T00:00:00Z' },
];

/** As far as the schema's keywords are supported here. */
export function bodyLike(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => bodyLike(one, name)));
  switch (schema.type) {
    case 'object':
      return (
        { policy: fc.constantFrom(...POLICIES), rule: fc.constantFrom(...ORGANISATION_RULES) }[name] ??
        objectLike(schema)
      );
    case 'array':
      return fc.array(bodyLike(schema.items ?? {}, name), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textLike(schema, name);
    case 'null':
      return fc.constant(null);
    default:
      return fc.constantFrom<unknown>(null, 1, 'text', {}, []);
  }
}

function objectLike({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const members = Object.entries(properties);
  return fc
    .record(Object.fromEntries(members.map(([name, schema]) => [name, bodyLike(schema, name)])), {
      requiredKeys: [...required],
    })
    .map((value) => ({ ...value }));
}

function textLike({ minLength = 0, maxLength = 64, pattern }: Schema, name: string): fc.Arbitrary<string> {
  const made =
    pattern === undefined
      ? fc.string({ minLength, maxLength: Math.min(maxLength, 12) })
      : fc.base64String({ minLength: 4, maxLength: 40 }).map((text) => text.replaceAll(/[+/=]/g, '_'));
  const likely = Object.hasOwn(LIKELY, name) ? (LIKELY[name] ?? []) : [];
  return likely.length === 0 ? made : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...likely) }, made);
}

import fc from 'fast-check';
import { bodyLike } from './bodies.ts';
import { spoiling, strangeName, strangeText, strangeValue, twist, twisted } from './junk.ts';
import type { Row } from './table.ts';

/** Plain data. A name between ‹ and › stands for a value of the world. */
export interface Generated {
  readonly row: Row;
  readonly verb: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** By the fetch handler, or as an adapter does. */
  readonly through: 'fetch' | 'bytes' | 'stream' | 'broken stream' | 'parsed';
  /** Milliseconds by which the clock moves on before the request. */
  readonly later: number;
}

const usually = <Value>(right: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>, weight = 9): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: right }, { weight: 1, arbitrary: odd });

const cookie = (...pairs: readonly string[]): Readonly<Record<string, string>> => ({ cookie: pairs.join('; ') });
const session = (name: string): string => `__Host-sallyport-session=‹${name}›`;
const flow = (name: string): string => `__Host-sallyport-flow=‹${name}›`;

/** The world has each state in cookie mode and in token mode. */
export const FLOWS = [
  'opened',
  'after a password',
  'nobody',
  'blocked',
  'to enroll',
  'enrolling totp',
  'emailed',
  'texted',
  'passkey asked',
  'away at a provider',
] as const;

const anyone: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 5, arbitrary: fc.constantFrom('ben.0', 'ben.1', 'ben.2').map((name) => cookie(session(name))) },
  { weight: 7, arbitrary: fc.constantFrom('ada.0', 'ada.1', 'ada.2').map((name) => cookie(session(name))) },
  { weight: 1, arbitrary: fc.constant({ authorization: 'Bearer ‹ben.token›', 'sallyport-device': '‹ben.device›' }) },
  { weight: 1, arbitrary: fc.constant({ authorization: 'Bearer ‹ada.token›' }) },
  { weight: 1, arbitrary: fc.constant(cookie(session('stale'))) },
  { weight: 5, arbitrary: fc.constantFrom(...FLOWS).map((name) => cookie(flow(name))) },
  { weight: 2, arbitrary: fc.constantFrom(...FLOWS).map((name) => ({ 'sallyport-flow': `‹${name} by token›` })) },
  { weight: 2, arbitrary: fc.constantFrom('ben.0', 'ada.0').map((who) => cookie(session(who), flow('stepping up'))) },
  { weight: 1, arbitrary: fc.constantFrom(...FLOWS).map((name) => cookie(flow(name), session('ben.1'))) },
  { weight: 1, arbitrary: fc.constant({ ...cookie(session('ben.0')), authorization: 'Bearer ‹ada.token›' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('‹ben.device›', '‹ada.device›.‹ben.device›', '..‹ben.device›.x.‹ben.device›.')
      .map((devices) => cookie(session('ada.0'), session('ben.0'), `__Host-sallyport-device=${devices}`)),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 50 }).map((text) => ({ authorization: `Bearer ${latin(text)}` })) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 50 }).map((text) => cookie(session('x') + latin(text))),
  },
  { weight: 1, arbitrary: fc.constant(cookie('='.repeat(9_000), '__Host-sallyport-session==;;;', flow('ben.0'))) },
);

/** In most cases of a caller with the right to send the request. */
function askerOf({ path }: Row): fc.Arbitrary<Readonly<Record<string, string>>> {
  const sessionOf = (name: string) => fc.constantFrom(0, 1, 2).map((place) => cookie(session(`${name}.${place}`)));
  if (/^\/(admin|organisations)\b/.test(path)) return usually(sessionOf('ada'), anyone, 3);
  if (/^\/(account|session|step-up)/.test(path)) return usually(sessionOf('ben'), anyone, 3);
  const inFlow = fc.constantFrom(...FLOWS).map((name) => cookie(flow(name)));
  return /^\/(sign-in|enroll)\/./.test(path) ? usually(inFlow, anyone, 2) : anyone;
}

/** A valid header value. */
const latin = (text: string): string => text.replaceAll(/[^\t\x20-\xff]|\x7f/g, '~').trim();

const origin: fc.Arbitrary<Readonly<Record<string, string>>> = usually(
  fc.constantFrom<Readonly<Record<string, string>>>(
    { origin: 'https://app.example' },
    { origin: 'https://app.example' },
    { 'sec-fetch-site': 'same-origin' },
  ),
  fc.oneof(
    fc.constantFrom<Readonly<Record<string, string>>>(
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'https://app.example.evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
    ),
    strangeText.map((text) => ({ origin: latin(text) })),
  ),
  15,
);

const oddHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = usually(
  fc.constant({}),
  fc.oneof(
    fc.constantFrom('token', 'cookie', 'TOKEN ', 'both', '').map((mode) => ({ 'sallyport-client': mode })),
    fc
      .tuple(
        fc.constantFrom(
          ...['user-agent', 'accept', 'if-match', 'content-encoding', 'content-length', 'transfer-encoding', 'host'],
          ...[
            'sallyport-flow',
            'sallyport-device',
            'authorization',
            'cookie',
            'x-forwarded-for',
            'traceparent',
            'range',
          ],
        ),
        strangeText,
      )
      .map(([name, text]) => ({ [name]: latin(text) })),
  ),
  4,
);

const ifMatch: fc.Arbitrary<Readonly<Record<string, string>>> = usually(
  fc.constantFrom('"0"', '"1"', '"1"', '"2"').map((tag) => ({ 'if-match': tag })),
  fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'if-match': '*' },
    { 'if-match': 'W/"1"' },
    { 'if-match': '"1", "2"' },
    { 'if-match': '"99999999999999999999"' },
  ),
);

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post', 'PROPFIND', 'X'.repeat(300)];

const LIKELY: Readonly<Record<string, readonly string[]>> = {
  id: ['‹ben›', '‹ben›', '‹ada›', '‹cleo›', '‹eve›', '‹passkey›', '‹device›', '‹sessionId›', '‹envelope›', 'nobody'],
  pid: ['‹passkey›', 'AAAA'],
  provider: ['corp', 'corp-saml', 'nobody'],
  code: ['sms-code', 'email-code', 'totp'],
  organisation: ['acme', 'acme', 'acme', 'ACME', 'globex'],
};

function pathOf({ path }: Row): fc.Arbitrary<string> {
  const parts = path.split('/').map((part): fc.Arbitrary<string> => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    return usually(
      fc.constantFrom(...(LIKELY[name] ?? ['x'])),
      fc.oneof(strangeText, strangeText.map(percentEncoded)),
      12,
    );
  });
  return usually(
    fc.tuple(...parts).map((all) => all.join('/')),
    fc
      .tuple(...parts, strangeText)
      .chain((all) =>
        fc.constantFrom(
          `${all.join('/')}`,
          `${all.slice(0, -1).join('/')}/`,
          `/${all.slice(0, -1).join('//')}`,
          all.slice(0, -1).join('/').replace('s', '%73'),
        ),
      ),
    30,
  );
}

function percentEncoded(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function searchOf({ query }: Row): fc.Arbitrary<string> {
  const pair = fc.tuple(
    usually(fc.constantFrom(...query, 'state', 'code', 'RelayState'), strangeName),
    usually(fc.constantFrom('‹ben›', '‹state›', 'ada', 'sign-in.failed', '1', ''), strangeText, 3),
  );
  return usually(
    fc.array(pair, { maxLength: query.length > 0 ? 2 : 0 }).map((pairs) => searchFrom(pairs, encodeURIComponentOf)),
    fc.oneof(
      fc.array(pair, { minLength: 1, maxLength: 4 }).map((pairs) => searchFrom(pairs, encodeURIComponentOf)),
      fc.array(pair, { minLength: 1, maxLength: 3 }).map((pairs) => searchFrom(pairs, (text) => text)),
    ),
    6,
  );
}

/** Placeholders stay unencoded: their values are inserted later. */
const encodeURIComponentOf = (text: string): string => (text.startsWith('‹') ? text : percentEncoded(text));

function searchFrom(pairs: readonly (readonly [string, string])[], encoded: (text: string) => string): string {
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;
}

interface Sent {
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

function sentTo({ verb, media, body }: Row): fc.Arbitrary<Sent> {
  if (media === 'application/x-www-form-urlencoded') return formTo();
  const type = 'application/json';
  const json = (value: unknown): Sent => ({ type, body: JSON.stringify(value) });
  const right = body === undefined ? fc.constant<unknown>({}) : bodyLike(body);
  const asWanted = body === undefined ? fc.constantFrom<Sent>({}, json({})) : right.map(json);
  const junk = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(right, twist).map(([value, by]) => json(twisted(value, by))) },
    {
      weight: 2,
      arbitrary: fc.tuple(right, spoiling).map(([value, by]) => ({ type, body: by(JSON.stringify(value)) })),
    },
    { weight: 1, arbitrary: strangeValue.map(json) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => ({ type, body: bytes })) },
    { weight: 1, arbitrary: fc.constant<Sent>({}) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          right,
          fc.constantFrom(
            ...[
              'text/plain',
              'application/json; charset=utf-16',
              'application/json;charset="utf-8"',
              'APPLICATION/JSON',
            ],
            ...[
              'application/x-www-form-urlencoded',
              'multipart/form-data; boundary=x',
              '',
              ';',
              'application/json, text/html',
            ],
          ),
        )
        .map(([value, other]) => ({ type: other, body: JSON.stringify(value) })),
    },
  );
  return verb === 'GET' ? fc.constant<Sent>({}) : usually(asWanted, junk, 1);
}

function formTo(): fc.Arbitrary<Sent> {
  const field = fc.tuple(
    usually(fc.constantFrom('SAMLResponse', 'RelayState'), strangeText, 5),
    usually(fc.constantFrom('PHNhbWw+', '‹state›', 'A'.repeat(300)), strangeText, 3),
  );
  return fc
    .tuple(fc.array(field, { maxLength: 3 }), usually(fc.constant('application/x-www-form-urlencoded'), strangeText))
    .map(([fields, type]) => ({ type: latin(type), body: searchFrom(fields, encodeURIComponentOf).slice(1) }));
}

/** Most parts of a request are valid. */
export function requestsTo(rows: readonly Row[]): fc.Arbitrary<Generated> {
  const each = rows.map((row) =>
    fc
      .record({
        verb: usually(fc.constant(row.verb), fc.constantFrom(...verbs), 40),
        path: pathOf(row),
        search: searchOf(row),
        who: askerOf(row),
        origin,
        odd: oddHeaders,
        match: row.needsIfMatch ? ifMatch : fc.constant({}),
        sent: sentTo(row),
        through: fc.constantFrom<Generated['through']>(
          'fetch',
          'fetch',
          'fetch',
          'bytes',
          'stream',
          'parsed',
          'broken stream',
        ),
        later: fc.oneof(
          { weight: 400, arbitrary: fc.constant(0) },
          { weight: 6, arbitrary: fc.constantFrom(1_000, 31_000) },
          { weight: 1, arbitrary: fc.constant(16 * 60_000) },
        ),
      })
      .map(({ verb, path, search, who, origin: from, odd, match, sent, through, later }): Generated => {
        const typed: Record<string, string> = sent.type === undefined ? {} : { 'content-type': sent.type };
        const headers = { ...from, ...typed, ...match, ...who, ...odd };
        return {
          row,
          verb,
          path,
          search,
          headers,
          through,
          later,
          body: sent.body,
        };
      }),
  );
  return fc.oneof(...each);
}

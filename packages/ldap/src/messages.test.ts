import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedAnswer } from './ber.ts';
import { anyServer, searched } from './ldap.test-support.ts';
import { Messages } from './messages.ts';

const INTEGER = 0x02;
const TEXT = 0x04;
const SEQUENCE = 0x30;
const SET = 0x31;
const BIND = 0x60;
const BOUND = 0x61;
const SEARCH = 0x63;
const ENTRY = 0x64;
const DONE = 0x65;
const REFERENCE = 0x73;
const EXTEND = 0x77;
const EXTENDED = 0x78;
const INTERMEDIATE = 0x79;
const CONTROLS = 0xa0;

const SUCCESS = Buffer.from([0x0a, 1, 0, TEXT, 0, TEXT, 0]);
const ID = '11111111-2222-3333-4444-555555555555';

function part(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head = length < 128 ? [tag, length] : [tag, 0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}
const text = (value: string): Buffer => part(TEXT, Buffer.from(value));
const number = (value: number): Buffer => part(INTEGER, Buffer.from([value >> 8, value & 255]));
const message = (id: number, ...parts: readonly Buffer[]): Buffer => part(SEQUENCE, number(id), ...parts);
const done = (id: number): Buffer => message(id, part(DONE, SUCCESS));
const entry = (id: number, dn: string, attributes: Readonly<Record<string, readonly string[]>>): Buffer => {
  const list = Object.entries(attributes).map(([type, values]) =>
    part(SEQUENCE, text(type), part(SET, ...values.map(text))),
  );
  return message(id, part(ENTRY, text(dn), part(SEQUENCE, ...list)));
};
const empty = (length: number): string[] => Array.from({ length }, () => '');
/** A part of an operation that says it has 127 bytes, and has none. */
const endless = (tag: number): Buffer => Buffer.from([tag, 0x7f]);

/** The messages of a connection with an open request. */
function opened(id: number, request: number): Messages {
  const messages = new Messages();
  messages.request(message(id, part(request)));
  return messages;
}

/** Malformed answers to a search, with the id of the request. */
const MALFORMED: readonly (readonly [string, (id: number) => Buffer])[] = [
  ['a name with another tag', (id) => message(id, part(ENTRY, number(1), part(SEQUENCE)))],
  ['attributes with another tag', (id) => message(id, part(ENTRY, text('a'), part(SET)))],
  [
    'an attribute with another tag',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SET, text('mail'), part(SET))))),
  ],
  [
    'an attribute that is longer than the list',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, endless(SEQUENCE)))),
  ],
  [
    'a type with another tag',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SEQUENCE, number(1), part(SET))))),
  ],
  [
    'values with another tag',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SEQUENCE, text('mail'), part(SEQUENCE))))),
  ],
  [
    'a value with another tag',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SEQUENCE, text('mail'), part(SET, number(1)))))),
  ],
  [
    'a part after the attributes, such as controls',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE), part(CONTROLS))),
  ],
  [
    'a part after the values of an attribute',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SEQUENCE, text('mail'), part(SET), part(SET))))),
  ],
  [
    'an attribute without values',
    (id) => message(id, part(ENTRY, text('a'), part(SEQUENCE, part(SEQUENCE, text('mail'))))),
  ],
  ['an operation that is longer than the message', (id) => message(id, endless(DONE))],
  ['a result without a text', (id) => message(id, part(DONE, SUCCESS.subarray(0, 5)))],
  ['a result without a code', (id) => message(id, part(DONE, SUCCESS.subarray(3)))],
  [
    'a result whose name has another tag',
    (id) => message(id, part(DONE, Buffer.from([0x0a, 1, 0, INTEGER, 1, 0, TEXT, 0]))),
  ],
  ['a code of five bytes', (id) => message(id, part(DONE, Buffer.from([0x0a, 5, 0, 0, 0, 0, 0, TEXT, 0, TEXT, 0])))],
  ['a code without bytes', (id) => message(id, part(DONE, Buffer.from([0x0a, 0, TEXT, 0, TEXT, 0])))],
  ['no operation', (id) => message(id)],
  ['an operation that only clients send', (id) => message(id, part(SEARCH, SUCCESS))],
  ['the result of another request', (id) => done(id + 1)],
  ['an entry for another request', (id) => entry(id + 1, 'a', {})],
  ['the result of a bind', (id) => message(id, part(BOUND, SUCCESS))],
  ['an entry after the result', (id) => Buffer.concat([done(id), entry(id, 'a', {})])],
  ['another tag than a sequence', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['an indefinite length', () => Buffer.from([SEQUENCE, 0x80, INTEGER, 1, 1, 0, 0])],
  ['a length of five bytes', () => Buffer.from([SEQUENCE, 0x85, 0, 0, 0, 0, 1, 0])],
  ['a message of more than four megabytes', () => Buffer.from([SEQUENCE, 0x84, 0x00, 0x40, 0x00, 0x01])],
  ['a name of more than 16 KiB', (id) => entry(id, `uid=${'a'.repeat(16 * 1024)}`, {})],
  ['a value of more than 16 KiB', (id) => entry(id, 'a', { memberOf: [`cn=a${' '.repeat(16 * 1024)}b`] })],
  [
    'more than four megabytes in all',
    (id) => Buffer.concat(Array.from({ length: 300 }, () => entry(id, 'a'.repeat(15_000), {}))),
  ],
  [
    'more than 20,000 values',
    (id) => Buffer.concat([entry(id, 'a', { memberOf: empty(10_000) }), entry(id, 'b', { other: empty(10_000) })]),
  ],
  ['a text of more than 16 KiB', (id) => message(id, part(DONE, SUCCESS.subarray(0, 5), text('a'.repeat(16_385))))],
];

describe('the messages of a directory', () => {
  it.each(MALFORMED)('P12 refuses %s', (_, malformed) => {
    expect(() => opened(1, SEARCH).add(malformed(1))).toThrow(MalformedAnswer);
  });

  const REFERRAL = Buffer.from([0x0a, 1, 10]);
  const FULL = entry(7, 'uid=ben', { memberOf: empty(19_999) });
  const HONEST: readonly (readonly [string, number, Buffer, readonly Buffer[]])[] = [
    ['a result', SEARCH, done(7), [done(7)]],
    ['a result with controls', SEARCH, message(7, part(DONE, SUCCESS), part(CONTROLS, text('a'))), [done(7)]],
    [
      'a result with a referral',
      BIND,
      message(7, part(BOUND, REFERRAL, text('dc=x'), text('elsewhere'), part(0xa3, text('ldap://other')))),
      [message(7, part(BOUND, REFERRAL, text('dc=x'), text('elsewhere')))],
    ],
    [
      'an extended result',
      EXTEND,
      message(7, part(EXTENDED, SUCCESS, part(0x8a))),
      [message(7, part(EXTENDED, SUCCESS))],
    ],
    ['an entry with 20,000 values and attributes', SEARCH, FULL, [FULL]],
    [
      'an entry with attributes that nobody asked for',
      SEARCH,
      entry(7, 'uid=ben', { dn: ['uid=root'], MEMBEROF: ['cn=staff'], 'memberOf;binary': ['x'] }),
      [entry(7, 'uid=ben', { MEMBEROF: ['cn=staff'] })],
    ],
    ['a reference', SEARCH, message(7, part(REFERENCE, text('ldap://other'))), []],
    ['an intermediate response', SEARCH, message(7, part(INTERMEDIATE, text('a'))), []],
    ['a notice of disconnection', BIND, message(0, part(EXTENDED, SUCCESS)), []],
  ];

  it.each(HONEST)('P12 passes on what the package uses of %s', (_, request, sent, expected) => {
    expect(opened(7, request).add(sent).map(shortest)).toEqual(expected);
  });

  it.each([
    ['an entry for a bind', BIND, entry(7, 'a', {})],
    ['an entry for StartTLS', EXTEND, entry(7, 'a', {})],
    ['a result for nothing', 0x42, done(7)],
    ['the result of a search for a bind', BIND, done(7)],
  ])('P12 refuses %s', (_, request, sent) => {
    expect(() => opened(7, request).add(sent)).toThrow(MalformedAnswer);
  });

  it('P12 refuses a result that comes before a request', () => {
    expect(() => new Messages().add(done(1))).toThrow(MalformedAnswer);
  });

  it('P12 cuts the same messages out of every division of the bytes', () => {
    const sent = Buffer.concat([entry(1, 'uid=ben', { mail: ['ben@example.test'] }), entry(1, 'uid=eva', {}), done(1)]);
    const whole = opened(1, SEARCH).add(sent);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: sent.length })), (cuts) => {
        const messages = opened(1, SEARCH);
        const places = [0, ...cuts.toSorted((a, b) => a - b), sent.length];
        const pieces = places.slice(1).map((end, at) => sent.subarray(places[at], end));
        expect(pieces.flatMap((piece) => messages.add(piece))).toEqual(whole);
      }),
    );
  });

  it('P12 passes no message on whose parts do not end where the message ends, with any byte changed', () => {
    const sent = entry(1, 'uid=ben', { mail: ['ben@example.test'], memberOf: ['cn=staff', 'cn=admins'] });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sent.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const changed = Buffer.from(sent);
          for (const [at, byte] of changes) changed[at] = byte;
          for (const passed of passedOn(changed)) expect(shortest(passed)).toBeInstanceOf(Buffer);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** Writes a message anew with the shortest lengths. Throws if a part does not end where its whole ends. */
function shortest(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const width = first < 128 ? 0 : first - 128;
    const start = at + 2 + width;
    const length = width === 0 ? first : bytes.readUIntBE(at + 2, width);
    if (start + length > bytes.length) throw new Error('a part is longer than its whole');
    const content = bytes.subarray(start, start + length);
    parts.push(part(tag, (tag & 0x20) === 0 ? content : shortest(content)));
    at = start + length;
  }
  return Buffer.concat(parts);
}

function passedOn(bytes: Buffer): readonly Buffer[] {
  try {
    return opened(1, SEARCH).add(bytes);
  } catch (fault) {
    expect(fault).toBeInstanceOf(MalformedAnswer);
    return [];
  }
}

describe('a directory that sends malformed messages', () => {
  const soon = { timeouts: { connect: '1s', total: '2s' } };
  const REFUSED = { name: 'ProviderUnavailable', cause: { code: 'malformed-answer' } };

  it.each(MALFORMED)('P12 is unavailable: %s', async (_, malformed) => {
    const server = await answering(malformed);
    await expect(anonymous(server).find('ben')).rejects.toMatchObject(REFUSED);
    await expect(searched(server, { ...soon, startTls: true }).find('ben')).rejects.toMatchObject(REFUSED);
  });

  it('P12 is unavailable after more than 1,000 messages to one request', async () => {
    const server = await answering((id) => Buffer.concat(Array.from({ length: 1_001 }, () => entry(id, 'a', {}))));
    await expect(anonymous(server).find('ben')).rejects.toMatchObject(REFUSED);
  });

  it('P12 is asked again and again over one connection, with references between its answers', async () => {
    const server = await answering((id) =>
      Buffer.concat([
        message(id, part(REFERENCE, text('ldap://other'))),
        entry(id, 'uid=ben,dc=x', { entryUUID: [ID] }),
        message(id, part(DONE, SUCCESS), part(CONTROLS, part(SEQUENCE, text('1.2.3')))),
      ]),
    );
    const directory = anonymous(server);
    for (let time = 0; time < 1_200; time += 1)
      expect(await directory.find('ben')).toMatchObject({ outcome: 'found', entry: { key: ID } });
    expect(server.connections()).toBe(1);
  });

  const anonymous = (server: { readonly url: string }) =>
    searched(server, { ...soon, bindDn: undefined, bindPassword: undefined });

  /** A directory that accepts every bind, and gives this answer to every other request. */
  function answering(answer: (id: number) => Buffer): ReturnType<typeof anyServer> {
    return anyServer((socket) =>
      socket.on('data', (request) => {
        const at = request.indexOf(INTEGER);
        const size = request[at + 1] ?? 1;
        const id = request.readUIntBE(at + 2, size);
        socket.write(request[at + 2 + size] === 0x60 ? message(id, part(BOUND, SUCCESS)) : answer(id));
      }),
    );
  }
});

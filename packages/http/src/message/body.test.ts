import { describe, expect, it } from 'vitest';
import { type Asked, ask, expectProblem } from '../ask.test-support.ts';
import { fakeSallyport, goesOn } from '../fake-sallyport.test-support.ts';

/** Signs in with a body, and keeps what arrived. */
async function send(asked: Asked, line = 'POST /sign-in') {
  const arrived: unknown[] = [];
  const hear = async (_: unknown, input?: unknown) => {
    arrived.push(input);
    return goesOn('cookie');
  };
  const reply = await ask(fakeSallyport({ signIn: { begin: hear, sendCode: hear, abandon: hear } }), line, asked);
  return { reply, arrived };
}

async function refused(asked: Asked): Promise<unknown> {
  const { reply, arrived } = await send(asked);
  expect(arrived).toEqual([]);
  return expectProblem(reply, 400, 'malformed-input')['errors'];
}

const JSON_TYPE = { 'content-type': 'application/json' };
const exactly = (bytes: number) => '{"identifier":"ada"}'.padEnd(bytes);
const LIMIT = 65_536;

describe('a body', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json; profile=x',
  ])('is taken as %s', async (type) => {
    const { arrived } = await send({ json: { identifier: 'ada' }, headers: { 'content-type': type } });
    expect(arrived).toEqual([{ identifier: 'ada' }]);
  });

  it('may be compressed by no one', async () => {
    const { reply } = await send({ json: { identifier: 'a' }, headers: { 'content-encoding': 'gzip' } });
    expectProblem(reply, 415, 'unsupported-media-type');
  });

  it('may be absent or {} if nothing is taken', async () => {
    for (const line of ['POST /sign-in/email-code/send', 'DELETE /sign-in']) {
      for (const asked of [
        {},
        { json: {} },
        { raw: '', headers: JSON_TYPE },
        { raw: '', headers: { 'content-type': 'text/plain' } },
        { body: { kind: 'parsed', value: {} } },
      ] as const) {
        expect((await send(asked, line)).arrived).toHaveLength(1);
      }
      expectProblem((await send({ json: { x: 1 } }, line)).reply, 400, 'malformed-input');
    }
  });

  it('that is missing is told by its members', async () => {
    expect(await refused({})).toEqual([{ path: 'identifier', message: 'is missing' }]);
  });

  it.each(['', ' ', '{', 'null', '[]', '"x"', '1', 'true', '{"identifier":"a"}x', "{'identifier':'a'}", '\u0000'])(
    'is refused as %j',
    async (raw) => {
      expect(await refused({ raw })).not.toEqual([]);
    },
  );

  it('has to be UTF-8', async () => {
    const raw = new Uint8Array([...new TextEncoder().encode('{"identifier":"'), 0xff, 0x22, 0x7d]);
    expect(await refused({ raw })).toEqual([{ path: '', message: 'is not UTF-8' }]);
  });

  it.each([
    ['a name twice', '{"identifier":"a","identifier":"b"}', ''],
    ['a name twice, written differently', String.raw`{"identifier":"a","identifi\u0065r":"b"}`, ''],
    ['a name twice further down', '{"identifier":"a","password":{"x":1,"x":2}}', ''],
    ['__proto__', '{"identifier":"a","__proto__":{"password":"x"}}', '__proto__'],
    ['__proto__ further down', '{"identifier":"a","method":{"__proto__":1}}', 'method.__proto__'],
    ['constructor', '{"identifier":"a","constructor":{}}', 'constructor'],
    ['NUL', String.raw`{"identifier":"a\u0000"}`, 'identifier'],
    ['half of a pair', String.raw`{"identifier":"\ud800x"}`, 'identifier'],
    ['NUL in a name', String.raw`{"identifier":"a","b\u0000":1}`, 'b\u{FFFD}'],
    ['an empty text', '{"identifier":""}', 'identifier'],
    ['null', '{"identifier":"a","password":null}', 'password'],
    ['a number', '{"identifier":1}', 'identifier'],
    ['a line break', String.raw`{"identifier":"a\nb"}`, 'identifier'],
    ['a text too long', `{"identifier":"${'a'.repeat(257)}"}`, 'identifier'],
    ['a method that is none', '{"identifier":"a","method":"magic"}', 'method'],
  ])('is refused for %s', async (_, raw, path) => {
    expect(await refused({ raw })).toEqual([{ path, message: expect.any(String) }]);
  });

  it('says the same of what has the same name once in each of two objects', async () => {
    const raw = '{"identifier":"a{\\"x\\":","password":"\\"x\\":1,\\"x\\":2"}';
    expect((await send({ raw })).arrived).toEqual([{ identifier: 'a{"x":', password: '"x":1,"x":2' }]);
  });

  it('may hold no nesting without end', async () => {
    for (const depth of [40, 30_000]) {
      const raw = `{"identifier":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      expect(await refused({ raw })).toEqual([{ path: '', message: 'is nested too deep' }]);
    }
    let value: unknown = 1;
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    expect(await refused({ body: { kind: 'parsed', value }, headers: JSON_TYPE })).toEqual([
      { path: '', message: 'is nested too deep' },
    ]);
  });

  it('counts characters as a person does', async () => {
    const astral = '\u{1F511}'.repeat(4_096);
    const { arrived } = await send({ json: { identifier: 'a', password: astral } });
    expect(arrived).toEqual([{ identifier: 'a', password: astral }]);
    expect(await refused({ json: { identifier: 'a', password: `${astral}x` } })).toEqual([
      { path: 'password', message: 'must have at most 4096 characters' },
    ]);
  });

  it('tells no more of its faults than anyone can read', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${n}${'x'.repeat(90)}`, n]));
    const errors = await refused({ json: { identifier: 'a', ...many } });
    expect(errors).toHaveLength(20);
    expect(JSON.stringify(errors).length).toBeLessThan(3_000);
  });
});

describe('a body over 64 KiB', () => {
  it('begins one byte after the limit', async () => {
    expect((await send({ raw: exactly(LIMIT) })).arrived).toHaveLength(1);
    expectProblem((await send({ raw: exactly(LIMIT + 1) })).reply, 413, 'too-large');
    const streamed = (length: number) => {
      const chunks = (async function* () {
        yield new TextEncoder().encode(exactly(length));
      })();
      return send({ body: { kind: 'stream', chunks }, headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } });
    };
    expect((await streamed(LIMIT)).arrived).toHaveLength(1);
    expectProblem((await streamed(LIMIT + 1)).reply, 413, 'too-large');
  });

  it('is not read at all if it says so itself', async () => {
    const chunks = {
      [Symbol.asyncIterator]: () => {
        throw new Error('the body was read');
      },
    };
    const headers = { ...JSON_TYPE, 'content-length': `${LIMIT + 1}` };
    expectProblem((await send({ body: { kind: 'stream', chunks }, headers })).reply, 413, 'too-large');
  });

  it('is read to the limit and no further if it lies', async () => {
    for (const length of [{ 'content-length': '10' }, { 'transfer-encoding': 'chunked' }, {}]) {
      let sent = 0;
      let closed = false;
      async function* endless() {
        try {
          for (; ; sent += 1) yield new Uint8Array(1024).fill(0x20);
        } finally {
          closed = true;
        }
      }
      const body = { kind: 'stream', chunks: endless() } as const;
      const { reply } = await send({ body, headers: { ...JSON_TYPE, ...length } });
      expectProblem(reply, 413, 'too-large');
      expect({ sent, closed }).toEqual({ sent: 64, closed: true });
    }
  });

  it('is refused if the host has read it already', async () => {
    const value = { identifier: 'a'.repeat(LIMIT) };
    expectProblem((await send({ body: { kind: 'parsed', value }, headers: JSON_TYPE })).reply, 413, 'too-large');
  });
});

describe('a stream', () => {
  const stream = (chunks: AsyncIterable<Uint8Array>): Asked => ({
    body: { kind: 'stream', chunks },
    headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
  });

  it('is put together from its pieces, within characters too', async () => {
    async function* bytes() {
      for (const byte of new TextEncoder().encode('{"identifier":"zoë"}')) yield new Uint8Array([byte]);
    }
    expect((await send(stream(bytes()))).arrived).toEqual([{ identifier: 'zoë' }]);
  });

  it('that breaks off is refused', async () => {
    async function* broken() {
      yield new TextEncoder().encode('{"identifier"');
      throw new Error('aborted');
    }
    expect(await refused(stream(broken()))).toEqual([{ path: '', message: 'ended before it was complete' }]);
  });
});

describe('what a host’s parser left', () => {
  it('is judged as strictly as the text itself', async () => {
    const value: unknown = JSON.parse('{"identifier":"a","__proto__":{"x":1}}');
    expect(await refused({ body: { kind: 'parsed', value }, headers: JSON_TYPE })).toEqual([
      { path: '__proto__', message: 'is not known here' },
    ]);
    const { arrived } = await send({ body: { kind: 'parsed', value: { identifier: 'a' } }, headers: JSON_TYPE });
    expect(arrived).toEqual([{ identifier: 'a' }]);
  });

  it('is no JSON if it was a form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '12' };
    const { reply } = await send({ body: { kind: 'parsed', value: { identifier: 'a' } }, headers });
    expectProblem(reply, 415, 'unsupported-media-type');
  });
});

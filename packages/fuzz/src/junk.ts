import fc from 'fast-check';

/** Part of generated values, but not of members' names: a problem document that contains this text has echoed a value. */
export const CANARY = 'zQ7canary';

const STRANGE: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udc00',
    '\ud83d\ude00',
    '\u202e\u200b\ufeff',
    '\r\nSet-Cookie: a=b',
    '\u0000\u001f\u007f\u0085',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'then',
    'length',
  ],
  ...['null', 'undefined', 'NaN', 'true', '0', '-1', '1e309', '0x10', '[object Object]', '{}', '[]', '""'],
  ...['../../etc/passwd', '..%2f', '%00', '%', '%zz', '%ff', '%c0%af', '%25', '%ED%A0%80', ';', '?', '#', '/', '\\'],
  ...["' OR 1=1 --", '$(id)', '{{7*7}}', '<script>', '$ne', '$where', '*)(uid=*', 'a@b', 'a@b@c', '@', 'A@EXAMPLE.ORG'],
  ...[
    'ﬀ',
    'İ',
    'ß',
    'é',
    'e\u0301',
    '１２３４５６',
    '٣٤٥',
    'x'.repeat(65),
    'x'.repeat(257),
    '-'.repeat(1_400),
    'é'.repeat(256),
  ],
];

export const strangeText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc.string({ maxLength: 6 }).map((text) => `${CANARY}${text}`),
  },
  { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 70_000).map((length) => CANARY.repeat(Math.ceil(length / 9))) },
);

/** Problem documents may quote names. */
export const strangeName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...STRANGE.slice(0, 40)),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const strangeNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324),
  fc.integer(),
);

export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: strangeText },
  { weight: 2, arbitrary: strangeNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}]) },
  { weight: 1, arbitrary: fc.array(strangeText, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(strangeName, strangeText, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(3, 31, 32, 33, 64).map(nested) },
  { weight: 1, arbitrary: fc.constantFrom(100, 3_000).map((length) => Array.from({ length }, () => 0)) },
);

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

export interface Twist {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'add' | 'wrap';
  readonly name: string;
  readonly value: unknown;
}

export const twist: fc.Arbitrary<Twist> = fc.record({
  at: fc.nat(12),
  how: fc.constantFrom('replace', 'replace', 'drop', 'add', 'wrap'),
  name: strangeName,
  value: strangeValue,
});

/** `at` counts the members in order. */
export function twisted(value: unknown, { at, how, name, value: other }: Twist): unknown {
  if (typeof value !== 'object' || value === null) return how === 'wrap' ? [value] : other;
  const entries: [string, unknown][] = Object.entries(value);
  if (Array.isArray(value)) {
    if (how === 'add' || value.length === 0) return [...value, other];
    const place = at % value.length;
    return value.map((item, index) => (index === place ? twisted(item, { at, how, name, value: other }) : item));
  }
  if (how === 'add' || entries.length === 0) return withMember(entries, name, other);
  const place = at % entries.length;
  const [key, member] = entries[place] ?? ['', undefined];
  const rest = entries.filter((_, index) => index !== place);
  if (how === 'drop') return Object.fromEntries(rest);
  const inner = typeof member === 'object' && member !== null && at > entries.length;
  return withMember(
    rest,
    key,
    inner ? twisted(member, { at: at - entries.length, how, name, value: other }) : how === 'wrap' ? [member] : other,
  );
}

/** `__proto__` becomes an ordinary member, as with `JSON.parse`. */
function withMember(entries: readonly [string, unknown][], name: string, value: unknown): unknown {
  return Object.fromEntries([...entries, [name, value]]);
}

export const spoiling: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(fc.nat(400), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })).map(
    ([at, by]) =>
      (text: string) =>
        text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + 1),
  ),
  fc.nat(400).map((at) => (text: string) => text.slice(0, at % (text.length + 1))),
  fc.constant((text: string) => text.replace('{', '{"a":1,"a":2,')),
  fc.constant((text: string) => text.replace(/^\{("[^"]*":)/, '{$1 null, $1')),
  fc.constant((text: string) => text.replace('{', '{"__proto__":{"x":1},')),
  fc.constant((text: string) => `\ufeff${text}`),
  fc.constant((text: string) => `${text}${text}`),
  fc.constant((text: string) => `${'['.repeat(20_000)}${text}`),
  fc.constant((text: string) => `${' '.repeat(70_000)}${text}`),
  fc.constant((text: string) => text.replaceAll('"', "'")),
);

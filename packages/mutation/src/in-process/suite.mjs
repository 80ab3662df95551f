import { format } from 'node:util';

let file;

let finishing = [];

const scope = (name, skipped = false) => ({
  names: [...(file?.scopes.at(-1)?.names ?? []), ...(name === undefined ? [] : [name])],
  skipped: skipped || (file?.scopes.at(-1)?.skipped ?? false),
  ready: false,
  beforeAll: [],
  beforeEach: [],
  afterEach: [],
  afterAll: [],
});

function describe(name, ...rest) {
  inScope(scope(`${name}`), rest);
}

function inScope(inner, rest) {
  file.scopes.push(inner);
  file.all.push(inner);
  rest.find((each) => typeof each === 'function')();
  file.scopes.pop();
}

function it(name, ...rest) {
  const scopes = [...file.scopes];
  if (scopes.at(-1).skipped) return;
  const body = rest.find((each) => typeof each === 'function');
  file.tests.push({ name: [...scopes.at(-1).names, `${name}`].join(' '), run: () => runIn(scopes, body) });
}

async function runIn(scopes, body) {
  finishing = [];
  for (const each of scopes) {
    if (each.ready) continue;
    each.ready = true;
    for (const hook of each.beforeAll) await hook();
  }
  try {
    for (const { beforeEach } of scopes) for (const hook of beforeEach) await hook();
    await body();
  } finally {
    for (const { afterEach } of scopes.toReversed()) for (const hook of afterEach.toReversed()) await hook();
    for (const hook of finishing.toReversed()) await hook();
  }
}

const nothing = () => {};
const each =
  (word) =>
  (cases) =>
  (name, ...rest) => {
    // As Vitest does: a list among cases that are no lists is one argument.
    const areLists = cases.every(Array.isArray);
    for (const one of cases) {
      const body = rest.find((part) => typeof part === 'function');
      word(titled(name, [one].flat()), () => body(...(areLists ? one : [one])));
    }
  };
it.each = each(it);
it.skipIf = (skipped) => (skipped ? nothing : it);
describe.each = each(describe);
describe.skipIf = (skipped) => (skipped ? (name, ...rest) => inScope(scope(name, true), rest) : describe);

const hook = (kind) => (body) => {
  file.scopes.at(-1)[kind].push(body);
};

export const words = {
  describe,
  it,
  test: it,
  beforeAll: hook('beforeAll'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  afterAll: hook('afterAll'),
  onTestFinished: (body) => {
    finishing.push(body);
  },
  inject: () => undefined,
};

/** `end` runs the `afterAll` hooks. */
export async function collect(load) {
  file = { tests: [], scopes: [], all: [] };
  const whole = scope(undefined);
  file.scopes.push(whole);
  file.all.push(whole);
  const { tests, all } = file;
  try {
    await load();
  } finally {
    file = undefined;
  }
  const end = async () => {
    for (const { ready, afterAll } of all.toReversed()) if (ready) for (const hook of afterAll) await hook();
  };
  return { tests, end };
}

const titled = (name, values) => format(name, ...values.slice(0, (name.match(/%[a-z]/g) ?? []).length));

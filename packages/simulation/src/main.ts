import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { lookFor } from './ledger/ledger.ts';
import { hashUnder } from './ports/line.ts';
import { ownTimers } from './ports/timers.ts';
import { watchWebCrypto } from './ports/turns.ts';
import { searchHistories } from './search/search-histories.ts';
import { searchPairs } from './search/search-pairs.ts';
import { beginning } from './world/beginning.ts';
import { currentWorld } from './world/current.ts';

const started = performance.now();
const say = (words: string): void => console.log(words);

watchWebCrypto();
ownTimers(currentWorld);
hashUnder(() => currentWorld().scheduler);

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string' },
    steps: { type: 'string' },
    minutes: { type: 'string' },
    all: { type: 'boolean', default: false },
    pairs: { type: 'boolean', default: false },
    pair: { type: 'string' },
    about: { type: 'string', multiple: true, default: [] },
    acts: { type: 'boolean', default: false },
    order: { type: 'string' },
    most: { type: 'string' },
    for: { type: 'string', multiple: true, default: [] },
    past: { type: 'string', multiple: true, default: [] },
  },
});
lookFor(values.for, values.past);

// Each beginning is built when a history or a pair first needs it.
const beginnings = {
  own: once(() => beginning({})),
  hosts: once(() => beginning({ keepsRoles: true })),
  directory: once(() => beginning({ hasDirectory: true })),
};
const minutes = number(values.minutes) ?? (values.steps === undefined && !values.pairs ? 1 : Infinity);
const isOver = (): boolean => performance.now() - started > minutes * 60_000;

const held = values.pairs
  ? await searchPairs(beginnings, {
      ...{ say, isOver, all: values.all },
      most: number(values.most) ?? 10_000,
      from: number(values.from) ?? (minutes === Infinity ? 0 : randomInt(2 ** 31)),
      only: number(values.pair),
      about: values.about,
      acts: values.acts,
      order: values.order,
    })
  : await searchHistories(beginnings, {
      ...{ say, isOver, all: values.all },
      seed: number(values.seed),
      from: number(values.from) ?? randomInt(2 ** 31),
      steps: number(values.steps) ?? Infinity,
    });
process.exit(held ? 0 : 1);

function once<Made>(make: () => Made): () => Made {
  let made: { readonly is: Made } | undefined;
  return () => {
    made ??= { is: make() };
    return made.is;
  };
}

function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new RangeError(`'${text}' is not a number`);
  return value;
}

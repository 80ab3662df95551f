// Compares thieves over HTTP with the table of `analyseThreats`: `npm run simulate -- --thieves 500 --store memory`.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { comparePolicies, totalText } from './policies.ts';
import { openStore, STORES } from './stores.ts';

const { values } = parseArgs({
  options: {
    thieves: { type: 'string', default: '10' },
    store: { type: 'string', default: 'memory' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    cells: { type: 'string', default: '6' },
    tries: { type: 'string', default: '2' },
    about: { type: 'string', multiple: true, default: [] },
  },
});
const store = STORES.find((name) => name === values.store);
if (store === undefined)
  throw new RangeError(`there is no store '${values.store}'. The stores are ${STORES.join(', ')}`);
const seed = values.seed === undefined ? randomInt(2 ** 31) : number(values.seed);

console.log(`Thieves of ${values.thieves} policies on ${store}, seed ${seed}`);
const opened = await openStore(store);
const told = new Set<string>();
const total = await comparePolicies(
  {
    seed,
    from: number(values.from),
    count: number(values.thieves),
    cells: number(values.cells),
    tries: number(values.tries),
    about: values.about,
    counted(sofar) {
      if (sofar.policies % 25 === 0) console.log(totalText(sofar));
    },
    say({ kind, cell, goal, told: story }, policy) {
      const key = `policy ${policy}, ${cell}: ${kind} (${goal})`;
      if (told.has(key)) return;
      told.add(key);
      console.log(`\n${key}\n  ${story}`);
      console.log(
        `  again: --thieves 1 --from ${policy} --seed ${seed} --cells ${values.cells} --tries ${values.tries}`,
      );
    },
  },
  opened,
);
console.log(totalText(total));
await opened.close();
process.exit(total.disagreements.length === 0 ? 0 : 1);

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new RangeError(`'${text}' is not a number`);
  return value;
}

import { writeSync } from 'node:fs';
import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import { sqliteStore } from '../sqlite-store.ts';
import { guessOf, signInOf, wrongGuessOf } from './dying-commits.test-support.ts';

// The program of a process that signs people in until it is killed. It says each value before it uses it, and each answer after it: `writeSync` has written
// a line before the next statement of the program.

const [, , file = '', driver = '', name = '', dying = ''] = process.argv;
/** The moment in the last sign-in's commit at which the process kills itself: a number of calls of the driver, begun or ended. NaN: the parent kills it. */
const dyingAt = Number.parseInt(dying, 10);
const COMMITS_BEFORE = 2;

let moments = Number.NaN;

function live(): void {
  if (moments === dyingAt) process.kill(process.pid, 'SIGKILL');
  moments += 1;
}

function mortal<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get: (own, verb) => {
      const member: unknown = Reflect.get(own, verb);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        live();
        const answer: unknown = Reflect.apply(member, own, given);
        live();
        return verb === 'prepare' ? mortal(Object(answer)) : answer;
      };
    },
  });
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const opened = sqliteDrivers()
  .find((one) => one.name === driver)
  ?.open(file);
if (opened === undefined) throw new Error(`there is no ${driver}`);
const store = sqliteStore(mortal(opened));
await store.open();
say('ready');
for (let turn = 0; ; turn += 1) {
  const key = `${name}-${turn}`;
  say(`trying ${key}`);
  const { attempt } = await store.beginStep(guessOf(key));
  if (attempt.outcome !== 'counted') throw new Error(`the guess was not counted: ${attempt.outcome}`);
  await store.commit(wrongGuessOf(key, attempt.ref));
  say(`judged ${key}`);
  if (turn === COMMITS_BEFORE) moments = 0;
  const { outcome } = await store.commit(signInOf(key));
  if (outcome === 'committed') say(`granted ${key}`);
}

import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../world/person.ts';
import { World } from '../world/world.ts';
import { Ledger } from './ledger.ts';
import type { Run } from './run.ts';

const PHONE = 'the token of the phone';

describe("N13 the simulation's ledger: whether an account knows a device", () => {
  let ledger: Ledger;
  let begins: (name: string) => Run;

  beforeEach(() => {
    const clients = ['the phone', 'an administrator'].map((name): Client => ({ name, knows: name, proved: [] }));
    const known = { account: 'ada', identifier: 'ada', backupCodes: [], mailboxes: [] };
    const knowledge = clients.map(({ knows }) => [knows, known] as const);
    const empty = { now: 0, store: undefined, accounts: [], mails: [], texts: [], unusual: [], entries: undefined };
    const kept = {
      gives: [],
      secrets: ['a secret of the test'],
      keys: new Map(),
      hostRoles: undefined,
      ledger: undefined,
    };
    const world = new World(
      { ...empty, ...kept, clients, knowledge },
      {
        seed: 1,
        processes: 1,
        told: () => {},
      },
    );
    ledger = new Ledger(world, world.ledger.invariants, undefined);
    let id = 0;
    begins = (name) => {
      const client = clients.find((each) => each.name === name);
      if (client === undefined) throw new Error(`There is no client ${name}.`);
      const work = {
        id: ++id,
        who: name,
        what: 'asks',
        process: { number: 0, dead: false },
        luck: 0,
        calls: 0,
        faults: 0,
      };
      return ledger.begins(work, client);
    };
  });

  it('is unsure if the device became known during a request that forgets devices', () => {
    const reset = begins('an administrator');
    ledger.mayForget('ada', reset);
    const signIn = begins('the phone');
    reset.ended = ledger.tick();
    ledger.knows('ada', PHONE, signIn);
    ledger.proved('ada', PHONE, ['password']);
    ledger.forgot('ada', reset, 'reset');
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('unsure');
  });

  it('is sure again after the refusal of that request', () => {
    const refused = ledger.mayForget('ada', begins('an administrator'));
    ledger.knows('ada', PHONE, begins('the phone'));
    ledger.proved('ada', PHONE, ['password']);
    refused();
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('own');
  });

  it('is sure if that request ended before the sign-in began', () => {
    const reset = begins('an administrator');
    ledger.mayForget('ada', reset);
    reset.ended = ledger.tick();
    ledger.knows('ada', PHONE, begins('the phone'));
    ledger.proved('ada', PHONE, ['password']);
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('own');
  });

  it('is sure for what was proved at the device, and for nothing else', () => {
    ledger.knows('ada', PHONE, begins('the phone'));
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('unsure');
    ledger.proved('bea', PHONE, ['password']);
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('unsure');
    ledger.proved('ada', PHONE, ['password']);
    expect(['password', 'totp'].map((one) => ledger.budgetOf('ada', PHONE, one))).toEqual(['own', 'unsure']);
  });

  it('is sure after a request of the device that forgets the other devices', () => {
    const change = begins('the phone');
    ledger.mayForget('ada', change);
    ledger.knows('ada', PHONE, change);
    ledger.proved('ada', PHONE, ['password']);
    expect(ledger.budgetOf('ada', PHONE, 'password')).toBe('own');
  });
});

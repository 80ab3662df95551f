import { describe, expect, it } from 'vitest';
import { type Chosen, chosenIn, isSame, keptParts, withChanges } from './rule-draft.ts';

const offered = { methods: ['passkey', 'password', 'sso'], roles: ['owner', 'finance'] };

/** With members that no form knows. */
const rule = {
  requiredStrength: 'enhanced',
  recentProof: '10m',
  later: [{ from: '2031-12-15T00:00:00Z', requiredStrength: 'phishing-resistant' }],
  contexts: { outside: { methods: ['passkey'] } },
  proofsAfter: '2031-03-03T00:00:00Z',
  roles: { finance: { requiredStrength: 'phishing-resistant', proofsWithin: '4h' }, guest: {} },
};

function changed(what: Partial<Chosen>, from: object = rule): unknown {
  const before = chosenIn({ ...from }, offered);
  return withChanges({ ...from }, { before, after: { ...before, ...what } });
}

describe('X41 the rule of an organisation in a form', () => {
  it('is the same without a change', () => {
    expect(changed({})).toEqual(rule);
    expect(changed({}, { methods: ['passkey', 'password', 'sso'] })).toEqual({
      methods: ['passkey', 'password', 'sso'],
    });
    const chosen = chosenIn(rule, offered);
    expect(isSame(chosen, chosenIn(rule, offered))).toBe(true);
    expect(isSame(chosen, { ...chosen, roles: { ...chosen.roles, owner: 'enhanced' } })).toBe(false);
  });

  it('keeps everything that the form does not know, also in the rule of a role', () => {
    const { requiredStrength: _, ...without } = rule;
    expect(changed({ requiredStrength: '' })).toEqual(without);
    expect(changed({ roles: { owner: 'enhanced', finance: '' } })).toEqual({
      ...rule,
      roles: { owner: { requiredStrength: 'enhanced' }, finance: { proofsWithin: '4h' }, guest: {} },
    });
    expect(keptParts(rule)).toEqual({ ...without, roles: { finance: { proofsWithin: '4h' } } });
    expect(keptParts({ requiredStrength: 'enhanced', methods: ['passkey'], roles: { guest: {} } })).toEqual({});
  });

  it('restricts the ways in, or lifts the restriction, only by that choice', () => {
    const every = ['passkey', 'password', 'sso'];
    expect(changed({ methods: ['passkey'] })).toEqual({ ...rule, methods: ['passkey'] });
    expect(changed({ methods: every })).toEqual({ ...rule, methods: every });
    expect(changed({ methods: every }, { ...rule, methods: ['passkey'] })).toEqual({ ...rule, methods: every });
    expect(changed({ methods: undefined }, { ...rule, methods: ['passkey'] })).toEqual(rule);
  });

  it('never loosens the list of a colleague by a way that the person did not tick', () => {
    const merged = (present: object, from: readonly string[] | undefined, to: readonly string[] | undefined) => {
      const before = chosenIn(from === undefined ? {} : { methods: from }, offered);
      return withChanges({ ...present }, { before, after: { ...before, methods: to } });
    };
    const both = ['passkey', 'password'];
    expect(merged({ methods: ['passkey'] }, both, both)).toEqual({ methods: ['passkey'] });
    expect(merged({ methods: ['passkey'] }, both, [...both, 'sso'])).toEqual({ methods: ['passkey', 'sso'] });
    expect(merged({ methods: both }, [...both, 'sso'], ['password', 'sso'])).toEqual({ methods: ['password'] });
    expect(merged({ methods: ['passkey'] }, undefined, both)).toEqual({ methods: ['passkey'] });
    expect(merged({}, both, [...both, 'sso'])).toEqual({});
    expect(merged({}, both, ['passkey'])).toEqual({ methods: ['passkey'] });
    expect(merged({ methods: ['passkey'] }, both, undefined)).toEqual({});
  });

  it('takes the changes of a person over to a rule that somebody else saved meanwhile', () => {
    const before = chosenIn(rule, offered);
    const after = { ...before, proofsWithin: '8h' };
    expect(withChanges({ requiredStrength: 'baseline' }, { before, after })).toEqual({
      requiredStrength: 'baseline',
      proofsWithin: '8h',
    });
  });
});

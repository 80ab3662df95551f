import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, isEqual, readAt, writeAt } from './document.ts';
import { mergeable, merged } from './merge.ts';

const POLICY = { requiredStrength: 'baseline', roles: { desk: { methods: ['sso'], session: { idle: '1h' } } } };

describe('a member of a policy', () => {
  it('is written without a change of the others, and removed with the objects that become empty', () => {
    expect(writeAt(POLICY, ['roles', 'desk', 'session', 'idle'], undefined)).toEqual({
      requiredStrength: 'baseline',
      roles: { desk: { methods: ['sso'] } },
    });
    expect(
      writeAt({ roles: { desk: { session: { idle: '1h' } } } }, ['roles', 'desk', 'session', 'idle'], undefined),
    ).toEqual({});
    expect(Object.keys(writeAt(POLICY, ['requiredStrength'], 'enhanced'))).toEqual(['requiredStrength', 'roles']);
    expect(readAt(POLICY, ['constructor', 'name'])).toBeUndefined();
  });

  it('has what was written, whatever the member', () => {
    const name = fc.constantFrom('roles', 'desk', 'session', 'idle', '__proto__', 'constructor');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, '1h', ['a']), (path, value) => {
        expect(readAt(writeAt(POLICY, path, value), path)).toEqual(value);
        expect(readAt(writeAt(writeAt(POLICY, path, value), path, undefined), path)).toBeUndefined();
      }),
    );
  });
});

it('N10 the changes of a policy are its rules, whatever the order of the members', () => {
  const after = {
    roles: { desk: { session: { idle: '2h' }, methods: ['sso'] } },
    strengths: { key: { anyOf: [[{ method: 'passkey' }]] } },
    onTighten: { after: '7d', then: 'revoke' },
    requiredStrength: 'baseline',
  };
  expect(changesOf(POLICY, after).map(({ path, before, after: next }) => [path.join('.'), before, next])).toEqual([
    ['roles.desk.session.idle', '1h', '2h'],
    ['strengths.key', undefined, after.strengths.key],
    ['onTighten', undefined, after.onTighten],
  ]);
  expect(changesOf(after, { ...after })).toEqual([]);
});

describe('two drafts of a policy', () => {
  const theirs = writeAt(writeAt(POLICY, ['requiredStrength'], 'enhanced'), ['recentProof'], '5m');

  it('are joined rule by rule: only a rule that both changed needs a choice', () => {
    const mine = writeAt(writeAt(POLICY, ['requiredStrength'], 'single'), ['roles', 'desk', 'methods'], ['passkey']);
    const rules = mergeable(POLICY, theirs, mine);
    expect(rules.map(({ path, both }) => [path.join('.'), both])).toEqual([
      ['requiredStrength', true],
      ['roles.desk.methods', false],
    ]);
    expect(merged(theirs, rules, () => 'theirs')).toEqual(theirs);
    const joined = merged(theirs, rules, ({ both }) => (both ? 'theirs' : 'mine'));
    expect(joined).toMatchObject({
      requiredStrength: 'enhanced',
      recentProof: '5m',
      roles: { desk: { methods: ['passkey'] } },
    });
    expect(
      isEqual(
        merged(theirs, rules, () => 'mine'),
        writeAt(mine, ['recentProof'], '5m'),
      ),
    ).toBe(true);
  });

  it('that made the same change need no choice', () => {
    expect(mergeable(POLICY, theirs, theirs)).toEqual([]);
  });
});

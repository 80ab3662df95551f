import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeDnValue, escapeFilterValue } from './escape.ts';
import { folded } from './fold.ts';

describe('what was typed', () => {
  it.each([
    ['*', '\\2a'],
    [')(uid=*', '\\29\\28uid=\\2a'],
    ['a\\b\0c', 'a\\5cb\\00c'],
    ['åsa', 'åsa'],
  ])('X7 %j in a filter is %j (RFC 4515 §3)', (typed, written) => {
    expect(escapeFilterValue(typed)).toBe(written);
  });

  it.each([
    ['a,ou=admins', 'a\\,ou\\=admins'],
    ['a+cn=b', 'a\\+cn\\=b'],
    [' #a ', '\\ #a\\ '],
    ['#a', '\\#a'],
    [' ', '\\ '],
    ['a"b<c>d;e\\f\0', 'a\\"b\\<c\\>d\\;e\\\\f\\00'],
  ])('X7 %j in a name is %j (RFC 4514 §2.4)', (typed, written) => {
    expect(escapeDnValue(typed)).toBe(written);
  });

  it('X7 leaves nothing in a filter that is a part of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(escapeFilterValue(typed)).not.toMatch(/[\0()*]|\\(?![0-9a-f]{2})/);
      }),
    );
  });

  it.each([
    ['uid=Alice', 'uid=alice'],
    ['uid=alice ', 'uid=alice'],
    ['uid=ａｌｉｃｅ', 'uid=alice'],
    ['uid=al\u00adi\u200bce', 'uid=alice'],
    ['uid=José', 'uid=jose'],
    ['uid=STRASSE', 'uid=straße'],
  ])('X5 %j is counted with %j', (typed, other) => {
    expect(folded(typed)).toBe(folded(other));
  });
});

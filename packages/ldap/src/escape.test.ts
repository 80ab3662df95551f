import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeDnValue, escapeFilterValue } from './escape.ts';
import { folded } from './fold.ts';
import { MAPPED_TO_NOTHING } from './ldap.test-support.ts';
import { prepared } from './prepare.ts';

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
    ['uid=STRASSE', 'uid=STRA\u1e9eE'],
    ['uid=al\ufffcice', 'uid=alice'],
    ['uid=al\u1806ice', 'uid=alice'],
    ['uid=al\u115f\u3164ice', 'uid=alice'],
    ['uid=al\ufe0fice', 'uid=alice'],
  ])('X5 %j is counted with %j', (typed, other) => {
    expect(folded(typed)).toBe(folded(other));
  });

  it('X5 is counted alike in each case and each form of every character', () => {
    const apart: string[] = [];
    for (let point = 1; point <= 0x1_ffff; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      const others = [character.toLowerCase(), character.toUpperCase(), character.normalize('NFKC')];
      const key = folded(`a${character}b`);
      if (others.some((other) => folded(`a${other}b`) !== key)) apart.push(point.toString(16));
    }
    expect(apart).toEqual([]);
  });
});

describe('an identifier that is prepared for a directory', () => {
  it.each([
    ['alice', 'alice'],
    ['  alice \t', 'alice'],
    ['alice\u00a0 \u3000 bee\u2028c', 'alice bee c'],
    ['Ａｌｉｃｅ', 'Alice'],
    ['\u00ad\u200b', ''],
    [' ', ''],
    ['alice\0', 'alice\0'],
  ])('X7 %j is asked for as %j (RFC 4518 §2)', (typed, asked) => {
    expect(prepared(typed)).toBe(asked);
  });

  it.each(MAPPED_TO_NOTHING)('X5 has no U+%s, which a directory maps to nothing (RFC 4518 §2.2)', (point) => {
    expect(prepared(`al${String.fromCodePoint(Number.parseInt(point, 16))}ice`)).toBe('alice');
  });
});

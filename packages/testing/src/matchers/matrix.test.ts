import '../vitest.ts';
import { decisionMatrix } from '@sallyport/assurance';
import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { matchMatrix } from './matrix.ts';
import { matchSnapshot } from './snapshot.ts';

const TABLE = '| role | password |\n| --- | --- |\n| "admin" | asks for `totp` |\n| none | granted |\n';
const matrix = (text: string) => ({ toMarkdown: () => text });

/** A test runner with this stored snapshot, with the interface of Vitest and Jest. */
function runner(kept: string | undefined, more: object = {}) {
  return {
    currentTestName: 'the policy',
    snapshotState: {
      match: ({ testName, received }: { testName: string; received: string }) => ({
        key: `${testName} 1`,
        pass: kept === received,
        expected: kept === undefined ? undefined : `\n"${kept}"\n`,
      }),
    },
    ...more,
  };
}

describe('toMatchPolicyMatrix', () => {
  it('N7 holds the truth table against the snapshot that the runner keeps', () => {
    expect(matrix(TABLE)).toMatchPolicyMatrix();
    expect(matrix('another')).toMatchPolicyMatrix();
  });

  it('N7 takes a policy as its truth table, and sees one changed rule', () => {
    const strict = definePolicy({ requiredStrength: 'enhanced' });
    const kept = runner(decisionMatrix(definePolicy({})).toMarkdown());
    expect(matchMatrix(kept, definePolicy({})).pass).toBe(true);
    const { pass, message } = matchMatrix(kept, strict);
    expect(pass).toBe(false);
    expect(message()).toMatch(/^- \| \(none\) .* granted: baseline \| tenant: baseline \|$/m);
    expect(message()).toMatch(/^\+ \| \(none\) .* enroll: passkey or totp \| tenant: enhanced \|$/m);
    expect(matchMatrix(runner(decisionMatrix(strict).toMarkdown()), strict).pass).toBe(true);
  });

  it('N7 takes a policy document, as a scenario does', () => {
    const document = { roles: { admin: { requiredStrength: 'enhanced' } } } as const;
    const table = decisionMatrix(definePolicy(document)).toMarkdown();
    expect(matchMatrix(runner(table), document).pass).toBe(true);
    expect(matchMatrix(runner(table), {}).pass).toBe(false);
  });

  it('N7 says line by line what changed', () => {
    const changed = TABLE.replace('asks for `totp`', 'granted');
    const { pass, message } = matchMatrix(runner(TABLE), matrix(changed));
    expect(pass).toBe(false);
    expect(message()).toBe(
      [
        "The policy's truth table is not what was reviewed ('the policy 1'):",
        '',
        '- | "admin" | asks for `totp` |',
        '+ | "admin" | granted |',
        '',
        'If that is meant, accept it as any snapshot.',
      ].join('\n'),
    );
  });

  it('says where there was none, as in CI', () => {
    expect(matchMatrix(runner(undefined), matrix(TABLE)).message()).toContain(
      `never reviewed: there is no snapshot 'the policy 1', and none is written here.\n\n${TABLE}`,
    );
  });

  it('refuses what is no truth table, a runner without snapshots, and .not', () => {
    expect(() => expect([]).toMatchPolicyMatrix()).toThrow('toMatchPolicyMatrix takes');
    expect(() => expect({ outcome: 'granted' }).toMatchPolicyMatrix()).toThrow('outcome: ');
    expect(() => expect(7).toMatchPolicyMatrix()).toThrow('toMatchPolicyMatrix takes');
    expect(() => expect(matrix(TABLE)).not.toMatchPolicyMatrix()).toThrow('.not');
    expect(() => matchMatrix({}, matrix(TABLE))).toThrow('a runner that keeps snapshots: Vitest or Jest');
    expect(() => matchMatrix(undefined, matrix(TABLE))).toThrow('a runner that keeps snapshots');
    expect(() => matchSnapshot({ snapshotState: { match: () => undefined } }, TABLE)).toThrow('compared no snapshot');
  });
});

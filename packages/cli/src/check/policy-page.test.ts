import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  BUILT_IN_STRENGTHS,
  type BuiltInStrength,
  definePolicy,
  durationText,
  type EvidencePattern,
  instant,
  MAX_CUSTOM_STRENGTHS,
  POLICY_PRESETS,
  sessionLimits,
} from '@sallyport/core';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const PAGE = `${root}/docs/reference/policy.md`;

/** A node of the JSON schema of a policy. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | false;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** The values that a member takes, in words. */
function valuesOf(node: Node): string {
  if (node.enum !== undefined) return node.enum.map(code).join(', ');
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(valuesOf))].join(', ');
  if (node.pattern?.endsWith('[smhd]$') === true) return 'a duration';
  if (node.const !== undefined) return code(node.const);
  switch (node.type) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number':
      return `${node.minimum} to ${node.maximum}`;
    case 'array':
      return `a list: ${valuesOf(node.items ?? {})}`;
    case 'object':
      return node.properties === undefined ? 'by name' : 'an object';
    default:
      return 'text';
  }
}

/** A row for each member. The members of the patterns of a strength stand in several alternatives, and get one row. */
function rowsOf(node: Node, path: string, seen: Set<string>): string[] {
  const members = Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const inner = rowsOf(member, at, seen);
    if (seen.has(at) || at.endsWith('.method')) return inner;
    seen.add(at);
    const { description = '' } = member;
    const [meaning = '', absent] = description.split(/ Default: |\. Default(?= by)/);
    const bounds = / by .*(?<bounds>; at .*)$/.exec(absent ?? '')?.groups?.['bounds'] ?? '';
    const said = absent?.replace(bounds, '').replace(/^ by .*/, '[by strength](#session-limits-by-strength)');
    const standard =
      member.default === undefined || valuesOf(member) === 'an object' ? (said ?? '') : code(member.default);
    return [`| \`${at}\` | ${valuesOf(member)} | ${standard} | ${meaning.replace(/\.$/, '')}${bounds} |`, ...inner];
  });
  const { additionalProperties: byName, items, anyOf = [], oneOf = [] } = node;
  return [
    ...members,
    ...(byName === undefined || byName === false ? [] : rowsOf(byName, `${path}.*`, seen)),
    ...[...(items === undefined ? [] : [items]), ...anyOf, ...oneOf].flatMap((each) => rowsOf(each, path, seen)),
  ];
}

function membersTable(): string {
  const schema: Node = JSON.parse(readFileSync(`${root}/packages/core/policy.schema.json`, 'utf8'));
  return [
    '| Member | Values | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rowsOf(schema, '', new Set()),
  ].join('\n');
}

function patternText({ method, ...properties }: EvidencePattern): string {
  if (method === 'passkey') return 'userVerified' in properties ? 'passkey with user verification' : 'passkey';
  return method === '*-code' ? 'delivered code of the app, such as `sms-code`' : method;
}

/** A row for each combination. Ways in that satisfy the same strengths beside a proof share a row. */
function strengthsTable(): string {
  const groups = new Map<string, { ways: Set<string>; strengths: Set<string> }>();
  for (const { name, combinations } of definePolicy({}).strengths)
    for (const { source } of combinations) {
      const [way = '', second = 'alone'] = source.map(patternText);
      const alone = second === 'alone' ? `alone: ${way}` : second;
      const group = groups.get(alone) ?? { ways: new Set(), strengths: new Set() };
      group.ways.add(way);
      group.strengths.add(name);
      groups.set(alone, group);
    }
  const rows = [...groups].map(([second, { ways, strengths }]) => {
    const proofs = second.startsWith('alone') ? [...ways].join() : `${[...ways].join(', ')} and ${second}`;
    return `| ${proofs.replace(/, (?=[^,]* and)/, ' or ')} | ${BUILT_IN_STRENGTHS.map((name) => (strengths.has(name) ? 'yes' : '')).join(' | ')} |`;
  });
  return [`| Proofs | ${BUILT_IN_STRENGTHS.map(code).join(' | ')} |`, '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function limitsTable(): string {
  const account = { roles: [], factors: { password: 'independent', passkeys: [] } } as const;
  const evidence = [{ method: 'password', at: instant(0) }] as const;
  const row = (requiredStrength: BuiltInStrength): string => {
    const { idle, absolute } = sessionLimits(definePolicy({ requiredStrength }), account, evidence);
    return `| \`${requiredStrength}\` | ${code(durationText(idle))} | ${code(durationText(absolute))} |`;
  };
  return ['| Required strength | `idle` | `absolute` |', '| --- | --- | --- |', ...BUILT_IN_STRENGTHS.map(row)].join(
    '\n',
  );
}

/** Compares a part of the page with its new text, or writes the new text. */
function keep(name: string, text: string): void {
  const begin = `<!-- ${name}: written by packages/cli/src/check/policy-page.test.ts -->\n`;
  const end = `<!-- /${name} -->`;
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split(begin);
  const [written = '', ...after] = rest.split(end);
  const part = `\n${text}\n\n`;
  if (env['SALLYPORT_WRITE_DOCS'] === '1') writeFileSync(PAGE, [before, begin, part, end, after.join(end)].join(''));
  else expect(written).toBe(part);
}

describe('docs/reference/policy.md (SALLYPORT_WRITE_DOCS=1 writes it)', () => {
  it('has every member of the JSON schema, with its default', () => {
    keep('members', membersTable());
  });

  it('has the combinations of every built-in strength', () => {
    keep('strengths', strengthsTable());
    expect(readFileSync(PAGE, 'utf8')).toContain(`at most ${MAX_CUSTOM_STRENGTHS} of its own`);
  });

  it('has the session limits that each strength brings', () => {
    keep('limits', limitsTable());
  });

  it('has the presets', () => {
    const text = Object.entries(POLICY_PRESETS).map(([name, preset]) => `${name}: ${JSON.stringify(preset, null, 2)}`);
    keep('presets', text.join('\n').replaceAll(/^(?=.)/gm, '    '));
  });
});

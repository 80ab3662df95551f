import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { MEMBERS, type Member, memberAt } from './members.ts';
import { CARDS } from './settings.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
}

/** The paths of the members that people change, with `name` for each name that a policy chooses. */
function pathsOf(
  { properties = {}, additionalProperties }: Schema,
  path: readonly string[],
): readonly (readonly string[])[] {
  if (path.length > 0 && memberAt(path) !== undefined) return [path];
  const members = Object.entries(properties).flatMap(([name, member]) => pathsOf(member, [...path, name]));
  const named = typeof additionalProperties === 'object' ? pathsOf(additionalProperties, [...path, 'name']) : [];
  return members.length + named.length === 0 ? [path] : [...members, ...named];
}

/** The page has no fields for these members. People change them as JSON, and the review lists the change. */
const isInJsonAlone = (path: readonly string[]): boolean =>
  ['contexts', 'organisations', 'acknowledged'].includes(path[0] ?? '') || path.at(-1) === 'later';

function policySchema(): Schema {
  const file = createRequire(import.meta.url).resolve('@sallyport/core/policy.schema.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function pathsOfSchema(): readonly (readonly string[])[] {
  return pathsOf(policySchema(), []).filter((path) => !path.includes('$schema') && !isInJsonAlone(path));
}

/** Whether the table of roles has the member: the rules of everyone and of each role. */
function isInRolesTable([top = '', ...rest]: readonly string[]): boolean {
  return top === 'roles' || (rest.length === 0 && ['requiredStrength', 'methods'].includes(top));
}

it('the page knows every member of the policy’s schema', () => {
  const paths = pathsOfSchema();
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => memberAt(path) === undefined)).toEqual([]);
});

it('each member stands in the table of roles or on one card', () => {
  // A strength of the policy's own is one field, with the name.
  const member = ([top = '', ...rest]: readonly string[]) =>
    memberAt([top]) === undefined ? [top, ...rest].join('.') : top;
  const shown = Object.values(CARDS).flatMap((paths) => paths(() => ['name']).map(member));
  const beside = pathsOfSchema().filter((path) => !isInRolesTable(path));
  expect(shown.toSorted()).toEqual(beside.map((path) => path.join('.')).toSorted());
});

it('the page knows the bounds of the schema', () => {
  const schema = policySchema();
  const numbers = Object.entries<Member>(MEMBERS).filter(([, { kind }]) =>
    ['number', 'time', 'dormant'].includes(kind),
  );
  expect(numbers.length).toBeGreaterThan(10);
  for (const [key, { least, most, whole = true, kind }] of numbers) {
    const path = kind === 'dormant' ? [key, 'after'] : key.split('.');
    const member = path.reduce<Schema | undefined>((within, name) => within?.properties?.[name], schema);
    const [, shortest] = /at least (\d+[smhd])/.exec(member?.description ?? '') ?? [];
    const [, longest] = /at most (\d+[smhd])/.exec(member?.description ?? '') ?? [];
    expect({ key, least, most }).toEqual({
      key,
      least: member?.minimum ?? shortest,
      most: member?.maximum ?? longest,
    });
    if (kind === 'number') expect({ key, type: member?.type }).toEqual({ key, type: whole ? 'integer' : 'number' });
  }
});

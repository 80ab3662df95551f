import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { memberAt } from './members.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
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

it('the page has words and a field for every member of the policy’s schema', () => {
  const file = createRequire(import.meta.url).resolve('@sallyport/core/policy.schema.json');
  const schema: Schema = JSON.parse(readFileSync(file, 'utf8'));
  const paths = pathsOf(schema, []).filter((path) => !path.includes('$schema'));
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => memberAt(path) === undefined)).toEqual([]);
});

import { openApiDocument } from '@sallyport/http/openapi';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, typescriptOf } from './typescript-of.test-support.ts';

/** Schemas without a type: empty answers, `Problem` (read by `SallyportProblem`), schemas for tools, and types of `@simplewebauthn/browser`. */
const WITHOUT_TYPE = ['Done', 'Problem', 'OpenApi', 'PasskeyCreationOptions', 'PasskeyRequestOptions'];

const HEADER = `// Made from the shapes of the HTTP contract, as OpenAPI has them. Change those, then run
// \`npm run vitest -- packages/browser/src/contract.test.ts -u\`.

`;

type Schemas = Readonly<Record<string, JsonSchema>>;

const { paths, components } = openApiDocument('https://app.example/auth');
const schemas = components.schemas as Schemas;

/** Schemas of routes for everyone, and schemas that only administrators receive. */
const forAll = named(reachable(Object.entries(paths as object).filter(([path]) => !path.startsWith('/admin/'))));
const forAdministrators = named(Object.keys(schemas).filter((name) => !Object.hasOwn(forAll, name)));

describe('the types of what the server answers', () => {
  it('are those that the contract describes', async () => {
    await expect(HEADER + typescriptOf(forAll)).toMatchFileSnapshot('./contract.ts');
  });

  it('are those that the contract describes to administrators', async () => {
    const shared = referredTo(forAdministrators).filter((name) => Object.hasOwn(forAll, name));
    const imports = `import type { ${shared.join(', ')} } from './contract.ts';\n\n`;
    await expect(HEADER + imports + typescriptOf(forAdministrators)).toMatchFileSnapshot('./admin-contract.ts');
  });
});

/** The named schemas that have a type, in alphabetical order. */
function named(names: readonly string[]): Schemas {
  const typed = names.filter((name) => !WITHOUT_TYPE.includes(name)).toSorted();
  return Object.fromEntries(typed.map((name) => [name, schemas[name] ?? {}]));
}

/** The schemas that a part of the description references, directly and indirectly. */
function reachable(from: unknown): readonly string[] {
  const found = new Set(referredTo(from));
  for (const name of found) for (const further of referredTo(schemas[name])) found.add(further);
  return [...found];
}

function referredTo(part: unknown): readonly string[] {
  const references = JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...new Set(Array.from(references, ([, name = '']) => name))].toSorted();
}

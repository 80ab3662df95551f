import { openApiDocument } from '@sallyport/http/openapi';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, typescriptOf } from './typescript-of.test-support.ts';

/** Schemas without a type: empty answers, `Problem` (read by `SallyportProblem`), schemas for tools, and types of `@simplewebauthn/browser`. */
const WITHOUT_TYPE = ['Done', 'Problem', 'OpenApi', 'PasskeyCreationOptions', 'PasskeyRequestOptions'];

const HEADER = `// Made from the shapes of the HTTP contract. Change the shapes, then run \`npm run vitest -- packages/browser/src/contract.test.ts -u\`.

`;

type Schemas = Readonly<Record<string, JsonSchema>>;

const { paths, components } = openApiDocument('https://app.example/auth');
const schemas = components.schemas as Schemas;

/** Schemas that only administrators receive, apart from those of the oversight of a tenant, schemas of routes for the own account alone, and schemas of the other routes for everyone. */
const forAll = reachable(Object.entries(paths as object).filter(([path]) => !path.startsWith('/admin/')));
const beyondAccount = reachable(
  Object.entries(paths as object).filter(([path]) => !/^\/(?:admin|account|vault)\b/.test(path)),
);
const beyondOversight = reachable(
  Object.entries(paths as object).filter(([path]) => !/^\/admin\/(?:overview|risks|events|security)\b/.test(path)),
);
const ofAdministrators = Object.keys(schemas).filter((name) => !forAll.includes(name));
const forAdministrators = named(ofAdministrators.filter((name) => beyondOversight.includes(name)));
const forOversight = named(ofAdministrators.filter((name) => !beyondOversight.includes(name)));
/** The one long answer to the owner has a file of its own: no file has more than 350 lines. */
const forExport = named(['AccountExport']);
const forOwners = named(forAll.filter((name) => !beyondAccount.includes(name) && !Object.hasOwn(forExport, name)));
const forFlows = named(beyondAccount);

describe('the types of what the server answers', () => {
  it('are those that the contract describes', async () => {
    await expect(HEADER + typescriptOf(forFlows)).toMatchFileSnapshot('./contract.ts');
  });

  it('are those that the contract describes to the owner of an account', async () => {
    const imports = importsFrom('./contract.ts', forOwners, forFlows);
    await expect(HEADER + imports + typescriptOf(forOwners)).toMatchFileSnapshot('./account-contract.ts');
  });

  it('are those that the contract describes of an export', async () => {
    const imports =
      importsFrom('./account-contract.ts', forExport, forOwners, false) +
      importsFrom('./contract.ts', forExport, forFlows);
    await expect(HEADER + imports + typescriptOf(forExport)).toMatchFileSnapshot('./export-contract.ts');
  });

  it('are those that the contract describes to administrators', async () => {
    const imports =
      importsFrom('./account-contract.ts', forAdministrators, forOwners, false) +
      importsFrom('./contract.ts', forAdministrators, forFlows);
    await expect(HEADER + imports + typescriptOf(forAdministrators)).toMatchFileSnapshot('./admin-contract.ts');
  });

  it('are those that the contract describes to administrators who watch a tenant', async () => {
    const imports =
      importsFrom('./account-contract.ts', forOversight, forOwners, false) +
      importsFrom('./admin-contract.ts', forOversight, forAdministrators, false) +
      importsFrom('./contract.ts', forOversight, forFlows);
    await expect(HEADER + imports + typescriptOf(forOversight)).toMatchFileSnapshot('./oversight-contract.ts');
  });
});

/** The import of the types from another file. Returns an empty text if there are none. */
function importsFrom(file: string, users: Schemas, types: Schemas, isLast = true): string {
  const shared = referredTo(users).filter((name) => Object.hasOwn(types, name));
  return shared.length === 0 ? '' : `import type { ${shared.join(', ')} } from '${file}';\n${isLast ? '\n' : ''}`;
}

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

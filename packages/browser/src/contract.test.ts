import { openApiDocument } from '@sallyport/http/openapi';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, typescriptOf } from './typescript-of.test-support.ts';

/** Schemas without a type: empty answers, `Problem` (read by `SallyportProblem`), schemas for tools, and types of `@simplewebauthn/browser`. */
const WITHOUT_TYPE = ['Done', 'Problem', 'OpenApi', 'PasskeyCreationOptions', 'PasskeyRequestOptions'];

/** The answer of `/sign-in/METHOD/challenge`, which no built-in method has. */
const OF_NO_ROUTE = ['Challenge'];

const HEADER = `// Made from the shapes of the HTTP contract. Change the shapes, then run \`npm run vitest -- packages/browser/src/contract.test.ts -u\`.

`;

type Schemas = Readonly<Record<string, JsonSchema>>;

const { paths, components } = openApiDocument('https://app.example/auth', [], { organisations: true });
const schemas = components.schemas as Schemas;

/** Schemas that only administrators receive, apart from those of the policy and of the oversight of a tenant, schemas of routes for the own account alone, and schemas of the other routes for everyone. */
const forAll = [
  ...reachable(Object.entries(paths as object).filter(([path]) => !path.startsWith('/admin/'))),
  ...OF_NO_ROUTE,
];
const beyondAccount = [
  ...reachable(
    Object.entries(paths as object).filter(([path]) => !/^\/(?:admin|account|vault|organisations)\b/.test(path)),
  ),
  ...OF_NO_ROUTE,
];
const beyondOversight = reachable(
  Object.entries(paths as object).filter(([path]) => !/^\/admin\/(?:overview|risks|events|security)\b/.test(path)),
);
const ofAdministrators = Object.keys(schemas).filter((name) => !forAll.includes(name));
const beyondPolicy = reachable(Object.entries(paths as object).filter(([path]) => !path.startsWith('/admin/policy')));
const forPolicy = named(ofAdministrators.filter((name) => !beyondPolicy.includes(name)));
const forAdministrators = named(
  ofAdministrators.filter((name) => beyondOversight.includes(name) && !Object.hasOwn(forPolicy, name)),
);
const forOversight = named(ofAdministrators.filter((name) => !beyondOversight.includes(name)));
/** The one long answer to the owner has a file of its own: no file has more than 350 lines. */
const forExport = named(['AccountExport']);
const beyondOrganisations = [
  ...reachable(Object.entries(paths as object).filter(([path]) => !/^\/organisations\b/.test(path))),
  ...OF_NO_ROUTE,
];
const forMembers = named(forAll.filter((name) => !beyondOrganisations.includes(name)));
const forOwners = named(
  forAll.filter(
    (name) => ![beyondAccount, Object.keys(forExport), Object.keys(forMembers)].some((others) => others.includes(name)),
  ),
);
const forFlows = named(beyondAccount);

/** The files from which other files import, by their types. */
const OF_OWNERS = { './account-contract.ts': forOwners, './contract.ts': forFlows };
const OF_ADMINISTRATORS = {
  './account-contract.ts': forOwners,
  './admin-contract.ts': forAdministrators,
  './contract.ts': forFlows,
};

describe('the types of what the server answers', () => {
  it.each([
    ['everybody', './contract.ts', forFlows, {}],
    ['the owner of an account', './account-contract.ts', forOwners, { './contract.ts': forFlows }],
    ['members of an organisation', './organisation-contract.ts', forMembers, OF_OWNERS],
    ['the owner who exports an account', './export-contract.ts', forExport, OF_OWNERS],
    ['administrators', './admin-contract.ts', forAdministrators, OF_OWNERS],
    ['administrators of the policy', './policy-contract.ts', forPolicy, OF_ADMINISTRATORS],
    ['administrators who watch a tenant', './oversight-contract.ts', forOversight, OF_ADMINISTRATORS],
  ])('are those that the contract describes to %s', async (_, file, types, others) => {
    await expect(HEADER + importsOf(types, others) + typescriptOf(types)).toMatchFileSnapshot(file);
  });
});

/** The imports of types from other files. Returns an empty text if there are none. */
function importsOf(users: Schemas, others: Readonly<Record<string, Schemas>>): string {
  const lines = Object.entries(others).flatMap(([file, types]) => {
    const shared = referredTo(users).filter((name) => Object.hasOwn(types, name));
    return shared.length === 0 ? [] : [`import type { ${shared.join(', ')} } from '${file}';\n`];
  });
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
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

import { openApiDocument } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, typescriptOf } from './typescript-of.test-support.ts';

/** An answer with nothing in it, what `SallyportProblem` reads, what only tools read, and what @simplewebauthn/browser has types of. */
const WITHOUT_TYPE = ['Done', 'Problem', 'OpenApi', 'PasskeyCreationOptions', 'PasskeyRequestOptions'];

const HEADER = `// Made from the shapes of the HTTP contract, as OpenAPI has them. Change those, then run
// \`npm run vitest -- packages/browser/src/contract.test.ts -u\`.

`;

describe('the types of what the server answers', () => {
  it('are those that the contract describes', async () => {
    const schemas = openApiDocument('https://app.example/auth').components.schemas as Record<string, JsonSchema>;
    const typed = Object.entries(schemas)
      .filter(([name]) => !WITHOUT_TYPE.includes(name))
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    await expect(HEADER + typescriptOf(Object.fromEntries(typed))).toMatchFileSnapshot('./contract.ts');
  });
});

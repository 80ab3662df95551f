import { here } from './here.ts';

type Paths = Readonly<Record<string, unknown>>;

let paths: Promise<Paths | undefined> | undefined;

/** Returns true if this server's contract has a path, such as `/account/export`. The pages offer only what the server has. */
export async function serves(path: string): Promise<boolean> {
  paths ??= described();
  return Object.hasOwn((await paths) ?? {}, path);
}

/** Whether this server deletes accounts at a path. A server that describes no contract may delete accounts, so the pages offer the deletion. */
export async function servesDeletion(path: '/account' | '/admin/accounts/{id}'): Promise<boolean> {
  paths ??= described();
  const known = await paths;
  return known === undefined || member(known[path], 'delete') !== undefined;
}

export async function parameterChoices(path: string, parameter: string): Promise<readonly string[]> {
  paths ??= described();
  const operation = member((await paths)?.[path], 'post');
  const found = listOf(member(operation, 'parameters')).find((one) => member(one, 'name') === parameter);
  const choices = listOf(member(member(found, 'schema'), 'oneOf')).map((choice) => member(choice, 'const'));
  return choices.filter((choice) => typeof choice === 'string');
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

async function described(): Promise<Paths | undefined> {
  try {
    const response = await fetch(here('/auth/openapi.json'));
    const document: unknown = await response.json();
    return isRecord(document) && isRecord(document['paths']) ? document['paths'] : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

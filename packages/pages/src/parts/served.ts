let paths: Promise<Readonly<Record<string, unknown>>> | undefined;

/** Whether this server's contract has a path, such as `/account/export`. The pages offer only what the server has. */
export async function serves(path: string): Promise<boolean> {
  paths ??= described();
  return Object.hasOwn(await paths, path);
}

/** The possible values of a path parameter, if the contract lists the values. */
export async function parameterChoices(path: string, parameter: string): Promise<readonly string[]> {
  paths ??= described();
  const operation = member((await paths)[path], 'post');
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

/** The paths of `GET /openapi.json`, which describes the served routes. */
async function described(): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch('/auth/openapi.json');
    const document: unknown = await response.json();
    return isRecord(document) && isRecord(document['paths']) ? document['paths'] : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

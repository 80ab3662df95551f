let paths: Promise<Readonly<Record<string, unknown>>> | undefined;

/** Whether this server's contract has a path, such as `/account/export`: nothing is offered that it would refuse. */
export async function serves(path: string): Promise<boolean> {
  paths ??= described();
  return Object.hasOwn(await paths, path);
}

/** The paths of `GET /openapi.json`, which is made from the routes that are served. */
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

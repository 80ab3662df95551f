type Claims = Readonly<Record<string, unknown>>;

export interface NotRead {
  readonly notRead: string;
}

/** A name may be an address with dots. */
export function claimAt(claims: Claims | undefined, name: string): unknown {
  if (claims === undefined) return undefined;
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>((value, step) => (isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined), claims);
}

export function requestedClaim(name: string): string {
  return name.includes(':') ? name : (name.split('.')[0] ?? name);
}

/** ZITADEL writes a map of objects, whose keys are the roles. What is not read could be a role. */
export function rolesIn(value: unknown): readonly string[] | NotRead {
  if (value === null) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const names = value.filter((entry) => entry !== null).map((entry) => (isMap(entry) ? entry['name'] : entry));
    return names.every((name) => typeof name === 'string') ? names : { notRead: 'a list with other values than names' };
  }
  if (isMap(value))
    return Object.values(value).every(isMap) ? Object.keys(value) : { notRead: 'an object that is no map of roles' };
  return { notRead: `a ${typeof value}` };
}

function isMap(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Description } from './route.ts';

/** Parts of the contract that a host may leave out: what is `false` is answered 404 and is not in `openapi.json`. */
export interface Parts {
  /** Every route below `/admin`. */
  readonly admin?: boolean | undefined;
  /** The routes that delete an account: `DELETE /account` and `DELETE /admin/accounts/:id`. */
  readonly deleteAccount?: boolean | undefined;
  /** `GET /openapi.json`. */
  readonly openapi?: boolean | undefined;
}

/** A part that the contract does not have, or that is neither `true` nor `false`. Thrown when the app is set up. */
export class InvalidPart extends Error {
  readonly code = 'invalid-part';
  constructor(name: string) {
    super(
      `parts: '${name}' is no part that can be left out; write { ${NAMES.map((each) => `${each}: false`).join(', ')} }`,
    );
    this.name = 'InvalidPart';
  }
}

type Row = Pick<Description, 'verb' | 'path'>;

const HAS: Readonly<Record<keyof Parts, (row: Row) => boolean>> = {
  admin: ({ path }) => path.startsWith('/admin/'),
  deleteAccount: ({ verb, path }) => verb === 'DELETE' && (path === '/account' || path === '/admin/accounts/:id'),
  openapi: ({ path }) => path === '/openapi.json',
};

const NAMES: readonly (keyof Parts)[] = ['admin', 'deleteAccount', 'openapi'];

/** Whether a route is served: in none of the parts that are left out. */
export function isServed(row: Row, parts: Parts): boolean {
  return NAMES.every((name) => parts[name] !== false || !HAS[name](row));
}

/** @throws {InvalidPart} so that a misspelt part is not served in silence */
export function checkParts(parts: Parts): void {
  for (const [name, value] of Object.entries(parts)) {
    const isPart = NAMES.some((each) => each === name) && (value === undefined || typeof value === 'boolean');
    if (!isPart) throw new InvalidPart(name);
  }
}

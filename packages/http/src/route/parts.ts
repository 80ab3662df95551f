import type { Description } from './route.ts';

/**
 * Parts of the contract. A host leaves a part out with `false`: its routes answer 404, and `openapi.json` does not describe them. Sign-up is left
 * out unless the host says `true`, because it lets strangers make accounts, and so is the administration of organisations by their owners.
 */
export interface Parts {
  /** Every route below `/admin`. */
  readonly admin?: boolean | undefined;
  /** The routes that delete an account: `DELETE /account` and `DELETE /admin/accounts/:id`. */
  readonly deleteAccount?: boolean | undefined;
  /** The routes below `/sign-up`. Default: false. */
  readonly signUp?: boolean | undefined;
  /** The routes below `/organisations`, for the owners of organisations. `GET /organisations` is no part. Default: false. */
  readonly organisations?: boolean | undefined;
  /** `GET /openapi.json`. */
  readonly openapi?: boolean | undefined;
}

/** Thrown when the app is set up, for an unknown part or a value other than `true` and `false`. */
export class InvalidPart extends Error {
  /** Always `invalid-part`. */
  readonly code = 'invalid-part';
  constructor(name: string) {
    super(
      `parts: '${name}' is no part that can be left out; write { ${NAMES.map((each) => `${each}: ${ASKED_FOR.has(each)}`).join(', ')} }`,
    );
    this.name = 'InvalidPart';
  }
}

type Row = Pick<Description, 'verb' | 'path'>;

const HAS: Readonly<Record<keyof Parts, (row: Row) => boolean>> = {
  admin: ({ path }) => path.startsWith('/admin/'),
  deleteAccount: ({ verb, path }) => verb === 'DELETE' && (path === '/account' || path === '/admin/accounts/:id'),
  signUp: ({ path }) => path === '/sign-up' || path === '/sign-up/confirm',
  organisations: ({ path }) => path.startsWith('/organisations/'),
  openapi: ({ path }) => path === '/openapi.json',
};

const NAMES: readonly (keyof Parts)[] = ['admin', 'deleteAccount', 'signUp', 'organisations', 'openapi'];

const ASKED_FOR: ReadonlySet<keyof Parts> = new Set<keyof Parts>(['signUp', 'organisations']);

export function isServed(row: Row, parts: Parts): boolean {
  return NAMES.every((name) => (parts[name] ?? !ASKED_FOR.has(name)) || !HAS[name](row));
}

/** @throws {InvalidPart} */
export function checkParts(parts: Parts): void {
  for (const [name, value] of Object.entries(parts)) {
    const isPart = NAMES.some((each) => each === name) && (value === undefined || typeof value === 'boolean');
    if (!isPart) throw new InvalidPart(name);
  }
}

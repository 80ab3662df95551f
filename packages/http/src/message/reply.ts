/** An answer, ready for a framework to write. */
export interface NeutralReply {
  readonly status: number;
  /** By lower-cased name. `Set-Cookie` is apart, since it can come more than once. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies: readonly string[];
  readonly body: string;
  /** The problem's code, if it is one. */
  readonly problem?: string;
}

/** The body of an answer; members that are `undefined` do not travel. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON answer that nobody may keep or take for something else. */
export function jsonReply(
  status: number,
  body: JsonObject,
  extra: { readonly headers?: Readonly<Record<string, string>>; readonly cookies?: readonly string[] } = {},
): NeutralReply {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...extra.headers,
    },
    cookies: extra.cookies ?? [],
    body: JSON.stringify(body),
  };
}

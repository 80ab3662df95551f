import { isRefusal as isEngineRefusal, type Refusal, type RefusalCode } from '@sallyport/engine';

export type CookieKind = 'flow' | 'session' | 'device';

/** Codes of all refusals: the engine's and those of HTTP. */
export type Refused = RefusalCode | 'cross-site' | 'too-large' | 'unsupported-media-type' | 'internal';

/** An expected refusal, by the engine or by the HTTP layer. */
export type HttpRefusal = Omit<Refusal, 'refused'> & {
  readonly refused: Refused;
  /** The `detail` of the problem document, if the request itself says more than the fixed text of the code. */
  readonly detail?: string;
  /** Cookies to remove. */
  readonly drop?: readonly CookieKind[];
};

/** The engine's test also recognizes the refusals of HTTP. */
export const isRefusal: (value: object | undefined) => value is Refusal | HttpRefusal = isEngineRefusal;

export function malformed(path: string, message: string): HttpRefusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

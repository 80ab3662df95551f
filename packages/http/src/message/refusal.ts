import { isRefusal as isEngineRefusal, type Refusal, type RefusalCode } from '@sallyport/engine';

/** Every reason for which a request can be refused: the engine's, and those of HTTP itself. */
export type Refused = RefusalCode | 'cross-site' | 'too-large' | 'unsupported-media-type' | 'internal';

/** An expected "no": the engine's, or one of HTTP itself. */
export type HttpRefusal = Omit<Refusal, 'refused'> & { readonly refused: Refused };

/** Whether an answer is a "no": the engine's own test, which those of HTTP pass as well. */
export const isRefusal: (value: object | undefined) => value is Refusal | HttpRefusal = isEngineRefusal;

/** The "no" to a body or a query that is not what the route takes; `path` names the member, empty for the whole. */
export function malformed(path: string, message: string): HttpRefusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

import { parseJson } from './json.ts';
import { type HttpRefusal, isRefusal, malformed } from './refusal.ts';
import type { BodySource, NeutralRequest } from './request.ts';
import { trimmed } from './white-space.ts';

/** Largest body in bytes, except for routes with a `largestBody`. */
export const MAX_BODY_BYTES: number = 64 * 1024;

/** Bytes. A provider's form contains a whole SAML assertion. */
export const MAX_FORM_BYTES: number = 256 * 1024;

const FORM = 'application/x-www-form-urlencoded';

export async function readForm({
  headers,
  body,
}: NeutralRequest): Promise<{ readonly fields: Readonly<Record<string, string>> } | HttpRefusal> {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (trimmed(type).toLowerCase() !== FORM)
    return { refused: 'unsupported-media-type', detail: `The body has to be ${FORM}.` };
  if (body === undefined) return { fields: {} };
  const declared = declaredLength(headers);
  if (typeof declared === 'number' && declared > MAX_FORM_BYTES) return { refused: 'too-large' };
  if (body.kind === 'parsed') return parsedForm(body.value);
  const bytes = await bytesOf(body, MAX_FORM_BYTES);
  if (isRefusal(bytes)) return bytes;
  return formOf(new URLSearchParams(new TextDecoder().decode(bytes)));
}

function formOf(
  entries: Iterable<[string, unknown]>,
): { readonly fields: Readonly<Record<string, string>> } | HttpRefusal {
  const fields = new Map<string, string>();
  let length = 0;
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || fields.has(name)) return malformed('', 'has a field twice');
    length += name.length + value.length;
    fields.set(name, value);
  }
  return length > MAX_FORM_BYTES ? { refused: 'too-large' } : { fields: Object.fromEntries(fields) };
}

function parsedForm(value: unknown): ReturnType<typeof formOf> {
  return typeof value === 'object' && value !== null ? formOf(Object.entries(value)) : malformed('', 'is no form');
}

/** An absent body reads as `{}`. Reading stops at the limit if the body is longer than declared. */
export async function readJson(
  { headers, body }: NeutralRequest,
  largest: number = MAX_BODY_BYTES,
): Promise<{ readonly value: unknown } | HttpRefusal> {
  const json = isJson(headers['content-type']);
  const declared = declaredLength(headers);
  if (body === undefined || declared === 0) return ABSENT;
  if (!json && declared !== undefined) return { refused: 'unsupported-media-type' };
  if (declared !== undefined && declared !== 'chunked' && declared > largest) return { refused: 'too-large' };
  if (body.kind === 'parsed' && !json) return ABSENT;

  const bytes = await bytesOf(body, largest);
  if (isRefusal(bytes)) return bytes;
  if (bytes.length === 0) return ABSENT;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (!json || (body.kind !== 'parsed' && encoding !== 'identity')) return { refused: 'unsupported-media-type' };
  return read(bytes);
}

const ABSENT = { value: {} };

function read(bytes: Uint8Array): { readonly value: unknown } | HttpRefusal {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return malformed('', 'is not UTF-8');
  }
  const parsed = parseJson(text);
  return 'error' in parsed ? malformed(parsed.error.path, parsed.error.message) : parsed;
}

function declaredLength(headers: NeutralRequest['headers']): number | 'chunked' | undefined {
  if (headers['transfer-encoding'] !== undefined) return 'chunked';
  const length = headers['content-length'];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** UTF-8 is the only charset of JSON (RFC 8259 §8.1). */
function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => trimmed(part).toLowerCase());
  if (type !== 'application/json') return false;
  return parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter));
}

async function bytesOf(body: BodySource, largest: number): Promise<Uint8Array | HttpRefusal> {
  switch (body.kind) {
    case 'bytes':
      return limited(body.bytes, largest);
    case 'stream':
      return drained(body.chunks, largest);
    case 'parsed':
      return serialized(body.value, largest);
  }
}

const limited = (bytes: Uint8Array, largest: number): Uint8Array | HttpRefusal =>
  bytes.length > largest ? { refused: 'too-large' } : bytes;

async function drained(chunks: AsyncIterable<Uint8Array>, largest: number): Promise<Uint8Array | HttpRefusal> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > largest) return { refused: 'too-large' };
      parts.push(chunk);
    }
  } catch (broken) {
    if (broken instanceof BodyAlreadyRead) throw broken;
    return malformed('', 'ended before it was complete');
  }
  return joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function serialized(value: unknown, largest: number): Uint8Array | HttpRefusal {
  try {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return limited(new TextEncoder().encode(text ?? ''), largest);
  } catch {
    return malformed('', 'is nested too deep');
  }
}

/** The host read the body before the routes could. This is a defect of the host, reported to `onFault`. */
export class BodyAlreadyRead extends Error {
  /** Always `body-already-read`. */
  readonly code = 'body-already-read';
  constructor() {
    super('the body was read before Sallyport could: mount the routes before what reads it, or read `request.clone()`');
    this.name = 'BodyAlreadyRead';
  }
}

import type { PolicyDocument } from '@sallyport/browser';

/** Parses the text as a JSON object. Returns `undefined` for any other text. The server checks the policy itself. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isDocument(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

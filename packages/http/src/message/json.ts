export type Parsed = { readonly value: unknown } | WrongText;

export interface WrongText {
  readonly error: { readonly path: string; readonly message: string };
}

/** Deeper than any body of the contract, and shallow enough for recursive code. */
const DEEPEST = 32;

/** RFC 8259. Refuses a repeated name in an object, NUL and unpaired surrogates, deep nesting, and the name `__proto__`. */
export function parseJson(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong('', 'is not JSON');
  }
  const structure = structureProblem(text);
  if (structure !== undefined) return wrong('', structure);
  return textProblem(value, '') ?? { value };
}

const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/gs;

function structureProblem(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, name, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.push(new Set()) > DEEPEST) return 'is nested too deep';
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (name !== undefined && colon !== undefined) {
      const names = open.at(-1);
      const decoded: string = JSON.parse(name);
      if (names?.has(decoded)) return 'has the same name twice in one object';
      names?.add(decoded);
    }
  }
  return undefined;
}

export function textProblem(value: unknown, path: string): WrongText | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : wrong(path, UNSTORABLE);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const below = join(path, name);
    if (name === '__proto__' || !isStorable(name)) return wrong(below, name === '__proto__' ? UNKNOWN : UNSTORABLE);
    const problem = textProblem(member, below);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const UNSTORABLE = 'must be well-formed text without NUL';
export const UNKNOWN = 'is not known here';

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const wrong = (path: string, message: string): WrongText => ({ error: { path, message } });

export function join(path: string, name: string): string {
  const shown = name.slice(0, 64).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}');
  return path === '' ? shown : `${path}.${shown}`;
}

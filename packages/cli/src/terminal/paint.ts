import type { Severity } from '@sallyport/assurance';

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

/** NO_COLOR: no-color.org. */
export function hasColours(isTty: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTty && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

export function paint(colours: boolean): Paint {
  const style = (open: number, close: number) => (text: string) =>
    colours ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), yellow: style(33, 39), green: style(32, 39) };
}

export function severityPaint({ red, yellow, dim }: Paint, severity: Severity): (text: string) => string {
  return { error: red, warning: yellow, info: dim }[severity];
}

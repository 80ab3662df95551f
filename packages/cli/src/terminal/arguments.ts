import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from '@sallyport/core';
import { CliError } from './cli-error.ts';

/** The options of a command, as `parseArgs` takes them. */
export type Options = NonNullable<ParseArgsConfig['options']>;

interface Configured<Some extends Options> {
  readonly args: string[];
  readonly options: Some;
  readonly allowPositionals: true;
}

export type Parsed<Some extends Options> = ReturnType<typeof parseArgs<Configured<Some>>>;

/** A value may begin with a dash, as one account id in 64 does, unless it is an option itself. @throws CliError */
export function parse<Some extends Options>(args: readonly string[], options: Some): Parsed<Some> {
  try {
    return parseArgs<Configured<Some>>({ args: withDashedValues(args, options), options, allowPositionals: true });
  } catch (error) {
    throw new CliError('usage', wrongOption(error, options), { cause: error });
  }
}

/** `parseArgs` calls `--id -abc` ambiguous. */
function withDashedValues(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [arg = '', next] = args.slice(at, at + 2);
    if (arg === '--') return [...joined, ...args.slice(at)];
    const takesValue = arg.startsWith('--') && options[arg.slice(2)]?.type === 'string';
    const isValue = takesValue && next?.startsWith('-') === true && !isOption(next, options);
    joined.push(isValue ? `${arg}=${next}` : arg);
    if (isValue) at++;
  }
  return joined;
}

function isOption(arg: string, options: Options): boolean {
  const [name = ''] = arg.replace(/^--?/, '').split('=');
  return arg === '--' || name in options || Object.values(options).some(({ short }) => short === name);
}

function wrongOption(error: unknown, options: Options): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(--?([^']+))'/.exec(message);
  if (unknown === null) return message;
  const [, written = '', name = ''] = unknown;
  const nearest = nearestName(name, Object.keys(options));
  return `there is no option '${written}'${nearest === undefined ? '' : `; did you mean '--${nearest}'?`}`;
}

/** Separated by commas, or the option given several times. */
export function list(values: readonly string[] | undefined): readonly string[] {
  return (values ?? [])
    .flatMap((value) => value.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** @throws CliError */
export function files(positionals: readonly string[], least: number, most: number, usage: string): readonly string[] {
  if (positionals.length < least) throw new CliError('usage', `a file is missing: sallyport ${usage}`);
  if (positionals.length > most)
    throw new CliError('usage', `too many arguments, from '${positionals[most]}': sallyport ${usage}`);
  return positionals;
}

/** @throws CliError with the nearest name */
export function oneOf<Name extends string>(what: string, written: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === written);
  if (found !== undefined) return found;
  const nearest = nearestName(written, names);
  const hint = nearest === undefined ? `one of ${names.join(', ')}` : `did you mean '${nearest}'?`;
  throw new CliError('usage', `there is no ${what} '${written}'; ${hint}`);
}

/** @throws CliError */
export function notBoth(values: Readonly<Record<string, unknown>>, one: string, other: string): void {
  if (values[one] === true && values[other] === true)
    throw new CliError('usage', `'--${one}' or '--${other}', not both`);
}

/** Of printed events. @throws CliError */
export function limitOf(written: string = '50'): number {
  const limit = /^\d{1,4}$/.test(written) ? Number(written) : 0;
  if (limit < 1 || limit > 1_000) throw new CliError('usage', "'--limit' takes a number from 1 to 1000");
  return limit;
}

/** @throws CliError unless the value has up to nine digits */
export function numberOf(option: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!/^\d{1,9}$/.test(written))
    throw new CliError('usage', `'--${option}' is a number from 0 on, and not '${written}'`);
  return Number(written);
}

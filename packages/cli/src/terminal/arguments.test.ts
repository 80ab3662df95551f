import { describe, expect, it } from 'vitest';
import { parse } from './arguments.ts';
import { CliError } from './cli-error.ts';

const OPTIONS = {
  id: { type: 'string' },
  role: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

describe('the arguments of a command', () => {
  it.each([
    { args: ['--id', '-abc'], values: { id: '-abc' }, positionals: [] },
    { args: ['--id', '--abc'], values: { id: '--abc' }, positionals: [] },
    { args: ['--id=-abc', 'show'], values: { id: '-abc' }, positionals: ['show'] },
    { args: ['--role', '-a', '--role', 'b', '--json'], values: { role: ['-a', 'b'], json: true }, positionals: [] },
    { args: ['--json', '--', '--id', '-abc'], values: { json: true }, positionals: ['--id', '-abc'] },
  ])('may have a value that begins with a dash: $args', ({ args, values, positionals }) => {
    const parsed = parse(args, OPTIONS);
    expect({ ...parsed.values }).toEqual(values);
    expect(parsed.positionals).toEqual(positionals);
  });

  it.each([
    ['an option', ['--id', '--json']],
    ['an option with a value', ['--id', '--role=x']],
    ['a short option', ['--id', '-h']],
    ['nothing', ['--id']],
  ])('have %s in the place of a value refused', (_, args) => {
    expect(() => parse(args, OPTIONS)).toThrow(CliError);
  });

  it('name the option that was meant', () => {
    expect(() => parse(['--jsn'], OPTIONS)).toThrow("there is no option '--jsn'; did you mean '--json'?");
    expect(() => parse(['--json', '-abc'], OPTIONS)).toThrow("there is no option '-a'");
  });
});

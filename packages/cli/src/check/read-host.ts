import { readFile } from 'node:fs/promises';
import { type HostMethods, METHODS } from '@sallyport/core';
import * as z from 'zod';
import { CliError } from '../terminal/cli-error.ts';

const host: z.ZodType<HostMethods> = z.strictObject({
  methods: z.array(z.enum(METHODS)),
  providers: z.exactOptional(z.array(z.string().min(1))),
  directory: z.exactOptional(z.string().min(1)),
  codes: z.exactOptional(z.array(z.templateLiteral([z.string().regex(/^[a-z][a-z0-9-]*/), '-code']))),
  vault: z.exactOptional(z.boolean()),
});

/**
 * Reads what a host brings from a JSON file.
 *
 * @throws CliError if it cannot be read, or says something else
 */
export async function readHost(file: string): Promise<HostMethods> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new CliError('unreadable', `${file}: cannot be read`);
  const { success, data, error } = host.safeParse(parsed(file, text));
  if (success) return data;
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new CliError('unreadable', `${file}: says not what a host brings: ${problems.join('; ')}`);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CliError('unreadable', `${file}: is not JSON`, { cause: error });
  }
}

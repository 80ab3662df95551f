import { readFile } from 'node:fs/promises';
import type { ThreatHost } from '@sallyport/assurance';
import { type DeliveredCode, type HostMethods, METHODS } from '@sallyport/core';
import * as z from 'zod/mini';
import { CliError } from '../terminal/cli-error.ts';
import { IN_ENGLISH } from '../terminal/in-english.ts';

export interface ReadHost {
  readonly methods: HostMethods;
  readonly threats: ThreatHost;
}

/** `gives`: the roles that the provider may give. `dates`: the provider states the time of a proof. */
interface WrittenProvider {
  readonly gives?: readonly string[];
  readonly dates?: boolean;
}

interface WrittenHost {
  readonly methods: HostMethods['methods'];
  readonly providers?: readonly string[] | Readonly<Record<string, WrittenProvider>>;
  readonly directory?: string | { readonly name: string; readonly gives?: readonly string[] };
  readonly codes?: readonly DeliveredCode[];
  readonly vault?: boolean;
  readonly breachedPasswords?: boolean;
  readonly contexts?: boolean;
  readonly attestedModels?: 'any' | readonly string[];
}

const name = z.string().check(z.minLength(1));
const roles = z.exactOptional(z.array(name));

const host: z.ZodMiniType<WrittenHost> = z.strictObject({
  methods: z.array(z.enum(METHODS)),
  providers: z.exactOptional(
    z.union([z.array(name), z.record(name, z.strictObject({ gives: roles, dates: z.exactOptional(z.boolean()) }))]),
  ),
  directory: z.exactOptional(z.union([name, z.strictObject({ name, gives: roles })])),
  codes: z.exactOptional(z.array(z.templateLiteral([z.string().check(z.regex(/^[a-z][a-z0-9-]*/)), '-code']))),
  vault: z.exactOptional(z.boolean()),
  breachedPasswords: z.exactOptional(z.boolean()),
  contexts: z.exactOptional(z.boolean()),
  attestedModels: z.exactOptional(z.union([z.literal('any'), z.array(name)])),
});

/** @throws CliError */
export async function readHost(file: string): Promise<ReadHost> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new CliError('unreadable', `${file}: cannot be read`);
  const { success, data, error } = host.safeParse(parsed(file, text), IN_ENGLISH);
  if (success) return readFrom(data);
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new CliError('unreadable', `${file}: does not describe a host: ${problems.join('; ')}`);
}

function readFrom({ methods, providers = [], directory, codes, vault, ...others }: WrittenHost): ReadHost {
  const named: Readonly<Record<string, WrittenProvider>> = isList(providers)
    ? Object.fromEntries(providers.map((provider) => [provider, {}]))
    : providers;
  const office = typeof directory === 'string' ? { name: directory } : directory;
  const sources = [...Object.entries(named), ...(office === undefined ? [] : [[office.name, office] as const])];
  const gives = sources.flatMap(([source, said]) => (said.gives === undefined ? [] : [[source, said.gives] as const]));
  return {
    methods: {
      methods,
      providers: Object.keys(named),
      codes,
      vault,
      ...others,
      ...(office === undefined ? {} : { directory: office.name }),
      ...(gives.length === 0 ? {} : { gives: Object.fromEntries(gives) }),
    },
    threats: { providers: named, directory: office, codes, vault: vault ?? false },
  };
}

function isList(providers: WrittenHost['providers']): providers is readonly string[] {
  return Array.isArray(providers);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CliError('unreadable', `${file}: is not JSON`, { cause: error });
  }
}

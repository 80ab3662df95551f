import type { Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { bullet, plain, wrap } from '../terminal/wrap.ts';
import { differences } from './differences.ts';
import { authorText, type Governing, type Version } from './governing.ts';

/** Each as soon as the version before it is known. */
export async function history({ policy }: Governing, tenant: string, json: boolean, io: Io): Promise<void> {
  let later: Version | undefined;
  for await (const version of versions(policy, tenant)) {
    if (later !== undefined) print(later, version, json, io);
    later = version;
  }
  if (later !== undefined) print(later, undefined, json, io);
  else if (!json) io.out('The store has no policy: the policy in the code of the app is in force.');
}

export async function* versions(policy: Governing['policy'], tenant: string): AsyncGenerator<Version> {
  let page: { readonly cursor?: string } | undefined = {};
  while (page !== undefined) {
    const { versions: listed, next }: Awaited<ReturnType<typeof policy.versions>> = await policy.versions(tenant, page);
    yield* listed;
    page = next === undefined ? undefined : { cursor: next };
  }
}

function print(
  { policy, version, changedAt, changedBy, note }: Version,
  before: Version | undefined,
  json: boolean,
  io: Io,
): void {
  const changes = before === undefined ? undefined : differences(before.policy, policy);
  if (json) {
    io.out(jsonText({ version, changedAt: whenText(changedAt), changedBy, note, changes, policy }));
    return;
  }
  const texts = changes ?? ['the first version'];
  io.out(
    [
      `${version}  ${whenText(changedAt)}  ${plain(authorText(changedBy))}`,
      ...(note === undefined ? [] : [wrap(`"${note}"`, '  ')]),
      ...(texts.length === 0 ? ['the same policy again'] : texts).map((text) => bullet(text)),
    ].join('\n'),
  );
}

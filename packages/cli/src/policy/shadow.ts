import { hostCode } from '@sallyport/core';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { bullet, plain, wrap } from '../terminal/wrap.ts';
import { authorText, type Governing, type ShadowFindings } from './governing.ts';

export interface BeginOptions {
  readonly file: string;
  readonly tenant: string;
  readonly by: string;
  readonly note?: string | undefined;
  readonly ifVersion?: number | undefined;
}

export async function beginShadow(
  { policy }: Governing,
  { file, tenant, by, note, ifVersion }: BeginOptions,
  io: Io,
): Promise<ExitCode> {
  const draft = await requirePolicy(file, io);
  if (draft === undefined) return 1;
  const begun = await policy.shadow(tenant, draft.document, {
    by: hostCode(by),
    ...(note !== undefined && { note }),
    ...(ifVersion !== undefined && { ifVersion }),
  });
  if (isRefusal(begun)) return refused(begun, io);
  io.out(wrap(`The draft runs in the shadow of version ${begun.version}, without an effect.`));
  return 0;
}

export async function endShadow({ policy }: Governing, tenant: string, by: string, io: Io): Promise<ExitCode> {
  const ended = await policy.endShadow(tenant, { by: hostCode(by) });
  if (isRefusal(ended)) return refused(ended, io);
  io.out('The draft no longer runs in the shadow.');
  return 0;
}

export async function tellShadow({ policy }: Governing, tenant: string, json: boolean, io: Io): Promise<ExitCode> {
  const found = await policy.shadowReport(tenant);
  if (isRefusal(found)) return refused(found, io);
  if (json) {
    const { since, by, note, isJudged, signIns, askedForMore, denied, letOff, isWhole, rules, policy: draft } = found;
    const numbers = { isJudged, signIns, askedForMore, denied, letOff, isWhole };
    io.out(jsonText({ version: 1, since: whenText(since), by, note, ...numbers, rules, policy: draft }, 2));
    return 0;
  }
  io.out(text(found));
  return 0;
}

const EFFECTS: Readonly<Record<string, string>> = {
  'asked-for-more': 'asked for more',
  denied: 'kept out',
  'let-off': 'asked for less',
};

function text({
  since,
  by,
  note,
  isJudged,
  signIns,
  askedForMore,
  denied,
  letOff,
  isWhole,
  rules,
}: ShadowFindings): string {
  const numbers = `The draft would have asked ${people(askedForMore)} for more, kept ${people(denied)} out, and asked ${people(letOff)} for less.`;
  const ofRules = rules.map(({ effect, because: { message }, people: count }) =>
    bullet(`${plain(message)} ${count} ${EFFECTS[effect] ?? plain(effect)}.`),
  );
  return [
    wrap(`Since ${whenText(since)}, begun by ${plain(authorText(by))}: ${signIns} sign-ins.`),
    ...(note === undefined ? [] : [wrap(`"${plain(note)}"`, '  ')]),
    wrap(isJudged ? numbers : 'The draft does not fit the app as it is now, and is not judged.'),
    ...(isWhole ? [] : ['The numbers count the newest 5,000 entries.']),
    ...ofRules,
  ].join('\n');
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function refused(refusal: AppRefusal, io: Io): ExitCode {
  io.err(refusal.refused === 'not-found' ? 'no draft runs in the shadow' : `refused: ${refusalText(refusal)}`);
  return 1;
}

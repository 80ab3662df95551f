import { derivedLimits, sessionsFallingShort } from '@sallyport/assurance';
import { durationText, type EffectiveSessionLimits, type Policy } from '@sallyport/core';
import type { ChangedLimits, LimitTexts, OpenSessions } from './report.ts';

export function changedLimits(from: Policy, to: Policy): readonly ChangedLimits[] {
  return derivedLimits(from, to).map(({ source, before, after }) => ({
    source,
    before: limitTexts(before),
    after: limitTexts(after),
  }));
}

function limitTexts({ idle, absolute }: Partial<EffectiveSessionLimits>): LimitTexts {
  return {
    ...(idle === undefined ? {} : { idle: durationText(idle) }),
    ...(absolute === undefined ? {} : { absolute: durationText(absolute) }),
  };
}

/** `undefined` if no open session falls short. */
export function openSessions(from: Policy, to: Policy): OpenSessions | undefined {
  const short = sessionsFallingShort(from, to);
  if (short.length === 0) return undefined;
  const { act, after } = to.onTighten;
  return {
    act,
    ...(after === 0 ? {} : { after: durationText(after) }),
    people: short.map(({ source, longest }) => ({ source, longest: durationText(longest) })),
  };
}

import { eventsText, type LogFinding } from './finding.ts';

export interface BatchLine {
  readonly line: number;
  readonly n: number;
  readonly leaf: string;
}

export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly BatchLine[];
  readonly headLine: number;
}

/** `leaves` is absent if a leaf is missing or surplus. */
export interface BatchOrder {
  readonly findings: readonly LogFinding[];
  readonly leaves?: readonly string[];
}

export function orderOf({ from, to, lines, headLine }: Batch): BatchOrder {
  const byNumber = new Map<number, BatchLine>();
  const findings: LogFinding[] = [];
  for (const one of lines) {
    const { n, line } = one;
    if (n >= from && n < to && !byNumber.has(n)) byNumber.set(n, one);
    else findings.push({ kind: 'added', line, events: [n, n], message: `event ${n} is surplus here` });
  }
  const sorted = [...byNumber.values()].sort((one, other) => one.n - other.n);
  findings.push(...movedIn([...byNumber.values()], sorted), ...missingIn(sorted, { from, to, headLine }));
  const isWhole = byNumber.size === lines.length && byNumber.size === to - from;
  return isWhole ? { findings, leaves: sorted.map(({ leaf }) => leaf) } : { findings };
}

/** Two swapped lines are two findings, and other disorder is one. */
function movedIn(lines: readonly BatchLine[], sorted: readonly BatchLine[]): readonly LogFinding[] {
  const wrong = lines.flatMap((one, place) => {
    const right = sorted[place];
    return right === undefined || right.n === one.n ? [] : [{ ...one, right: right.n }];
  });
  const [first, second] = wrong;
  if (first === undefined || second === undefined) return [];
  if (wrong.length === 2)
    return [first, second].map(({ line, n, right }) => {
      return { kind: 'moved', line, events: [n, n], message: `event ${n} stands in the place of event ${right}` };
    });
  const numbers = wrong.map(({ n }) => n);
  const events = [Math.min(...numbers), Math.max(...numbers)] as const;
  return [{ kind: 'moved', line: first.line, events, message: `${eventsText(events)} are not in their order` }];
}

function missingIn(
  sorted: readonly BatchLine[],
  { from, to, headLine }: Pick<Batch, 'from' | 'to' | 'headLine'>,
): readonly LogFinding[] {
  const findings: LogFinding[] = [];
  let next = from;
  for (const { n, line } of [...sorted, { n: to, line: headLine }]) {
    if (n > next) {
      const events = [next, n - 1] as const;
      const verb = events[0] === events[1] ? 'is' : 'are';
      findings.push({
        kind: 'removed',
        line,
        events,
        message: `${eventsText(events)} ${verb} missing before this line`,
      });
    }
    next = n + 1;
  }
  return findings;
}

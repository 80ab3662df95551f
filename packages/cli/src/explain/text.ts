import { answerText } from '../terminal/answer-text.ts';
import { paint } from '../terminal/paint.ts';
import { bullet, listed, wrap } from '../terminal/wrap.ts';
import type { ExplainReport, SessionLimit } from './report.ts';

export function explainText(report: ExplainReport, colours: boolean): string {
  const { bold, yellow } = paint(colours);
  const { decision, explanation, question, session, notes } = report;
  const { roles } = question.account;
  const proved = question.evidence.map(({ method, at }) => `${method}${at === 0 ? '' : `, ${lengthText(-at)} ago`}`);
  return [
    bold(wrap(answerText(decision))),
    '',
    ...(report.for === 'administrator'
      ? [
          wrap(
            `Asked of ${roles.length === 0 ? 'an account without a role' : `the ${roles.length === 1 ? 'role' : 'roles'} ${listed(roles)}`}, ${proved.length === 0 ? 'before any proof' : `after ${listed(proved)}`}.`,
          ),
          '',
        ]
      : []),
    'Because:',
    ...(explanation.length === 0 ? ['  - nothing is asked for'] : explanation.map((reason) => bullet(reason))),
    ...(session === undefined
      ? []
      : [
          '',
          wrap(
            `The session lasts ${lengthText(session.absolute)}, or until ${lengthText(session.idle)} pass without use.${roomText(session.room)}`,
          ),
        ]),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => yellow(wrap(note)))]),
  ].join('\n');
}

function roomText(room: SessionLimit | undefined): string {
  if (room === undefined) return '';
  const { most, beyond } = room;
  const more = beyond === 'refuse' ? 'one more sign-in is refused' : 'one more sign-in ends the oldest';
  return ` The account has at most ${most} ${most === 1 ? 'session' : 'sessions'} at once: ${more}.`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/** `12 hours`: the largest unit without a remainder. */
function lengthText(length: number): string {
  const [unit, name] = UNITS.find(([milliseconds]) => length % milliseconds === 0) ?? [1, 'millisecond'];
  return `${length / unit} ${name}${length === unit ? '' : 's'}`;
}

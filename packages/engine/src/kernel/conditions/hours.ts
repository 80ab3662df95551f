import { badOption } from './bad-option.ts';
import type { Condition } from './told-where.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** Hours of a day. */
export interface Hours {
  /** The first minute inside, `'06:00'`. */
  readonly from: string;
  /** The first minute outside again, `'22:00'` or `'24:00'`. Before `from`: on the next day. */
  readonly to: string;
  /** A time zone of IANA, such as `'Europe/Vienna'`. */
  readonly timeZone: string;
  /** The days on which the hours begin. Default: every day. */
  readonly days?: readonly Weekday[] | undefined;
}

/**
 * The condition "at another hour", by the clock of the process. Hours that end on the next day belong to the day on which they begin.
 * @param now milliseconds since 1970. Default: `Date.now`
 * @throws SallyportConfigError `bad-option`, if a time, a day or the time zone is none, or if `from` is `to`
 */
export function outsideHours({ from, to, timeZone, days = WEEKDAYS }: Hours, now: () => number = Date.now): Condition {
  const [first, end] = [minutes(from), minutes(to)];
  if (first === end || first === DAY) throw wrong(`no hours from '${from}' to '${to}'`);
  if (days.length === 0) throw wrong('no day');
  for (const day of days) if (!WEEKDAYS.includes(day)) throw wrong(`'${day}', which is no day`);
  const clock = clockOf(timeZone);
  return () => {
    const { day, minute } = clock(now());
    if (first < end) return !(days.includes(day) && minute >= first && minute < end);
    const isEvening = days.includes(day) && minute >= first;
    const isMorning = days.includes(before(day)) && minute < end;
    return !isEvening && !isMorning;
  };
}

const DAY = 24 * 60;

const wrong = badOption(
  'outsideHours',
  `Write times such as '06:00', days of ${WEEKDAYS.join(', ')} and a time zone such as 'Europe/Vienna'.`,
);

function minutes(text: string): number {
  const [, hour, minute] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const all = Number(hour) * 60 + Number(minute);
  if (!(all <= DAY)) throw wrong(`'${text}', which is no time of a day`);
  return all;
}

function before(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 6) % 7] as Weekday;
}

function clockOf(timeZone: string): (at: number) => { readonly day: Weekday; readonly minute: number } {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch {
    throw wrong(`'${timeZone}', which is no time zone that this machine knows`);
  }
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      day: parts.get('weekday') as Weekday,
      minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
  };
}

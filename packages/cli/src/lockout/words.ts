import { type Attacker, GUESSED_METHODS } from '@sallyport/assurance/lockout-simulation';
import type { LockoutInput } from '@sallyport/core';

/** Two short lines for the table. */
export function attackerWords(attacker: Attacker): readonly [string, string] {
  switch (attacker) {
    case 'password-silent':
      return ['guesses the password,', 'sets no lock'];
    case 'password-loud':
      return ['guesses the password', 'through every lock'];
    case 'spray':
      return ['guesses at every', 'account once a day'];
    case 'locker':
      return ['wants the owner out,', 'makes no pause'];
    case 'visitor':
      return ['wants the owner out,', 'comes once a day'];
    default:
      return ['has the password,', `guesses ${GUESSED_METHODS.find(({ name }) => name === attacker)?.odds.guesses}`];
  }
}

/** `22 %`, `1 in 1,800`, `1 in 1.2 M` (million), `none`. */
export function chanceText(chance: number): string {
  if (chance === 0) return 'none';
  if (chance >= 0.01) return `${chance >= 0.1 ? Math.round(chance * 100) : (chance * 100).toFixed(1)} %`;
  if (chance < 1e-9) return '< 1 in 10^9';
  const one = Number((1 / chance).toPrecision(2));
  return one < 1_000_000 ? `1 in ${grouped(one)}` : `1 in ${grouped(one / 1_000_000)} M`;
}

/** `0 min`, `under 1 min`, `49 min`, `21.5 h`, `all day`. */
export function minutesText(minutes: number): string {
  if (minutes === 0) return '0 min';
  if (minutes < 1) return 'under 1 min';
  if (minutes >= 1_439.5) return 'all day';
  return minutes < 119.5 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function membersText(lockout: Required<LockoutInput>, members: readonly (keyof LockoutInput)[]): string {
  return members.map((member) => `${member} ${lockout[member]}`).join(', ');
}

export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

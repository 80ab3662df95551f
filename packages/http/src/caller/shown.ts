const LONGEST_SHOWN = 200;

export function shown(text: string | undefined): string {
  return text === undefined ? 'absent' : text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, LONGEST_SHOWN);
}

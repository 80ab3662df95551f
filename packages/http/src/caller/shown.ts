const LONGEST_SHOWN = 200;

/** A header or a path of an untrusted client, on one line and shortened for the log. */
export function shown(text: string | undefined): string {
  return text === undefined ? 'absent' : text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, LONGEST_SHOWN);
}

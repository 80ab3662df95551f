import { expect, it } from 'vitest';
import { readableTable } from './readable-table.ts';

const HEAD = '"time","type","account","account_name","actor","actor_name","method","ip","flow","detail","id"\r\n';

it('X18 the exported table says the time in UTC and the kind in words, before the columns of the server', () => {
  const rows = [
    `"2026-11-26T12:00:00.123Z","password.reset","a1","'=1+1","a2","ada","","","","","e1"\r\n`,
    `"2026-11-26T12:01:00.000Z","account.email-changed","a1","lena\r\n"",""a"",","","","","","","{""from"":""l•••@example.org""}","e2"\r\n`,
    `"2026-11-26T12:02:00.000Z","of.another-version","","","","","","","","","e3"\r\n`,
    `"2026-11-26T12:03:00.000Z","account.email-changed","a1","lena","","","","","","{""from"":""l•••@example.org"",""to"":""k•••@example.org""}","e4"\r\n`,
    `"2026-11-26T12:04:00.000Z","sign-in.started","a1","lena","a1","lena","enrollment-code","","f","{""purpose"":""invitation""}","e5"\r\n`,
    `"2026-11-26T12:05:00.000Z","sign-in.failed","a1","lena","a1","lena","password","","","","e6"\r\n`,
    `"2026-11-26T12:06:00.000Z","sign-in.failed","a1","lena","","","password","","","","e7"\r\n`,
    `"2026-11-26T12:07:00.000Z","password.reset","a1","lena","a1","lena","","","","","e8"\r\n`,
  ];
  const [reset, removed, other, changed, invited, wrong, failed, mailed] = rows;
  expect(readableTable(HEAD + rows.join(''))).toBe(
    [
      `"Time (UTC)","What happened",${HEAD}`,
      `"2026-11-26 12:00:00","Password removed",${reset}`,
      `"2026-11-26 12:01:00","Email removed",${removed}`,
      `"2026-11-26 12:02:00","of.another-version",${other}`,
      `"2026-11-26 12:03:00","Email changed",${changed}`,
      `"2026-11-26 12:04:00","Invitation opened",${invited}`,
      `"2026-11-26 12:05:00","Wrong current password",${wrong}`,
      `"2026-11-26 12:06:00","Sign-in failed",${failed}`,
      `"2026-11-26 12:07:00","Password set by a mailed link",${mailed}`,
    ].join(''),
  );
});

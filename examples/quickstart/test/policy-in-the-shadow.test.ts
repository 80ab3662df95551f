import { hostCode, type Mail, type PolicyInput } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from './support/embedded.ts';
import { problem } from './support/expectations.ts';
import { APPS, listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');
const POLICY: PolicyInput<string> = {
  administrators: { policy: ['boss'] },
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
};
const DRAFT: PolicyInput<string> = { ...POLICY, roles: { staff: { requiredStrength: 'enhanced' } } };

describe.each(STORES)('N18 a draft in the shadow of the policy, over HTTP on %s', (kind) => {
  it.each(Object.entries(APPS))(
    'with %s, reports what it would have done, and changes no answer',
    async (_, makeApp) => {
      const shared = await sharedStore(kind);
      const mails: Mail[] = [];
      const auth = await shared.start({ policy: POLICY, sendMail: (mail) => void mails.push(mail) });
      const url = await listens(makeApp(auth));
      const program = () => {
        const one = new Program(url);
        return (line: string, body?: object, headers?: Readonly<Record<string, string>>) => {
          const [method = '', path = ''] = line.split(' ');
          return one.asks(FROM, method, `/auth${path}`, body, headers);
        };
      };
      const arrives = async (name: string, ...roles: readonly string[]) => {
        const identifier = `${name}@example.org`;
        const made = await auth.people.create({ identifier, email: identifier, password: PASSWORD, roles, by });
        if ('refused' in made) throw new Error(made.refused);
        const asks = program();
        const reply = await asks('POST /sign-in', { identifier, password: PASSWORD });
        return { asks, reply, identifier, accountId: made.accountId };
      };
      const { asks: boss } = await arrives('boss', 'boss');
      await boss('POST /step-up', { strength: 'enhanced' });
      const { body: pending } = await boss('POST /enroll/totp', {});
      await boss('POST /enroll/totp/confirm', { code: totpCode(String(pending['secret']), shared.now) });
      const versionNow = async () => (await auth.policy.current('default')).version;
      const match = async () => ({ 'if-match': `"${await versionNow()}"` });

      expect(await boss('GET /admin/policy/shadow')).toMatchObject(problem(404, 'not-found'));
      expect(await boss('PUT /admin/policy/shadow', { policy: DRAFT })).toMatchObject({ status: 428 });
      expect(await boss('PUT /admin/policy/shadow', { policy: DRAFT }, { 'if-match': '"99"' })).toMatchObject(
        problem(412, 'precondition-failed'),
      );
      for (const body of [{}, { policy: 7 }, { policy: { requiredStrength: 'nothing' } }, { policy: DRAFT, more: 1 }])
        expect(await boss('PUT /admin/policy/shadow', body, await match())).toMatchObject({ status: 400 });
      expect(await versionNow()).toBe(1);

      shared.now += 1_000;
      const begun = await boss('PUT /admin/policy/shadow', { policy: DRAFT, note: 'for a week' }, await match());
      expect(begun).toMatchObject({ status: 200, body: { policy: DRAFT, version: 2, note: 'for a week' } });
      shared.now += 1_000;
      const staff = await arrives('ada', 'staff');
      const other = await arrives('ben');
      for (const { reply } of [staff, other])
        expect(reply).toMatchObject({ status: 200, body: { status: 'complete' } });
      for (const { asks } of [staff, other])
        for (const line of ['PUT /admin/policy/shadow', 'GET /admin/policy/shadow', 'DELETE /admin/policy/shadow'])
          expect(await asks(line, line.startsWith('PUT') ? { policy: DRAFT } : undefined, await match())).toMatchObject(
            {
              status: 403,
            },
          );
      await auth.runBackgroundWork();
      const { body: report } = await boss('GET /admin/policy/shadow');
      expect(report).toMatchObject({
        ...{ version: 2, signIns: 2, askedForMore: 1, denied: 0, letOff: 0, isWhole: true },
        rules: [{ effect: 'asked-for-more', people: 1, because: { source: { role: 'staff' } } }],
        people: [{ accountId: staff.accountId, effect: 'asked-for-more', occasion: 'sign-in' }],
        names: { [staff.accountId]: staff.identifier },
      });
      expect(report).not.toHaveProperty('next');
      expect(await boss('GET /admin/policy/shadow?effect=denied')).toMatchObject({ body: { people: [] } });
      for (const query of ['effect=more', 'cursor=x', 'other=1'])
        expect(await boss(`GET /admin/policy/shadow?${query}`)).toMatchObject({ status: 400 });
      expect(await boss('GET /admin/policy')).toMatchObject({
        body: { version: 2, policy: POLICY, shadow: { note: 'for a week' } },
      });
      expect((await boss('DELETE /admin/policy/shadow')).status).toBe(204);
      expect(await boss('DELETE /admin/policy/shadow')).toMatchObject(problem(404, 'not-found'));
      expect((await boss('GET /admin/policy')).body).not.toHaveProperty('shadow');
    },
  );
});

import { pbkdf2Sync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newApp, pageOf } from './pages.test-support.ts';

const PASSWORD = 'correct horse battery staple';
const SALT = Buffer.from('sixteen bytes it');

/** "The order" of docs/guide/moving-from-keycloak.md: step 4, and again step 5. */
describe('the order of the page about Keycloak', () => {
  const page = pageOf('moving-from-keycloak');
  const password = {
    type: 'password',
    credentialData: JSON.stringify({ hashIterations: 1_000, algorithm: 'pbkdf2-sha256', additionalParameters: {} }),
    secretData: JSON.stringify({
      value: pbkdf2Sync(PASSWORD, SALT, 1_000, 64, 'sha256').toString('base64'),
      salt: SALT.toString('base64'),
    }),
  };
  const dora = {
    ...{ id: '8d6f2c1e-0000-4000-8000-dora00000000', username: 'dora', email: 'dora@example.org', emailVerified: true },
    ...{ credentials: [password], realmRoles: ['editor'] },
  };

  function exported(users: readonly object[]): ReturnType<typeof page.exported> {
    const file = join(page.folder, 'app-users-0.json');
    writeFileSync(file, JSON.stringify({ realm: 'app', users }));
    return page.exported([file], {});
  }

  it('X22 lets nobody in whom an administrator of Keycloak disabled between the two imports', async () => {
    const app = await newApp({ policy: { requiredStrength: 'single' } });
    expect(await app.imports(await exported([{ ...dora, enabled: true }]))).toMatchObject([{ outcome: 'imported' }]);
    const second = await app.imports(await exported([{ ...dora, enabled: false }]));
    const signsIn = await app.signIn({ identifier: 'dora', password: PASSWORD }, { using: ['password'] }).then(
      () => 'complete',
      () => 'refused',
    );
    expect({ second, signsIn }).toMatchObject({
      second: [{ outcome: 'present', taken: ['disabled'], differs: [] }],
      signsIn: 'refused',
    });
  });
});

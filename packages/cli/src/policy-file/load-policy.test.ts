import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { app } from '../app/app.test-support.ts';
import { install, told } from '../installed.test-support.ts';

const sallyport = install();
const core = pathToFileURL(fileURLToPath(new URL('../../../core/src/index.ts', import.meta.url))).href;

/** An object with the members of `createSallyport` that the command looks at. */
const ENGINE = '{ sessions: { guard() {} }, policy: { current() {}, set() {} } }';

describe('a policy file', () => {
  it.each([
    ['policy.json', '\uFEFF{ "requiredStrength": "enhanced" }'],
    [
      'policy.ts',
      "interface P { a?: string }\nconst p = { requiredStrength: 'enhanced' } as const satisfies object;\nexport default p;\n",
    ],
    ['named.mts', "export const policy: object = { requiredStrength: 'enhanced' };\n"],
    ['policy.mjs', "export default { requiredStrength: 'enhanced' };\n"],
    ['policy.js', "export const policy = { requiredStrength: 'enhanced' };\n"],
    ['policy.cjs', "module.exports = { requiredStrength: 'enhanced' };\n"],
    ['named.cjs', "module.exports = { policy: { requiredStrength: 'enhanced' } };\n"],
    ['exported.cjs', "exports.policy = { requiredStrength: 'enhanced' };\n"],
    ['typed.cts', "module.exports = { requiredStrength: 'enhanced' } as object;\n"],
    [
      'transpiled.cjs',
      "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = { requiredStrength: 'enhanced' };\n",
    ],
    ['parts/split.ts', "import { strength } from './strength.ts';\nexport default { requiredStrength: strength };\n"],
    ['left-open.ts', "setInterval(() => {}, 1000);\nexport default { requiredStrength: 'enhanced' };\n"],
  ])('%s is read', async (name, text) => {
    sallyport.write('parts/strength.ts', "export const strength: string = 'enhanced';\n");
    const { code, out, err } = await sallyport.run(['explain', sallyport.write(name, text)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain("The tenant requires the strength 'enhanced'");
  });

  it('X43 may have a mail domain as its owners write it', async () => {
    const policy = (domain: string) => JSON.stringify({ providers: { corp: { mailDomains: [domain] } } });
    const file = sallyport.write('domains.json', policy('Bücher.example'));
    const ascii = sallyport.write('ascii.json', policy('xn--bcher-kva.example'));
    const explained = await sallyport.run(['explain', file]);
    expect(explained).toMatchObject({ code: 0, err: '' });
    expect((await sallyport.run(['explain', ascii])).out).toBe(explained.out);
    const { out } = await sallyport.run(['explain', file, '--json']);
    expect(out).not.toContain('ücher');
  });

  it('may print as it is loaded: what it prints is no part of the output', async () => {
    const text = "console.log('from the app');\nexport default { requiredStrength: 'enhanced' };\n";
    const { code, out, err } = await sallyport.run(['explain', sallyport.write('noisy.mjs', text)]);
    expect({ code, err }).toEqual({ code: 0, err: 'from the app\n' });
    expect(out).not.toContain('from the app');
    expect(out).toContain("'enhanced'");
  });

  it.each([
    ['twice.js', "module.exports = { requiredStrength: 'enhanced' };\n"],
    ['twice.cjs', "module.exports = { requiredStrength: 'enhanced' };\n"],
    ['twice-named.cjs', "exports.policy = { requiredStrength: 'enhanced' };\n"],
    ['twice.mjs', "export default { requiredStrength: 'enhanced' };\n"],
    ['twice.ts', "export const policy: object = { requiredStrength: 'enhanced' };\n"],
  ])('X7 %s is read twice in a process', async (name, text) => {
    const file = sallyport.write(name, text);
    expect(await sallyport.run(['preview', file, file])).toMatchObject({ code: 0, err: '' });
  });

  it.each(['js', 'cjs'])(
    'X7 in CommonJS is read where the module of the app requires the same %s file',
    async (kind) => {
      app({ policy: { administrators: {} } });
      onTestFinished(() => void vi.unstubAllGlobals());
      const file = sallyport.write(`shared.${kind}`, "module.exports = { requiredStrength: 'single' };\n");
      const auth = sallyport.write(
        `requires.${kind}`,
        `require('./${file}');\nmodule.exports = globalThis.appOfTheTest;\n`,
      );
      expect(await sallyport.ask(['policy', 'preview', file, '--auth', auth])).toMatchObject({ code: 0, err: '' });
    },
  );

  it('may be compiled already', async () => {
    const text = `import { definePolicy } from '${core}';\nexport default definePolicy({ requiredStrength: 'enhanced' });\n`;
    const { code, out } = await sallyport.run(['explain', sallyport.write('compiled.mts', text)]);
    expect(code).toBe(0);
    expect(out).toContain("'enhanced'");
  });

  it('may find its own policy wrong as it is compiled', async () => {
    const text = `import { definePolicy } from '${core}';\nexport default definePolicy({ requiredStrength: 'enhancd' });\n`;
    const { code, out } = await sallyport.run(['check', sallyport.write('throws.mts', text)]);
    expect(code).toBe(1);
    expect(out).toContain("did you mean 'enhanced'?");
  });

  it.each([
    ['nothing.json', undefined, 'there is no such file'],
    ['policy.yaml', 'a: 1', 'a policy is in a file that ends .json, .ts, .mts, .cts, .js, .mjs, .cjs'],
    ['broken.json', '{', 'is not JSON'],
    ['broken.ts', 'export default {', 'broken.ts'],
    [
      'other.ts',
      'export const settings = {};',
      "exports no policy: export it as the default, or as 'policy' (there is settings)",
    ],
    ['auth.cjs', `module.exports = { auth: ${ENGINE} };`, 'exports an object of createSallyport and no policy'],
    ['auth.mjs', `export const auth = ${ENGINE};`, 'exports an object of createSallyport and no policy'],
    ['auth-default.mjs', `export default ${ENGINE};`, 'put the policy into a module of its own'],
    ['throws.ts', "throw new Error('no database here');", 'no database here'],
  ])('%s cannot be read: exit code 2', async (name, text, said) => {
    const file = text === undefined ? name : sallyport.write(name, text);
    const { code, out, err } = await sallyport.ask(['check', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`sallyport: ${file}: `);
    expect(err).toContain(said);
  });

  it('that cannot be read ends the process with 2', async () => {
    const { code, out, err } = await sallyport.run(['check', sallyport.write('throws.ts', "throw new Error('no');")]);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining('throws.ts: no') });
  });

  it('is not a folder', async () => {
    expect((await told('check', sallyport.folder)).err).toContain('is no file');
  });
});

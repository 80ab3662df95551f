// The types that a package publishes: of the declarations that tsc writes into `dist/types`, what the package exports, and what those mention. An app
// reads few files, and no type of a bundled dependency.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** TypeScript refuses a CommonJS file that reads the types of an ES module, before 5.8 and with `node16`. Here it may: `require` gets `dist/*.cjs`. */
const AS_COMMONJS = '// @ts-ignore TS1479: index.cjs stands for the ES module, and has the same types.\n';

/**
 * Writes the types beside the JavaScript. For `require`, a file says that the types of `import` hold.
 * @param {string} folder of a package
 */
export async function writePublicTypes(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const named = [...new Set(Object.values(exports).flatMap(typesOf))];
  const entries = named.filter((file) => file.endsWith('.d.ts')).map((file) => file.slice('./dist/'.length, -5));
  if (entries.length === 0 || !entries.every((entry) => existsSync(join(folder, 'dist/types', `${entry}.d.ts`))))
    return;
  if (!entries.every((entry) => existsSync(join(folder, 'dist', `${entry}.js`)))) return;
  const wanted = new Map(await bundled(folder, entries));
  for (const entry of entries) {
    const code = readFileSync(join(folder, 'dist', `${entry}.js`), 'utf8');
    wanted.set(`${entry}.d.ts`, withoutOtherValues(wanted.get(`${entry}.d.ts`), code));
  }
  for (const file of named.filter((one) => one.endsWith('.d.cts'))) {
    const name = file.slice('./dist/'.length);
    const beside = `./${name.split('/').at(-1).replace('.d.cts', '.js')}`;
    wanted.set(name, `${AS_COMMONJS}export * from '${beside}';\n`);
  }
  for (const [name, text] of wanted) write(join(folder, 'dist', name), text);
  rmSync(join(folder, 'dist/types-cjs'), { recursive: true, force: true });
  for (const name of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (/\.d\.c?ts$/.test(name) && !name.startsWith('types/') && !wanted.has(name)) rmSync(join(folder, 'dist', name));
  }
}

/** The files at a condition `types`. */
function typesOf(target) {
  if (typeof target === 'string') return [];
  return Object.entries(target).flatMap(([condition, one]) => (condition === 'types' ? [one] : typesOf(one)));
}

const LIST = /^export \{([^}]*)\}/gm;
const ALL = /^export \* from ["']([^"']+)["']/gm;

/**
 * rollup forgets `export type`. What the JavaScript does not export is exported as a type.
 * @param {string} types of an entry
 * @param {string} code the JavaScript of the entry
 */
export function withoutOtherValues(types, code) {
  const exported = (specifier) =>
    specifier
      .trim()
      .split(/\s+as\s+/)
      .at(-1);
  const values = new Set([...code.matchAll(LIST)].flatMap(([, list]) => list.split(',').map(exported)));
  const passedOn = new Set([...code.matchAll(ALL)].map(([, from]) => from));
  return types
    .replace(LIST, (_, list) => {
      const named = list.split(',').filter((one) => one.trim() !== '');
      const marked = named.map((one) => (values.has(exported(one)) ? one.trim() : `type ${one.trim()}`));
      return `export { ${marked.join(', ')} }`;
    })
    .replace(ALL, (whole, from) => (passedOn.has(from) || from.startsWith('.') ? whole : whole.replace('*', 'type *')));
}

async function bundled(folder, entries) {
  const types = join(folder, 'dist/types');
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(types, `${entry}.d.ts`)])),
    external: (id) => !/^[./]/.test(id),
    plugins: [dts({ compilerOptions: { allowImportingTsExtensions: true } })],
    onwarn: ({ code, message }) => {
      // Types that several entries share, and none of them exports, have no public name. They had none before.
      if (code !== 'PLUGIN_WARNING' || !message.includes('private shared type')) throw new Error(message);
    },
  });
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: ({ name }) => `types-of-${name.replace(/\.d$/, '')}-[hash].d.ts`,
  });
  await bundle.close();
  return output.map(({ fileName, code }) => [fileName, code]);
}

/** Replaces a file whose text differs. Another process that reads the file finds either text whole. */
function write(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

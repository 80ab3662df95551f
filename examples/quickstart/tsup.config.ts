import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { exampleBuild } from '../../.config/tsup.ts';

const pages = ['home', 'sign-in', 'enroll', 'account', 'vault', 'admin', 'admin-security', 'admin-policy', 'mail'];

/** Style sheet and one module a page, each with all it needs: pages load nothing from elsewhere. */
const assets: Options = {
  entry: { style: 'src/assets/style.css', ...Object.fromEntries(pages.map((page) => [page, `src/assets/${page}.ts`])) },
  outDir: 'dist/assets',
  clean: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  splitting: true,
  minify: true,
  silent: true,
  noExternal: [/.*/],
  esbuildOptions: (options) => {
    options.conditions = ['@sallyport/source', 'browser', 'module', 'import'];
    options.absWorkingDir = fileURLToPath(new URL('.', import.meta.url));
  },
};

export default [...exampleBuild(), assets];

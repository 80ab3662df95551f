// `npm run docs`: a site in `docs/api` with the guides, the reference and the API of every published package. A warning, such as a dead link, is an error.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OptionDefaults } from 'typedoc';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifests = readdirSync(`${root}packages`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    ...JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8')),
    folder: name,
  }));
const published = manifests.filter((manifest) => manifest.private !== true);

const pagesIn = (folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const inReadme = [...readFileSync(`${root}README.md`, 'utf8').matchAll(/\]\((docs\/[\w/-]+\.md)[)#]/g)].map(
  ([, file]) => file,
);
// The site lists the documents in the order of the README's list of documentation.
const documents = new Set([
  ...inReadme.slice(inReadme.indexOf('docs/guide/start.md')),
  ...['docs/guide', 'docs/reference', 'docs/contributing', 'docs'].flatMap(pagesIn),
  ...readdirSync(`${root}examples`).flatMap((name) => pagesIn(`examples/${name}`)),
]);

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: `Sallyport ${published[0].version}`,
  readme: '../README.md',
  plugin: ['./typedoc-shelves.mjs', './typedoc-search.mjs'],
  searchInDocuments: true,
  searchGroupBoosts: { Guide: 40, Examples: 10, Reference: 30, Project: 5, Contributing: 2 },
  entryPointStrategy: 'packages',
  entryPoints: published.map(({ folder }) => `../packages/${folder}`),
  packageOptions: {
    // `npm run typecheck` runs before, and reports the errors of types.
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    disableGit: true,
    disableSources: true,
    // A type that its package does not export is shown by its name alone.
    validation: { notExported: false, invalidLink: true, invalidPath: true, notDocumented: false },
  },
  projectDocuments: [...documents].map((file) => `../${file}`),
  out: '../docs/api',
  githubPages: false,
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'sql', 'php', 'xml'],
  navigation: { includeGroups: true },
  groupOrder: ['Guide', 'Reference', 'Examples', 'Modules', 'Project', 'Contributing', '*'],
  headings: { readme: false, document: false },
  treatWarningsAsErrors: true,
};

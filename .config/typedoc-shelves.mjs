import { basename, dirname } from 'node:path';
import { Application, Converter } from 'typedoc';

const SHELVES = { guide: 'Guide', reference: 'Reference', contributing: 'Contributing' };

/**
 * A plugin for TypeDoc: a document has the name of its first heading, and stands in the group of its folder. A package's main entry has the name
 * `index`, because TypeDoc leaves its name empty.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [first] = document.content;
    const heading = first?.kind === 'text' ? /^\s*# (.+)\n/.exec(first.text) : null;
    if (heading === null) throw new Error(`the document ${document.name} begins with no heading`);
    document.name = heading[1];
    const path = document.project.files.getReflectionPath(document) ?? '';
    const folder = dirname(path);
    const isExample = basename(dirname(folder)) === 'examples';
    document.frontmatter['group'] = isExample ? 'Examples' : (SHELVES[basename(folder)] ?? 'Project');
  });
  app.on(Application.EVENT_PROJECT_REVIVE, (project) => {
    const entries = (project.children ?? []).flatMap(({ children = [] }) => children);
    for (const entry of entries) if (entry.name === '') entry.name = 'index';
  });
}

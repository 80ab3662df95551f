import { layout, type PageWords } from './layout.ts';

export const enroll = (of: PageWords): string =>
  layout(of, {
    title: of.words.shell.secondStep,
    path: '/enroll',
    frame: 'narrow',
    script: 'enroll',
    body: `<div id="enroll" class="card stage"><p class="muted">${of.words.shell.oneMoment}</p></div>`,
  });

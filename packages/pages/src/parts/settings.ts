import { type PageSettings, SETTINGS } from '../settings.ts';

export const settings: PageSettings = written();

function written(): PageSettings {
  if (typeof document === 'undefined') return {};
  const { content } = document.querySelector<HTMLMetaElement>(`meta[name=${SETTINGS}]`) ?? {};
  return content === undefined ? {} : JSON.parse(content);
}

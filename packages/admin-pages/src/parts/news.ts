import { h } from '@sallyport/pages/parts';

const KEY = 'sallyport.admin.news';

/** Leaves a message for the next of the administrators' pages. */
export function leaveNews(news: string): void {
  sessionStorage.setItem(KEY, news);
}

/** The message that the page before left, if any, shown once. */
export function newsLine(): HTMLElement | null {
  const news = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return news === null ? null : h('p', { class: 'note go', role: 'status', 'data-testid': 'news' }, news);
}

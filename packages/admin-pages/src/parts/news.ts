import { h } from '@sallyport/pages/parts';

const KEY = 'sallyport.admin.news';

export function leaveNews(news: string): void {
  sessionStorage.setItem(KEY, news);
}

export function newsLine(): HTMLElement | null {
  const news = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return news === null ? null : h('p', { class: 'note go', role: 'status', 'data-testid': 'news' }, news);
}

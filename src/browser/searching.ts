/**
 * Searches while somebody types: asks the page of a search form for its results alone, and puts them in the place of those
 * before. Nothing is kept, and the address stays as it is. The form works without it.
 */

/** After the last key. */
const PAUSE_MS = 250;

export function addSearching(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-search]');
  const results = document.getElementById(form?.dataset['search'] ?? '');
  const state = document.querySelector<HTMLElement>('[data-search-state]');
  if (form === null || results === null || state === null || typeof AbortController !== 'function') return;
  const search = searcherOf(form, results, state);
  let timer = 0;
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void search(), PAUSE_MS);
  };
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
}

/** `state` tells a screen reader what came of it. */
function searcherOf(form: HTMLFormElement, results: HTMLElement, state: HTMLElement): () => Promise<void> {
  let asking = new AbortController();
  return async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const fields = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    fields.set('part', 'results');
    try {
      const answer = await fetch(`${form.action}?${fields.toString()}`, { signal, redirect: 'error' });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.text();
      if (signal.aborted) return;
      results.innerHTML = found;
      state.textContent = results.querySelector('[data-found]')?.textContent ?? '';
    } catch {
      if (!signal.aborted) results.textContent = state.textContent = form.dataset['failed'] ?? '';
    }
  };
}

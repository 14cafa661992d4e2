// A few words for what every module does with the page.

/** The element that an event began on, or what holds it, if it matches. */
export function within<T extends HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

export function all<T extends HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

export function dialog(id: string): HTMLDialogElement | null {
  const found = document.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

/** Runs once the calls have stopped for a while. */
export function calm(wait: number, run: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(run, wait);
  };
}

/** Fetches for a question that the next question makes pointless. */
export function asker(): (url: string, options?: RequestInit) => Promise<Response> {
  let last: AbortController | undefined;
  return async (url, options) => {
    last?.abort();
    last = new AbortController();
    const answer = await fetch(url, {
      credentials: "same-origin",
      ...options,
      signal: last.signal,
    });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return answer;
  };
}

export const aborted = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";

// htmx, kept small: it narrows lists while one types, and shows that something is under way.
import htmx from "htmx.org";

export function live(): void {
  const config = htmx.config;
  config.includeIndicatorCSS = false;
  // Going back asks the server again: an old list must not come out of a cache.
  config.history = "reload";
  let running = 0;
  const busy = (change: number): void => {
    running = Math.max(0, running + change);
    document.documentElement.classList.toggle("busy", running > 0);
  };
  document.addEventListener("htmx:before:request", () => busy(1));
  document.addEventListener("htmx:finally:request", () => busy(-1));
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== "GET" || !(request.body instanceof FormData)) return;
    // Empty filters do not belong in the address.
    for (const [name, value] of [...request.body]) if (value === "") request.body.delete(name);
  });
  // An error page holds no list, and neither does the sign-in page of a session that ended. The
  // browser goes there itself, so that the reader sees what the server said.
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    const refused = (ctx.response?.status ?? 0) >= 400 && ctx.response?.status !== 422;
    if (refused || ctx.response?.raw.redirected) {
      event.preventDefault();
      location.assign(ctx.response?.raw.url ?? location.href);
    }
  });
  document.addEventListener("htmx:error", (event) => {
    const source = event.target;
    if (source instanceof HTMLFormElement && source.method === "get") source.submit();
  });
}

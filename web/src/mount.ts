// For other pages: coopgraph.mount("#place", { view: "https://…/embed?paths=…" }) puts a read-only view there.

export interface MountOptions {
  /** The address of a view: what "Share" gives, of the page itself or of /embed. */
  view: string;
  /** Height in pixels, or any CSS length; 480 by default. The width is the place's own. */
  height?: number | string;
  /** What the frame is called for screen readers. */
  title?: string;
}

function mount(place: string | Element, options: MountOptions): HTMLIFrameElement {
  const element = typeof place === "string" ? document.querySelector(place) : place;
  if (!element) throw new Error(`coopgraph.mount: there is no element ${String(place)}`);
  const url = new URL(options.view, home);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error(`coopgraph.mount: ${options.view} is no address of a view`);
  if (!url.pathname.endsWith("/embed")) url.pathname = url.pathname.replace(/[^/]*$/, "embed");
  const frame = document.createElement("iframe");
  frame.src = url.href;
  frame.title = options.title ?? "coopgraph";
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  const { height = 480 } = options;
  frame.style.cssText = `width:100%;border:0;height:${typeof height === "number" ? height + "px" : height}`;
  element.replaceChildren(frame);
  return frame;
}

const home = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
(window as unknown as { coopgraph: unknown }).coopgraph = { mount };

// Says what happened to those who do not see it.
let region: HTMLElement | null = null;

export function say(text: string): void {
  region ??= document.getElementById("live");
  if (region) region.textContent = text;
}

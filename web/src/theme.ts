// Light or dark: as the system says, unless somebody chose. The choice is kept in this browser alone.
import { useEffect, useState } from "preact/hooks";
import { dark, light, type Theme } from "./draw/palette";
import { strings } from "./strings";

export const themes: Record<string, string> = strings.theme;
const names = ["auto", "light", "dark"];
const place = "coopgraph.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const changed = new EventTarget();

function chosen(): string {
  try {
    const kept = localStorage.getItem(place) ?? "auto";
    return names.includes(kept) ? kept : "auto";
  } catch {
    return "auto"; // a frame in another page may have no storage
  }
}

let choice = chosen();

export function nextTheme(): void {
  choice = names[(names.indexOf(choice) + 1) % names.length]!;
  try {
    localStorage.setItem(place, choice);
  } catch {
    // it holds until the page is left
  }
  changed.dispatchEvent(new Event("change"));
}

const isDark = () => choice === "dark" || (choice === "auto" && system.matches);

export function useTheme(): [string, Theme] {
  const [, again] = useState(0);
  useEffect(() => {
    const change = () => again((n) => n + 1);
    system.addEventListener("change", change);
    changed.addEventListener("change", change);
    return () => {
      system.removeEventListener("change", change);
      changed.removeEventListener("change", change);
    };
  }, []);
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  return [choice, isDark() ? dark : light];
}

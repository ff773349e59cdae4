// How kinds and changes look. The colours are those of Okabe and Ito, which people with any of the usual colour
// blindnesses can tell apart; every kind has a shape and a letter besides, and every change a word.
export const kinds = ["Country", "Organisation", "Official", "Person", "Project", "Agreement", "Event", "Area"] as const;

/** The shapes that shapes.ts draws, by their number there. */
export type Shape = 0 | 1 | 2 | 3 | 4 | 5;
export const shapeNames = ["circle", "square", "diamond", "triangle", "hexagon", "pentagon"] as const;

export interface Look { colour: string; ink: string; shape: Shape; letter: string }

const looks: Record<string, Look> = {
  Country: { colour: "#0072b2", ink: "#ffffff", shape: 0, letter: "C" },
  Organisation: { colour: "#e69f00", ink: "#1b1b1b", shape: 1, letter: "O" },
  Official: { colour: "#009e73", ink: "#ffffff", shape: 3, letter: "P" },
  Person: { colour: "#66c2a5", ink: "#1b1b1b", shape: 3, letter: "p" },
  Project: { colour: "#d55e00", ink: "#ffffff", shape: 2, letter: "J" },
  Agreement: { colour: "#cc79a7", ink: "#1b1b1b", shape: 4, letter: "A" },
  Event: { colour: "#56b4e9", ink: "#1b1b1b", shape: 5, letter: "E" },
  Area: { colour: "#b8ab1f", ink: "#1b1b1b", shape: 0, letter: "F" },
};

const unknown: Look = { colour: "#8a8f98", ink: "#ffffff", shape: 0, letter: "?" };

/** How a kind looks. A kind that this version does not know is grey. */
export const look = (kind: string): Look => looks[kind] ?? unknown;

export interface Theme {
  dark: boolean;
  page: string;
  text: string;
  faint: string;
  line: string;
  quiet: string; // lines between neighbours, where there are many
  dim: string;
  strong: string;
  land: string;
  sea: string;
  began: string;
  ended: string;
  lasted: string;
  unknown: string;
  mixed: string;
}

export const light: Theme = {
  dark: false, page: "#fbfaf7", text: "#1d2330", faint: "#5c6472", line: "#aab0bb", quiet: "#d9dbdd", dim: "#e6e6e2", strong: "#b3412e",
  land: "#ebe8df", sea: "#fbfaf7", began: "#0072b2", ended: "#d55e00", lasted: "#9a9fa8", unknown: "#c9b458", mixed: "#8a4fa0",
};

export const dark: Theme = {
  dark: true, page: "#14171d", text: "#e8e9ec", faint: "#a2a9b6", line: "#565e6d", quiet: "#2f353f", dim: "#23272f", strong: "#ff9b85",
  land: "#20252d", sea: "#14171d", began: "#56b4e9", ended: "#ff9d4d", lasted: "#7d8490", unknown: "#b8ab3f", mixed: "#c58fd6",
};

// How large to write so that it can be read from as far as people stand. Letters that are to be read at a glance are 20
// minutes of arc high, all others at least 16 (ISO 9241-303); a note may be read from half as far.

const MINUTE_OF_ARC = Math.PI / 180 / 60;
const CAPITAL = 0.72; // of a font's size
const INCH = 0.0254;
const HEIGHT = 9 / Math.hypot(16, 9); // of a screen's diagonal
// Nobody's screen is so large or so far away that the board could hold nothing any more.
const LARGEST_LABEL = 9;
const SMALLEST_LABEL = 2.4;

/** The share of the screen's height, in per cent, of a font whose capitals are so many minutes of arc high. */
const sizeOf = (arc, { distance, screen }) =>
  (100 * distance * Math.tan(arc * MINUTE_OF_ARC)) / (CAPITAL * screen * INCH * HEIGHT);

export function layoutOf(board) {
  const label = Math.min(Math.max(sizeOf(16, board), SMALLEST_LABEL), LARGEST_LABEL);
  const figure = label * (20 / 16);
  const note = Math.max(label * 0.46, 1.9);
  return { label, figure, note, row: label * 0.83 + note * 0.97 + 1.3, alarms: Math.max(1, Math.min(3, Math.round(17 / label))) };
}

/** Writes the sizes where the style sheets find them. */
export function lay(root, layout) {
  for (const name of ["label", "figure", "note", "row"]) root.style.setProperty(`--${name}`, `${layout[name].toFixed(2)}vh`);
}

// The few ways in which this board changes its page. Text is always text: a queue's name comes from outside.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function drawing(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** For a name, which may be written from right to left: what is beside it does not change the order of its words. */
export function naming(made) {
  made.dir = "auto";
  return made;
}

/** Writes only what changes, so that nothing is laid out again for nothing. */
export function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function mark(target, name, value) {
  if (value === null || value === undefined) delete target.dataset[name];
  else if (target.dataset[name] !== value) target.dataset[name] = value;
}

export function style(target, name, value) {
  if (target.style.getPropertyValue(name) !== value) target.style.setProperty(name, value);
}

/** What stands above the figures: pairs of a kind and its words. */
export function showNotices(found) {
  const box = byId("notices");
  const text = JSON.stringify(found);
  if (box.dataset.shown === text) return;
  box.dataset.shown = text;
  box.replaceChildren(...found.map(([kind, words]) => element("p", kind, words)));
}

const pen = document.createElement("canvas").getContext("2d");
const HUNDRED = 100;
// Bold letters at one size are not quite those at another, and a sign that is cut off is worse than one that is small.
const SPARE = 1.03;

const measured = new Map();
const MOST_MEASURED = 500;

/** How many ems a text is wide when it is written bold: so that it can be made to fit without being laid out. */
export function ems(text) {
  const known = measured.get(text);
  if (known !== undefined) return known;
  // The same few texts come again and again; what a day brings together is not worth being kept.
  if (measured.size >= MOST_MEASURED) measured.clear();
  pen.font = `700 ${HUNDRED}px ${getComputedStyle(document.body).fontFamily}`;
  const width = Math.max((pen.measureText(text).width / HUNDRED) * SPARE, 1);
  measured.set(text, width);
  return width;
}

/** Lets texts that stand side by side be of one size: each as wide as it is, but as the second widest at least. */
export function evened(widths) {
  const [first, second = first] = [...widths].sort((a, b) => b - a);
  return widths.map((width) => Math.max(width, second ?? 0));
}

const source = (name) => new URL(`icons/${name}.svg`, import.meta.url).href;

export function icon(name) {
  const image = element("img", "icon");
  image.alt = "";
  image.src = source(name);
  return image;
}

export function showIcon(image, name) {
  if (image.src !== source(name)) image.src = source(name);
}

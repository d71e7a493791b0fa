// The few ways in which this board changes its page. Text is always text: a queue's name comes from outside.

export const byId = (id) => document.getElementById(id);

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
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

export function icon(name) {
  const image = element("img", "icon");
  image.alt = "";
  image.src = `static/icons/${name}.svg`;
  return image;
}

export function showIcon(image, name) {
  const source = `static/icons/${name}.svg`;
  if (image.getAttribute("src") !== source) image.setAttribute("src", source);
}

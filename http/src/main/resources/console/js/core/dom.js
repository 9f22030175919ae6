/**
 * Elements from names, attributes and children. A string is always text: nothing that this page shows is
 * ever read as HTML, so that what people and models say cannot become part of the page.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag name of the element
 * @param {Object<string, *>} [attributes] `on…` are listeners, `class` may be a list; false and null are left out
 * @param {...(Node|string|number|null|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Replaces what an element holds. */
export function replace(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(element, name, value);
  }
  element.append(...nodes(children));
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name.startsWith('on')) {
    element.addEventListener(name.slice(2), value);
  } else if (name === 'class') {
    element.setAttribute('class', Array.isArray(value) ? value.filter(Boolean).join(' ') : value);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** A link to another site, or the text alone where the address is not http or https. */
export function externalLink(address, text = address) {
  return isWebAddress(address)
    ? h('a', { href: address, rel: 'noopener noreferrer nofollow', target: '_blank' }, text)
    : h('span', null, text);
}

function isWebAddress(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** Text from outside, which must not turn the direction of what is around it. */
export function foreign(text, attributes) {
  return h('bdi', attributes, text);
}

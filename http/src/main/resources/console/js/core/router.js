/** The address behind `#` says what is shown, so that going back, reloading and sharing work. */

/**
 * @typedef {{view: string, id: string|null, query: URLSearchParams}} Place
 */

/** @returns {Place} */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view, id] = path.split('/');
  return { view: view || 'sessions', id: id ? decoded(id) : null, query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a place. */
export function address(view, id = null, query = {}) {
  const given = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== '');
  const tail = given.length ? `?${new URLSearchParams(given)}` : '';
  return `#/${view}${id === null ? '' : `/${encodeURIComponent(id)}`}${tail}`;
}

/** Goes there; going back leads here again. */
export function go(to) {
  location.hash = to;
}

/** Goes there in the place of this address, for steps that nobody wants to walk back one by one. */
export function swap(to) {
  history.replaceState(null, '', to);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Tells every place, the first one at once. */
export function follow(listener) {
  window.addEventListener('hashchange', () => listener(parse(location.hash)));
  listener(parse(location.hash));
}

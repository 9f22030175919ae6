/** Requests to the service that serves this page. */

const TOKEN = 'sessionfold.token';

/** What the service answers when it cannot do what was asked (RFC 9457). */
export class Problem extends Error {
  /** @param {number} status 0 if the service could not be reached */
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
    this.title = body.title ?? 'The request failed';
    this.reasons = Array.isArray(body.reasons) ? body.reasons : [];
    this.body = body;
  }
}

let askForToken = () => Promise.reject(new Problem(401, { title: 'A token is needed' }));
let renewed = () => {};
let asked = null;

/**
 * Says who is asked for a token when the service wants one.
 *
 * @param {function(boolean): Promise<string>} ask is told whether there was one, which the service does not take
 * @param {function()} then is called when there is another one, before anything is sent with it
 */
export function whenTokenIsNeeded(ask, then) {
  askForToken = ask;
  renewed = then;
}

/** @returns {Object<string, string>} the header that carries the token, if there is one */
export function authorization() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Many requests may find out at once; people are asked once. */
export function renewToken() {
  asked ??= askForToken(sessionStorage.getItem(TOKEN) !== null)
    .then((token) => {
      sessionStorage.setItem(TOKEN, token);
      return renewed();
    })
    .finally(() => {
      asked = null;
    });
  return asked;
}

/**
 * @param {string} path with its query
 * @param {{method?: string, body?: *, headers?: Object, signal?: AbortSignal}} [options] a body is sent as JSON
 * @returns {Promise<Response>} an answer that is not a problem
 * @throws {Problem}
 */
export async function send(path, options = {}) {
  const sentWith = sessionStorage.getItem(TOKEN);
  const response = await reach(path, options);
  if (response.status === 401) {
    if (sessionStorage.getItem(TOKEN) === sentWith) {
      await renewToken();
    }
    return send(path, options);
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function reach(path, { method = 'GET', body, headers, signal }) {
  const all = { ...authorization(), ...headers };
  if (body !== undefined) {
    all['Content-Type'] ??= 'application/json';
  }
  try {
    return await fetch(path, {
      method, signal, headers: all, cache: 'no-store', credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0, { title: 'Not reachable', detail: 'The service cannot be reached.' });
  }
}

/** The problem that an answer tells, also if it is not written as one. */
export async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body ?? {});
}

/** The JSON of an answer. */
export async function json(path, options) {
  return (await send(path, options)).json();
}

/** A path below a session; ids may hold anything. */
export function sessionPath(id, rest = '', query = {}) {
  return withQuery(`/v1/sessions/${encodeURIComponent(id)}${rest}`, query);
}

/** Adds a query of what is neither absent nor empty. */
export function withQuery(path, query) {
  const given = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

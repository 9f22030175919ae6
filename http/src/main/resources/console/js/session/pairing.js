import { partsOf } from './parts.js';

/**
 * Which result belongs to which call: the nearest call before it of the same agent and the same id. Ids may
 * come again later in a session, results may be missing, come twice, or answer nothing.
 */
export class Pairing {
  /** @type {Map<string, number[]>} places of calls by agent and id */
  #calls = new Map();
  /** @type {Map<string, Array<{place: number, part: Object, message: Object}>>} */
  #results = new Map();
  /** @type {Map<number, {message: Object, parts: Array}>} */
  #read = new Map();

  /**
   * Takes messages in any order of loading; one that is taken again replaces what it said before.
   *
   * @param {Array<[number, Object]>} messages with their places in the conversation
   * @returns {Set<number>} the places that look different now
   */
  take(messages) {
    const touched = new Set();
    for (const [place, message] of messages) {
      this.#forget(place);
      const parts = partsOf(message.message);
      this.#read.set(place, { message, parts });
      touched.add(place);
      for (const part of parts) {
        this.#note(place, message, part, touched);
      }
    }
    return touched;
  }

  #note(place, message, part, touched) {
    const key = keyOf(message, part);
    if (part.type === 'tool_call') {
      insert(this.#calls, key, place, (a) => a);
      (this.#results.get(key) ?? []).forEach((r) => touched.add(r.place));
    } else if (part.type === 'tool_call_response') {
      insert(this.#results, key, { place, part, message }, (r) => r.place);
      (this.#calls.get(key) ?? []).forEach((p) => touched.add(p));
    }
  }

  #forget(place) {
    const known = this.#read.get(place);
    for (const part of known?.parts ?? []) {
      const key = keyOf(known.message, part);
      remove(this.#calls, key, (p) => p === place);
      remove(this.#results, key, (r) => r.place === place);
    }
  }

  /** What a message says, read once. */
  parts(place) {
    return this.#read.get(place)?.parts ?? [];
  }

  /** The results of a call, the first one first. */
  resultsOf(place, part) {
    const { message } = this.#read.get(place);
    const key = keyOf(message, part);
    return (this.#results.get(key) ?? []).filter((r) => this.#callBefore(key, r.place) === place);
  }

  /** Whether a result stands with its call. */
  isAnswer(place, part) {
    const { message } = this.#read.get(place);
    return this.#callBefore(keyOf(message, part), place) !== undefined;
  }

  /** Whether all that a message says stands elsewhere. */
  isFolded(place) {
    const parts = this.parts(place);
    return parts.length > 0
      && parts.every((part) => part.type === 'tool_call_response' && this.isAnswer(place, part));
  }

  #callBefore(key, place) {
    return (this.#calls.get(key) ?? []).findLast((p) => p < place);
  }
}

const keyOf = (message, part) => `${message.agent}\n${part.id ?? ''}`;

function insert(map, key, item, placeOf) {
  const list = map.get(key) ?? [];
  list.push(item);
  list.sort((a, b) => placeOf(a) - placeOf(b));
  map.set(key, list);
}

function remove(map, key, which) {
  const left = (map.get(key) ?? []).filter((item) => !which(item));
  if (left.length > 0) {
    map.set(key, left);
  } else {
    map.delete(key);
  }
}

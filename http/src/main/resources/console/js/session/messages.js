import { json, sessionPath } from '../core/api.js';

const PAGE = 100;

/**
 * The messages of a session as it is, loaded where they are looked at. The place of a message is its `seq` less one.
 */
export class LiveMessages {
  #id;
  #loaded = new Map();
  #onProblem;
  #wanted = null;
  #working = false;
  #closed = new AbortController();

  /** Told `[place, message]` of what was loaded. */
  onLoaded = () => {};

  constructor(id, count, onProblem) {
    this.#id = id;
    this.count = count;
    this.#onProblem = onProblem;
  }

  get(place) {
    return this.#loaded.get(place);
  }

  /** What is loaded, as `[place, message]`. */
  entries() {
    return [...this.#loaded];
  }

  /** Wishes for messages; only the last wish counts, so that scrolling fast loads where it ends. */
  need(first, last) {
    this.#wanted = [first, Math.min(last, this.count - 1)];
    this.#work();
  }

  /** Loads a message again because it was changed. */
  async reload(seq) {
    if (this.#loaded.has(seq - 1)) {
      await this.#load(seq - 1, 1);
    }
  }

  close() {
    this.#closed.abort();
  }

  async #work() {
    if (this.#working) {
      return;
    }
    this.#working = true;
    try {
      for (let next = this.#missing(); next !== null; next = this.#missing()) {
        const got = await this.#load(next, PAGE);
        if (got === 0) {
          break;
        }
      }
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.#onProblem(failure);
      }
    } finally {
      this.#working = false;
    }
  }

  #missing() {
    const [first, last] = this.#wanted ?? [0, -1];
    for (let place = first; place <= last; place++) {
      if (!this.#loaded.has(place)) {
        // Whole pages, so that scrolling upwards does not load one message at a time.
        const page = place - (place % PAGE);
        return this.#loaded.has(page) ? place : page;
      }
    }
    return null;
  }

  async #load(place, limit) {
    const path = sessionPath(this.#id, '/messages', { after: place, limit, newest: false });
    const { messages } = await json(path, { signal: this.#closed.signal });
    const placed = messages.map((m) => [m.seq - 1, m]);
    placed.forEach(([at, m]) => this.#loaded.set(at, m));
    this.onLoaded(placed);
    return placed.length;
  }
}

/** Messages that are all there: of the past, or of a view. */
export class FixedMessages {
  #messages;

  constructor(messages) {
    this.#messages = messages;
    this.count = messages.length;
  }

  entries() {
    return this.#messages.map((m, place) => [place, m]);
  }

  get(place) {
    return this.#messages[place];
  }

  need() {}

  close() {}
}

/** The most that a view is read of; it is for looking, the whole is what exports are for. */
const MOST_OF_A_VIEW = 5000;

/** @returns {Promise<{messages: Array, repairs: Array, more: boolean}>} what a model would be sent */
export async function validMessages(id, signal) {
  const messages = [];
  const repairs = [];
  let cursor;
  do {
    const page = await json(sessionPath(id, '/messages', { view: 'valid', limit: 500, cursor }), { signal });
    messages.push(...page.messages);
    repairs.push(...(page.repairs ?? []));
    cursor = page.more === false ? undefined : page.cursor;
  } while (cursor && messages.length < MOST_OF_A_VIEW);
  return { messages, repairs, more: Boolean(cursor) };
}

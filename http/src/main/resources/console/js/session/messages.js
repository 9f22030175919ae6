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
  /** What changed since it was read, as far as is known. */
  #changed = [];
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
  async reload(change) {
    this.#changed.push(change);
    const found = this.entries().find(([, message]) => isOf(change, message));
    if (found) {
      await this.#guarded(() => this.#load(found[0], 1));
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
    await this.#guarded(async () => {
      for (let next = this.#missing(); next !== null; next = this.#missing()) {
        const got = await this.#load(next, PAGE);
        if (got === 0) {
          break;
        }
      }
    });
    this.#working = false;
  }

  async #guarded(load) {
    try {
      await load();
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.#onProblem(failure);
      }
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
    const { messages, revision } = await json(path, { signal: this.#closed.signal });
    const placed = messages.map((m) => [m.seq - 1, m]);
    placed.forEach(([at, m]) => this.#loaded.set(at, m));
    this.onLoaded(placed);
    const came = this.#changed.filter((change) => messages.some((m) => isOf(change, m)));
    this.#changed = this.#changed.filter((change) => !came.includes(change));
    // It was under way when the change was told.
    came.filter((change) => change.revision > revision).forEach((change) => this.reload(change));
    return placed.length;
  }
}

const isOf = (change, message) => message.agent === change.agent && message.index === change.index;

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

/** The most that a view is read of one agent; it is for looking, the whole is what exports are for. */
const MOST_OF_A_VIEW = 1000;

/**
 * What a model would be sent: each agent's part is a view of its own, and they stand in the order of the session.
 *
 * @returns {Promise<{messages: Array, repairs: Array, more: boolean}>} `more` if there is more before it
 */
export async function validMessages(id, agents, signal) {
  const views = await Promise.all(agents.map((agent) =>
    json(sessionPath(id, '/messages', { view: 'valid', agent, last: MOST_OF_A_VIEW }), { signal })));
  const placed = views.flatMap(({ messages }) => {
    // What the view added has no place of its own: it stays behind what it answers.
    let at = 0;
    return messages.map((message) => ({ message, at: (at = Math.max(at, message.seq ?? 0)) }));
  });
  return {
    messages: placed.sort((a, b) => a.at - b.at).map(({ message }) => message),
    repairs: views.flatMap((view) => view.repairs ?? []),
    more: views.some((view) => view.more === true),
  };
}

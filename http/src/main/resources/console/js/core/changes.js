import { authorization, problemOf, renewToken } from './api.js';
import { EventParser } from './event-stream.js';

/** A heartbeat comes every 15 seconds; without three of them the connection is dead. */
const SILENCE_MS = 50_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A service that has no place for another stream is asked again, and until then looked at. */
const REFUSED_WAIT_MS = 3000;
/** A tab that nobody looks at gives its connection back: a browser has six for one host. */
const HIDDEN_MS = 30_000;

/**
 * Follows changes until it is closed: after an interruption it goes on behind the last change that it
 * has seen, without a gap and without a repeat.
 */
export class ChangeStream {
  #path;
  #on;
  #lastId = null;
  #wait = FIRST_WAIT_MS;
  #abort = null;
  #timer = null;
  #closed = false;
  #onVisibility = () => this.#visibility();

  /**
   * @param {string} path of the stream
   * @param {{change: function(Object), state: function(string, string=), reset: function(), open?: function(),
   *     missed?: function()}} on
   *     `state` is told `connecting`, `live`, `waiting` or `paused`; after `reset` everything must be read
   *     anew; `missed` is told while the stream is refused and changes have to be looked for
   */
  constructor(path, on) {
    this.#path = path;
    this.#on = on;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#connect();
  }

  close() {
    this.#closed = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }

  #visibility() {
    if (document.visibilityState === 'visible') {
      clearTimeout(this.#timer);
      if (!this.#abort) {
        this.#wait = FIRST_WAIT_MS;
        this.#connect();
      }
    } else if (this.#abort) {
      this.#timer = setTimeout(() => {
        this.#stop();
        this.#on.state('paused');
      }, HIDDEN_MS);
    }
  }

  async #connect() {
    const abort = new AbortController();
    this.#abort = abort;
    this.#on.state('connecting');
    try {
      const headers = { Accept: 'text/event-stream', ...authorization() };
      if (this.#lastId !== null) {
        headers['Last-Event-ID'] = this.#lastId;
      }
      const response = await fetch(this.#path, { headers, cache: 'no-store', signal: abort.signal });
      await (response.ok ? this.#read(response, abort) : this.#refused(response));
      if (response.ok) {
        this.#on.state('waiting');
      }
    } catch {
      // Whatever ended it, the next try tells more.
      this.#on.state('waiting');
    }
    if (!this.#closed && this.#abort === abort) {
      this.#later();
    }
  }

  async #refused(response) {
    if (response.status === 401) {
      await renewToken();
      this.#wait = 0;
    } else if (response.status === 410 || (response.status === 400 && this.#lastId !== null)) {
      this.#lastId = null;
      this.#wait = 0;
      this.#on.reset();
    } else {
      const problem = await problemOf(response);
      this.#wait = Math.max(REFUSED_WAIT_MS, 1000 * Number(response.headers.get('Retry-After') ?? 0));
      this.#on.state('waiting', problem.message);
      this.#on.missed?.();
    }
  }

  async #read(response, abort) {
    this.#wait = FIRST_WAIT_MS;
    this.#on.state('live');
    this.#on.open?.();
    const parser = new EventParser();
    parser.lastId = this.#lastId;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), abort);
      if (done) {
        return;
      }
      const events = parser.push(value);
      // A heartbeat moves the place to go on from, without an event.
      this.#lastId = parser.lastId;
      for (const event of events) {
        this.#tell(event);
      }
      this.#wait = parser.retry ?? this.#wait;
    }
  }

  #tell(event) {
    if (event.type === 'reset') {
      this.#lastId = null;
      this.#on.reset();
      return;
    }
    try {
      this.#on.change(JSON.parse(event.data));
    } catch (failure) {
      console.warn('A change could not be shown', event.id, failure.name);
    }
  }

  #later() {
    this.#abort = null;
    // Spread, so that all open pages do not come back in the same moment after a restart.
    this.#timer = setTimeout(() => this.#connect(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(Math.max(this.#wait, FIRST_WAIT_MS) * 2, LONGEST_WAIT_MS);
  }
}

function withinSilence(read, abort) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new Error('silent'));
    }, SILENCE_MS);
  });
  return Promise.race([read, silence]).finally(() => clearTimeout(timer));
}

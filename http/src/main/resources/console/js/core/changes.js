import { authorization, problemOf, renewToken } from './api.js';
import { EventParser } from './event-stream.js';

/** A heartbeat comes every 15 seconds; without three of them the connection is dead. */
const SILENCE_MS = 50_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
/** A service that has no place for another stream is asked again, and until then looked at. */
const REFUSED_WAIT_MS = 3000;
/** A token may be given another right; that is worth a question now and then. */
const FORBIDDEN_WAIT_MS = 30_000;
/** A tab that nobody looks at gives its connection back: a browser has six for one host. */
const HIDDEN_MS = 30_000;

/**
 * Follows changes until it is closed: after an interruption it goes on behind the last change that it
 * has seen, without a gap and without a repeat.
 */
export class ChangeStream {
  #path;
  #on;
  #lastId;
  #wait = FIRST_WAIT_MS;
  #abort = null;
  #retry = null;
  #hiding = null;
  #onVisibility = () => this.#visibility();
  #onHide = () => this.#pause();

  /**
   * @param {string} path of the stream
   * @param {{state: function(string, string=), change: function(Object), open: function(string|null, string),
   *     reset: function(), missed: function()}} on
   *     `state` is told `connecting`; `live`; `waiting`: the service cannot be reached; `looking`: it answers, but
   *     has no stream for us; `forbidden`; or `paused`. `open` is told behind which id the stream goes on, or null if
   *     it tells only what comes next, so that what is there has to be read; and the id with which it begins. After
   *     `reset` everything has to be read anew when it opens. `missed` is told now and then while it is `looking`.
   * @param {string|null} [lastId] to go on behind
   */
  constructor(path, on, lastId = null) {
    this.#path = path;
    this.#on = on;
    this.#lastId = lastId;
    document.addEventListener('visibilitychange', this.#onVisibility);
    // A browser keeps a page that was left, with its connections, to show it again.
    window.addEventListener('pagehide', this.#onHide);
    window.addEventListener('pageshow', this.#onVisibility);
    on.state('connecting');
    this.#connect();
    this.#visibility();
  }

  close() {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    window.removeEventListener('pagehide', this.#onHide);
    window.removeEventListener('pageshow', this.#onVisibility);
    clearTimeout(this.#hiding);
    this.#stop();
  }

  #pause() {
    this.#stop();
    this.#on.state('paused');
  }

  #stop() {
    clearTimeout(this.#retry);
    this.#abort?.abort();
    this.#abort = null;
  }

  #visibility() {
    clearTimeout(this.#hiding);
    if (document.visibilityState !== 'visible') {
      this.#hiding = setTimeout(() => this.#pause(), HIDDEN_MS);
    } else if (!this.#abort) {
      clearTimeout(this.#retry);
      this.#wait = FIRST_WAIT_MS;
      this.#connect();
    }
  }

  async #connect() {
    const abort = new AbortController();
    this.#abort = abort;
    const sentWith = authorization();
    try {
      const headers = { Accept: 'text/event-stream', ...sentWith };
      if (this.#lastId !== null) {
        headers['Last-Event-ID'] = this.#lastId;
      }
      const response = await withinSilence(fetch(this.#path, { headers, cache: 'no-store', signal: abort.signal }), abort);
      await (response.ok ? this.#read(response, abort) : this.#refused(response, sentWith, abort));
    } catch {
      // Whatever ended it, the next try tells more.
      this.#tellState(abort, 'waiting');
    }
    if (this.#abort === abort) {
      this.#later();
    }
  }

  /** What was stopped meanwhile has nothing to tell. */
  #tellState(abort, state, detail) {
    if (this.#abort === abort) {
      this.#on.state(state, detail);
    }
  }

  async #refused(response, sentWith, abort) {
    if (response.status === 401) {
      if (authorization().Authorization === sentWith.Authorization) {
        await renewToken();
      }
      this.#wait = 0;
    } else if (response.status === 410 || (response.status === 400 && this.#lastId !== null)) {
      this.#lastId = null;
      this.#wait = 0;
      this.#on.reset();
    } else {
      const { message } = await problemOf(response);
      if (response.status === 403) {
        this.#wait = FORBIDDEN_WAIT_MS;
        this.#tellState(abort, 'forbidden', message);
      } else {
        this.#wait = Math.max(REFUSED_WAIT_MS, 1000 * Number(response.headers.get('Retry-After') ?? 0));
        this.#tellState(abort, 'looking', message);
        this.#on.missed();
      }
    }
  }

  async #read(response, abort) {
    this.#wait = FIRST_WAIT_MS;
    const behind = this.#lastId;
    const parser = new EventParser();
    parser.lastId = behind;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let open = false;
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), abort);
      if (done) {
        // Streams do not last for ever. The next one is near, or its failure tells what is the matter.
        this.#tellState(abort, 'connecting');
        return;
      }
      const events = parser.push(value);
      // A heartbeat moves the place to go on from, without an event.
      this.#lastId = parser.lastId;
      this.#wait = parser.retry ?? this.#wait;
      if (!open) {
        open = true;
        this.#tellState(abort, 'live');
        this.#on.open(behind, parser.firstId);
      }
      events.forEach((event) => this.#tell(event));
    }
  }

  #tell(event) {
    try {
      this.#on.change(JSON.parse(event.data));
    } catch (failure) {
      console.warn('A change could not be shown', event.id, failure.name);
    }
  }

  #later() {
    this.#abort = null;
    // Spread, so that all open pages do not come back in the same moment after a restart.
    this.#retry = setTimeout(() => this.#connect(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(Math.max(this.#wait, FIRST_WAIT_MS) * 2, LONGEST_WAIT_MS);
  }
}

function withinSilence(act, abort) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new Error('silent'));
    }, SILENCE_MS);
  });
  return Promise.race([act, silence]).finally(() => clearTimeout(timer));
}

import { json, sessionPath, withQuery } from '../core/api.js';
import { arrived } from '../core/announce.js';

const PAGE = 50;
/** So many sessions are kept; who wants more narrows the filter. */
const MOST = 2000;
/** More new sessions than these at once are read as a page. */
const MOST_AT_ONCE = 12;
const LOOKS_MS = [80, 200, 500, 1500];
/** After this time the first page is read for those that could not be read yet. */
const LATE_MS = 5000;

/**
 * The sessions that are known, the latest first, kept up to date by the changes that are told.
 */
export class Catalogue {
  #sessions = new Map();
  #filter = {};
  #cursor = null;
  #unknown = new Set();
  /** Those that the filter leaves out, which is known until one of them begins under another name. */
  #others = new Set();
  #deleted = new Set();
  /** What is told while a page is read may be newer than the page: it waits for it. */
  #held = null;
  #asking = false;
  #late = null;
  #generation = 0;
  #onChange;

  /** @param {function()} onChange is told that something is other than before */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether there are more than those that were loaded. */
  get hasMore() {
    return this.#cursor !== null && this.#sessions.size < MOST;
  }

  get size() {
    return this.#sessions.size;
  }

  /** Loads the first page by a filter of the service. */
  async load(filter) {
    this.#filter = filter;
    const generation = ++this.#generation;
    this.#held ??= [];
    try {
      const page = await this.#page(null);
      if (generation === this.#generation) {
        this.#sessions.clear();
        this.#others.clear();
        this.#deleted.clear();
        this.#take(page);
      }
    } finally {
      if (generation === this.#generation) {
        const held = this.#held;
        this.#held = null;
        held.forEach((item) => this.changed(item));
      }
    }
  }

  /** Loads the next page. */
  async more() {
    const generation = this.#generation;
    const page = await this.#page(this.#cursor);
    if (generation === this.#generation) {
      this.#take(page);
    }
  }

  /** Reads the first page again, after changes that nobody told. */
  async again() {
    const generation = this.#generation;
    const page = await this.#page(null);
    if (generation === this.#generation) {
      page.sessions.forEach((s) => this.#put(s));
      this.#onChange();
    }
  }

  #page(cursor) {
    return json(withQuery('/v1/sessions', { ...this.#filter, order: 'updated', newest: true, limit: PAGE, cursor }));
  }

  #take(page) {
    page.sessions.forEach((s) => this.#put(s));
    this.#cursor = page.cursor ?? null;
    this.#onChange();
  }

  #put(session, arrivedAt) {
    const known = this.#sessions.get(session.session);
    if (this.#deleted.has(session.session)) {
      return;
    }
    if (!known || known.revision <= session.revision) {
      this.#sessions.set(session.session, { ...session, arrivedAt: arrivedAt ?? known?.arrivedAt });
    }
  }

  /** Those in which a text stands, the latest first. */
  matching(text) {
    const wanted = text.trim().toLowerCase();
    const all = [...this.#sessions.values()].filter((s) => !wanted
      || [s.session, s.title, s.user, s.application].some((field) => field?.toLowerCase().includes(wanted)));
    return all.sort((a, b) => (a.updated_at < b.updated_at ? 1 : a.updated_at > b.updated_at ? -1 : 0));
  }

  /** Takes a change that was just told. */
  changed(item) {
    if (this.#held) {
      this.#held.push(item);
      return;
    }
    const known = this.#sessions.get(item.session);
    if (item.type === 'session.deleted') {
      this.#deleted.add(item.session);
      this.#sessions.delete(item.session);
      this.#onChange();
    } else if (!known) {
      this.#discoverSoon(item);
    } else if (item.revision > known.revision) {
      this.#sessions.set(item.session, evolved(known, item));
      this.#onChange();
    }
  }

  #discoverSoon(item) {
    if (item.type === 'session.started' || !this.#others.has(item.session)) {
      this.#unknown.add(item.session);
      this.#ask();
    }
  }

  async #ask() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      while (this.#unknown.size > 0) {
        await new Promise((resolve) => setTimeout(resolve, LOOKS_MS[0]));
        const ids = [...this.#unknown];
        this.#unknown.clear();
        await (ids.length > MOST_AT_ONCE ? this.#readMany() : Promise.all(ids.map((id) => this.#discover(id))));
      }
    } finally {
      this.#asking = false;
    }
  }

  async #readMany() {
    await this.again().catch(() => {});
    this.#lookLater();
  }

  async #discover(id) {
    for (const wait of LOOKS_MS) {
      const session = await json(sessionPath(id, '', { messages: 'none' })).catch(() => null);
      if (session) {
        const { user = '', application = '' } = this.#filter;
        if ((!user || session.user === user) && (!application || session.application === application)) {
          this.#others.delete(id);
          this.#put({ ...session, messages: countOf(session) }, Date.now());
          arrived('new session', 'new sessions');
          this.#onChange();
        } else {
          this.#others.add(id);
        }
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    this.#lookLater();
  }

  #lookLater() {
    this.#late ??= setTimeout(() => {
      this.#late = null;
      this.again().catch(() => {});
    }, LATE_MS);
  }
}

const countOf = (session) => Object.values(session.agents ?? {}).reduce((sum, agent) => sum + agent.messages, 0);

function evolved(session, item) {
  const data = item.change?.data ?? {};
  const next = { ...session, revision: item.revision, arrivedAt: Date.now() };
  next.updated_at = item.recorded_at > session.updated_at ? item.recorded_at : session.updated_at;
  if (item.type === 'message.appended') {
    next.messages = session.messages + 1;
  } else if (item.type === 'session.started') {
    next.closed_at = null;
    for (const field of ['user', 'application', 'title']) {
      next[field] = session[field] ?? data[field] ?? null;
    }
  } else if (item.type === 'session.closed') {
    next.closed_at = item.recorded_at;
  }
  return next;
}

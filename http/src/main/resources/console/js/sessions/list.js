import { foreign, h, replace } from '../core/dom.js';
import { ago, plural, short } from '../core/format.js';
import { address } from '../core/router.js';
import { Catalogue } from './catalogue.js';
import { Filters } from './filters.js';

const SHOWN = 300;
const FRESH_MS = 3000;
const CLOCK_MS = 10_000;

/** The list of sessions with search and filters. */
export class SessionList {
  #catalogue = new Catalogue(() => this.#soon());
  #filters = new Filters(() => this.#draw(), () => this.load());
  #items = h('ul', { class: 'session-items' });
  #foot = h('div', { class: 'list-foot' });
  #frame = 0;
  #open = null;
  #loaded = false;
  #failed = false;
  #rows = new Map();

  element = h('section', { class: 'list', 'aria-label': 'Sessions' },
    this.#filters.element, h('div', { class: 'list-scroller' }, this.#items, this.#foot));

  constructor() {
    setInterval(() => this.#draw(), CLOCK_MS);
  }

  /** Reads the first page. */
  async load() {
    this.element.setAttribute('aria-busy', 'true');
    try {
      await this.#catalogue.load(this.#filters.query);
      this.#loaded = true;
      this.#failed = false;
    } catch (problem) {
      this.#failed = true;
      this.#foot.dataset.state = '';
      replace(this.#foot, h('p', { class: 'problem', role: 'alert' }, problem.message, ' ',
        h('button', { type: 'button', class: 'button small', onclick: () => this.load() }, 'Try again')));
    }
    this.element.removeAttribute('aria-busy');
  }

  /** Tries again what failed. */
  mend() {
    return this.#failed ? this.load() : undefined;
  }

  /** Reads what may have been missed. */
  again() {
    return this.#catalogue.again().catch(() => this.load());
  }

  changed(item) {
    this.#catalogue.changed(item);
  }

  /** Marks the session that is open. */
  mark(id) {
    this.#open = id;
    this.#draw();
  }

  search() {
    this.#filters.focus();
  }

  /** Moves the focus by one session. */
  step(by) {
    const links = [...this.#items.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    const open = links.findIndex((link) => link.getAttribute('aria-current') === 'true');
    const from = at >= 0 ? at : open >= 0 ? open : by > 0 ? -1 : links.length;
    links[Math.max(0, Math.min(links.length - 1, from + by))]?.focus();
  }

  /** Moves the focus to a session, or to the first one. */
  focus(id) {
    const link = this.#rows.get(id)?.firstChild ?? this.#items.querySelector('a');
    link?.focus();
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const matching = this.#catalogue.matching(this.#filters.text);
    const shown = matching.slice(0, SHOWN);
    const rows = new Map(shown.map((s) => [s.session, this.#row(s)]));
    this.#rows = rows;
    this.#arrange([...rows.values()]);
    this.#drawFoot(matching.length, shown.length);
  }

  /** Leaves in the document what is in its place, so that focus and scrolling stay. */
  #arrange(rows) {
    const wanted = new Set(rows);
    [...this.#items.children].filter((row) => !wanted.has(row)).forEach((row) => row.remove());
    let at = this.#items.firstChild;
    for (const row of rows) {
      if (row === at) {
        at = at.nextSibling;
      } else {
        const hadFocus = row.contains(document.activeElement);
        this.#items.insertBefore(row, at);
        if (hadFocus) {
          row.firstChild.focus({ preventScroll: true });
        }
      }
    }
  }

  #row(session) {
    const known = this.#rows.get(session.session) ?? h('li', null, h('a', { href: address('sessions', session.session) }));
    const link = known.firstChild;
    const open = session.session === this.#open;
    const fresh = Date.now() - (session.arrivedAt ?? 0) < FRESH_MS;
    const state = `${session.revision} ${session.messages} ${open} ${fresh} ${ago(session.updated_at)}`;
    if (known.dataset.state !== state) {
      known.dataset.state = state;
      known.classList.toggle('fresh', fresh);
      link.setAttribute('aria-current', String(open));
      replace(link, content(session));
    }
    return known;
  }

  #drawFoot(matching, shown) {
    if (this.#failed) {
      return;
    }
    const all = this.#catalogue.size;
    const more = this.#catalogue.hasMore && h('button', {
      type: 'button', class: 'button small', onclick: () => this.#catalogue.more().catch(() => this.load()),
    }, 'Load more');
    const text = !this.#loaded ? 'Loading…'
      : all === 0 ? this.#filters.isOn ? 'No session passes the filter.' : 'No sessions yet. They appear here as they begin; the playground makes one.'
        : matching === 0 ? `None of ${plural(all, 'session')} here.`
          : shown < matching ? `${shown} of ${plural(matching, 'session')} shown.` : plural(matching, 'session');
    const state = `${text} ${Boolean(more)}`;
    if (this.#foot.dataset.state !== state) {
      this.#foot.dataset.state = state;
      replace(this.#foot, h('span', { class: 'quiet' }, text), more || null);
    }
  }
}

function content(session) {
  return [
    h('span', { class: 'item-line' },
      foreign(session.title || session.session, { class: 'item-title' }),
      h('time', { datetime: session.updated_at }, ago(session.updated_at))),
    h('span', { class: 'item-line item-facts' },
      h('span', { class: 'item-who' }, foreign(session.user || 'no user'), session.application ? [' · ', foreign(session.application)] : null),
      h('span', { class: 'item-count' }, session.closed_at ? h('span', { class: 'badge' }, 'closed') : null, ` ${short(session.messages)}`,
        h('span', { class: 'visually-hidden' }, ' messages'))),
  ];
}

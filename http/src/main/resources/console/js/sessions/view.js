import { h, replace } from '../core/dom.js';
import { ChangeStream } from '../core/changes.js';
import { bind } from '../core/keys.js';
import { address, go } from '../core/router.js';
import { SessionPane } from '../session/pane.js';
import { SessionList } from './list.js';

/** After this time what a change says is in the documents, unless they lag. */
const SETTLED_MS = 2000;

/** The list of sessions, and beside it the one that is open. */
export class SessionsView {
  #list = new SessionList();
  #pane = null;
  #stream = null;
  #onConnection;
  #place = h('div', { class: 'open-session' });

  element = h('div', { class: 'sessions-view' }, this.#list.element, this.#place);

  constructor(onConnection) {
    this.#onConnection = onConnection;
    this.#list.load();
  }

  /** @param {Place} place */
  show(place) {
    this.#stream ??= this.#follow();
    this.#bindKeys();
    this.element.classList.toggle('has-open', place.id !== null);
    if (this.#pane?.id !== place.id) {
      this.#close();
    }
    if (place.id !== null) {
      if (!this.#pane) {
        this.#pane = new SessionPane(place.id);
        replace(this.#place, this.#pane.element);
      }
      this.#pane.show(place.query);
    } else {
      document.title = 'Sessionfold';
      replace(this.#place, h('h1', { class: 'visually-hidden' }, 'Sessions'), h('p', { class: 'empty' }, 'Choose a session, or use the keys:', h('kbd', null, 'j'), h('kbd', null, 'k'), 'to move,', h('kbd', null, 'Enter'), 'to open,', h('kbd', null, '?'), 'for the others.'));
    }
    this.#list.mark(place.id);
  }

  /** Gives back the connection while another view is shown. */
  leave() {
    this.#stream?.close();
    this.#stream = null;
    this.#close();
  }

  #close() {
    this.#pane?.close();
    this.#pane = null;
  }

  #follow() {
    let stale = false;
    const look = () => {
      if (stale) {
        this.#list.load();
        this.#pane?.readAnew();
      } else {
        this.#list.again();
        this.#pane?.refresh();
      }
      stale = false;
    };
    return new ChangeStream('/v1/changes', {
      state: this.#onConnection,
      open: (behind) => {
        this.#list.mend();
        this.#pane?.mend();
        if (behind === null) {
          look();
          // What was told just before the stream began may not have been in the list yet.
          setTimeout(() => this.#stream && this.#list.again(), SETTLED_MS);
        }
      },
      change: (item) => {
        this.#list.changed(item);
        if (item.session === this.#pane?.id) {
          this.#pane.changed(item);
        }
      },
      missed: look,
      reset: () => {
        stale = true;
      },
    });
  }

  #bindKeys() {
    bind('/', () => this.#list.search());
    bind('j', () => this.#step(1));
    bind('k', () => this.#step(-1));
    bind('Enter', () => (this.#pane?.hasFocus && document.activeElement.matches('[data-place]') ? this.#pane.unfold() : false));
    bind('[', () => this.#pane?.stepRevision(-1));
    bind(']', () => this.#pane?.stepRevision(1));
    bind('Escape', () => {
      const open = this.#pane?.id;
      if (!open) {
        return false;
      }
      go(address('sessions'));
      requestAnimationFrame(() => this.#list.focus(open));
      return true;
    });
  }

  #step(by) {
    if (this.#pane?.hasFocus) {
      this.#pane.step(by);
    } else {
      this.#list.step(by);
    }
  }
}

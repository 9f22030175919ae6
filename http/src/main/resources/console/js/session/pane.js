import { h, replace } from '../core/dom.js';
import { json, sessionPath } from '../core/api.js';
import { address, swap } from '../core/router.js';
import { CatchUp } from '../core/catch-up.js';
import { arrived } from '../core/announce.js';
import { plural } from '../core/format.js';
import { AgentColours } from './agents.js';
import { Conversation } from './conversation.js';
import { differenceList } from './difference.js';
import { messageCount, SessionHead } from './head.js';
import { FixedMessages, LiveMessages, validMessages } from './messages.js';
import { Notes } from './notes.js';
import { showRaw } from './raw.js';
import { RevisionBar } from './revision-bar.js';

/** One session: as it is and goes on, as it was, or as a model gets it. */
export class SessionPane {
  #id;
  #colours = new AgentColours();
  #conversation = new Conversation(this.#colours, (message) => showRaw(this.#id, message));
  #head;
  #bar = new RevisionBar((asOf) => swap(address('sessions', this.#id, { as_of: asOf })));
  #aside = h('div', { class: 'session-aside' });
  #query = new URLSearchParams();
  #shown = null;
  #current = null;
  #reading = new AbortController();
  #failed = false;
  #closed = false;
  #catchUp = new CatchUp(() => this.refresh(), () => this.#current?.revision ?? 0);
  /** The changes of messages that were not read yet. */
  #toReload = [];
  #deletedAt = 0;
  #wentOn = h('button', { type: 'button', class: 'button small', hidden: true, onclick: () => this.show(this.#query) }, 'The session went on: show it');

  element;

  constructor(id) {
    this.#id = id;
    this.#head = new SessionHead(id, this.#colours, (view) =>
      swap(address('sessions', id, { view: view === 'raw' ? null : view })));
    this.element = h('section', { class: 'session', 'aria-label': 'Session' },
      this.#head.element, this.#bar.element, this.#aside, this.#conversation.element);
  }

  get id() {
    return this.#id;
  }

  get hasFocus() {
    return this.#conversation.hasFocus;
  }

  /** Shows what the query of an address asks for. */
  async show(query) {
    this.#query = query;
    const asOf = /^\d+$/.test(query.get('as_of') ?? '') ? Number(query.get('as_of')) : null;
    const view = query.get('view') === 'valid' ? 'valid' : 'raw';
    this.#reading.abort();
    this.#reading = new AbortController();
    this.element.setAttribute('aria-busy', 'true');
    try {
      await (asOf !== null ? this.#showPast(asOf) : view === 'valid' ? this.#showValid() : this.#showNow());
      this.#shown = asOf ?? view;
      this.#failed = false;
      this.element.classList.remove('gone');
    } catch (failure) {
      if (failure.name === 'AbortError') {
        return;
      }
      this.#tellProblem(failure);
    }
    this.element.removeAttribute('aria-busy');
    document.title = `${this.#current?.title || this.#id} · Sessionfold`;
    // What was told while this was read may be behind it.
    this.#catchUp.goOn();
  }

  /** Forgets what is known, and reads it again. */
  readAnew() {
    this.#current = null;
    this.#catchUp.forget();
    this.#deletedAt = 0;
    this.#toReload = [];
    return this.show(this.#query);
  }

  /** Tries again what failed. */
  mend() {
    return this.#failed ? this.show(this.#query) : undefined;
  }

  async #read(query) {
    return json(sessionPath(this.#id, '', query), { signal: this.#reading.signal });
  }

  async #showNow() {
    const session = await this.#read({ messages: 'none' });
    this.#current = session;
    this.#head.show(session, 'raw');
    this.#bar.show(null, session.revision);
    replace(this.#aside);
    this.#conversation.show(
      new LiveMessages(this.#id, messageCount(session), (failure) => this.#tellProblem(failure)), new Notes(session));
  }

  async #showPast(asOf) {
    this.#current ??= await this.#read({ messages: 'none' });
    this.#bar.show(asOf, this.#current.revision);
    const from = asOf - 1;
    const [past, diff] = await Promise.all([
      this.#read({ messages: 'all', as_of: asOf }),
      json(sessionPath(this.#id, '/diff', { from, to: asOf }), { signal: this.#reading.signal }),
    ]);
    const marked = new Set([...(diff.added_messages ?? []), ...(diff.changed_messages ?? [])].map((m) => m.seq));
    this.#head.show(past, 'raw');
    this.#bar.show(asOf, this.#current.revision, past.recorded_at);
    this.#conversation.show(new FixedMessages(past.messages ?? []), new Notes(past), marked);
    replace(this.#aside, h('div', { class: 'aside-box', role: 'region', 'aria-label': 'What this revision changed', tabindex: 0 },
      h('h2', null, 'What this revision changed'), differenceList(diff, (seq) => this.#conversation.scrollTo(seq - 1))));
    this.#conversation.scrollTo(marked.size ? Math.min(...marked) - 1 : (past.messages ?? []).length - 1);
  }

  async #showValid() {
    this.#current = await this.#read({ messages: 'none' });
    const { messages, repairs, more } = await validMessages(
      this.#id, Object.keys(this.#current.agents ?? {}), this.#reading.signal);
    this.#head.show(this.#current, 'valid');
    this.#bar.show(null, this.#current.revision);
    this.#conversation.show(new FixedMessages(messages), new Notes(this.#current));
    this.#wentOn.hidden = true;
    replace(this.#aside, h('div', { class: 'aside-box', role: 'region', 'aria-label': 'Repairs', tabindex: 0 },
      h('h2', null, repairs.length ? plural(repairs.length, 'repair') : 'Nothing had to be repaired'),
      h('p', { class: 'quiet' }, 'Every tool call is answered exactly once, cuts fall on turns, and the log stays as it is.',
        more ? ' This is the end of a longer session.' : '', ' ', this.#wentOn),
      repairs.length ? h('ul', { class: 'difference' }, repairs.map((r) => h('li', null,
        h('strong', null, r.kind), ' · ', r.text ?? r.message ?? ''))) : null));
  }

  #tellProblem(problem) {
    if (problem.status === 404 && !problem.body.type?.endsWith('no-such-revision')) {
      this.#tellGone('There is no such session, or it was deleted.');
    } else {
      this.#failed = true;
      replace(this.#aside, h('div', { class: 'problem', role: 'alert' }, h('strong', null, problem.title ?? 'Problem'), ' · ', problem.message, ' ',
        h('button', { type: 'button', class: 'button small', onclick: () => window.dispatchEvent(new HashChangeEvent('hashchange')) }, 'Try again')));
    }
  }

  /** Of what is not there any more nothing stays to be read. */
  #tellGone(text) {
    this.#reading.abort();
    this.#shown = null;
    this.#current = null;
    this.#catchUp.forget();
    this.#toReload = [];
    this.element.classList.add('gone');
    this.element.removeAttribute('aria-busy');
    this.#head.clear();
    this.#conversation.show(new FixedMessages([]), new Notes({}));
    replace(this.#aside, h('p', { class: 'problem', role: 'alert' }, text, ' ', h('a', { href: address('sessions') }, 'All sessions')));
  }

  /** Takes a change of this session that was just told. */
  changed(item) {
    if (item.type === 'session.deleted') {
      this.#deletedAt = item.revision;
      this.#tellGone('This session was deleted.');
      return;
    }
    if (item.type === 'message.appended') {
      arrived('message in this session', 'messages in this session');
    } else if (Number.isInteger(item.change?.index)) {
      this.#toReload.push({ agent: item.change.agent, index: item.change.index, revision: item.revision });
    }
    this.#catchUp.until(item.revision);
  }

  /** Looks whether something came that nobody told. */
  async refresh() {
    const session = await json(sessionPath(this.#id, '', { messages: 'none' })).catch(() => null);
    if (session && !this.#closed) {
      this.#goOn(session);
    }
  }

  #goOn(session) {
    if (session.revision < (this.#current?.revision ?? 0) || session.revision <= this.#deletedAt) {
      return;
    }
    const before = this.#current?.revision;
    this.#current = session;
    const changed = this.#toReload.filter(({ revision }) => revision <= session.revision);
    this.#toReload = this.#toReload.filter(({ revision }) => revision > session.revision);
    if (this.#shown === 'raw') {
      this.#head.show(session, 'raw');
      this.#bar.show(null, session.revision);
      this.#conversation.goOn(messageCount(session), new Notes(session));
      changed.forEach((change) => this.#conversation.reload(change));
    } else if (changed.length > 0 || this.element.classList.contains('gone')) {
      // A text that was taken back is gone from the past and from each view as well.
      this.show(this.#query);
    } else if (typeof this.#shown === 'number') {
      this.#bar.show(this.#shown, session.revision);
    } else if (session.revision > before) {
      this.#wentOn.hidden = false;
    }
  }

  step(by) {
    this.#conversation.step(by);
  }

  stepRevision(by) {
    this.#bar.step(by);
  }

  unfold() {
    return this.#conversation.unfold();
  }

  close() {
    this.#closed = true;
    this.#catchUp.forget();
    this.#reading.abort();
    this.#conversation.close();
  }
}

import { h, replace } from '../core/dom.js';
import { sessionPath } from '../core/api.js';
import { ChangeStream } from '../core/changes.js';
import { bind } from '../core/keys.js';
import { address, go, swap } from '../core/router.js';
import { jsonBlock } from '../session/text.js';
import { beginning, nextStep, userMessage } from './agent.js';
import { changeEntry, column, EntryLog, EventEntry } from './columns.js';
import { Publisher } from './publisher.js';
import { SUGGESTIONS } from './scripts.js';
import { Talk } from './talk.js';

/** A talk with a scripted agent, and beside it what becomes of every event. */
export class PlaygroundView {
  element = h('div', { class: 'playground-view' });
  #onConnection;
  #mayWrite;
  #id = null;
  #run = null;

  constructor(onConnection, access) {
    this.#onConnection = onConnection;
    this.#mayWrite = !access.rights || access.rights.includes('write') || Boolean(access.problem);
  }

  /** @param {Place} place without an id a new session begins */
  show(place) {
    document.title = 'Playground · Sessionfold';
    ['j', 'k', '[', ']', 'Enter', 'Escape'].forEach((key) => bind(key, () => false));
    bind('/', () => this.#run?.focus());
    if (place.id === null) {
      swap(address('playground', `playground-${crypto.randomUUID().slice(0, 8)}`));
    } else if (place.id !== this.#id || this.#run === null) {
      this.#run?.close();
      this.#id = place.id;
      this.#run = new Run(place.id, this.#onConnection, this.#mayWrite);
      replace(this.element, this.#run.head, this.#run.columns);
      this.#run.start();
    }
  }

  leave() {
    this.#run?.close();
    this.#run = null;
  }
}

/** One session of the playground. */
class Run {
  #id;
  #abort = new AbortController();
  #publisher;
  #talk = new Talk();
  #events = new EntryLog('Events');
  #changes = new EntryLog('Changes');
  #document = h('div', { class: 'column-body document', tabindex: 0, role: 'region', 'aria-label': 'Document' }, h('p', { class: 'quiet' }, 'Nothing yet.'));
  #field = h('input', { id: 'say', type: 'text', autocomplete: 'off', maxlength: 2000, placeholder: 'Say something', 'aria-label': 'Your message' });
  #button = h('button', { class: 'button primary' }, 'Send');
  #suggestions = h('div', { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions' });
  #stream = null;
  #session = null;

  constructor(id, onConnection, mayWrite) {
    this.#id = id;
    this.#publisher = new Publisher(id, this.#abort.signal);
    this.onConnection = onConnection;
    this.mayWrite = mayWrite;
    replace(this.#suggestions, SUGGESTIONS.map((text) => h('button', { type: 'button', onclick: () => this.#say(text) }, text)));
    const form = h('form', { class: 'say', onsubmit: (event) => this.#submit(event) }, this.#field, this.#button);
    this.head = h('div', { class: 'playground-head' },
      h('h1', null, 'Playground'),
      h('p', null, mayWrite ? 'Say something on the left, and follow it to the right. The agent is a script in this page; everything else is the real pipeline.'
        : 'This token has no right to write, so that nothing can be said here.'),
      h('a', { class: 'button small', href: address('sessions', id) }, 'Open as a session'),
      h('button', { type: 'button', class: 'button small', onclick: () => go(address('playground')) }, 'New'));
    this.columns = h('div', { class: 'columns' },
      column(1, 'Talk', 'You and a scripted agent. Reload at any time: the session knows where it is.', this.#talk.element, this.#suggestions, form),
      column(2, 'Events', 'What is published, with a key: sent twice, it counts once.', this.#events.element),
      column(3, 'Changes', 'What the projector made of it, in one order, told live.', this.#changes.element),
      column(4, 'Document', 'The fold of all changes: what an agent or a person reads.', this.#document));
  }

  async start() {
    this.#busy(true);
    this.#stream = new ChangeStream(sessionPath(this.#id, '/events'), {
      state: this.onConnection,
      change: (item) => this.#changes.add(changeEntry(item)),
      reset: () => {},
    });
    await this.#guarded(async () => {
      this.#take(await this.#publisher.session());
      await this.#answer();
    });
  }

  focus() {
    this.#field.focus();
  }

  close() {
    this.#abort.abort();
    this.#stream?.close();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (text) {
      this.#field.value = '';
      this.#say(text);
    }
  }

  #say(text) {
    return this.#guarded(async () => {
      if (this.#session === null) {
        await this.#publish(beginning());
      }
      await this.#publish(userMessage(this.#session, text));
      await this.#answer();
    });
  }

  async #answer() {
    for (let next = this.#next(); next !== null && !this.#abort.signal.aborted; next = this.#next()) {
      await new Promise((resolve) => setTimeout(resolve, next.step.ms));
      if (next.step.streamed) {
        await this.#talk.write(next.step.message.content, this.#abort.signal);
      }
      await this.#publish(next.request);
    }
  }

  #next() {
    return this.#session && this.mayWrite ? nextStep(this.#session) : null;
  }

  async #publish(request) {
    const entry = new EventEntry(request, sessionPath(this.#id, request.path), this.#publisher.keyOf(request), () => this.#repeat(entry, request));
    this.#events.add(entry.element);
    this.#take(await this.#send(entry, request));
  }

  async #send(entry, request) {
    try {
      const { position } = await this.#publisher.publish(request, (problem) => entry.tell(problem.message, 'bad'));
      entry.tell('acknowledged');
      entry.published(position);
      const session = await this.#publisher.session(position);
      const { outcome, revision, of } = await this.#publisher.outcome(position);
      entry.tell(outcome === 'duplicate' ? `duplicate of revision ${of}` : revision ? `${outcome}, revision ${revision}` : outcome, outcome);
      return session;
    } catch (problem) {
      entry.tell(problem.reasons?.map((r) => r.message).join(' ') || problem.message, 'bad');
      throw problem;
    }
  }

  async #repeat(entry, request) {
    entry.busy(true);
    await this.#send(entry, request).then((session) => this.#take(session)).catch(() => {});
    entry.busy(false);
  }

  #take(session) {
    if (session !== null && session.revision >= (this.#session?.revision ?? 0)) {
      this.#session = session;
      this.#talk.show(session);
      const { messages, ...head } = session;
      replace(this.#document, jsonBlock({ ...head, messages: messages.map((m) => ({ seq: m.seq, agent: m.agent, index: m.index, message: m.message, redaction: m.redaction })) }));
    }
  }

  async #guarded(act) {
    this.#busy(true);
    try {
      await act();
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.onConnection(problem.status === 0 ? 'waiting' : 'live', problem.message);
        replace(this.#document, h('p', { class: 'problem', role: 'alert' }, problem.message));
      }
    }
    this.#busy(!this.mayWrite);
  }

  #busy(is) {
    const hadFocus = document.activeElement === this.#field;
    this.#suggestions.querySelectorAll('button').forEach((button) => {
      button.disabled = is;
    });
    this.#button.disabled = is;
    this.#field.readOnly = is;
    if (hadFocus) {
      this.#field.focus();
    }
  }
}

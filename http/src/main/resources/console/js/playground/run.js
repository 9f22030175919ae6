import { h, replace } from '../core/dom.js';
import { sessionPath } from '../core/api.js';
import { CatchUp } from '../core/catch-up.js';
import { ChangeStream } from '../core/changes.js';
import { address, go } from '../core/router.js';
import { beginning, nextStep, userMessage } from './agent.js';
import { changeEntry, column, EntryLog, EventEntry } from './columns.js';
import { DocumentColumn } from './document.js';
import { beginningOf, keepBeginning } from './history.js';
import { Publisher } from './publisher.js';
import { SUGGESTIONS } from './scripts.js';
import { Talk } from './talk.js';

/** One session of the playground. */
export class Run {
  #id;
  #abort = new AbortController();
  #publisher;
  #talk = new Talk();
  #events = new EntryLog('Events', 'What you and the agent say is published from here.');
  #changes = new EntryLog('Changes', 'What becomes of it arrives here by itself.');
  #document = new DocumentColumn();
  #field = h('input', { id: 'say', type: 'text', autocomplete: 'off', maxlength: 2000, placeholder: 'Say something', 'aria-label': 'Your message' });
  #button = h('button', { class: 'button primary' }, 'Send');
  #suggestions = h('div', { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions' });
  #problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  #stream = null;
  #session = null;
  #isBusy = false;
  #catchUp = new CatchUp(() => this.#look(), () => this.#session?.revision ?? 0);

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
      column(1, 'Talk', 'You and a scripted agent. Reload at any time: the session knows where it is.', this.#talk.element, this.#problem, this.#suggestions, form),
      column(2, 'Events', 'What is published, with a key: sent twice, it counts once.', this.#events.element),
      column(3, 'Changes', 'What the projector made of it, in one order, told live.', this.#changes.element),
      column(4, 'Document', 'The fold of all changes: what an agent or a person reads. What changed last is marked.', this.#document.element));
  }

  async start() {
    this.#isBusy = true;
    this.#busy(true);
    await this.#followed();
    await this.#goOn();
  }

  /** What is said before the stream is open would not be told. */
  #followed() {
    return new Promise((resolve) => {
      this.#stream = new ChangeStream(sessionPath(this.#id, '/events'), {
        state: (state, detail) => {
          this.onConnection(state, detail);
          if (state !== 'connecting') {
            resolve();
          }
        },
        open: (behind, id) => {
          if (behind === null) {
            keepBeginning(this.#id, id);
          }
          this.#goOnUnlessBusy();
        },
        change: (item) => this.#changed(item),
        missed: () => this.#goOnUnlessBusy(),
        reset: () => this.#forget(),
      }, beginningOf(this.#id));
    });
  }

  #changed(item) {
    this.#changes.add(changeEntry(item));
    if (item.type === 'session.deleted') {
      this.#forget();
    } else {
      this.#catchUp.until(item.revision);
    }
  }

  /** What was shown is not what is there. */
  #forget() {
    this.#changes.clear();
    this.#session = null;
    this.#catchUp.forget();
    this.#talk.clear();
    this.#document.clear();
  }

  /** What this page publishes it reads by itself; this is for what others do. */
  async #look() {
    if (!this.#isBusy) {
      this.#take(await this.#publisher.session().catch(() => null));
    }
  }

  #goOnUnlessBusy() {
    if (!this.#isBusy) {
      this.#goOn();
    }
  }

  /** Reads the session, and lets the agent go on where that says it is. */
  #goOn() {
    return this.#guarded(async () => {
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
    this.#catchUp.forget();
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
      this.#document.show(session);
    }
  }

  async #guarded(act) {
    this.#busy(true);
    this.#isBusy = true;
    this.#problem.hidden = true;
    try {
      await act();
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.#problem.textContent = problem.message;
        this.#problem.hidden = false;
      }
    }
    this.#isBusy = false;
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

import { h, replace } from '../core/dom.js';
import { Pairing } from '../session/pairing.js';
import { jsonBlock, prose } from '../session/text.js';
import { toolCall } from '../session/tool-call.js';
import { guardrailNote, Notes, redactionNote } from '../session/notes.js';

const WORD_MS = 45;

/** The talk as bubbles, drawn from the session. */
export class Talk {
  #bubbles = h('div', { class: 'talk', role: 'log', 'aria-label': 'Conversation' });

  element = h('div', { class: 'column-body', tabindex: 0, role: 'region', 'aria-label': 'The talk' }, this.#bubbles);

  show(session) {
    const pairing = new Pairing();
    pairing.take(session.messages.map((m, place) => [place, m]));
    const notes = new Notes({ guardrail_events: session.guardrail_events });
    replace(this.#bubbles, session.messages.map((message, place) => {
      const about = notes.of(message, session.messages[place + 1]).map(({ what }) => guardrailNote(what));
      return pairing.isFolded(place) ? about : [bubble(message, pairing.parts(place), place, pairing), about];
    }));
    this.#toEnd();
  }

  clear() {
    replace(this.#bubbles);
  }

  /** Writes an answer word by word, before it is an event. */
  async write(text, signal) {
    const place = h('div', { class: 'bubble assistant writing', 'aria-busy': 'true' });
    this.#bubbles.append(place);
    const words = text.split(/(?<=\s)/);
    for (let shown = 1; shown <= words.length && !signal.aborted; shown++) {
      replace(place, prose(words.slice(0, shown).join('')));
      this.#toEnd();
      await new Promise((resolve) => setTimeout(resolve, WORD_MS));
    }
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}

function bubble(message, parts, place, pairing) {
  const redacted = message.redaction || message.redacted;
  return h('div', { class: ['bubble', message.message.role === 'user' ? 'user' : 'assistant', redacted && 'redacted'] },
    parts.map((part) => (part.type === 'tool_call'
      ? toolCall(part, pairing.resultsOf(place, part), (inner) => jsonBlock(inner.value))
      : prose(part.text ?? ''))),
    redacted ? redactionNote(message) : null);
}

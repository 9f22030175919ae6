import { h, replace } from '../core/dom.js';

/** So much is left above what is scrolled to, in pixels. */
const ABOVE = 48;
const MEMBERS = ['seq', 'agent', 'index', 'message', 'redacted', 'redaction', 'model', 'usage'];

/** The document of a session, with what changed since the last look at it. */
export class DocumentColumn {
  /** The lines of each block, by its key. */
  #before = null;

  element = h('div', { class: 'column-body document', tabindex: 0, role: 'region', 'aria-label': 'Document' });

  constructor() {
    this.clear();
  }

  clear() {
    this.#before = null;
    replace(this.element, h('p', { class: 'quiet' }, 'Nothing yet.'));
  }

  /** @param {Object} session with all its messages */
  show(session) {
    const blocks = blocksOf(session);
    let changed = null;
    const drawn = blocks.map(({ key, lines }) => {
      const known = this.#before?.get(key) ?? new Set();
      return lines.map((line) => {
        if (this.#before === null || known.has(bare(line))) {
          return `${line}\n`;
        }
        const mark = h('mark', null, line);
        if (changed?.key !== key) {
          changed = { key, mark };
        }
        return mark;
      });
    });
    replace(this.element, h('pre', { class: 'json', tabindex: 0, dir: 'auto' }, h('code', null, drawn)));
    this.#before = new Map(blocks.map(({ key, lines }) => [key, new Set(lines.map(bare))]));
    if (changed) {
      this.element.scrollTop += changed.mark.getBoundingClientRect().top - this.element.getBoundingClientRect().top - ABOVE;
    }
  }
}

/** A comma says nothing of the line that it follows. */
const bare = (line) => line.replace(/,$/, '');

/** The lines of the head, and of each message. */
function blocksOf({ messages, ...head }) {
  const begin = indented(head, 0).slice(0, -1);
  begin[begin.length - 1] += ',';
  return [
    { key: 'head', lines: [...begin, '  "messages": ['] },
    ...messages.map((message, at) => {
      const shown = MEMBERS.filter((name) => message[name] !== undefined).map((name) => [name, message[name]]);
      const lines = indented(Object.fromEntries(shown), 4);
      lines[lines.length - 1] += at < messages.length - 1 ? ',' : '';
      return { key: message.seq, lines };
    }),
    { key: 'end', lines: ['  ]', '}'] },
  ];
}

const indented = (value, by) => JSON.stringify(value, null, 2).split('\n').map((line) => ' '.repeat(by) + line);

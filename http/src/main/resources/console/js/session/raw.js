import { h } from '../core/dom.js';
import { send, sessionPath } from '../core/api.js';
import { show } from '../core/keys.js';

const MOST = 200_000;

/** Shows a message as the service tells it, every number and escape as it was published. */
export async function showRaw(session, message) {
  const code = h('code', null, 'Loading…');
  const copy = h('button', { type: 'button', class: 'button', disabled: true }, 'Copy');
  show(h('dialog', { class: 'dialog wide', 'aria-labelledby': 'raw-title' },
    h('h2', { id: 'raw-title' }, `Message #${message.seq}`),
    h('pre', { class: 'json tall', tabindex: 0 }, code),
    h('form', { method: 'dialog', class: 'dialog-end' }, copy, h('button', { class: 'button primary' }, 'Close'))));
  try {
    const path = sessionPath(session, '/messages', { after: message.seq - 1, limit: 1, newest: false });
    const text = indented(await (await send(path)).text());
    code.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n… ${text.length} characters; Copy has them all` : text;
    copy.disabled = false;
    copy.addEventListener('click', () => navigator.clipboard.writeText(text).then(() => {
      copy.textContent = 'Copied';
    }));
  } catch (problem) {
    code.textContent = problem.message;
  }
}

/** JSON with line breaks and nothing else changed: parsing and writing it would alter numbers. */
export function indented(json) {
  let depth = 0;
  return json.replace(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[{\]},:]|\s+/g, (token) => {
    const line = (by) => `\n${'  '.repeat((depth += by))}`;
    switch (token[0]) {
      case '{':
      case '[':
        return token.length > 1 ? token[0] + token.at(-1) : token + line(1);
      case '}':
      case ']':
        return line(-1) + token;
      case ',':
        return token + line(0);
      case ':':
        return ': ';
      default:
        return token[0] === '"' ? token : '';
    }
  });
}

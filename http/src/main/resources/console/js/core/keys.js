import { h } from './dom.js';

const ALL = [
  ['/', 'search'],
  ['j / k', 'next, previous session; messages, when one of them has the focus'],
  ['Enter', 'open the session, or what is folded in the message'],
  ['Esc', 'back to the sessions'],
  ['[ / ]', 'one revision back, one forward'],
  ['g s · g p · g y', 'sessions, pipeline, playground'],
  ['?', 'this list'],
];

const bindings = new Map();
let before = '';

/** Calls `act` for a key, or two one after the other; another call for the same key takes its place. */
export function bind(key, act) {
  bindings.set(key, act);
}

/** Begins to listen. Keys belong to fields and dialogs first. */
export function listen() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === 'Escape' && isField(event.target)) {
      event.target.blur();
      return;
    }
    if (isField(event.target)) {
      return;
    }
    const act = bindings.get(`${before} ${event.key}`) ?? bindings.get(event.key);
    before = event.key;
    if (act && act(event) !== false) {
      event.preventDefault();
    }
  });
  bind('?', showHelp);
  document.getElementById('help').addEventListener('click', showHelp);
}

function isField(element) {
  return element.matches?.('input:not([type=range]), textarea, select');
}

/** Shows the keys in a dialog. */
function showHelp() {
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keyboard'),
    h('dl', { class: 'keys' }, ALL.map(([keys, what]) => [h('dt', null, h('kbd', null, keys)), h('dd', null, what)])),
    h('form', { method: 'dialog', class: 'dialog-end' }, h('button', { class: 'button' }, 'Close')));
  show(dialog);
}

/** Shows a modal dialog that leaves no trace when it is closed. */
export function show(dialog) {
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  dialog.showModal();
  return dialog;
}

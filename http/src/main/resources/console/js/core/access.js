import { h } from './dom.js';
import { show } from './keys.js';

/** Asks for a token until one is given; it is kept for as long as the tab is open. */
export function askForToken(wasWrong) {
  return new Promise((resolve) => ask(wasWrong, resolve));
}

function ask(wasWrong, resolve) {
  let given = '';
  const field = h('input', {
    id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true,
    'aria-describedby': 'token-note', 'aria-invalid': wasWrong ? 'true' : null,
  });
  const form = h('form', { method: 'dialog' },
    h('h2', { id: 'token-title' }, wasWrong ? 'This token is not known' : 'This service needs a token'),
    h('p', { id: 'token-note' }, wasWrong ? 'It may have been mistyped, withdrawn, or have expired. ' : 'Who runs the service makes one: ',
      wasWrong ? null : [h('code', null, 'sessionfold token new'), '. '], 'It stays in this tab and goes to this service alone.'),
    h('label', { for: 'token', class: 'field' }, 'Token', field),
    h('div', { class: 'dialog-end' }, h('button', { class: 'button primary' }, 'Continue')));
  form.addEventListener('submit', () => {
    given = field.value.trim();
  });
  const dialog = show(h('dialog', { class: 'dialog token', 'aria-labelledby': 'token-title' }, form));
  // A browser closes a dialog whatever the page thinks of it; without a token there is nothing behind it.
  dialog.addEventListener('close', () => (given ? resolve(given) : ask(wasWrong, resolve)));
}

import { externalLink, h } from '../core/dom.js';

const LONG = 6000;
const SHOWN = 4000;
const FENCE = /```[\w+-]*\n([\s\S]*?)(?:\n```|$)/g;
const INLINE = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]])/g;

/**
 * What somebody said, as text with the little that models write most: code, bold, and addresses. Everything
 * else stands there as it was written.
 */
export function prose(text) {
  if (text.length <= LONG) {
    return h('div', { class: 'prose', dir: 'auto' }, blocks(text));
  }
  const box = h('div', { class: 'prose', dir: 'auto' }, blocks(text.slice(0, SHOWN)), '…');
  const more = h('button', {
    type: 'button', class: 'link-button',
    onclick: () => {
      box.replaceChildren(...blocks(text));
      more.remove();
    },
  }, `Show all ${text.length.toLocaleString('en-GB')} characters`);
  return h('div', null, box, more);
}

function blocks(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    out.push(...inline(text.slice(from, match.index).replace(/\n$/, '')), h('pre', { tabindex: 0 }, h('code', null, match[1])));
    from = match.index + match[0].length + (text[match.index + match[0].length] === '\n' ? 1 : 0);
  }
  out.push(...inline(text.slice(from)));
  return out;
}

function inline(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [all, code, bold, address] = match;
    out.push(document.createTextNode(text.slice(from, match.index)));
    out.push(code ? h('code', null, code) : bold ? h('strong', null, bold) : externalLink(address));
    from = match.index + all.length;
  }
  out.push(document.createTextNode(text.slice(from)));
  return out;
}

/** A value as indented JSON. */
export function jsonBlock(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2) ?? '';
  const shown = text.length > LONG ? `${text.slice(0, SHOWN)}\n… ${text.length.toLocaleString('en-GB')} characters` : text;
  return h('pre', { class: 'json', tabindex: 0, dir: 'auto' }, h('code', null, shown));
}

import { foreign, h } from '../core/dom.js';
import { duration, number } from '../core/format.js';
import { feedbackNote, guardrailNote } from './notes.js';
import { jsonBlock } from './text.js';

const COUNTED = ['messages', 'created_at', 'updated_at'];

/** Metadata, what agents know, tokens, feedback and guardrails of a session. */
export function detailsOf(session) {
  return [
    section('Metadata', Object.keys(session.metadata ?? {}).length > 0 && jsonBlock(session.metadata)),
    Object.entries(session.agents ?? {}).map(([name, agent]) => {
      const known = Object.fromEntries(Object.entries(agent).filter(([key]) => !COUNTED.includes(key)));
      return section(['Agent ', foreign(name)], Object.keys(known).length > 0 && jsonBlock(known));
    }),
    section('Tokens', usageTable(session.usage)),
    section('Feedback', session.feedbacks?.length > 0 && session.feedbacks.map(feedbackNote)),
    section('Guardrails', session.guardrail_events?.length > 0 && session.guardrail_events.map(guardrailNote)),
  ];
}

function section(title, content) {
  return content ? h('section', null, h('h2', null, title), content) : null;
}

function usageTable(usage) {
  const rows = [
    ...Object.entries(usage?.agents ?? {}).map(([name, total]) => [['agent ', foreign(name)], total]),
    ...Object.entries(usage?.models ?? {}).map(([name, total]) => [['model ', foreign(name || 'not named')], total]),
  ].filter(([, total]) => total.totalTokens > 0);
  return rows.length > 0 && h('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Tokens' }, h('table', null,
    h('thead', null, h('tr', null, ['by', 'in', 'out', 'from cache', 'reasoning', 'time'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', null, rows.map(([name, t]) => h('tr', null,
      h('th', { scope: 'row' }, name),
      [t.inputTokens, t.outputTokens, t.cacheReadInputTokens, t.reasoningTokens].map((n) => h('td', null, number(n))),
      h('td', null, duration(t.latencyMs ?? 0)))))));
}

/**
 * What the demo agent says. A script is a list of steps that follow what the user wrote: messages of the agent and of
 * tools, and what a guardrail does. Nothing here is random, so that a turn that was cut off goes on as it would have.
 */

const call = (id, name, args) => ({ id, type: 'function', function: { name, arguments: JSON.stringify(args) } });
const calls = (...all) => ({ kind: 'message', message: { role: 'assistant', content: null, tool_calls: all }, tokens: [412, 38], ms: 700 });
const result = (id, value) => ({ kind: 'message', message: { role: 'tool', tool_call_id: id, content: JSON.stringify(value) }, ms: 500 });
const answer = (text, tokens) => ({ kind: 'message', message: { role: 'assistant', content: text }, tokens, streamed: true, ms: 300 });

const SCRIPTS = [
  {
    name: 'refund',
    matches: /refund|broken|order|money/i,
    suggestion: 'My order 4711 arrived broken. Can I get a refund?',
    steps: (turn) => [
      calls(call(`order-${turn}`, 'find_order', { order: '4711' })),
      result(`order-${turn}`, { order: '4711', total: 59.9, currency: 'EUR', delivered: '2026-02-27' }),
      calls(call(`refund-${turn}`, 'refund', { order: '4711', amount: 59.9 })),
      result(`refund-${turn}`, { refund: 'r-81', state: 'accepted' }),
      answer('I am sorry about that. I have refunded **59.90 €** for order 4711; it is on your account within three days.', [655, 41]),
    ],
  },
  {
    name: 'weather',
    matches: /weather|rain|sun|temperature/i,
    suggestion: 'What is the weather in Porto?',
    steps: (turn) => [
      calls(call(`weather-${turn}`, 'weather', { city: 'Porto' })),
      result(`weather-${turn}`, { city: 'Porto', celsius: 21, sky: 'clear', wind_kmh: 14 }),
      answer('It is 21 °C in Porto, with a clear sky and a light wind.', [366, 22]),
    ],
  },
  {
    name: 'card',
    matches: /card|\d{4}[ -]?\d{4}[ -]?\d{4}/i,
    suggestion: 'My card number is 4111 1111 1111 1111.',
    steps: () => [
      { kind: 'guardrail', action: 'redacted', policies: ['payment-card'], ms: 500 },
      { kind: 'redaction', reason: 'payment card', ms: 500 },
      answer('Please never send card numbers here. I have removed it: it is gone from the session, from its past and from every export.', [301, 33]),
    ],
  },
  {
    name: 'story',
    matches: /./s,
    suggestion: 'How does this work?',
    steps: () => [
      answer('Each whole message is one event. The log puts events in one order, gives each its revision, and folds them into the document on the right. '
        + 'What you see me write word by word is this page alone; the event is published once, when the answer is whole. '
        + 'Reload the page while I write: I find out from the session what I have said, and go on.', [198, 74]),
    ],
  },
];

/** What one may say, for those who do not know what to say. */
export const SUGGESTIONS = SCRIPTS.map((script) => script.suggestion);

/** The steps that answer what the user wrote in a turn. */
export function stepsFor(text, turn) {
  return SCRIPTS.find((script) => script.matches.test(text)).steps(turn);
}

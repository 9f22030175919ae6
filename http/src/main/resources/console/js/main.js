import { askForToken } from './core/access.js';
import { json, whenTokenIsNeeded } from './core/api.js';
import { h, replace } from './core/dom.js';
import { bind, listen } from './core/keys.js';
import { address, follow, go } from './core/router.js';
import { startTheme } from './core/theme.js';
import { PipelineView } from './pipeline/view.js';
import { PlaygroundView } from './playground/view.js';
import { SessionsView } from './sessions/view.js';

const CONNECTION = {
  live: ['live', 'Changes are shown as they happen.'],
  connecting: ['connecting', 'The stream of changes is being opened.'],
  waiting: ['waiting for the service', 'The service cannot be reached; the page goes on when it can.'],
  looking: ['looking every few seconds', 'The service has no stream of changes for this page.'],
  forbidden: ['not allowed', 'This token has no right to read.'],
  paused: ['paused', 'The page gave its connection back while nobody looked at it.'],
};
const VIEWS = {
  sessions: () => new SessionsView(connection),
  pipeline: () => new PipelineView(connection),
  playground: (access) => new PlaygroundView(connection, access),
};

/** Shows how the page is connected. */
function connection(state, detail = '') {
  const pill = document.getElementById('connection');
  const [label, meaning] = CONNECTION[state];
  pill.dataset.state = state;
  pill.title = detail || meaning;
  pill.querySelector('.label').textContent = label;
}

/** Nothing is sent or shown until the page begins again. */
function beginAnew() {
  location.reload();
  return new Promise(() => {});
}

async function start() {
  startTheme();
  listen();
  bind('g s', () => go(address('sessions')));
  bind('g p', () => go(address('pipeline')));
  bind('g y', () => go(address('playground')));
  let started = false;
  // Another token may be of another tenant, who sees nothing of this one.
  whenTokenIsNeeded(askForToken, () => (started ? beginAnew() : undefined));
  const access = await json('/v1/access').catch((problem) => ({ rights: [], problem }));
  started = true;
  const main = document.getElementById('main');
  const views = {};
  let shown = null;
  follow((place) => {
    const name = Object.hasOwn(VIEWS, place.view) ? place.view : 'sessions';
    views[name] ??= VIEWS[name](access);
    if (shown !== name) {
      views[shown]?.leave();
      replace(main, views[name].element);
      shown = name;
    }
    document.querySelectorAll('[data-view]').forEach((link) => {
      link.setAttribute('aria-current', link.dataset.view === name ? 'page' : 'false');
    });
    views[name].show(place);
  });
  if (access.tokens) {
    document.querySelector('.brand').append(h('span', { class: 'tenant', title: 'Tenant' }, access.tenant));
  }
}

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main').focus();
});
start();

import { askForToken } from './core/access.js';
import { json, whenTokenIsNeeded } from './core/api.js';
import { h, replace } from './core/dom.js';
import { bind, listen } from './core/keys.js';
import { address, follow, go } from './core/router.js';
import { startTheme } from './core/theme.js';
import { PipelineView } from './pipeline/view.js';
import { PlaygroundView } from './playground/view.js';
import { SessionsView } from './sessions/view.js';

const CONNECTION = { live: 'live', connecting: 'connecting', waiting: 'waiting for the service', paused: 'paused', off: 'not connected' };
const VIEWS = {
  sessions: () => new SessionsView(connection),
  pipeline: () => new PipelineView(connection),
  playground: (access) => new PlaygroundView(connection, access),
};

/** Shows how the page is connected. */
function connection(state, detail = '') {
  const pill = document.getElementById('connection');
  pill.dataset.state = state;
  pill.title = detail || CONNECTION[state];
  pill.querySelector('.label').textContent = CONNECTION[state];
}

async function start() {
  startTheme();
  listen();
  bind('g s', () => go(address('sessions')));
  bind('g p', () => go(address('pipeline')));
  bind('g y', () => go(address('playground')));
  whenTokenIsNeeded(askForToken);
  const access = await json('/v1/access').catch((problem) => ({ rights: [], problem }));
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

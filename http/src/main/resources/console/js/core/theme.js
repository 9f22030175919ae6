import { svg, replace } from './dom.js';

const KEY = 'sessionfold.theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const SHAPES = {
  auto: ['M12 3a9 9 0 1 0 0 18z', 'M12 3a9 9 0 0 1 0 18'],
  light: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z', 'M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2'],
  dark: ['M20 14a8 8 0 1 1-9-11 7 7 0 0 0 9 11z'],
};

/** Light, dark, or as the system has it; the choice is kept. */
export function startTheme() {
  const button = document.getElementById('theme');
  let theme = localStorage.getItem(KEY) ?? 'auto';
  const show = () => {
    document.documentElement.dataset.theme = theme;
    const name = theme === 'auto' ? 'as the system has it' : theme;
    button.setAttribute('aria-label', `Colours: ${name}`);
    button.title = `Colours: ${name}`;
    replace(button, svg('svg', { viewBox: '0 0 24 24', width: 18, height: 18, class: 'icon', 'aria-hidden': 'true' },
      SHAPES[theme].map((d, i) => svg('path', { d, class: theme === 'auto' && i === 0 ? 'filled' : null }))));
  };
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    localStorage.setItem(KEY, theme);
    show();
  });
  show();
}

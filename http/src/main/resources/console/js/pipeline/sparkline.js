import { svg } from '../core/dom.js';

const KEPT = 60;
const WIDTH = 120;
const HEIGHT = 34;

/** The last values of a figure as a line. */
export class Sparkline {
  #values = [];

  add(value) {
    this.#values = [...this.#values, value].slice(-KEPT);
  }

  draw() {
    const most = Math.max(...this.#values, 1);
    const step = WIDTH / (KEPT - 1);
    const first = KEPT - this.#values.length;
    const points = this.#values.map((v, i) => `${((first + i) * step).toFixed(1)},${(HEIGHT - (v / most) * (HEIGHT - 3)).toFixed(1)}`);
    const line = points.length > 1 ? `M${points.join('L')}` : '';
    return svg('svg', { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('path', { class: 'area', d: line && `${line}L${WIDTH},${HEIGHT}L${(first * step).toFixed(1)},${HEIGHT}Z` }),
      svg('path', { d: line }));
  }
}

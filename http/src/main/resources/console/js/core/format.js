/** Times, numbers and sizes as people read them. */

const NUMBER = new Intl.NumberFormat('en-GB');
const SHORT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** 12,345 */
export const number = (value) => NUMBER.format(value ?? 0);

/** 12.3K */
export const short = (value) => SHORT.format(value ?? 0);

/** One message, 2 messages. */
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** 14:03:09 */
export const clock = (time) => safe(CLOCK, time);

/** 3 Mar 2026, 14:03:09 */
export const full = (time) => safe(FULL, time);

function safe(format, time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : format.format(date);
}

/** How long ago, in the largest unit that fits: now, 40 s, 12 min, 3 h, 5 Mar. */
export function ago(time, now = Date.now()) {
  const seconds = Math.floor((now - new Date(time).getTime()) / 1000);
  if (Number.isNaN(seconds)) {
    return '';
  }
  if (seconds < 5) {
    return 'now';
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h` : safe(DAY, time);
}

/** 840 ms, 2.4 s, 3 min 20 s */
export function duration(ms) {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 60_000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Tells arrivals to those who cannot see them, not more often than they can be listened to. */

const PAUSE_MS = 4000;

let counts = new Map();
let timer = null;

/** Counts something that arrived, by its singular and plural. */
export function arrived(one, many) {
  const key = `${one}\n${many}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  timer ??= setTimeout(tell, PAUSE_MS);
}

/** Says something at once. */
export function say(text) {
  document.getElementById('announcements').textContent = text;
}

function tell() {
  timer = null;
  const parts = [...counts].map(([key, count]) => {
    const [one, many] = key.split('\n');
    return count === 1 ? `one ${one}` : `${count} ${many}`;
  });
  counts = new Map();
  say(parts.join(', '));
}

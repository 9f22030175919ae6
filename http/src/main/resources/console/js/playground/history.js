/** Where the stream of a session began in this tab, so that a page that is loaded again is told all of it again. */
const KEY = 'sessionfold.playground';

/** @returns {string|null} the id behind which everything of the session is told */
export function beginningOf(session) {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  return kept.session === session ? kept.id : null;
}

/** Keeps it, in the place of that of another session. */
export function keepBeginning(session, id) {
  sessionStorage.setItem(KEY, JSON.stringify({ session, id }));
}

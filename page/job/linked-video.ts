/**
 * Takes the video of a link that was shared, `?video=<jobId>`, for the current one: services that show previews read
 * the query of a link, and the page names its video in the fragment.
 */
export function followLink(): void {
  const linked = new URLSearchParams(location.search).get('video');
  if (linked === null) return;
  history.replaceState(null, '', location.pathname + (location.hash === '' ? `#${linked}` : location.hash));
}

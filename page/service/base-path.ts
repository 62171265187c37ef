/** The path of the page, with a slash at both ends: `/`, or the prefix that a proxy adds. */
function basePath(): string {
  return new URL('.', document.baseURI).pathname;
}

/** The address of a path of the service, which may be behind a prefix. */
export function servicePath(path: string): string {
  return basePath() + path.slice(1);
}

/** A link that the service sent, without the prefix. */
export function withoutPrefix(link: string | undefined): string | undefined {
  const base = basePath();
  return link?.startsWith(base) === true ? link.slice(base.length - 1) : link;
}

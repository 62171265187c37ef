import { html } from 'hono/html';

/** What services show for a link to a video. */
export interface LinkPreview {
  /** Absolute, like the other addresses: services that show a link read nothing relative. */
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly imageUrl: string;
  readonly video: {
    readonly url: string;
    readonly type: string;
    readonly width: number;
    readonly height: number;
  };
}

/** Where the tags go in the page. */
const place = '</head>';

/** The page with the tags of a preview (the Open Graph protocol). Values are escaped: a name may contain markup. */
export function withLinkPreview(page: string, preview: LinkPreview): string {
  const { url, title, description, imageUrl, video } = preview;
  const properties: readonly (readonly [string, string])[] = [
    ['og:type', 'video.other'],
    ['og:site_name', 'Avatar Service'],
    ['og:url', url],
    ['og:title', title],
    ['og:description', description],
    ['og:image', imageUrl],
    ['og:image:alt', title],
    ['og:video', video.url],
    ['og:video:type', video.type],
    ['og:video:width', String(video.width)],
    ['og:video:height', String(video.height)],
  ];
  const tags = properties.map(
    ([property, content]) => html`<meta property="${property}" content="${content}" />`,
  );
  const card = html`<meta name="twitter:card" content="summary_large_image" />`;
  // A function: `$` in a name means nothing to it.
  return page.replace(place, () => `${[...tags, card].map(String).join('')}${place}`);
}

import { servicePath } from '../service/base-path.js';
import type { Service } from '../service/service.js';
import { texts } from '../texts/texts.js';
import { announce } from '../view/announce.js';

const copiedMs = 2000;

/** The buttons that pass the link of a video on. */
export interface ShareButtons {
  /** Opens the list of apps of the browser, where there is one. */
  readonly share: HTMLButtonElement;
  readonly copy: HTMLButtonElement;
}

/** Lets two buttons share a video. @param video returns its job and the name of its portrait */
export function shareWith(
  { share, copy }: ShareButtons,
  service: Service,
  video: () => { readonly jobId: string; readonly name: string } | undefined,
): void {
  if (!('share' in navigator)) share.hidden = true;
  share.addEventListener('click', () => {
    const shared = video();
    if (!shared) return;
    // Closing the list of apps is not an error.
    const data = { title: texts.stage.speaks(shared.name), url: linkOf(shared.jobId) };
    void navigator.share(data).catch(() => undefined);
  });
  copy.addEventListener('click', () => {
    const shared = video();
    if (shared) void copyLink(linkOf(shared.jobId), copy, service.hasKey);
  });
}

/** The address that opens the page with a video; it has a preview where it is shared. */
function linkOf(jobId: string): string {
  return `${location.origin}${servicePath('/')}?video=${jobId}`;
}

async function copyLink(link: string, button: HTMLButtonElement, needsKey: boolean): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    // Without https there is no clipboard to write to; the link can be copied by hand.
    prompt(texts.history.copyByHand, link);
    return;
  }
  const label = texts.page.copyLink;
  button.textContent = texts.snippets.copied;
  announce(needsKey ? texts.history.linkNeedsKey : texts.history.linkCopied);
  setTimeout(() => (button.textContent = label), copiedMs);
}

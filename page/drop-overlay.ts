import { fileKind } from './files/file-kind.js';
import { find } from './view/find.js';

/** What is done with a file, by its content. */
interface DropTargets {
  readonly picture: (file: File) => void;
  readonly recording: (file: File) => void;
}

/** Accepts files that are dropped anywhere on the page. */
export function handleDrops({ picture, recording }: DropTargets): void {
  const overlay = find('drop-overlay', HTMLElement);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    overlay.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) overlay.hidden = true;
  });
  addEventListener('drop', (event) => {
    overlay.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void fileKind(file).then((kind) => (kind?.kind === 'picture' ? picture : recording)(file));
  });
}

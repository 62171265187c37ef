import { handleDrops } from './drop-overlay.js';
import { CurrentJob } from './job/current-job.js';
import { Draft } from './job/draft.js';
import { JobHistory } from './job/job-history.js';
import { SnippetView } from './job/snippet-view.js';
import { followLink } from './job/linked-video.js';
import { shareWith } from './job/share-video.js';
import { Stage } from './job/stage.js';
import { VideoList } from './job/video-list.js';
import { askForKey } from './key-dialog.js';
import { AddDialog } from './portrait/add-dialog.js';
import { Gallery } from './portrait/gallery.js';
import { UserPortrait } from './portrait/user-portrait.js';
import type { Portrait } from './portrait/portrait.js';
import { requestFrame } from './service/request-render.js';
import { retryWhenBusy } from './service/retry-when-busy.js';
import { Service } from './service/service.js';
import { texts } from './texts/texts.js';
import { translatePage } from './texts/translate-page.js';
import { busy } from './view/busy.js';
import { find } from './view/find.js';
import { showTabs } from './view/tabs.js';
import { clearProblem } from './view/problem.js';
import { waitForRenderer } from './view/wait-for-renderer.js';
import { MotionField } from './job/motion-field.js';
import { ShapeFields } from './job/shape-fields.js';
import { ShapePreview } from './job/shape-preview.js';
import { StrengthField } from './job/strength-field.js';
import { VoicePanel } from './voice/voice-panel.js';

/* The page: choose a portrait and a voice, request a video, and see it on the stage. */

translatePage();

const formProblem = find('form-problem', HTMLElement);
const render = find('render', HTMLButtonElement);
const trial = find('trial', HTMLButtonElement);

const service = new Service(askForKey);
const stage = new Stage();
const snippets = new SnippetView(service);
const gallery = new Gallery(service, portraitChosen, () => dialog.open());
const dialog = new AddDialog(service, gallery);
const userPortrait = new UserPortrait(service, gallery, dialog);
const entered = new Draft();
entered.restore();
const voices = new VoicePanel(service, draftChanged);
const strength = new StrengthField(draftChanged);
const motion = new MotionField(draftChanged);
const shape = new ShapeFields(shapeChanged);
const shapePreview = new ShapePreview(service, stage, gallery);
const jobHistory = new JobHistory(() => videos.show());
const job = new CurrentJob(service, stage, gallery, jobHistory);
const videos = new VideoList(jobHistory, {
  service,
  gallery,
  play: (jobId) => {
    history.pushState(null, '', `#${jobId}`);
    // The one on the stage plays again.
    if (jobId === job.jobId) job.leave();
    showAddressed(true);
  },
  deleted: (jobId) => {
    if (jobId === job.jobId) location.hash = '';
  },
});
showTabs(find('tabs', HTMLElement));
shareWith(
  { share: find('share', HTMLButtonElement), copy: find('copy-link', HTMLButtonElement) },
  service,
  () => (job.jobId === undefined ? undefined : { jobId: job.jobId, name: stage.name }),
);

find('controls', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(render, formProblem, requestJob);
});
trial.addEventListener('click', () => void busy(trial, formProblem, tryFrame));
find('voice-text', HTMLTextAreaElement).addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!render.disabled) find('controls', HTMLFormElement).requestSubmit();
});
find('cancel', HTMLButtonElement).addEventListener(
  'click',
  () => void busy(render, formProblem, () => job.cancel()),
);
find('leave', HTMLButtonElement).addEventListener('click', () => {
  location.hash = '';
  render.focus();
});
find('key-button', HTMLButtonElement).addEventListener('click', () => {
  void service.giveKey(false).then((given) => (given ? start() : undefined));
});
addEventListener('hashchange', () => showAddressed(false));
handleDrops({ picture: (file) => dialog.open(file), recording: (file) => voices.useFile(file) });
await start();

async function start(): Promise<void> {
  followLink();
  try {
    const wanted = entered.portrait ?? jobHistory.list()[0]?.avatarId ?? 'alice';
    await gallery.load(wanted);
    const isFirstVisit = location.hash === '' && jobHistory.list().length === 0 && !shape.isChosen;
    if (isFirstVisit && gallery.chosen?.id === 'alice') void stage.showFilm();
    videos.show();
    const unfinished = jobHistory.list().find(({ state }) => state === 'queued' || state === 'processing');
    if (location.hash === '' && unfinished) history.replaceState(null, '', `#${unfinished.jobId}`);
    showAddressed(false);
  } catch (error) {
    stage.showProblem(error);
  }
}

/** Shows the job in the page's URL, or the chosen portrait. */
function showAddressed(play: boolean): void {
  const jobId = location.hash.slice(1);
  if (jobId === job.jobId) return;
  if (/^[a-z0-9-]{1,64}$/.test(jobId)) {
    const { avatarId } = jobHistory.find(jobId) ?? {};
    if (avatarId !== undefined) gallery.choose(avatarId);
    void job.show(jobId, play);
    draftChanged();
    stage.scrollIntoView();
    return;
  }
  job.leave();
  draftChanged();
  if (gallery.chosen) void showChosen(gallery.chosen);
}

function portraitChosen(portrait: Portrait): void {
  void userPortrait.show(portrait);
  if (portrait.id !== 'alice') stage.stopFilm();
  const isOfJob = job.jobId !== undefined && portrait.id === jobHistory.find(job.jobId)?.avatarId;
  showChoice(portrait, isOfJob);
}

function shapeChanged(): void {
  stage.stopFilm();
  if (gallery.chosen) showChoice(gallery.chosen, false);
}

/** Puts a choice on the stage. @param isOfJob whether it is that of the job which is there */
function showChoice(portrait: Portrait, isOfJob: boolean): void {
  // The job on the stage stays in sight until it has ended.
  if (location.hash !== '' && !job.isRunning && job.jobId !== undefined && !isOfJob) {
    location.hash = '';
    return;
  }
  draftChanged();
  if (job.jobId === undefined) void showChosen(portrait);
}

/** Shows a portrait in the chosen shape. */
async function showChosen(portrait: Portrait): Promise<void> {
  const isOnStage = () => gallery.chosen?.id === portrait.id && job.jobId === undefined;
  await shapePreview.show(portrait, renderOptions(), isOnStage);
}

async function showPortrait(portrait: Portrait): Promise<void> {
  stage.showPortrait(portrait, await gallery.stageUrl(portrait));
}

function renderOptions() {
  return { ...strength.options, ...motion.options, ...shape.options };
}

function draft() {
  const avatarId = gallery.chosen?.id;
  const voice = voices.draft;
  return avatarId === undefined || !voice ? undefined : { avatarId, voice, ...renderOptions() };
}

function draftChanged(): void {
  clearProblem(formProblem);
  const { jobId } = job;
  snippets.show(jobId === undefined ? draft() : jobHistory.find(jobId)?.request, jobId);
}

async function requestJob(): Promise<void> {
  const portrait = gallery.chosen;
  if (!portrait) return;
  const voice = await voices.load();
  const shown = draft();
  if (!shown) return;
  shapePreview.cancel();
  await showPortrait(portrait);
  stage.scrollIntoView();
  try {
    const jobId = await job.request(voice, renderOptions(), shown);
    history.pushState(null, '', `#${jobId}`);
    showAddressed(true);
  } catch (error) {
    await showPortrait(portrait);
    throw error;
  }
}

async function tryFrame(): Promise<void> {
  const portrait = gallery.chosen;
  if (!portrait) return;
  if (location.hash !== '') history.pushState(null, '', location.pathname);
  job.leave();
  // Another portrait may be chosen in the meantime, or a video put on the stage.
  shapePreview.cancel();
  const isWanted = () => gallery.chosen?.id === portrait.id && job.jobId === undefined;
  const voice = voices.draft ? await voices.load() : undefined;
  if (!isWanted()) return;
  await showPortrait(portrait);
  const frame = await retryWhenBusy(
    () => requestFrame(service, portrait.id, voice, renderOptions()),
    (seconds) => waitForRenderer(formProblem, seconds, isWanted),
  );
  if (!frame || !isWanted()) return;
  stage.showFrame(portrait, frame, voice ? texts.stage.loudestMoment : texts.stage.openMouth);
  stage.scrollIntoView();
}

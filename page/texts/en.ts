import type { Numbers } from './numbers.js';

/** The texts of a language. */
export type Texts = ReturnType<typeof en>;

/** English: the source of the other languages, which have the same texts under the same names. */
export const en = ({ number, plural }: Numbers) => ({
  language: 'en',

  /** `index.html`, which contains them, too. */
  page: {
    description: 'Choose a portrait, give it a voice, get a video in which it speaks.',
    title: 'Give a portrait a voice – Avatar Service',
    skip: 'Skip to the controls',
    service: 'Service',
    apiKey: 'API key',
    heading: 'Give a portrait a\u00a0voice.',
    lead: 'Choose a face, and give it a recording or a text. The face speaks it in a video, moves its head, and blinks.',
    stage: 'Stage',
    stopExample: 'Stop the example',
    marked: 'Marked as AI-generated',
    markMeaning:
      'The file says so in metadata that programs read. It does not show in the picture, and services that encode the video again may remove it. If you publish the video, say that it is AI-generated.',
    download: 'Download',
    captions: 'Captions',
    notify: 'Notify me when it is ready',
    cancel: 'Cancel',
    another: 'Make another',
    portrait: 'Portrait',
    adjust: 'Adjust the face',
    delete: 'Delete',
    voice: 'Voice',
    sample: 'Sample',
    text: 'Text',
    file: 'File',
    link: 'Link',
    microphone: 'Microphone',
    whatToSay: 'What to say',
    goodMorning: 'Good morning.',
    textHint: 'Plain text, Markdown, or SSML. Ctrl+Enter makes the video.',
    defaultVoice: 'Default',
    hearVoice: 'Hear this voice',
    listen: 'Listen',
    chooseRecording: 'Choose a recording, or drop it here',
    recordingFormats: 'WAV, MP3, FLAC, OGG, M4A, or WebM',
    recordingUrl: 'URL of the recording',
    recordingUrlHint: 'The service downloads it, so the URL must be reachable from there.',
    record: 'Record',
    recordHint: 'The recording stays in this browser until you render it.',
    mouthMovement: 'Mouth movement',
    headAndEyes: 'Head and eyes',
    still: 'Still',
    blink: 'Blink',
    alive: 'Alive',
    noWebGl:
      'This browser cannot draw the transparency. The upper half is the picture, and the lower half shows in white what is opaque.',
    shapeAndBackground: 'Shape and background',
    shape: 'Shape',
    wholePicture: 'Whole',
    wide: 'Wide 16:9',
    tall: 'Tall 9:16',
    square: 'Square',
    background: 'Background',
    asItIs: 'As it is',
    blurred: 'Blurred',
    color: 'Color',
    transparent: 'Transparent',
    backgroundColor: 'Color of the background',
    cutOut: 'Cut out the person',
    cutOutHint:
      'A picture with a transparent background (PNG or WebP) keeps its outline. Otherwise the outline is estimated, which needs a plain wall behind the person.',
    notPlayable: 'Browsers do not play MOV files for editing. Download the video to use it.',
    fileFormat: 'Kind of file',
    fileFormatHint: 'MP4 plays everywhere. WebM is for web pages. MOV is large, and for editing programs.',
    make: 'Make the video',
    tryFrame: 'Try one frame',
    program: 'The same from a program',
    copy: 'Copy',
    requestAsText: 'The request as text',
    history: 'Your videos',
    noVideos: 'Videos that you make appear here. This list is kept only in your browser.',
    lists: 'Videos and programs',
    share: 'Share',
    copyLink: 'Copy link',
    forPrograms:
      'For programs: live progress as server-sent events, signed webhooks, CloudEvents on a Knative broker.',
    everyRoute: 'Every route',
    openApi: 'OpenAPI document',
    drop: 'Drop a recording or a picture',
    addTitle: 'Add a portrait',
    close: 'Close',
    choosePicture: 'Choose a picture, or drop it here',
    pictureFormats: 'PNG, JPEG, or WebP with one face, seen from the front',
    name: 'Name',
    nameHint: 'As you like it, with capitals and spaces. Nothing is stored until you use the portrait.',
    moveFrame: 'Move the frame',
    up: 'Higher',
    down: 'Lower',
    toLeft: 'To the left',
    toRight: 'To the right',
    larger: 'Larger',
    smaller: 'Smaller',
    forDevelopers: 'For developers',
    findFace: 'Find the face',
    faceBox: 'Face box, in pixels',
    left: 'Left',
    top: 'Top',
    width: 'Width',
    height: 'Height',
    usePortrait: 'Use this portrait',
    keyTitle: 'This service requires an API key',
    keyHint: 'Stored in this tab only, and removed when you close it.',
    useKey: 'Use this key',
    notNow: 'Not now',
    noScript: 'This page needs JavaScript. The service itself does not: see the API.',
  },

  figures: {
    minutes: (clock: string) => `${clock} min`,
    seconds: (seconds: number) => `${number(seconds)} s`,
    almostDone: 'almost done',
    secondsLeft: (seconds: number) => `about ${number(seconds)} s left`,
    minutesLeft: (minutes: number) => `about ${number(minutes)} min left`,
    justNow: 'just now',
  },

  stage: {
    portrait: (name: string) => `The portrait ${name}`,
    frame: (name: string, moment: string) => `One frame of ${name}: ${moment}`,
    loudestMoment: 'the loudest moment of the voice',
    openMouth: 'an open mouth',
    speaks: (name: string) => `${name} speaks`,
    framed: 'The frame of the video',
    framing: 'Preparing the frame',
    sending: 'Sending the voice',
    catchingUp: 'Catching up',
    ready: 'The video is ready',
    made: (length: string, size: string, time: string) => `${length}, ${size}, made in ${time}`,
    captionsLabel: 'Captions',
    canceled: 'The video was not made.',
  },

  progress: {
    queued: 'Waiting in the queue',
    voice: 'Listening to the voice',
    portrait: 'Looking at the portrait',
    wav2lip: 'Moving the mouth',
    video: 'Making the video',
    store: 'Saving the video',
    working: 'Working',
    completed: 'Done',
    failed: 'Failed',
    cancelled: 'Canceled',
    frames: (done: number, all: number) =>
      `${number(done)} of ${plural(all, { one: '# frame', other: '# frames' })}`,
    rate: (framesPerSecond: number) => `${number(framesPerSecond)} per second`,
  },

  history: {
    queued: 'waiting',
    processing: 'being made',
    failed: 'failed',
    cancelled: 'canceled',
    play: 'Play',
    deleteQuestion: 'Delete this video for everyone?',
    deleteForGood: 'Delete for good',
    keep: 'Keep',
    deleted: 'The video is deleted',
    linkCopied: 'The link is copied',
    linkNeedsKey: 'The link is copied. It opens only with a key of this service.',
    copyByHand: 'Copy this link:',
  },

  snippets: {
    chooseVoice: 'Choose a voice to see the command.',
    keyFrom: 'The key is taken from $API_KEY.',
    makeFirst: 'Make a video to see the event that is sent to the broker.',
    structured: 'In structured mode, as subscribers of the broker receive it.',
    gone: 'The event of this job no longer exists.',
    copy: 'Copy',
    copied: 'Copied',
    selected: 'Selected. Copy it with the keyboard.',
  },

  portrait: {
    add: 'Add',
    addTitle: 'Add a portrait',
    face: (name: string) => `The face of ${name}`,
    found:
      'The frame should reach from the middle of the forehead to just below the chin. Drag it or its corners if it is off.',
    audience: 'Everyone who can open this page will see this portrait, and can use and delete it.',
    audienceWithKey: 'Everyone with a key of this service will see this portrait, and can use and delete it.',
    unnamed: 'My portrait',
    nameTaken: (name: string) => `There is already a portrait called ${name}.`,
    byHand:
      'Drag the frame: from the middle of the forehead to just below the chin, and as wide as the face.',
    choosePicture: 'Choose a picture, or drop it here',
    noPicture: 'No picture is chosen yet.',
    picture: 'The picture',
    frame: 'One frame, with the mouth open',
    added: (name: string) => `${name} is in the gallery`,
    faceNumber: (which: number) => `Face ${number(which)}`,
    movableBox: 'movable box',
    box: (x: number, y: number, width: number, height: number) =>
      `Face box, ${number(x)} from the left, ${number(y)} from the top, ${number(width)} wide, ${number(height)} high. Arrow keys move it; with Shift they resize it.`,
    delete: 'Delete',
    deleteForGood: 'Delete for good?',
    pressAgain: (name: string) => `Press again to delete ${name}`,
    deleted: (name: string) => `${name} is deleted`,
  },

  /** Why a portrait may speak poorly, by the code of the service. */
  warnings: {
    mouth_covered: 'Something seems to cover the mouth. Use a picture that shows the lips.',
    mouth_open: 'The mouth is too wide open to be closed well. Use a picture with closed lips.',
    lips_pursed: 'The lips are pursed, and blur when they open. Use a picture with relaxed lips.',
    lips_hidden:
      'A moustache hangs over the upper lip, so that small openings of the mouth are hidden. Use a picture that shows both lips.',
    pixel_art:
      'The picture is drawn in large pixels, which the moving mouth blurs. Use a picture of higher resolution.',
    face_drawn:
      'The face looks drawn in flat colors, and its mouth becomes softer than its lines. Use a shaded picture.',
    face_not_human:
      'The face seems to have fur. The mouth of an animal is drawn like that of a person. Use a picture of a person.',
    faces_in_background: 'The picture shows other, smaller faces. Only the largest one speaks.',
    eyes_not_found:
      'No two open eyes were found, so the portrait does not blink. Use a picture that shows both eyes, without glare on glasses.',
  },

  voice: {
    isVoice: (file: string) => `${file} is the voice`,
    noFile: 'No file has been chosen yet.',
    noUrl: 'No URL has been entered yet.',
    notUrl: (text: string) => `${text} is not a URL that starts with http:// or https://.`,
    noRecording: 'Nothing has been recorded yet.',
    noText: 'No text has been entered yet.',
    noSample: 'This voice has no sample.',
    listenTo: (title: string) => `Listen to ${title}`,
    letters: (length: number, max: number) => `${number(length)} of ${number(max)}`,
    otherLanguage: (speaks: string, written: string) =>
      `This voice speaks ${speaks}. Your text looks like ${written}.`,
    record: 'Record',
    recordAgain: 'Record again',
    recording: 'Recording',
    stop: 'Stop',
    recorded: (seconds: number) => plural(seconds, { one: 'Recorded # second', other: 'Recorded # seconds' }),
    needsHttps: 'Browsers allow the microphone only on pages loaded over https or from localhost.',
    browserSays: (message: string) => `The browser says: ${message}`,
  },

  /** Why a file cannot be used, when it is chosen. */
  files: {
    empty: (file: string) => `${file} is empty.`,
    isPicture: (file: string) => `${file} is a picture. Add it as a portrait instead.`,
    noSound: (file: string, format: string) =>
      `${file} is a ${format} file, which has no sound that can be read.`,
    unknown: (file: string) => `The format of ${file} is unknown.`,
    tooLarge: (file: string, size: string, limit: string) => `${file} has ${size}. The limit is ${limit}.`,
    tooLong: (file: string, length: string, limit: string) =>
      `${file} lasts ${length}. The limit is ${limit}.`,
    tooShort: (file: string) => `${file} is too short to contain a word.`,
    noPicture: (file: string, format: string) => `${file} is a ${format} file, not a picture.`,
    unreadable: (file: string) =>
      `This browser cannot read ${file}. Save it as JPEG or PNG, and choose that.`,
    preparing: 'Preparing the picture',
  },

  /** Recordings that ship with the service, and are in English. */
  samples: {
    hello: { title: 'Hello', words: 'A greeting, in six seconds' },
    evening: { title: 'Evening', words: 'Good evening. Tonight I speak with a borrowed voice.' },
    count: { title: 'Count', words: 'One, two, three, four, five. And now, a pause. Six.' },
  },

  /** Names for the voices of Flite. */
  speakers: {
    slt: 'Rose, American',
    rms: 'Ray, American',
    awb: 'Alan, Scottish',
    kal: 'Kevin, American, a robot',
  },

  key: {
    where: 'The operator of this service can give you a key.',
    wrong: 'The service does not know that key. Enter another one.',
    malformed: 'A key has no spaces and only ASCII characters. Enter it here.',
  },

  problem: {
    detail: 'In detail:',
    noAnswer: 'The service did not answer.',
    status: (status: number) => `The service answered ${String(status)}.`,
    rendering: 'A video is being rendered',
    waiting: (seconds: number) =>
      `A single frame has to wait until it is finished. Trying again in ${number(seconds)} s.`,
  },

  /** What went wrong, and what to do about it: by code of the service, or for several codes. */
  errors: {
    busy: {
      title: 'The service is busy',
      advice: 'There is nothing wrong with your request. Wait a moment, then try again.',
    },
    operator: {
      title: 'Something is wrong with the service',
      advice: 'This is not your fault. The operator of the service can find the reason in its log.',
    },
    address: {
      title: 'The recording could not be downloaded',
      advice: 'Check the URL, or download the recording and choose it as a file.',
    },
    recording: {
      title: 'The recording cannot be used',
      advice: 'Try another recording: speech as WAV, MP3, FLAC, OGG, M4A, or WebM.',
    },
    length: {
      title: 'The recording is too long or too short',
      advice: 'Cut it to a length that the service accepts, or use another one.',
    },
    text: {
      title: 'The text could not be spoken',
      advice: 'Choose another voice, or write the text in a language that the voice speaks.',
    },
    picture: {
      title: 'The picture cannot be used',
      advice: 'Use a PNG, JPEG, or WebP of moderate size in which the face is seen from the front.',
    },
    page: {
      title: 'The page has an error',
      advice: 'Reload it. Your videos continue in the meantime.',
    },
    gone: {
      title: 'Not found',
      advice: 'The job or page may have been deleted, or may belong to another service. Create it again.',
    },
    conflict: {
      title: 'This request was already sent with other content',
      advice: 'Reload the page, and send it again.',
    },
    unauthorized: {
      title: 'An API key is required',
      advice:
        'Enter the key under “API key” at the top of the page. The operator of the service can give you one.',
    },
    request_invalid: { title: 'Something is missing or misspelled', advice: 'Check what you entered.' },
    body_too_large: {
      title: 'The file is too large',
      advice: 'Use a smaller one: speech needs no more than a few megabytes.',
    },
    avatar_not_found: {
      title: 'The portrait no longer exists',
      advice: 'Choose another one, or add it again.',
    },
    avatar_exists: {
      title: 'That name is already in use',
      advice: 'Choose another name for the portrait.',
    },
    avatar_bundled: {
      title: 'This portrait cannot be changed',
      advice: 'It ships with the service. Add your own copy to change it.',
    },
    face_not_found: {
      title: 'No face was found',
      advice:
        'Draw the box yourself, from the middle of the forehead to just below the chin, or use another picture.',
    },
    faces_several: { title: 'There are several faces', advice: 'Choose the one that should speak.' },
    face_box_invalid: {
      title: 'The box does not fit',
      advice: 'Draw it so that it lies inside the picture and contains the face.',
    },
    crop_invalid: {
      title: 'The crop does not fit',
      advice: 'Crop inside the picture, and keep the whole face.',
    },
    portrait_opaque: {
      title: 'This portrait has a background',
      advice: 'Cut out the person, or use a PNG or WebP whose background is transparent.',
    },
    format_unavailable: {
      title: 'The service cannot write this kind of file',
      advice: 'Choose MP4, or ask the operator of the service.',
    },
    cancelled: { title: 'Canceled', advice: 'Nothing was saved. You can render it again.' },
    deadline_exceeded: {
      title: 'Rendering took too long',
      advice: 'Use a shorter recording, or ask the operator of the service for more time.',
    },
    render_stalled: {
      title: 'This voice or picture cannot be rendered',
      advice: 'Save the recording and the picture in another format, or use others.',
    },
    network: {
      title: 'The service does not answer',
      advice: 'Check your connection and that the service is running. Then try again.',
    },
    microphone: {
      title: 'The microphone does not work',
      advice: 'Allow this page to use it in the browser’s address bar, and check that one is connected.',
    },
    nothing_chosen: {
      title: 'A voice is missing',
      advice: 'Choose a sample, a file, or a URL, write a text, or record one.',
    },
    language_unsupported: {
      title: 'No voice speaks this language',
      advice: 'Choose a voice of the language of your text, or upload a recording.',
    },
    origin_refused: {
      title: 'Another website has sent this request',
      advice: 'Open this page by its own address, and try again.',
    },
    callback_refused: { title: 'The callback address is not allowed', advice: 'Use a public address.' },
    job_abandoned: {
      title: 'The video was not made',
      advice: 'The service was interrupted too often. Make the video again.',
    },
    job_ended: { title: 'The job has already ended', advice: 'There is nothing left to cancel.' },
    text_empty: {
      title: 'There is nothing to speak',
      advice: 'Write words: punctuation and emoji have no sound.',
    },
    text_too_long: { title: 'The text is too long', advice: 'Shorten it, or render it in parts.' },
    speech_missing: {
      title: 'There are no captions',
      advice: 'Only videos that speak a text have them.',
    },
    renderer_busy: {
      title: 'A video is being rendered',
      advice: 'A single frame has to wait until it is finished. Try again in a moment.',
    },
  },
});

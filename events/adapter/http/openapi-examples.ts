/* Examples for the bodies in the OpenAPI document. */

const jobId = '5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11';
const statusUrl = `/status/${jobId}`;
const box = { x: 253, y: 255, width: 264, height: 296 };

export const examples = {
  accepted: { jobId, statusUrl },
  job: {
    jobId,
    statusUrl,
    avatarId: 'alice',
    requestedAt: '2026-03-02T09:30:00.000Z',
    state: 'processing' as const,
    stage: 'wav2lip' as const,
    attempt: 1,
    framesDone: 84,
    frames: 164,
    progress: 0.51,
    framesPerSecond: 31.2,
    secondsLeft: 2.6,
  },
  cursor: '8227556599999.5f0c2f0e-6a1b-4f0e-9d53-1f1f7d1f5c11',
  liveEvents: `id: 1.wav2lip.84\nevent: processing\ndata: {"jobId":"${jobId}","state":"processing","stage":"wav2lip","framesDone":84,"frames":164,"progress":0.51}\n\n`,
  multivariantPlaylist:
    '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=1832400,CODECS="avc1.640020,mp4a.40.2",RESOLUTION=768x768,FRAME-RATE=25.000\nmedia.m3u8\n',
  playlist:
    '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:0.40000,\n0.m4s\n',
  renderRequest: { avatarId: 'alice', text: 'Good morning, I am Alice.' },
  recordingRequest: { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' },
  renderUpload: { avatarId: 'alice', voice: '(the file)' },
  avatar: {
    id: 'alice',
    imageUrl: '/avatars/alice.png',
    thumbnailUrl: '/avatars/alice/picture?width=160&version=8MkZ3nMbYRk',
  },
  avatarDetail: {
    id: 'ida',
    imageUrl: '/avatars/ida.jpg',
    thumbnailUrl: '/avatars/ida/picture?width=160&version=q2vT0c1gKxE',
    box,
    added: true,
  },
  voice: { id: 'slt', language: 'en-US', engine: 'embedded' as const, sampleUrl: '/voices/slt/sample.wav' },
  speechRequest: { text: 'Good morning, I am Alice.', voice: 'slt' },
  captions: 'WEBVTT\n\n00:00:00.100 --> 00:00:01.830\nGood morning, I am Alice.\n',
  box,
  limits: {
    voice: { maxBytes: 209_715_200, minSeconds: 0.05, maxSeconds: 600 },
    text: { maxCharacters: 5000 },
    picture: { maxBytes: 20_971_520, maxPixels: 100_000_000 },
  },
  foundFace: { id: 'ida', width: 768, height: 768, box },
  pictureUpload: { picture: '(the file)', id: 'ida' },
  addedPortrait: {
    id: 'ida',
    imageUrl: '/avatars/ida.jpg',
    previewUrl: '/previews/0e7e4ff5-7f5e-4f8e-9f4e-0c2a8f4d9b11',
    width: 768,
    height: 768,
    box,
  },
  previewRequest: { voiceUrl: 'https://example.com/voice.wav' },
  previewUpload: { voice: '(the file)' },
  problem: {
    type: 'about:blank' as const,
    title: 'The voice is longer than the limit.',
    status: 422,
    code: 'voice_too_long' as const,
    detail: 'The voice is 734 s long; the limit is 600 s. Use a shorter one or raise VOICE_MAX_SECONDS.',
    details: { seconds: 734, limit: 600 },
    jobId,
  },
};

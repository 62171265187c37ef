/* The types of the HTTP API. Generated from the OpenAPI document by `npm run generate`. */

export type RenderRequest = TextRenderRequest | RecordingRenderRequest;
export type AvatarDetail = Avatar & {
  /**
   * The face box, if it is known
   */
  box?: {
    /**
     * Its left edge
     */
    x: number;
    /**
     * Its top edge
     */
    y: number;
    /**
     * Its width
     */
    width: number;
    /**
     * Its height
     */
    height: number;
  };
  /**
   * Why the portrait may speak poorly; absent if nothing is wrong
   *
   * @minItems 1
   */
  warnings?: {
    /**
     * From the closed list of warnings
     */
    code:
      | 'mouth_covered'
      | 'mouth_open'
      | 'lips_pursed'
      | 'lips_hidden'
      | 'pixel_art'
      | 'face_drawn'
      | 'face_not_human'
      | 'faces_in_background'
      | 'eyes_not_found';
    /**
     * What may look wrong, and what to do
     */
    message: string;
  }[];
  /**
   * Whether the portrait was uploaded; others cannot be changed
   */
  added: boolean;
};

export interface TextRenderRequest {
  /**
   * Id of a portrait in the catalogue
   */
  avatarId: string;
  /**
   * What the portrait says, instead of a voice; up to TEXT_MAX_CHARACTERS
   */
  text: string;
  /**
   * Id of the voice that speaks the text; by default the first one that speaks `language`
   */
  voice?: string;
  /**
   * Language of the text (BCP 47), which chooses the voice
   */
  language?: string;
  /**
   * Speed of the speech, relative to the voice's own; 1 if absent
   */
  speed?: number;
  /**
   * Frames per second; 25 if absent
   */
  fps?: number;
  /**
   * How far the mouth moves, relative to what the voice asks for: 0 keeps it still; 1 if absent
   */
  mouthStrength?: number;
  /**
   * How much the portrait moves besides its mouth: a preset, or strengths, of which absent ones are 0; MOTION if absent
   */
  motion?:
    | ('still' | 'blink' | 'alive')
    | {
        /**
         * Share of the natural number of blinks
         */
        blink?: number;
        /**
         * Scales how far the head turns, nods, and tilts
         */
        head?: number;
        /**
         * Scales how far a breath raises the chest
         */
        breath?: number;
      };
  /**
   * Chooses the motion: the same seed gives the same motion; the job id if absent
   */
  seed?: string | number;
  /**
   * Whether the video can be watched while it is rendered (`/status/{jobId}/stream.m3u8`); not if absent
   */
  stream?: boolean;
  /**
   * The container: mp4 (H.264 and AAC; the default), webm (VP9 and Opus), or mov (ProRes 4444 and PCM)
   */
  format?: 'mp4' | 'webm' | 'mov';
  /**
   * How an MP4 is transparent: the color above, the alpha below as gray
   */
  transparent?: 'stacked';
  /**
   * What is behind the portrait: a color behind its transparent pixels and beside the picture, `blur` for the blurred picture beside it, or `transparent`; beside the picture `blur` if absent
   */
  background?: string;
  /**
   * Frames the face in this aspect, with headroom; what the picture lacks is filled
   */
  aspect?: '16:9' | '9:16' | '1:1' | '4:5';
  /**
   * The part of the picture to show, in pixels of the upright picture; it has to contain the face
   */
  crop?: {
    /**
     * Its left edge
     */
    x: number;
    /**
     * Its top edge
     */
    y: number;
    /**
     * Its width
     */
    width: number;
    /**
     * Its height
     */
    height: number;
  };
  /**
   * Scales the video down to this many rows; smaller videos stay as they are
   */
  height?: number;
  /**
   * Whether the outline of the person is estimated, for portraits without transparent pixels; good before a plain wall
   */
  matte?: boolean;
  /**
   * URL that receives the outcome when the job has ended (Standard Webhooks)
   */
  callbackUrl?: string;
}
export interface RecordingRenderRequest {
  /**
   * Id of a portrait in the catalogue
   */
  avatarId: string;
  /**
   * URL of the voice
   */
  voiceUrl: string;
  /**
   * Frames per second; 25 if absent
   */
  fps?: number;
  /**
   * How far the mouth moves, relative to what the voice asks for: 0 keeps it still; 1 if absent
   */
  mouthStrength?: number;
  /**
   * How much the portrait moves besides its mouth: a preset, or strengths, of which absent ones are 0; MOTION if absent
   */
  motion?:
    | ('still' | 'blink' | 'alive')
    | {
        /**
         * Share of the natural number of blinks
         */
        blink?: number;
        /**
         * Scales how far the head turns, nods, and tilts
         */
        head?: number;
        /**
         * Scales how far a breath raises the chest
         */
        breath?: number;
      };
  /**
   * Chooses the motion: the same seed gives the same motion; the job id if absent
   */
  seed?: string | number;
  /**
   * Whether the video can be watched while it is rendered (`/status/{jobId}/stream.m3u8`); not if absent
   */
  stream?: boolean;
  /**
   * The container: mp4 (H.264 and AAC; the default), webm (VP9 and Opus), or mov (ProRes 4444 and PCM)
   */
  format?: 'mp4' | 'webm' | 'mov';
  /**
   * How an MP4 is transparent: the color above, the alpha below as gray
   */
  transparent?: 'stacked';
  /**
   * What is behind the portrait: a color behind its transparent pixels and beside the picture, `blur` for the blurred picture beside it, or `transparent`; beside the picture `blur` if absent
   */
  background?: string;
  /**
   * Frames the face in this aspect, with headroom; what the picture lacks is filled
   */
  aspect?: '16:9' | '9:16' | '1:1' | '4:5';
  /**
   * The part of the picture to show, in pixels of the upright picture; it has to contain the face
   */
  crop?: {
    /**
     * Its left edge
     */
    x: number;
    /**
     * Its top edge
     */
    y: number;
    /**
     * Its width
     */
    width: number;
    /**
     * Its height
     */
    height: number;
  };
  /**
   * Scales the video down to this many rows; smaller videos stay as they are
   */
  height?: number;
  /**
   * Whether the outline of the person is estimated, for portraits without transparent pixels; good before a plain wall
   */
  matte?: boolean;
  /**
   * URL that receives the outcome when the job has ended (Standard Webhooks)
   */
  callbackUrl?: string;
}
export interface AcceptedJob {
  /**
   * Id of the job
   */
  jobId: string;
  statusUrl: string;
  /**
   * With `stream`: the playlist (HLS). It waits for the first second of the video
   */
  streamUrl?: string;
  /**
   * The same as one MP4 that grows with the video
   */
  liveUrl?: string;
}
export interface Job {
  /**
   * Id of the job
   */
  jobId: string;
  state: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
  /**
   * Where the job is followed
   */
  statusUrl: string;
  avatarId?: string;
  requestedAt?: string;
  /**
   * When the job was completed, failed, or canceled
   */
  endedAt?: string;
  /**
   * What is behind the portrait: a color behind its transparent pixels and beside the picture, `blur` for the blurred picture beside it, or `transparent`; beside the picture `blur` if absent
   */
  background?: string;
  /**
   * How an MP4 is transparent: the color above, the alpha below as gray
   */
  transparent?: 'stacked';
  /**
   * For a queued job: its place among the unfinished jobs, 1 for the oldest of them
   */
  queuePosition?: number;
  /**
   * For a queued job: an estimate of the time until it is rendered, from the last renders
   */
  startsInSeconds?: number;
  /**
   * What the renderer is doing
   */
  stage?: 'voice' | 'portrait' | 'wav2lip' | 'video' | 'store';
  /**
   * Frames that are drawn
   */
  framesDone?: number;
  /**
   * Share of the frames that are drawn, 0 to 1
   */
  progress?: number;
  /**
   * Counts the renderers that have leased the job
   */
  attempt?: number;
  /**
   * Known once the voice is decoded
   */
  frames?: number;
  /**
   * Frames drawn in a second
   */
  framesPerSecond?: number;
  /**
   * Estimated seconds until all frames are drawn
   */
  secondsLeft?: number;
  /**
   * For a completed job
   */
  result?: {
    /**
     * Length of the video in seconds
     */
    durationSeconds: number;
    /**
     * Frames of the video
     */
    frames: number;
    /**
     * Frames per second
     */
    fps: number;
    /**
     * Width of the video in pixels
     */
    width: number;
    /**
     * Height of the video in pixels
     */
    height: number;
    /**
     * The container; absent for jobs of versions that wrote only mp4
     */
    format?: 'mp4' | 'webm' | 'mov';
    /**
     * Size of the file
     */
    bytes: number;
    /**
     * SHA-256 of the file, in hexadecimal digits
     */
    sha256: string;
    /**
     * The network that drew the mouth
     */
    model: {
      /**
       * File name of the checkpoint
       */
      file: string;
      /**
       * SHA-256 of the checkpoint
       */
      sha256: string;
      /**
       * Whether it is the project's own open model
       */
      open: boolean;
      /**
       * The network that moved the portrait's own pixels; absent with DETAIL=off
       */
      detail?: {
        /**
         * SHA-256 of the network
         */
        sha256: string;
      };
    };
    /**
     * What onnxruntime computed on, such as `cpu` or `cuda`
     */
    executionProvider: string;
    /**
     * How the video says that a machine made it; absent for jobs of versions before marks
     */
    mark?: 'xmp' | 'c2pa' | 'off';
    /**
     * How much the portrait moved; absent if neither the request nor MOTION asked for motion
     */
    motion?: {
      /**
       * Share of the natural number of blinks
       */
      blink: number;
      /**
       * Scales how far the head turns, nods, and tilts
       */
      head: number;
      /**
       * Scales how far a breath raises the chest
       */
      breath: number;
    };
    /**
     * Why the video may look or sound poorly; absent if nothing is wrong
     *
     * @minItems 1
     */
    warnings?: {
      /**
       * From the closed list of warnings
       */
      code:
        | 'mouth_covered'
        | 'mouth_open'
        | 'lips_pursed'
        | 'lips_hidden'
        | 'pixel_art'
        | 'face_drawn'
        | 'face_not_human'
        | 'faces_in_background'
        | 'eyes_not_found'
        | 'letters_skipped'
        | 'markup_skipped';
      /**
       * What may look or sound wrong, and what to do
       */
      message: string;
    }[];
    /**
     * Time spent in each stage
     */
    seconds: {
      /**
       * Loading or speaking the voice
       */
      voice: number;
      /**
       * Preparing the portrait
       */
      portrait: number;
      /**
       * Drawing and encoding the frames
       */
      wav2lip: number;
      /**
       * Finishing and checking the video
       */
      video: number;
      /**
       * Storing the video
       */
      store: number;
      /**
       * All of it
       */
      total: number;
    };
  };
  /**
   * A temporary address at which the store itself serves the video
   */
  downloadUrl?: string;
  /**
   * The first frame of a completed video (JPEG)
   */
  posterUrl?: string;
  /**
   * For a job with `stream`, once there is something to watch: the playlist (HLS)
   */
  streamUrl?: string;
  /**
   * The same as one MP4 that grows with the video
   */
  liveUrl?: string;
  /**
   * The captions of a completed job with a text (WebVTT)
   */
  captionsUrl?: string;
  /**
   * For a failed job
   */
  error?: {
    /**
     * From the closed list of error codes
     */
    code:
      | 'request_invalid'
      | 'route_not_found'
      | 'method_not_allowed'
      | 'body_too_large'
      | 'media_type_unsupported'
      | 'range_unsatisfiable'
      | 'idempotency_conflict'
      | 'unauthorized'
      | 'origin_refused'
      | 'callback_refused'
      | 'rate_limited'
      | 'too_many_jobs'
      | 'not_finished'
      | 'stream_not_started'
      | 'bad_setting'
      | 'avatar_not_found'
      | 'portrait_unreadable'
      | 'portrait_too_large'
      | 'face_not_found'
      | 'faces_several'
      | 'face_box_invalid'
      | 'crop_invalid'
      | 'portrait_opaque'
      | 'voice_url_refused'
      | 'voice_not_found'
      | 'voice_http_status'
      | 'voice_unreachable'
      | 'voice_too_large'
      | 'voice_timeout'
      | 'voice_unreadable'
      | 'voice_silent_media'
      | 'voice_too_short'
      | 'voice_too_long'
      | 'text_empty'
      | 'text_too_long'
      | 'language_unsupported'
      | 'speech_voice_unknown'
      | 'speech_refused'
      | 'speech_unreadable'
      | 'speech_timeout'
      | 'speech_failed'
      | 'speech_unavailable'
      | 'checkpoint_missing'
      | 'checkpoint_truncated'
      | 'checkpoint_unreadable'
      | 'checkpoint_unsafe'
      | 'checkpoint_mismatch'
      | 'provider_unavailable'
      | 'device_out_of_memory'
      | 'encoder_unavailable'
      | 'format_unavailable'
      | 'inference_failed'
      | 'ffmpeg_missing'
      | 'ffmpeg_failed'
      | 'video_broken'
      | 'mark_failed'
      | 'disk_full'
      | 'store_unavailable'
      | 'store_refused'
      | 'sink_unavailable'
      | 'avatar_exists'
      | 'avatar_bundled'
      | 'job_not_found'
      | 'speech_missing'
      | 'job_conflict'
      | 'job_ended'
      | 'job_busy'
      | 'renderer_busy'
      | 'job_abandoned'
      | 'render_stalled'
      | 'deadline_exceeded'
      | 'cancelled'
      | 'internal';
    /**
     * What went wrong and how to fix it
     */
    message: string;
    /**
     * Values that belong to the error
     */
    details?: Record<string, unknown>;
  };
}
export interface JobPage {
  jobs: Job[];
  /**
   * Continues after this page; absent on the last one
   */
  nextCursor?: string;
}
export interface Avatar {
  /**
   * Id of a portrait in the catalogue
   */
  id: string;
  /**
   * As it was typed; absent if none was
   */
  name?: string;
  /**
   * Where its picture is
   */
  imageUrl: string;
  /**
   * A small version of the picture, which browsers may keep: it changes with the picture
   */
  thumbnailUrl: string;
}
export interface Voice {
  id: string;
  /**
   * BCP 47, if it is known
   */
  language?: string;
  /**
   * What speaks: Flite, or the speech server
   */
  engine: 'embedded' | 'server';
  /**
   * A sentence to listen to
   */
  sampleUrl: string;
}
export interface Version {
  name: string;
  version: string;
}
export interface Problem {
  type: 'about:blank';
  /**
   * The meaning of the code
   */
  title: string;
  status: number;
  /**
   * From a closed list; stable
   */
  code:
    | 'request_invalid'
    | 'route_not_found'
    | 'method_not_allowed'
    | 'body_too_large'
    | 'media_type_unsupported'
    | 'range_unsatisfiable'
    | 'idempotency_conflict'
    | 'unauthorized'
    | 'origin_refused'
    | 'callback_refused'
    | 'rate_limited'
    | 'too_many_jobs'
    | 'not_finished'
    | 'stream_not_started'
    | 'bad_setting'
    | 'avatar_not_found'
    | 'portrait_unreadable'
    | 'portrait_too_large'
    | 'face_not_found'
    | 'faces_several'
    | 'face_box_invalid'
    | 'crop_invalid'
    | 'portrait_opaque'
    | 'voice_url_refused'
    | 'voice_not_found'
    | 'voice_http_status'
    | 'voice_unreachable'
    | 'voice_too_large'
    | 'voice_timeout'
    | 'voice_unreadable'
    | 'voice_silent_media'
    | 'voice_too_short'
    | 'voice_too_long'
    | 'text_empty'
    | 'text_too_long'
    | 'language_unsupported'
    | 'speech_voice_unknown'
    | 'speech_refused'
    | 'speech_unreadable'
    | 'speech_timeout'
    | 'speech_failed'
    | 'speech_unavailable'
    | 'checkpoint_missing'
    | 'checkpoint_truncated'
    | 'checkpoint_unreadable'
    | 'checkpoint_unsafe'
    | 'checkpoint_mismatch'
    | 'provider_unavailable'
    | 'device_out_of_memory'
    | 'encoder_unavailable'
    | 'format_unavailable'
    | 'inference_failed'
    | 'ffmpeg_missing'
    | 'ffmpeg_failed'
    | 'video_broken'
    | 'mark_failed'
    | 'disk_full'
    | 'store_unavailable'
    | 'store_refused'
    | 'sink_unavailable'
    | 'avatar_exists'
    | 'avatar_bundled'
    | 'job_not_found'
    | 'speech_missing'
    | 'job_conflict'
    | 'job_ended'
    | 'job_busy'
    | 'renderer_busy'
    | 'job_abandoned'
    | 'render_stalled'
    | 'deadline_exceeded'
    | 'cancelled'
    | 'internal';
  /**
   * What is wrong with this request, and how to fix it
   */
  detail: string;
  /**
   * Values that belong to the error
   */
  details?: Record<string, unknown>;
  jobId?: string;
}

import { find } from '../view/find.js';

const vertexShader = `
attribute vec2 corner;
varying vec2 at;
void main() {
  at = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}`;

/** The colors are not multiplied with alpha; a canvas wants them so. */
const fragmentShader = `
precision mediump float;
varying vec2 at;
uniform sampler2D both;
void main() {
  vec2 color = at * vec2(1.0, 0.5);
  float alpha = texture2D(both, color + vec2(0.0, 0.5)).g;
  gl_FragColor = vec4(texture2D(both, color).rgb * alpha, alpha);
}`;

/**
 * The transparent picture of a stacked video, whose upper half is the color and whose lower half is the alpha.
 * It is drawn behind the player, which keeps its controls, its sound, and its captions.
 */
export class StackedPicture {
  readonly #video: HTMLVideoElement;
  readonly #canvas = find('stage-canvas', HTMLCanvasElement);
  #gl: WebGLRenderingContext | undefined;
  #isShown = false;
  #next = 0;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    // Of a video that does not play, a browser need not present the first frame: the player shows none of it.
    for (const event of ['loadeddata', 'seeked'])
      video.addEventListener(event, () => {
        if (this.#isShown) this.#draw();
      });
  }

  /** Draws the frames of the video from now on. @returns false if the browser has no WebGL */
  show(): boolean {
    if (this.#isShown) return true;
    if (!('requestVideoFrameCallback' in this.#video)) return false;
    this.#gl ??= prepare(this.#canvas);
    if (!this.#gl || this.#gl.isContextLost()) return false;
    this.#isShown = true;
    this.#canvas.hidden = false;
    this.#video.classList.add('stacked');
    // On a full screen, the player would be alone, without the picture behind it.
    this.#video.setAttribute('controlslist', 'nofullscreen');
    this.#video.disablePictureInPicture = true;
    this.#draw();
    return true;
  }

  /** The video is shown as it is. */
  hide(): void {
    this.#isShown = false;
    this.#canvas.hidden = true;
    this.#video.classList.remove('stacked');
    this.#video.removeAttribute('controlslist');
    this.#video.disablePictureInPicture = false;
    this.#video.cancelVideoFrameCallback(this.#next);
  }

  #draw(): void {
    this.#video.cancelVideoFrameCallback(this.#next);
    const { videoWidth, videoHeight } = this.#video;
    if (this.#gl && videoWidth > 0 && this.#video.readyState >= 2) {
      const [width, height] = [videoWidth, Math.floor(videoHeight / 2)];
      if (this.#canvas.width !== width || this.#canvas.height !== height) {
        this.#canvas.width = width;
        this.#canvas.height = height;
        this.#gl.viewport(0, 0, width, height);
      }
      this.#gl.texImage2D(
        this.#gl.TEXTURE_2D,
        0,
        this.#gl.RGBA,
        this.#gl.RGBA,
        this.#gl.UNSIGNED_BYTE,
        this.#video,
      );
      this.#gl.drawArrays(this.#gl.TRIANGLE_STRIP, 0, 4);
    }
    this.#next = this.#video.requestVideoFrameCallback(() => {
      if (this.#isShown) this.#draw();
    });
  }
}

/** @returns undefined without WebGL */
function prepare(canvas: HTMLCanvasElement): WebGLRenderingContext | undefined {
  // What was drawn stays while the video is paused.
  const gl = canvas.getContext('webgl', { preserveDrawingBuffer: true });
  if (!gl) return undefined;
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) return undefined;
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  const corner = gl.getAttribLocation(program, 'corner');
  gl.enableVertexAttribArray(corner);
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  return gl;
}

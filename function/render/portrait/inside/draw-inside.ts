import { add, lumaOf, mix, multiply, scale, type Color } from '../../picture/color.js';
import { lowerMouth } from './lower-mouth.js';
import type { MouthPlan } from './mouth-plan.js';
import type { InsideLayer, MouthInside } from './mouth-inside.js';
import type { PortraitStyle } from './portrait-style.js';
import { matchTexture } from './match-texture.js';
import type { OwnTeeth } from './own-teeth.js';
import { showOwnTeeth } from './show-own-teeth.js';
import { upperTooth } from './upper-teeth.js';

/**
 * Draws what is behind the lips of a portrait.
 * @param own the teeth that it shows itself
 */
export function drawInside(plan: MouthPlan, style: PortraitStyle, own?: OwnTeeth): MouthInside {
  const { rectangle, width: unit } = plan;
  const { width, height } = rectangle;
  const layer = (): InsideLayer => ({
    rgb: new Float32Array(3 * width * height),
    cover: new Float32Array(width * height),
  });
  const inside = { rectangle, cavity: layer(), jaw: layer(), teeth: layer() };
  const colors = insideColors(style, own?.color);
  const pixel = 1 / unit;
  // Tinting is linear, so that what lies between two colors needs no tinting of its own.
  const [near, far] = [style.tinted(scale(colors.cavity, 1.1)), style.tinted(scale(colors.cavity, 0.65))];
  const toothColor = (color: Color) => (own ? color : style.tinted(color));
  const [plainTongue, plainTooth] = [style.tinted(colors.tongue), toothColor(colors.tooth)];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const [x, y] = plan.place(rectangle.x + column + 0.5, rectangle.y + row + 0.5);
      const light = 1 + 1.4 * style.light * Math.min(0.5, Math.max(-0.5, x));
      // The cavity is lit from the front: its depth in the middle is darkest.
      const depth = Math.exp(-((x / 0.3) ** 2) - ((y - 0.1) / 0.16) ** 2);
      inside.cavity.cover[at] = 1;
      for (const channel of [0, 1, 2] as const)
        inside.cavity.rgb[3 * at + channel] = near[channel] + depth * (far[channel] - near[channel]);
      const { tongue, tongueLight, tooth, toothLight } = lowerMouth(x, y, pixel);
      inside.jaw.cover[at] = Math.max(tongue, tooth);
      if (tongue === 0 && tooth === 0) inside.jaw.rgb.set(plainTongue, 3 * at);
      else {
        const flesh = scale(colors.tongue, tongueLight * light);
        inside.jaw.rgb.set(
          style.tinted(mix(flesh, scale(colors.lowerTooth, toothLight * light), tooth)),
          3 * at,
        );
      }
      const { cover, brightness, edge } = upperTooth(x, y, pixel);
      inside.teeth.cover[at] = cover;
      if (cover === 0) inside.teeth.rgb.set(plainTooth, 3 * at);
      else
        inside.teeth.rgb.set(
          toothColor(scale(mix(colors.tooth, colors.toothEdge, edge), brightness * light)),
          3 * at,
        );
    }
  }
  matchTexture(inside, style);
  if (own) showOwnTeeth(inside, own);
  return inside;
}

/** The colors of the inside in the light of the portrait. */
function insideColors({ skin, lip, darkest }: PortraitStyle, ownTooth: Color | undefined) {
  const skinLuma = lumaOf(skin);
  // Enamel is a little brighter than dark skin, and not brighter than pale skin.
  const brightness = skinLuma * (0.93 + 0.62 * (1 - skinLuma / 255) ** 1.5) + 6;
  const tooth = ownTooth ?? inLight(skin, [1.0, 0.97, 0.9], brightness);
  const lipLuma = lumaOf(lip);
  // Lipstick does not color the tongue: half of its hue comes from the skin.
  const flesh = mix(lip, inLight(skin, [1.1, 0.78, 0.76], Math.max(lipLuma, 0.62 * skinLuma)), 0.5);
  return {
    tooth,
    toothEdge: scale(tooth, 0.86),
    lowerTooth: scale(tooth, 0.74),
    tongue: multiply(flesh, [0.92, 0.72, 0.72]),
    cavity: raised(add(multiply(flesh, [0.2, 0.105, 0.105]), [5, 2, 2]), 0.9 * darkest),
  };
}

/** A color that is at least as bright as asked. */
function raised(color: Color, luma: number): Color {
  const more = Math.max(0, luma - lumaOf(color));
  return add(color, [more, more, more]);
}

/** A material of a color, as bright as asked, in the light that falls on the skin. */
function inLight(skin: Color, material: Color, luma: number): Color {
  const brightest = Math.max(1, ...skin);
  // Part of the skin's hue is that of the light.
  const lit: Color = [
    material[0] * (0.72 + (0.28 * skin[0]) / brightest),
    material[1] * (0.72 + (0.28 * skin[1]) / brightest),
    material[2] * (0.72 + (0.28 * skin[2]) / brightest),
  ];
  return scale(lit, luma / lumaOf(lit));
}

import { packageInfo } from '../../../../config/package-info.js';
import { digitalSourceType } from '../xmp/xmp-packet.js';

/** The hashes of what a video was made from. */
export interface Ingredients {
  readonly portraitSha256: string;
  readonly voiceSha256: string;
}

/**
 * The manifest of a video: that a model created it from a portrait and a voice. Ingredients are named
 * by their hashes alone, so nothing that a client chose can get into it.
 */
export function manifestDefinition({ portraitSha256, voiceSha256 }: Ingredients): object {
  const agent = { name: packageInfo.name, version: packageInfo.version };
  const ingredient = (label: string, sha256: string) => ({
    label,
    title: label,
    relationship: 'inputTo',
    instance_id: `sha256:${sha256}`,
  });
  return {
    title: 'video',
    claim_generator_info: [agent],
    ingredients: [ingredient('portrait', portraitSha256), ingredient('voice', voiceSha256)],
    assertions: [
      {
        label: 'c2pa.actions.v2',
        data: {
          actions: [
            {
              action: 'c2pa.created',
              digitalSourceType,
              softwareAgent: agent,
              parameters: { ingredientIds: ['portrait', 'voice'] },
            },
          ],
        },
      },
    ],
  };
}

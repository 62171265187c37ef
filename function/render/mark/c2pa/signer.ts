import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Settings } from '../../../../config/settings.js';
import { RenderError } from '../../../../errors/render-error.js';
import type { ProxySettings } from '../../../../outbound/proxy.js';
import { replaceFile } from '../../../../storage/files/replace-file.js';
import { withScratchDir } from '../../../../storage/files/scratch-dir.js';
import { readCredentials } from './credentials.js';
import { C2paLibrary, c2paPackage, isC2paInstalled } from './library.js';
import { manifestDefinition, type Ingredients } from './manifest-definition.js';
import { manifestReport } from './manifest-report.js';

export type C2paSettings = Pick<Settings, 'C2PA_CERTIFICATE' | 'C2PA_KEY' | 'C2PA_TIMESTAMP_URL'> &
  ProxySettings;

/** Signs files in place. */
export interface C2paSigner {
  /** @throws RenderError `mark_failed`; `bad_setting` if the certificate has expired since the start */
  sign(file: string, format: string, ingredients: Ingredients, signal?: AbortSignal): Promise<void>;
}

/**
 * Checks the certificate and the key, and signs a small picture with them, so that a mistake stops the
 * start and not the first render.
 * @throws RenderError `bad_setting`
 */
export async function openSigner(
  settings: C2paSettings,
  isInstalled = isC2paInstalled(),
): Promise<C2paSigner> {
  const { C2PA_CERTIFICATE: certificate, C2PA_KEY: key, C2PA_TIMESTAMP_URL: timestampUrl } = settings;
  if (certificate === undefined || key === undefined) {
    const missing = certificate === undefined ? 'C2PA_CERTIFICATE' : 'C2PA_KEY';
    throw new RenderError(
      'bad_setting',
      `${missing} is not set. Signing needs C2PA_CERTIFICATE and C2PA_KEY; set both, or AI_MARK=xmp.`,
    );
  }
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = settings;
  const proxies = { HTTP_PROXY, HTTPS_PROXY, NO_PROXY };
  const credentials = { certificate, key };
  await readCredentials(credentials);
  if (!isInstalled) {
    throw new RenderError(
      'bad_setting',
      `C2PA_CERTIFICATE is set, but ${c2paPackage} is not installed. Install it with npm, or set AI_MARK=xmp.`,
    );
  }
  const library = new C2paLibrary();
  const signer = (timestamps: string | undefined): C2paSigner => ({
    async sign(file, format, ingredients, signal) {
      const definition = JSON.stringify(manifestDefinition(ingredients));
      const task = { file, format, definition, credentials, timestampUrl: timestamps, proxies };
      await replaceFile(file, async (target) => {
        await library.run({ kind: 'sign', ...task, target }, signal);
      });
    },
  });
  // Without a time stamp: an authority that does not answer must not stop the start.
  await checkSigning(signer(undefined), library);
  return signer(timestampUrl);
}

/** @throws RenderError `bad_setting` if readers would reject what the certificate signs */
async function checkSigning(signer: C2paSigner, library: C2paLibrary): Promise<void> {
  await withScratchDir(async (scratch) => {
    const file = path.join(scratch, 'trial.png');
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } });
    await writeFile(file, await picture.png().toBuffer());
    const hash = '0'.repeat(64);
    const problem = await signer
      .sign(file, 'image/png', { portraitSha256: hash, voiceSha256: hash })
      .then(() => library.run({ kind: 'read', file, format: 'image/png' }))
      .then((json) => manifestReport(json).problems.join(', '))
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (problem === '') return;
    throw new RenderError(
      'bad_setting',
      `C2PA_CERTIFICATE cannot sign: ${problem}. Use a certificate for C2PA, with the key usage digitalSignature and an extended key usage that C2PA allows.`,
    );
  });
}

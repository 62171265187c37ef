import { z } from 'zod';
import { portraitWarningCode, portraitWarningTexts, type PortraitWarningCode } from './portrait-warnings.js';
import { textWarningCode, textWarningTexts, type TextWarningCode } from './text-warnings.js';

/** Why a video may look or sound poorly: the warnings of its portrait and of its text. */
type RenderWarningCode = PortraitWarningCode | TextWarningCode;

const texts: Readonly<Record<RenderWarningCode, string>> = { ...portraitWarningTexts, ...textWarningTexts };

/** A warning of a video as clients get it. */
export const renderWarning = z.object({
  code: z
    .enum([...portraitWarningCode.options, ...textWarningCode.options])
    .describe('From the closed list of warnings'),
  message: z.string().describe('What may look or sound wrong, and what to do'),
});

/** The `warnings` of a video; nothing without warnings. */
export function describeRenderWarnings(codes: readonly RenderWarningCode[]): {
  readonly warnings?: z.infer<typeof renderWarning>[];
} {
  if (codes.length === 0) return {};
  return { warnings: codes.map((code) => ({ code, message: texts[code] })) };
}

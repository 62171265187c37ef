import { z } from 'zod';

/** What a file's C2PA manifest says, and whether the file is as it was signed. */
export interface ManifestReport {
  /** Of the first action that names one. */
  readonly digitalSourceType: string | undefined;
  /** The program that made the claim. */
  readonly claimGenerator: string | undefined;
  /** The organization and name in the signer's certificate. */
  readonly signer: string | undefined;
  /** Whether the signer's certificate is on a trust list. */
  readonly isTrusted: boolean;
  /** The codes of what is wrong, as the C2PA specification names them; empty if the file is intact. */
  readonly problems: readonly string[];
}

const actions = z.object({
  actions: z.array(z.object({ digitalSourceType: z.string().optional() }).loose()),
});
const named = z.object({ name: z.string().optional(), version: z.string().optional() }).loose();
const statusList = z.array(z.object({ code: z.string() }).loose());
const storeSchema = z
  .object({
    active_manifest: z.string().optional(),
    manifests: z.record(
      z.string(),
      z
        .object({
          claim_generator_info: z.array(named).optional(),
          assertions: z.array(z.object({ label: z.string(), data: z.unknown() }).loose()).optional(),
          signature_info: z
            .object({ issuer: z.string().optional(), common_name: z.string().optional() })
            .loose()
            .optional(),
        })
        .loose(),
    ),
    validation_state: z.string().optional(),
    validation_status: statusList.optional(),
  })
  .loose();

/** A certificate that is on no trust list says nothing about the file. */
const untrusted = 'signingCredential.untrusted';

/** Reads the library's JSON of a manifest store. */
export function manifestReport(json: string): ManifestReport {
  const store = storeSchema.parse(JSON.parse(json));
  const manifest = store.manifests[store.active_manifest ?? ''];
  const sourceTypes = (manifest?.assertions ?? [])
    .filter(({ label }) => label.startsWith('c2pa.actions'))
    .flatMap(({ data }) => actions.safeParse(data).data?.actions ?? [])
    .map(({ digitalSourceType }) => digitalSourceType);
  const [generator] = manifest?.claim_generator_info ?? [];
  const { issuer, common_name: commonName } = manifest?.signature_info ?? {};
  const join = (parts: readonly (string | undefined)[], separator: string) =>
    parts.filter((part) => part !== undefined).join(separator) || undefined;
  return {
    digitalSourceType: sourceTypes.find((type) => type !== undefined),
    claimGenerator: join([generator?.name, generator?.version], ' '),
    signer: join([commonName, issuer], ', '),
    isTrusted: store.validation_state === 'Trusted',
    problems: (store.validation_status ?? []).map(({ code }) => code).filter((code) => code !== untrusted),
  };
}
